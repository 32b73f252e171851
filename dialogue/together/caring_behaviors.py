"""Caring behaviors: "I feel loved when you …", in three lists, rated, swapped, and done as gifts.

Whoever gives may mark that they did it. Only the last time is kept, and nothing is counted: a
history of it would be a list of debts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Literal

from django.db import transaction

from dialogue.access.seats import PartnerSeat
from dialogue.models import Sheet
from dialogue.together import sheets

WHAT = Sheet.What.CARING
List = Literal["now", "past", "wish"]
LISTS: tuple[List, ...] = ("now", "past", "wish")  # you already do, you used to, I always wanted
RANKS = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True, repr=False)
class Wish:
    """``rank``: how important it is to the one who wrote it, 1 to 5, or 0 while that is not said.
    ``done``: the day on which the other last marked it as done, or nothing."""

    list: List
    text: str
    rank: int = 0
    done: str = ""

    @property
    def key(self) -> str:
        return f"{self.list} {self.text.casefold()}"

    @property
    def done_on(self) -> date | None:
        return date.fromisoformat(self.done) if self.done else None


def wishes_of(*, place: PartnerSeat, seat: str = "") -> list[Wish]:
    """One's own, or once they are swapped the partner's; the most important first."""
    kept = sheets.read(place=place, what=WHAT, seat=seat) or []
    return sorted((Wish(**one) for one in kept), key=lambda one: (LISTS.index(one.list), -one.rank))


def write(*, person_id: int, lists: Mapping[List, Iterable[str]]) -> None:
    """What was rated or done of a wish stays with its words."""
    with transaction.atomic():
        place = sheets.changing(person_id=person_id)
        known = {one.key: one for one in wishes_of(place=place)}
        written = [Wish(name, text) for name in LISTS for text in lists.get(name, ())]
        _keep(place, [replace(known.get(one.key, one), text=one.text) for one in written])


def rate(*, person_id: int, ranks: Mapping[str, int]) -> None:
    """By the keys of one's own wishes."""
    with transaction.atomic():
        place = sheets.changing(person_id=person_id)
        own = wishes_of(place=place)
        said = {key: rank for key, rank in ranks.items() if rank in RANKS}
        _keep(place, [replace(one, rank=said.get(one.key, one.rank)) for one in own])


def say_ready(*, person_id: int, ready: bool) -> None:
    sheets.say_ready(person_id=person_id, what=WHAT, ready=ready)


def mark_done(*, person_id: int, key: str, on: date | None) -> None:
    """By the giver, of a wish of the partner: done on that day, or not after all."""
    with transaction.atomic():
        place = sheets.changing(person_id=person_id)
        theirs = wishes_of(place=place, seat=place.other)
        done = on.isoformat() if on else ""
        changed = [replace(one, done=done) if one.key == key else one for one in theirs]
        if changed != theirs:
            _keep(place, changed, place.other)


def _keep(place: PartnerSeat, wishes: list[Wish], seat: str = "") -> None:
    content = [asdict(one) for one in wishes]
    sheets.write(place=place, what=WHAT, content=content, seat=seat)
