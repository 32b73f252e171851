"""What the practice room says besides, and otherwise, than the room."""

from django.utils.translation import gettext as _

from dialogue.stories import Story


def practice_texts(story: Story) -> dict[str, str]:
    return _instead() | _beside() | _answered(story.partner) | _led(story.listener)


def _instead() -> dict[str, str]:
    """In place of the room's own."""
    return {
        "home": _("All stories"),
        "to_sessions": _("All stories"),
        "read_again": _("The next story"),
        "only_you": _("Nothing that you write leaves this page."),
        "lost": _("There is no connection. The story stays here, and what you write too."),
        "lost_sending": _(
            "There is no connection. Your words are kept here, and the story goes on when it is back."
        ),
        "ended_completed_why": _(
            "That was the whole form, once through. Between two people it takes longer, and goes deeper."
        ),
        "ended_stopped": _("The story ends here"),
        "ended_stopped_why": _("You can take it up from the beginning, or choose another one."),
        "end_title": _("Stop this story?"),
        "end_why": _("What you wrote is gone then; it was never anywhere but on this page."),
        "paused_why": _("The story waits for you exactly where it was."),
    }


def _beside() -> dict[str, str]:
    return {
        "dont_wait": _("Don’t wait"),
        "guide": _("For you alone"),
        "guide_tells": "",
        # after a mirror, a summary and a guess at feelings
        "gave_back": _("You gave back: {given}."),
        "not_yet": _("Not yet: {missing}."),
        "gave_all": _("You gave back all of it: {given}."),
        "gave_none": _("Not yet there: {missing}. The other’s own words are the safest."),
        "feelings_named": _("You named what may well be there: {given}."),
        "feelings_other": _(
            "A guess is enough. What might be there as well: {missing}. Single feeling words are best."
        ),
        "help_but": _("A “but” takes back what stands before it. A mirror can do without."),
        "help_advice": _("That sounds like advice. For now it is enough to give it back."),
        "help_question": _(
            "A question leads to your own topic. “Did I get that?” is the only one."
        ),
        "help_defence": _(
            "That explains your side. It will have its own turn; this one is theirs."
        ),
        "help_thought": _("“I feel that …” is a thought. A feeling is one word: sad, alone, glad."),
        "help_long": _("That is longer than what was said. Nothing added is easier to hear."),
        # at the end
        "heard_title": _("What you gave back"),
        "heard_why": _("For you alone, and gone when you leave this page. It is no score."),
        "heard_given": _("given back"),
        "heard_missing": _("left out"),
    }


def _answered(name: str) -> dict[str, str]:
    """After the visitor has answered a mirror of the partner's: how that was, and what one can do."""
    of = {"name": name}
    return {
        "half_got_it": _(
            "%(name)s gave back a half. This was left out: “{rest}” "
            "You may say “Almost”, and only the missing part: a correction is a gift."
        )
        % of,
        "half_correct": _(
            "%(name)s had given back a half. This had been left out: “{rest}” "
            "You asked for what was missing, and that shows the way in."
        )
        % of,
        "defends_got_it": _(
            "That was an answer, not a mirror: %(name)s explained. "
            "You may say “Almost”, and once more what you want to be heard."
        )
        % of,
        "defends_correct": _(
            "%(name)s had explained instead of mirroring. You stayed with what you want to be heard, "
            "without arguing. That is how one comes back."
        )
        % of,
        "advises_got_it": _(
            "That was advice, not a mirror, however kindly meant. "
            "You may say “Almost”, and once more what you want to be heard."
        ),
        "advises_correct": _(
            "%(name)s had given advice. You let it pass and said again what you want to be heard. "
            "Being heard comes first; solving can wait."
        )
        % of,
        "exact_correct": _(
            "That mirror had your own words in it. “Almost” is for what is missing or different; "
            "if you noticed something new while listening, “There is more” is the place for it."
        ),
    }


def _led(name: str) -> dict[str, str]:
    """To a therapist in training: after an act of hers; and where a mirror was none and nothing was done."""
    of = {"name": name}
    return {
        "act_to_mirroring": _(
            "You led back to mirroring. That gives a second chance, and blames nobody."
        ),
        "act_to_shorter": _("A shorter send is easier to give back. It helps both at once."),
        "act_whisper": _(
            "A whisper helps one of them without showing them up. Here it is read by nobody."
        ),
        "act_frame": _("You said to both what the step is for. That is lighter than a correction."),
        "act_offer": _("Words to begin with are often all that is missing."),
        "act_double": _(
            "You lent the sender a line. It is theirs to take, to change or to set aside."
        ),
        "act_slow": _("Slower is safer. From now on there is time between one act and the next."),
        "act_pause": _("A pause lets both breathe. Go on when it is quiet enough."),
        "passed_half": _(
            "%(name)s gave back a half, and the sender had to notice it alone. You might have asked for "
            "the mirror once more (“Lead”), or shown what the step is for (“Frame”)."
        )
        % of,
        "passed_defends": _(
            "%(name)s explained instead of mirroring, and the sender had to say so alone. You might have "
            "led back to mirroring, framed the step, or whispered to %(name)s."
        )
        % of,
        "passed_advises": _(
            "%(name)s gave advice instead of a mirror. You might have led back to mirroring, framed the "
            "step, or whispered to %(name)s."
        )
        % of,
    }
