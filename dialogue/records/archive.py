"""The records of a therapist as a whole: which there are, what becomes of them, and their end."""

from uuid import UUID

from django.db import transaction

from dialogue.models import Couple
from dialogue.models.records import Record
from dialogue.records.record import CoupleOnRecord, RecordProblem, find_record, opened, records_of


def former(*, therapist_id: int) -> list[CoupleOnRecord]:
    """Couples that the therapist worked with, and kept a record of; those of now are not among them."""
    rows = records_of(therapist_id).select_related("couple").order_by("opened_at", "pk")
    cared = Couple.objects.with_therapist(therapist_id)
    oldest = {row.couple_id: row for row in reversed(list(rows.exclude(couple__in=cared)))}
    ended = [
        CoupleOnRecord(therapist_id, row.couple, in_care=False, names=opened(row)["names"])
        for row in oldest.values()
    ]
    return sorted(ended, key=lambda one: sorted(one.names.values()))


def erase(*, therapist_id: int, couple_id: UUID) -> None:
    """All that the therapist kept about a couple, once their work is over: it goes for good, its keys
    with it. RecordProblem("in_care") before that."""
    with transaction.atomic():
        on_record = find_record(therapist_id=therapist_id, couple_id=couple_id)
        if on_record.in_care:
            raise RecordProblem("in_care")
        on_record.rows().delete()


def has_records(*, therapist_id: int) -> bool:
    """Whether this account keeps any: then it is not given to another mailbox, nor merged away."""
    return Record.objects.filter(therapist=therapist_id).exists()
