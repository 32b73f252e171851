"""Finding a record through its therapist, and sealing what goes into it."""

import json
from dataclasses import dataclass
from typing import Any, ClassVar, Literal
from uuid import UUID, uuid4

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dialogue.access.therapists import at_work
from dialogue.base import vault
from dialogue.base.names import pair
from dialogue.base.problems import Absent, Problem
from dialogue.models import Couple, Partner, Person
from dialogue.models.records import Record

Whose = Literal["", "first", "second"]  # the couple's record, or that of one partner
_PURPOSE = "records"


class NoSuchRecord(Absent):
    """It is absent, or another's, or the therapist is none any more; nobody learns which."""


class RecordProblem(Problem):
    """ "closed" (the care has ended: nothing new is begun),
    "changed" (elsewhere, since it was read), "signed", "not_signed", "empty"."""

    WORDS: ClassVar = {
        "closed": _("Your work with them has ended. You can’t start anything new in this record."),
        "empty": _("Write something first."),
        "signed": _("This note is signed. You can add to it."),
        "not_signed": _("Sign it first. Until then, you can change it."),
    }


@dataclass(frozen=True, slots=True)
class CoupleOnRecord:
    """A couple as its therapist of now (``in_care``), or of earlier, finds it."""

    therapist_id: int
    couple: Couple
    in_care: bool
    names: dict[str, str]  # by seat

    @property
    def pair(self) -> str:
        return pair(self.names.values(), self.couple.told_apart)

    def rows(self) -> QuerySet[Record]:
        """Of this therapist about this couple; the oldest of each kind is the one that is written."""
        return _rows(self.therapist_id, self.couple.pk)


def find_record(*, therapist_id: int, couple_id: UUID) -> CoupleOnRecord:
    """NoSuchRecord unless this therapist works with the couple, or has kept a record of it."""
    if not at_work().filter(pk=therapist_id).exists():
        raise NoSuchRecord
    cared = Couple.objects.with_therapist(therapist_id).filter(pk=couple_id).first()
    kept = _rows(therapist_id, couple_id).select_related("couple").first()
    if cared is not None:
        return CoupleOnRecord(therapist_id, cared, in_care=True, names=_names(cared))
    if kept is None:
        raise NoSuchRecord
    return CoupleOnRecord(therapist_id, kept.couple, in_care=False, names=opened(kept)["names"])


def to_write(*, therapist_id: int, couple_id: UUID) -> CoupleOnRecord:
    """In a transaction, one at a time for each therapist. RecordProblem("closed") after the care."""
    on_record = find_record(therapist_id=therapist_id, couple_id=couple_id)
    Person.objects.select_for_update(no_key=True).get(pk=therapist_id)
    if not on_record.in_care:
        raise RecordProblem("closed")
    return on_record


def row_for(on_record: CoupleOnRecord, whose: Whose) -> Record:
    """The record, which begins with what is first written in it. In a transaction."""
    row = on_record.rows().filter(seat=whose).first()
    if row is None:
        row = Record(
            pk=uuid4(), therapist_id=on_record.therapist_id, couple=on_record.couple, seat=whose
        )
        row.wrapped_key = vault.new_key(_PURPOSE, row.pk)
        keep(row, {"names": on_record.names})
    return row


def opened(row: Record) -> dict[str, Any]:
    """What stands in it."""
    return unsealed(row, row.sealed, "standing")


def keep(row: Record, content: dict[str, Any]) -> None:
    row.sealed = sealed(row, content, "standing")
    row.save()


def sealed(row: Record, content: dict[str, Any], *place: object) -> bytes:
    key = vault.opened_key(_PURPOSE, bytes(row.wrapped_key), row.pk)
    return vault.seal(key, json.dumps(content), _PURPOSE, row.pk, *place)


def unsealed(row: Record, content: bytes | memoryview, *place: object) -> dict[str, Any]:
    key = vault.opened_key(_PURPOSE, bytes(row.wrapped_key), row.pk)
    found: dict[str, Any] = json.loads(vault.unseal(key, bytes(content), _PURPOSE, row.pk, *place))
    return found


def records_of(therapist_id: int) -> QuerySet[Record]:
    """All that this therapist keeps; nothing for who may not open records any more."""
    return Record.objects.filter(therapist__in=at_work().filter(pk=therapist_id))


def _rows(therapist_id: int, couple_id: UUID) -> QuerySet[Record]:
    rows = Record.objects.filter(therapist=therapist_id, couple=couple_id)
    return rows.order_by("opened_at", "pk")


def _names(couple: Couple) -> dict[str, str]:
    places = Partner.objects.filter(couple=couple).select_related("person").order_by("seat")
    return {place.seat: place.person.name for place in places}
