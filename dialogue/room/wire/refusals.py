"""The stable codes of refusals, and what each says to a person."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MESSAGES: Mapping[str, str | Promise] = {
    # of the dialogue
    "over": _("This dialogue has ended. What was said is saved."),
    "stale": _("The dialogue has moved on in the meantime. Your words are still here."),
    "paused": _("The dialogue is paused. Your words are saved until it continues."),
    "not_paused": _("The dialogue isn’t paused."),
    "not_your_turn": _("It’s not your turn right now."),
    "not_now": _("You can’t do that at this step."),
    "not_yet": _("You can do that a little later."),
    "already_done": _("You’ve already done that."),
    "words_needed": _("Please write a few words first."),
    "words_unwanted": _("There’s nothing to write at this step."),
    "bad_time": _("That time is too early or too far ahead. Choose one of the suggested times."),
    "bad_pace": _("Choose a pace between 5 seconds and 2 minutes."),
    "not_before": _("Your partner asked for a later time. You can ask again from then on."),
    "too_soon": _(
        "Your therapist asked you to go slowly. Your words are saved. You can send them "
        "in a moment."
    ),
    "derole_first": _("One thing first: put the role down together. Then it ends."),
    "nobody_there": _("Nobody is there for that right now."),
    "not_for_you": _("Only someone else in this dialogue can do that."),
    "only_aloud": _("You can share one phone while you’re talking out loud."),
    "not_lent": _("This phone doesn’t have that place, or doesn’t anymore."),
    "own_login": _("Please do this step on your own phone or account. The dialogue will wait."),
    "conflict": _("That was already sent with other words. Please send it again."),
    # of the board
    "not_here": _("This room isn’t on your board anymore."),
    # of the frame
    "too_long": _("That’s too long for one message. Please share it in smaller parts."),
    "not_json": _("We couldn’t read this message."),
    "not_an_object": _("We couldn’t read this message."),
    "malformed": _("We couldn’t read this message."),
    "unknown_type": _("We don’t know this kind of message."),
    "unknown_version": _("There’s a newer version of this page. Please reload it."),
    "hello_first": _("Say hello first."),
    "try_again": _("That didn’t go through. We’ll try again."),
}


# Of a choice, as on a second device.
_WITHOUT_WORDS: Mapping[str, str | Promise] = {
    "stale": _("The dialogue has moved on in the meantime. This is where it is now."),
}


def message(code: str, *, words: bool = True) -> str:
    return str(MESSAGES[code] if words else _WITHOUT_WORDS.get(code, MESSAGES[code]))
