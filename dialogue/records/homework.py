"""Homework as the couple reads it: what their therapist has shared with them, while they work together; and
what each of the two says of it, if they like. Nobody is reminded, and nothing is counted."""

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import F

from dialogue.access.seats import PartnerSeat, seat_of
from dialogue.base import vault
from dialogue.base.problems import Absent, NotOpen
from dialogue.engine.protocol import PARTNERS
from dialogue.models import Couple, Homework, HomeworkAnswer

ANSWER_LENGTH = 2_000


class NoSuchHomework(Absent):
    """It is absent, another couple's, or the other one's to do."""


@dataclass(frozen=True, slots=True, repr=False)
class Said:
    """What one of the two says of it."""

    done: bool
    words: str


@dataclass(frozen=True, slots=True, repr=False)
class Shared:
    """``who``: a seat, or "both". ``said`` by seat."""

    id: int
    who: str
    what: str
    until: date | None
    said: dict[str, Said] = field(default_factory=dict)

    @property
    def seats(self) -> tuple[str, ...]:
        """Those who are to do it."""
        return PARTNERS if self.who == "both" else (self.who,)


def share(*, couple: Couple, who: str, what: str, until: date | None) -> Homework:
    """Both partners read it from now on. In a transaction."""
    assert couple.therapist_id
    row = Homework.objects.create(
        couple=couple, therapist_id=couple.therapist_id, until=until, sealed=b""
    )
    row.sealed = vault.seal(_key(couple), f"{who}\n{what}", "homework", couple.pk, row.pk)
    row.save(update_fields=["sealed"])
    return row


def take_back(*, homework_id: int) -> None:
    """They read it no longer."""
    Homework.objects.filter(pk=homework_id).delete()


def shared_with(*, couple: Couple) -> list[Shared]:
    """What the therapist of now has shared: another's is between them and the past."""
    rows = Homework.objects.filter(couple=couple, therapist=F("couple__therapist"))
    return [_opened(row, _key(couple)) for row in rows.prefetch_related("answers")]


def answer(*, person_id: int, homework_id: int, done: bool, words: str) -> None:
    """One's own, instead of what one said before. Raises NoSuchHomework, NotOpen."""
    place = seat_of(person_id=person_id)
    if place is None:
        raise NoSuchHomework
    if not place.is_open:
        raise NotOpen
    with transaction.atomic():
        mine = Homework.objects.filter(couple=place.couple, therapist=place.couple.therapist_id)
        row = mine.select_for_update().filter(pk=homework_id).first()
        if row is None or place.seat not in _opened(row, place.key).seats:
            raise NoSuchHomework
        said = {"done": done, "sealed": _sealed(place, row, words) if words else None}
        HomeworkAnswer.objects.update_or_create(homework=row, seat=place.seat, defaults=said)


def _sealed(place: PartnerSeat, row: Homework, words: str) -> bytes:
    return vault.seal(place.key, words, *_place_of_answer(row, place.seat))


def _place_of_answer(row: Homework, seat: str) -> tuple[object, ...]:
    return ("homework", row.couple_id, row.pk, seat)


def _opened(row: Homework, key: bytes) -> Shared:
    content = vault.unseal(key, bytes(row.sealed), "homework", row.couple_id, row.pk)
    who, _, what = content.partition("\n")
    said = {
        str(one.seat): Said(
            one.done,
            vault.unseal(key, bytes(one.sealed), *_place_of_answer(row, one.seat))
            if one.sealed
            else "",
        )
        for one in row.answers.all()
    }
    return Shared(id=row.pk, who=who, what=what, until=row.until, said=said)


def _key(couple: Couple) -> bytes:
    return vault.couple_key(couple.pk, bytes(couple.wrapped_key))
