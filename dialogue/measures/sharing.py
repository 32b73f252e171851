"""Sharing: who else may read a measure. Off until its author turns it on, off again when they like.

A share names its reader, so that a later partner or therapist reads nothing. Reading needs both: the
share, and that the two still belong together. Nobody learns whether there is an answer that they may
not read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from dialogue.measures.answers import Given, answers_of
from dialogue.measures.instruments import EVERY, PULSE
from dialogue.models import Couple, Partner, Person
from dialogue.models.measures import MeasureShare

Reader = Literal["partner", "therapist"]


class NobodyThere(Exception):
    """There is no partner, or no therapist, to share with."""


@dataclass(frozen=True, slots=True, repr=False)
class Around:
    """Whom somebody may share with now."""

    couple_id: UUID | None = None
    partner: Person | None = None
    therapist: Person | None = None

    def reader(self, who: Reader) -> Person:
        found = self.partner if who == "partner" else self.therapist
        if found is None:
            raise NobodyThere
        return found


@dataclass(frozen=True, slots=True)
class Shares:
    """What somebody shares of one measure now; ``beside``: that they would like it drawn beside the
    partner's own."""

    partner: bool = False
    therapist: bool = False
    beside: bool = False


def around(*, person_id: int) -> Around:
    """The partner and the therapist of now. Nobody, for who is in no couple."""
    place = Partner.objects.filter(person=person_id, left_at=None, couple__ended_at=None)
    mine = place.select_related("couple__therapist").first()
    if mine is None:
        return Around()
    other = Partner.objects.filter(couple=mine.couple, left_at=None).exclude(person=person_id)
    found = other.select_related("person").first()
    partner = found.person if found and found.person.is_active else None
    return Around(mine.couple_id, partner, mine.couple.therapist)


def may_be_shared(*, measure: str, who: Reader) -> bool:
    """Not the pulse with the partner: whoever says that it did not feel safe must never be asked by
    their partner to show it."""
    return measure in EVERY and (measure, who) != (PULSE, "partner")


def set_share(*, person_id: int, measure: str, who: Reader, on: bool, beside: bool = False) -> None:
    """From now on, or no longer. Raises KeyError for what may not be shared so, NobodyThere if there
    is no such reader. Turned off, nothing stays that says it was ever on."""
    if not may_be_shared(measure=measure, who=who):
        raise KeyError(measure)
    reader = around(person_id=person_id).reader(who)
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(pk=person_id)
        rows = MeasureShare.objects.filter(person=person_id, reader=reader, measure=measure)
        if not on:
            rows.delete()
            return
        MeasureShare.objects.update_or_create(
            person_id=person_id,
            reader=reader,
            measure=measure,
            defaults={"beside": beside and who == "partner"},
        )


def shares_of(*, person_id: int) -> dict[str, Shares]:
    """By measure, for every measure: what the person shares with those around them now."""
    here = around(person_id=person_id)
    rows = {
        (row.measure, row.reader_id): row for row in MeasureShare.objects.filter(person=person_id)
    }

    def row(measure: str, reader: Person | None) -> MeasureShare | None:
        return rows.get((measure, reader.pk)) if reader else None

    return {
        measure: Shares(
            partner=(own := row(measure, here.partner)) is not None,
            therapist=row(measure, here.therapist) is not None,
            beside=own is not None and own.beside,
        )
        for measure in EVERY
    }


def shared_with(*, reader_id: int, author_id: int) -> dict[str, list[Given]]:
    """By measure, what ``author_id`` lets this reader read: only measures that are shared and were
    answered, so that what was not shared and what was not answered look alike. Nothing, where the two
    do not belong together now."""
    if not _belong_together(reader_id, author_id):
        return {}
    rows = MeasureShare.objects.filter(person=author_id, reader=reader_id)
    shared = set(rows.values_list("measure", flat=True))
    found = {
        measure: answers_of(person_id=author_id, measure=measure)
        for measure in EVERY
        if measure in shared
    }
    return {measure: given for measure, given in found.items() if given}


def side_by_side(*, person_id: int) -> set[str]:
    """The measures that both partners share with each other, and both asked to see in one picture."""
    partner = around(person_id=person_id).partner
    if partner is None:
        return set()
    both = Q(person=person_id, reader=partner) | Q(person=partner, reader=person_id)
    asked = list(MeasureShare.objects.filter(both, beside=True).values_list("measure", flat=True))
    return {measure for measure in asked if asked.count(measure) == 2}


def end_shares(*, people: Iterable[int], readers: Iterable[int] | None = None) -> None:
    """What these people share with each other, or with these readers, ends: they no longer belong
    together."""
    ids = list(people)
    MeasureShare.objects.filter(
        person__in=ids, reader__in=ids if readers is None else list(readers)
    ).delete()


def _belong_together(reader_id: int, author_id: int) -> bool:
    """Partners of a couple that goes on; or the couple's therapist, who reads of both."""
    reads = Q(partners__person=reader_id, partners__left_at=None) | Q(
        therapist=reader_id, therapist__role=Person.Role.THERAPIST
    )
    couples = Couple.objects.filter(reads, ended_at=None).values("pk")
    place = Partner.objects.filter(person=author_id, left_at=None, couple__in=couples)
    active = Person.objects.filter(pk=reader_id, is_active=True).exists()
    return reader_id != author_id and active and place.exists()
