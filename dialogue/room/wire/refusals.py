"""The stable codes of refusals, and what each says to a person."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MESSAGES: Mapping[str, str | Promise] = {
    # of the dialogue
    "over": _("This dialogue has ended. Everything that was said is kept."),
    "stale": _("The dialogue has moved on in the meantime. Your words are still here."),
    "paused": _("The dialogue is paused. Your words are kept until it goes on."),
    "not_paused": _("The dialogue is not paused."),
    "not_your_turn": _("It is not your turn just now."),
    "not_now": _("That belongs to another step."),
    "not_yet": _("That is possible a little later."),
    "already_done": _("You have done that already."),
    "words_needed": _("Please write a few words first."),
    "words_unwanted": _("This step takes no words."),
    "bad_time": _("This time is too early, or too far ahead. Choose one that is offered."),
    "bad_pace": _("Choose a pace between 5 seconds and 2 minutes."),
    "not_before": _("Your partner asked for a later time. You can ask again from then on."),
    "too_soon": _("Your therapist asked to go slowly. Your words are kept; send them in a moment."),
    "derole_first": _("One thing first: put the role down together. Then it ends."),
    "nobody_there": _("There is nobody there for that just now."),
    "not_for_you": _("This belongs to another seat."),
    "only_aloud": _("One phone for two works while you speak aloud."),
    "not_lent": _("This seat is not lent to this phone, or not any more."),
    "own_login": _("This takes that person’s own login: it is private, written, or lasts."),
    "conflict": _("That was sent before with other words. Please send it again."),
    # of the board
    "not_here": _("This room is not on your board any more."),
    # of the frame
    "too_long": _("That is too long for one turn. Please send it in smaller pieces."),
    "not_json": _("This message could not be read."),
    "not_an_object": _("This message could not be read."),
    "malformed": _("This message could not be read."),
    "unknown_type": _("This message is of an unknown kind."),
    "unknown_version": _("This page is older than the server. Please load it again."),
    "hello_first": _("Say hello first."),
    "try_again": _("That did not go through. It will be tried again."),
}


def message(code: str) -> str:
    return str(MESSAGES[code])
