"""Homework in the record: the therapist's alone, until it is expressly shared with the couple."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from dialogue.models.records import Task
from dialogue.records import homework
from dialogue.records.homework import Said
from dialogue.records.record import (
    CoupleOnRecord,
    NoSuchRecord,
    RecordProblem,
    row_for,
    sealed,
    to_write,
    unsealed,
)

WHO = ("both", "first", "second")


@dataclass(frozen=True, slots=True, repr=False)
class Kept:
    """``who``: a seat, or "both". ``shared``: the couple reads it."""

    id: int
    who: str
    what: str
    until: date | None
    shared: bool
    said: dict[str, Said]  # what each of the two says of it
    done_at: datetime | None
    made_at: datetime


def tasks(on_record: CoupleOnRecord) -> list[Kept]:
    """Those that are open first, in the order in which they were given."""
    rows = Task.objects.filter(record__in=on_record.rows()).select_related("record")
    shared = homework.shared_with(couple=on_record.couple) if on_record.in_care else []
    said = {one.id: one.said for one in shared}
    kept = [
        Kept(
            id=row.pk,
            until=row.until,
            shared=row.shared_id is not None,
            said=said.get(row.shared_id or 0, {}),
            done_at=row.done_at,
            made_at=row.made_at,
            **unsealed(row.record, row.sealed, "task", row.made_at.isoformat()),
        )
        for row in rows
    ]
    return sorted(kept, key=lambda one: one.done_at is not None)


def give(
    *,
    therapist_id: int,
    couple_id: UUID,
    who: str,
    what: str,
    until: date | None,
    share: bool = False,
) -> None:
    """Write homework down; ``share`` it with both at once, or not. A double click gives it once.
    RecordProblem: "closed", "empty"."""
    assert who in WHO
    if not what.strip():
        raise RecordProblem("empty")
    with transaction.atomic():
        on_record = to_write(therapist_id=therapist_id, couple_id=couple_id)
        content = {"who": who, "what": what.strip()}
        for one in tasks(on_record):
            if (one.who, one.what, one.until, one.done_at) == (who, content["what"], until, None):
                if share:
                    _share(on_record, Task.objects.select_related("record").get(pk=one.id))
                return
        row = Task(record=row_for(on_record, ""), until=until, made_at=timezone.now())
        row.sealed = sealed(row.record, content, "task", row.made_at.isoformat())
        if share:
            row.shared = homework.share(couple=on_record.couple, until=until, **content)
        row.save()


def share(*, therapist_id: int, couple_id: UUID, task_id: int) -> None:
    """Both partners read it from now on."""
    with transaction.atomic():
        _share(*_locked(therapist_id, couple_id, task_id))


def take_back(*, therapist_id: int, couple_id: UUID, task_id: int) -> None:
    """They read it no longer; the record keeps it."""
    with transaction.atomic():
        _found, row = _locked(therapist_id, couple_id, task_id)
        if row.shared_id is not None:
            homework.take_back(homework_id=row.shared_id)


def mark_done(*, therapist_id: int, couple_id: UUID, task_id: int, done: bool) -> None:
    """In the record alone: no partner is counted or compared."""
    with transaction.atomic():
        _found, row = _locked(therapist_id, couple_id, task_id)
        row.done_at = timezone.now() if done else None
        row.save(update_fields=["done_at"])


def drop(*, therapist_id: int, couple_id: UUID, task_id: int) -> None:
    """It goes for good, for the couple too."""
    with transaction.atomic():
        _found, row = _locked(therapist_id, couple_id, task_id)
        if row.shared_id is not None:
            homework.take_back(homework_id=row.shared_id)
        row.delete()


def _share(on_record: CoupleOnRecord, row: Task) -> None:
    if row.shared_id is None:
        content = unsealed(row.record, row.sealed, "task", row.made_at.isoformat())
        row.shared = homework.share(couple=on_record.couple, until=row.until, **content)
        row.save(update_fields=["shared"])


def _locked(therapist_id: int, couple_id: UUID, task_id: int) -> tuple[CoupleOnRecord, Task]:
    on_record = to_write(therapist_id=therapist_id, couple_id=couple_id)
    rows = Task.objects.filter(pk=task_id, record__in=on_record.rows())
    row = rows.select_related("record").first()
    if row is None:
        raise NoSuchRecord
    return on_record, row
