"""Where a dialogue stands that nobody goes on with just now: in the exercise's words, by what both saw."""

from django.urls import reverse
from django.utils import timezone

from dialogue.access.dialogues import Seated
from dialogue.engine.protocol import Seat
from dialogue.models import Person
from dialogue.room.starting_links import ONCE_MORE
from dialogue.room.starting_points import broken_off
from dialogue.room.timeline import AWAY
from dialogue.room.wire import view

OPENING = ("request", "answer", "scheduled", "arrive")  # the steps before anybody speaks


def where(seated: Seated, people: dict[Seat, Person]) -> str:
    """What is asked there, and of whom; empty before anybody spoke, and while they speak."""
    state = seated.state
    stands = bool(state.pausing) or timezone.now() - seated.row.stands_since > AWAY
    if state.outcome or state.step in OPENING or not stands:
        return ""
    return view.step_told(seated.exercise, state, {seat: one.name for seat, one in people.items()})


def take_up_again(seated: Seated) -> str:
    """Where whoever had asked for it begins it again, if it was broken off."""
    if not broken_off(seated=seated):
        return ""
    return f"{reverse('sessions')}?{ONCE_MORE}={seated.row.pk}#begin"
