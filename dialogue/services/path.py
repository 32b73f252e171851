"""A path through the method for a couple. It suggests what could come next, and never more than that.

The order is that of a usual course: what teaches the form without heat comes first, what goes deepest
comes when the form carries.
"""

from dataclasses import dataclass
from typing import Literal

from dialogue.models import DialogueSession
from dialogue.services import couples, sheets, vision, workup

Kind = Literal["dialogue", "alone", "together"]

ORDER: tuple[tuple[str, Kind], ...] = (
    ("appreciation", "dialogue"),
    ("deepening", "dialogue"),
    ("workup", "alone"),
    ("behavior_change", "dialogue"),
    ("parent_child", "dialogue"),
    ("vision", "together"),
)


@dataclass(frozen=True, slots=True)
class Station:
    """``done``: it was once brought to its end. ``next``: the first that was not."""

    id: str
    kind: Kind
    done: bool
    next: bool


def path_of(*, person_id: int) -> list[Station]:
    """The stations in order. Of the partner nothing is in it that this person does not see anyway:
    the workup is one's own."""
    done = _done(person_id)
    first = next((id for id, _kind in ORDER if id not in done), "")
    return [Station(id, kind, id in done, id == first) for id, kind in ORDER]


def _done(person_id: int) -> set[str]:
    done = {"workup"} if workup.has_any(person_id=person_id) else set()
    couple = couples.couple_of(person_id=person_id)
    if couple is None:
        return done
    completed = DialogueSession.objects.filter(couple=couple, state__outcome="completed")
    done |= set(completed.values_list("exercise", flat=True))
    place = sheets.place_of(person_id=person_id)
    if place and vision.newest(place=place):
        done.add("vision")
    return done
