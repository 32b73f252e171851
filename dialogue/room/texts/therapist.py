"""The room's words around the therapist: her desk, and what is between her and one partner."""

from django.utils.translation import gettext as _


def therapist_texts() -> dict[str, str]:
    return _desk() | _sheets() | _between()


def _desk() -> dict[str, str]:
    return {
        "desk": _("What you can do"),
        "go_on": _("Continue"),
        "tile_lead": _("Lead"),
        "tile_whisper": _("Whisper"),
        "tile_offer": _("Offer a stem"),
        "tile_frame": _("Frame"),
        "tile_double": _("Double"),
        "tile_slow": _("Slow"),
        "tile_end": _("End safely"),
        "desk_speak": _("Let them talk out loud"),
        "desk_write": _("Let them write"),
        "desk_aloud": _("They’re talking out loud. What they write here are only notes."),
        "desk_one_phone": _(
            "They’re sharing {other}’s phone. What you whisper to {name} waits in their own account."
        ),
        "desk_corrections": _("{name} has corrected three times. A shorter message may help."),
        "end_therapist_why": _(
            "The dialogue ends for both of them, and neither is told who ended it. If "
            "someone is in a role, they put it down first."
        ),
        "hand_up": _("{name} has raised a hand"),
        "hand_seen": _("Got it"),
        "seconds": _("{seconds} s"),
        "to_name": _("To {name}"),
        "for_name": _("for {name}"),
        "done_lead": _("Done. They both see that you led."),
        "done_whisper": _("Whispered to {name}."),
        "done_offer": _("Offered to {name}."),
        "done_frame": _("Shown to both."),
        "done_double": _("Offered to {name}."),
        "done_slow": _("From now on, {seconds} seconds before each next message."),
        "done_free": _("They can go at their own pace."),
    }


def _sheets() -> dict[str, str]:
    return {
        "lead_why": _("Where should it go from here? They’ll both see that you led."),
        "lead_nowhere": _("There’s nowhere to lead to from this step."),
        "lead_passed": _(
            "It has moved on: “{title}”. So “{label}” wasn’t done. Choose again. Your words are saved."
        ),
        "lead_reason": _("A reason, if you like. They’ll both read it."),
        "lead_choose": _("Choose a step"),
        "whisper_choose": _("Who is it for? The other never finds out."),
        "whisper_why": _("Only {name} sees this. {other} never finds out."),
        "only_at_own": _(
            "They’re sharing {other}’s phone. {name} can only read this in their own "
            "account, maybe afterwards."
        ),
        "whisper_label": _("Private, for {name}"),
        "whisper_to": _("Whisper to {name}"),
        "offer_choose": _("Who is it for?"),
        "offer_why": _("Only {name} sees it, and can use it or not."),
        "offer_begun": _("You’d started one for {name}: “{words}”. It’s saved for their turn."),
        "offer_label": _("A stem, or your own opening words"),
        "offer_to": _("Offer to {name}"),
        "frame_title": _("Frame this step"),
        "frame_why": _("They’ll both read what it’s for."),
        "frame_own": _("Or in your own words"),
        "frame_words": _("In your own words"),
        "frame_show": _("Show to both"),
        "double_title": _("Double {name}"),
        "double_why": _(
            "{name} sees it first and can share it, change it or set it aside. "
            "{other} only sees what {name} shares."
        ),
        "double_passed": _("{name} isn’t sharing right now. Your words are saved."),
        "double_label": _("One line in {name}’s voice"),
        "double_prompt": _("I …"),
        "slow_title": _("Slow it down"),
        "slow_why": _("The shortest time before the next message can be sent."),
        "slow_now": _("Now: {seconds} seconds."),
        "slow_free": _("Now: their own pace."),
        "free": _("Their own pace"),
    }


def _between() -> dict[str, str]:
    return {
        "is_here": _("{name} is here"),
        "has_left": _("{name} has left the room"),
        "hand_raise": _("Raise a hand"),
        "hand_ask_in": _("Ask {name} to join"),
        "hand_why": _("Only {name} sees this. Your partner won’t know."),
        "hand_words": _("A word about it, if you like"),
        "hand_is_up": _("Your hand is up. Only {name} sees it."),
        "hand_lower": _("Lower my hand"),
        "offered_offer": _("{name} suggests some words to start with"),
        "offered_double": _("{name} suggests a line in your voice"),
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
