"""A path through the method for a couple. It suggests what could come next, and never more than that.

The order is the published one, one among others: what teaches mirroring without heat comes first, then a
small dialogue of the couple and what the two want together, and only then what goes deep. At each
station stands what is left of it: a dialogue that waits, or was broken off, and what the two have
shared with each other there.
"""

from dataclasses import dataclass
from typing import Literal

from django.db.models import F

from dialogue.access.consent import is_open
from dialogue.access.dialogues import Seated, dialogues_of, that_open
from dialogue.access.seats import seat_of
from dialogue.gifts import reading
from dialogue.gifts.reading import Gift
from dialogue.models import Couple, DialogueSession, Person
from dialogue.room.starting_points import BROKEN_OFF
from dialogue.together import caring_behaviors, sheets, vision
from dialogue.workup import service as workup
from dialogue.workup import sharing

Kind = Literal["dialogue", "alone", "together"]

ORDER: tuple[tuple[str, Kind], ...] = (
    ("appreciation", "dialogue"),
    ("couples_dialogue", "dialogue"),
    ("vision", "together"),
    ("workup", "alone"),
    ("parent_child", "dialogue"),
    ("deepening", "dialogue"),
    ("behavior_change", "dialogue"),
    ("caring", "together"),
)
_LATELY = 50  # dialogues that are looked at for one that was broken off


@dataclass(frozen=True, slots=True)
class Station:
    """``done``: it was once brought to its end. ``next``: the first that was not."""

    id: str
    kind: Kind
    done: bool
    next: bool


@dataclass(frozen=True, slots=True)
class Shared:
    """What one person sees of what the two have shared. ``mine``: so many sentences of the own
    workup may be read by the partner; ``theirs``: the other way round. ``vision``: how far one's own
    part of it is, and ``joint``, so many sentences on the joint list."""

    mine: int = 0
    theirs: int = 0
    gifts: tuple[Gift, ...] = ()
    vision: Literal["", "begun", "ready", "revealed"] = ""
    joint: int = 0


def path_of(*, person_id: int) -> list[Station]:
    """The stations in order. Of the partner nothing is in it that this person does not see anyway:
    the workup is one's own."""
    done = _done(person_id)
    first = next((id for id, _kind in ORDER if id not in done), "")
    return [Station(id, kind, id in done, id == first) for id, kind in ORDER]


def unfinished(*, person_id: int) -> dict[str, Seated]:
    """By exercise, the newest dialogue that goes on; or the last one, where that was broken off.
    Nothing for who is in no couple, and while its sessions are not open."""
    couple = Couple.objects.current_of(person_id)
    if couple is None or not is_open(couple=couple):
        return {}
    rows = dialogues_of(person_id).filter(couple=couple).exclude(state__outcome="declined")
    newest: dict[str, DialogueSession] = {}
    for row in rows.order_by(F("closed_at").desc(nulls_first=True), "-opened_at", "-pk")[:_LATELY]:
        newest.setdefault(row.exercise, row)
    found = {one.row.exercise: one for one in that_open(newest.values())}
    return {id: one for id, one in found.items() if one.state.outcome in ("", *BROKEN_OFF)}


def shared_by(*, person: Person, couple: Couple) -> Shared:
    place = seat_of(person_id=person.pk)
    how_far: Literal["", "begun", "ready", "revealed"] = ""
    found = vision.newest(place=place) if place else None
    if found:
        how_far = "revealed"
    elif place and sheets.read(place=place, what=vision.WHAT):
        how_far = "ready" if sheets.is_ready(place=place, what=vision.WHAT) else "begun"
    return Shared(
        mine=sharing.shown_by(person_id=person.pk),
        theirs=len(sharing.shown_to(person_id=person.pk)),
        gifts=tuple(one for one in reading.going_on(person=person) if one.couple_id == couple.pk),
        vision=how_far,
        joint=len(found.joint) if found else 0,
    )


def _done(person_id: int) -> set[str]:
    done = {"workup"} if workup.has_any(person_id=person_id) else set()
    couple = Couple.objects.current_of(person_id)
    if couple is None:
        return done
    completed = DialogueSession.objects.filter(couple=couple, state__outcome="completed")
    done |= set(completed.values_list("exercise", flat=True))
    place = seat_of(person_id=person_id)
    if place and vision.newest(place=place):
        done.add("vision")
    if place and sheets.revealed(place=place, what=caring_behaviors.WHAT):
        done.add("caring")
    return done
