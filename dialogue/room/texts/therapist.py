"""The room's words around the therapist: her desk, and what is between her and one partner."""

from django.utils.translation import gettext as _


def therapist_texts() -> dict[str, str]:
    return _desk() | _sheets() | _between()


def _desk() -> dict[str, str]:
    return {
        "desk": _("What you can do"),
        "go_on": _("Go on"),
        "tile_lead": _("Lead"),
        "tile_whisper": _("Whisper"),
        "tile_offer": _("Offer a stem"),
        "tile_frame": _("Frame"),
        "tile_double": _("Double"),
        "tile_slow": _("Slow"),
        "tile_end": _("End safely"),
        "desk_speak": _("Let them speak aloud"),
        "desk_write": _("Let them write"),
        "desk_aloud": _("They speak aloud. What they write here are only notes."),
        "desk_one_phone": _(
            "They share {other}’s phone. What you whisper to {name} waits at their own login."
        ),
        "desk_corrections": _("{name} has corrected three times. A shorter send may help."),
        "end_therapist_why": _(
            "The session ends for both of them, and neither is told by whom. "
            "Where a role is held, it is put down first."
        ),
        "hand_up": _("{name} raises a hand"),
        "hand_seen": _("Seen"),
        "seconds": _("{seconds} s"),
        "to_name": _("To {name}"),
        "for_name": _("for {name}"),
        "done_lead": _("You led. Both see it."),
        "done_whisper": _("Whispered to {name}."),
        "done_offer": _("Offered to {name}."),
        "done_frame": _("Shown to both."),
        "done_double": _("Offered to {name}."),
        "done_slow": _("{seconds} seconds before each next act, from now on."),
        "done_free": _("The pace is free."),
    }


def _sheets() -> dict[str, str]:
    return {
        "lead_why": _("Where should it go from here? Both will see that you led."),
        "lead_nowhere": _("There is nowhere to lead to from this step."),
        "lead_passed": _(
            "It has moved on: “{title}”. So “{label}” was not done. Choose again; your words are kept."
        ),
        "lead_reason": _("A reason, if you like. Both will read it."),
        "lead_choose": _("Choose where to"),
        "whisper_choose": _("To whom? The other never learns of it."),
        "whisper_why": _("Only {name} sees this. {other} never learns of it."),
        "only_at_own": _(
            "They share {other}’s phone. {name} reads this only at their own login, perhaps afterwards."
        ),
        "whisper_label": _("For {name} alone"),
        "whisper_to": _("Whisper to {name}"),
        "offer_choose": _("Whom do you offer it to?"),
        "offer_why": _("Only {name} sees it, and may use it or set it aside."),
        "offer_begun": _("You had begun one for {name}: “{words}”. It is kept for their turn."),
        "offer_label": _("A stem, or your own opening words"),
        "offer_to": _("Offer to {name}"),
        "frame_title": _("Frame this step"),
        "frame_why": _("Both will read what it is for."),
        "frame_own": _("Or in your own words"),
        "frame_words": _("In your own words"),
        "frame_show": _("Show to both"),
        "double_title": _("Double {name}"),
        "double_why": _(
            "{name} sees it first, and sends it, changes it or sets it aside. {other} sees only what {name} sends."
        ),
        "double_passed": _("{name} is not sending just now. Your words are kept."),
        "double_label": _("One line in {name}’s voice"),
        "double_prompt": _("I …"),
        "slow_title": _("Slow it down"),
        "slow_why": _("The least time before the next act can be sent."),
        "slow_now": _("Now: {seconds} seconds."),
        "slow_free": _("Now: free."),
        "free": _("Free"),
    }


def _between() -> dict[str, str]:
    return {
        "is_here": _("{name} is here"),
        "has_left": _("{name} has left the room"),
        "hand_raise": _("Raise a hand"),
        "hand_ask_in": _("Ask {name} in"),
        "hand_why": _("Only {name} sees this. Your partner learns nothing of it."),
        "hand_words": _("A word about it, if you like"),
        "hand_is_up": _("Your hand is up. Only {name} sees it."),
        "hand_lower": _("Lower it"),
        "offered_offer": _("{name} offers you words to begin with"),
        "offered_double": _("{name} offers a line in your voice"),
        "offered_use": _("Use it"),
        "offered_send": _("Send as it is"),
        "offered_edit": _("Edit"),
        "offered_dismiss": _("Set aside"),
        "answer": _("Answer privately"),
        "answer_why": _("Only {name} sees this."),
        "answer_words": _("Your answer to {name}"),
        "answer_send": _("Answer {name}"),
        "hide": _("Hide"),
        "show": _("Show"),
    }
