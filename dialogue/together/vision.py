"""The relationship vision: written alone, revealed together, and then a joint list that lives on.

The list is never changed in place: every change makes another version, and the earlier ones stay
readable. Nothing is taken out of it; what one of the two does not share is parked.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from dialogue.access.seats import PartnerSeat
from dialogue.base import vault
from dialogue.engine.protocol import PARTNERS
from dialogue.models import Sheet, VisionVersion
from dialogue.text import said_alike
from dialogue.together import sheets

WHAT = Sheet.What.VISION
MOST = 60  # sentences in all
RANKS = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True, repr=False)
class Sentence:
    """``seat`` wrote it. ``shared``: what each has said of it, yes or no; ``ranks``: how important
    it is to each, 1 to 5; ``hard``: whether each finds it hard for the two of them. What one of them
    marks is marked for both: whose mark it is, is not shown."""

    id: int
    seat: str
    text: str
    shared: dict[str, bool] = field(default_factory=dict)
    ranks: dict[str, int] = field(default_factory=dict)
    hard: dict[str, bool] = field(default_factory=dict)
    both: bool = False  # each had written it

    @property
    def is_hard(self) -> bool:
        return any(self.hard.values())

    @property
    def is_joint(self) -> bool:
        return all(self.shared.get(seat) for seat in PARTNERS)

    @property
    def is_parked(self) -> bool:
        return False in self.shared.values()

    @property
    def weight(self) -> int:
        return sum(self.ranks.values())


@dataclass(frozen=True, slots=True)
class Vision:
    """One version of it."""

    number: int
    by: str
    made_at: datetime
    sentences: tuple[Sentence, ...]

    @property
    def joint(self) -> list[Sentence]:
        """What both share: first what both had written, then the most important."""
        found = (one for one in self.sentences if one.is_joint)
        return sorted(found, key=lambda one: (not one.both, -one.weight, one.id))

    @property
    def unanswered(self) -> list[Sentence]:
        return [one for one in self.sentences if not one.is_joint and not one.is_parked]

    @property
    def parked(self) -> list[Sentence]:
        return [one for one in self.sentences if one.is_parked]


@dataclass(frozen=True, slots=True, repr=False)
class Say:
    """What one partner says of one sentence. ``text``: other words, for their own alone. ``of``: the
    words that were read; where others stand there by now, nothing is said of them."""

    shared: bool | None = None
    rank: int | None = None
    hard: bool | None = None
    text: str = ""
    of: str = ""


def write(*, person_id: int, texts: Iterable[str]) -> None:
    """One's own sentences, before one has said ready; NotTogether, SaidReady."""
    with transaction.atomic():
        place = sheets.changing(person_id=person_id)
        if sheets.is_ready(place=place, what=WHAT):
            raise sheets.SaidReady
        sheets.write(place=place, what=WHAT, content=list(texts))


def say_ready(*, person_id: int, ready: bool) -> None:
    """When both are, the first version of the joint vision is made of both sheets."""
    with transaction.atomic():
        if sheets.say_ready(person_id=person_id, what=WHAT, ready=ready):
            place = sheets.changing(person_id=person_id)
            if newest(place=place) is None:
                both = [(seat, sheets.read(place=place, what=WHAT, seat=seat)) for seat in PARTNERS]
                texts = [(seat, text) for seat, lines in both for text in lines]
                _append(place, 1, _together(texts))


def answer(*, person_id: int, says: Mapping[int, Say]) -> None:
    """Mark, rank and reword. Other words are new to the partner, who is asked again."""
    with transaction.atomic():
        place, before = _going_on(person_id)
        after = tuple(_said(one, place.seat, says.get(one.id, Say())) for one in before.sentences)
        if after != before.sentences:
            _append(place, before.number + 1, after)


def add(*, person_id: int, text: str) -> bool:
    """Whether there was room for another sentence. What stands there already is not added twice; where
    the other wrote it, both have now."""
    with transaction.atomic():
        place, before = _going_on(person_id)
        there = next((one for one in before.sentences if said_alike(one.text, text)), None)
        if there is not None:
            after = tuple(
                _written(one, place.seat) if one is there else one for one in before.sentences
            )
            if after != before.sentences:
                _append(place, before.number + 1, after)
            return True
        number = len(before.sentences) + 1
        if number > MOST:
            return False
        _append(place, before.number + 1, (*before.sentences, _new(number, place.seat, text)))
    return True


def newest(*, place: PartnerSeat) -> Vision | None:
    rows = VisionVersion.objects.filter(couple=place.couple).order_by("-number")
    row = rows.first()
    return _opened(place, row) if row else None


def version(*, place: PartnerSeat, number: int) -> Vision | None:
    row = VisionVersion.objects.filter(couple=place.couple, number=number).first()
    return _opened(place, row) if row else None


def versions(*, place: PartnerSeat) -> list[VisionVersion]:
    """When there was a change, and whose; the newest first."""
    rows = VisionVersion.objects.filter(couple=place.couple).order_by("-number")
    return list(rows.defer("sealed")[:200])


def _going_on(person_id: int) -> tuple[PartnerSeat, Vision]:
    place = sheets.changing(person_id=person_id)
    before = newest(place=place)
    if before is None:
        raise sheets.NotTogether
    return place, before


def _new(number: int, seat: str, text: str) -> Sentence:
    return Sentence(number, seat, text, shared={seat: True})


def _together(texts: Iterable[tuple[str, str]]) -> tuple[Sentence, ...]:
    """Of both sheets: a sentence that stands on both is one, and theirs already."""
    found: list[Sentence] = []
    for seat, text in texts:
        nth = next((nth for nth, one in enumerate(found) if said_alike(one.text, text)), None)
        if nth is None:
            found.append(_new(len(found) + 1, seat, text))
        else:
            found[nth] = _written(found[nth], seat)
    return tuple(found)


def _written(one: Sentence, seat: str) -> Sentence:
    """``seat`` has written it too: no yes to it is asked for any more."""
    if seat == one.seat:
        return one
    return replace(one, shared={**one.shared, seat: True}, both=True)


def _said(one: Sentence, seat: str, say: Say) -> Sentence:
    if say.of not in ("", one.text):
        return one
    if say.text and seat == one.seat and say.text != one.text:
        one = replace(one, text=say.text, shared={seat: True}, both=False)
    if say.shared is not None:
        one = replace(one, shared=one.shared | {seat: say.shared})
    if say.rank in RANKS:
        one = replace(one, ranks=one.ranks | {seat: say.rank})
    if say.hard is not None:
        one = replace(one, hard=one.hard | {seat: say.hard})
    return one


def _append(place: PartnerSeat, number: int, sentences: tuple[Sentence, ...]) -> None:
    content = json.dumps([asdict(one) for one in sentences])
    sealed = vault.seal(place.key, content, "vision", place.couple.pk, number)
    VisionVersion.objects.create(couple=place.couple, number=number, seat=place.seat, sealed=sealed)


def _opened(place: PartnerSeat, row: VisionVersion) -> Vision:
    words = vault.unseal(place.key, bytes(row.sealed), "vision", row.couple_id, row.number)
    kept: list[dict[str, Any]] = json.loads(words)
    sentences = tuple(Sentence(**one) for one in kept)
    return Vision(row.number, row.seat, row.made_at, sentences)
