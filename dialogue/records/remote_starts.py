"""At the start of a remote session: where each of the two is now, and whom to call."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from dialogue.models.records import RemoteStart
from dialogue.records.record import (
    CoupleOnRecord,
    RecordProblem,
    Whose,
    row_for,
    sealed,
    to_write,
    unsealed,
)

DOUBLE_CLICK = timedelta(minutes=1)
FIELDS = ("where", "contact", "risk")


@dataclass(frozen=True, slots=True, repr=False)
class Start:
    """``contact``: whom to reach, and how, if it must be. ``risk``: what the therapist saw of it."""

    where: str = ""
    contact: str = ""
    risk: str = ""
    asked_at: datetime | None = None


def starts(on_record: CoupleOnRecord, *, whose: Whose, most: int = 12) -> list[Start]:
    """The newest first; the next session offers it to be confirmed."""
    rows = RemoteStart.objects.filter(record__in=on_record.rows().filter(seat=whose))
    return [
        Start(
            asked_at=row.asked_at,
            **unsealed(row.record, row.sealed, "start", row.asked_at.isoformat()),
        )
        for row in rows.select_related("record")[:most]
    ]


def note_start(*, therapist_id: int, couple_id: UUID, whose: Whose, start: Start) -> None:
    """Asked just now, of one partner; by a double click, once. RecordProblem: "closed", "empty"."""
    content = {field: getattr(start, field).strip() for field in FIELDS}
    if not any(content.values()):
        raise RecordProblem("empty")
    with transaction.atomic():
        on_record = to_write(therapist_id=therapist_id, couple_id=couple_id)
        for last in starts(on_record, whose=whose, most=1):
            just_now = last.asked_at and timezone.now() - last.asked_at < DOUBLE_CLICK
            if just_now and replace(last, asked_at=None) == Start(**content):
                return
        row = RemoteStart(record=row_for(on_record, whose), asked_at=timezone.now())
        row.sealed = sealed(row.record, content, "start", row.asked_at.isoformat())
        row.save()
