"""A dialogue as one row of a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogue import clocks
from dialogue.access.dialogues import Seated
from dialogue.base.names import pair
from dialogue.engine.allowed import floor
from dialogue.engine.protocol import PARTNERS
from dialogue.engine.state import State
from dialogue.engine.visibility import as_known_to
from dialogue.models import DialogueSession, Person
from dialogue.pulses import service as pulses
from dialogue.room.stopped_at import take_up_again, where


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    id: UUID
    topic: str
    exercise: str
    line: str
    when: datetime
    my_turn: bool
    ended: bool
    url: str
    couple_names: str
    pulse: str = ""  # where a partner may tell how it was
    where: str = ""  # it stands, while nobody goes on with it
    place: str = ""  # whose clock its time is on, where the two partners read different ones
    again: str = ""  # where it may be taken up, if it was broken off


def row_of(seated: Seated, people: dict[Any, Person], topic: str) -> Row:
    row, state = seated.row, seated.state
    ended, stands = bool(state.outcome), where(seated, people)
    names = [people[seat].name for seat in ("first", "second") if seat in people]
    return Row(
        id=row.pk,
        topic=topic or _("(withdrawn)"),
        exercise=_(seated.exercise.title),
        line=_line(seated, people),
        when=row.stands_since if stands else _when(row, state),
        my_turn=seated.seat in floor(seated.exercise, state),
        ended=ended,
        url=reverse("transcript" if ended else "room", args=[row.pk]),
        couple_names=pair(names, seated.row.couple.told_apart if seated.seat == "therapist" else 0),
        pulse=reverse("pulse", args=[row.pk])
        if seated.seat in PARTNERS and pulses.is_offered(row, state.outcome)
        else "",
        where=stands,
        place=place_told(people[seated.seat], people.values()) if seated.seat in people else "",
        again=take_up_again(seated),
    )


def place_told(person: Person, people: Iterable[Person]) -> str:
    """The city whose clock ``person`` reads, where somebody else of ``people`` reads another time."""
    own, now = person.time_zone, timezone.now()
    apart = any(clocks.differ(own, other.time_zone, now) for other in people)
    return clocks.city(own) if apart else ""


def _when(row: DialogueSession, state: State) -> datetime:
    return row.due_at if state.step == "scheduled" and row.due_at else row.opened_at


def _line(seated: Seated, people: dict[Any, Person]) -> str:
    state = seated.state
    phase = _(seated.exercise.phases[seated.exercise.steps[state.step].phase])
    if state.outcome:
        return {
            "completed": _("Completed"),
            "declined": _("Not this time"),
            "left_for_today": _("Left for another day"),
        }.get(state.outcome, _("Stopped at “%(phase)s”") % {"phase": phase})
    if state.pausing:
        return _("Paused")
    if state.step == "scheduled":
        return _("Saved for another time")
    holders = floor(seated.exercise, as_known_to(seated.seat, seated.exercise, state))
    if seated.seat in holders:
        return _("Your turn · %(phase)s") % {"phase": phase}
    name = name_of(people, holders[0]) if holders else ""
    return _("%(name)s’s turn · %(phase)s") % {"name": name, "phase": phase}


def name_of(people: dict[Any, Person], seat: str) -> str:
    return people[seat].name if seat in people else _("Someone who has left")
