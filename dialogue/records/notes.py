"""Session notes: begun, kept while they are written, signed, and afterwards only added to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from dialogue.models import DialogueSession
from dialogue.models.records import Addition, Record, SessionNote
from dialogue.records.course import FOLLOW_UP
from dialogue.records.record import (
    CoupleOnRecord,
    NoSuchRecord,
    RecordProblem,
    Whose,
    find_record,
    row_for,
    sealed,
    to_write,
    unsealed,
)

# Of each template, its fields in their order.
TEMPLATES: Mapping[str, tuple[str, ...]] = {
    "session": ("brought", "did", "saw", "plan"),
    "free": ("text",),
    "first": ("brings", "hopes", "history", "safety", "agreed"),
    FOLLOW_UP: ("since", "stayed", "next"),
}
LENGTH = 20_000  # characters of one field


@dataclass(frozen=True, slots=True)
class Head:
    """A note in a list: nothing of what it says."""

    id: UUID
    whose: Whose
    template: str
    met_on: date
    dialogue_id: UUID | None
    signed_at: datetime | None


@dataclass(frozen=True, slots=True, repr=False)
class Note:
    """``content`` by field of its template. ``additions`` are (when, what)."""

    head: Head
    content: dict[str, str]
    revision: int
    kept_at: datetime
    additions: list[tuple[datetime, str]]


def heads(on_record: CoupleOnRecord, *, whose: Whose) -> list[Head]:
    """The newest first."""
    rows = SessionNote.objects.filter(record__in=on_record.rows().filter(seat=whose))
    return [_head(row) for row in rows.select_related("record")]


def note(*, therapist_id: int, couple_id: UUID, note_id: UUID) -> Note:
    """Raises NoSuchRecord for anybody else's."""
    row = _row(find_record(therapist_id=therapist_id, couple_id=couple_id), note_id)
    return Note(
        head=_head(row),
        content=_content(row),
        revision=row.revision,
        kept_at=row.kept_at,
        additions=_additions(row),
    )


def begin_note(
    *,
    therapist_id: int,
    couple_id: UUID,
    whose: Whose = "",
    template: str,
    met_on: date,
    dialogue_id: UUID | None = None,
) -> UUID:
    """An empty draft, for a dialogue of the couple or for a meeting elsewhere. For one dialogue there
    is one note: asked for again, it is found. KeyError for an unknown template; RecordProblem
    "closed"; NoSuchRecord for a dialogue of others."""
    fields = TEMPLATES[template]
    with transaction.atomic():
        on_record = to_write(therapist_id=therapist_id, couple_id=couple_id)
        if dialogue_id is not None:
            theirs = DialogueSession.objects.filter(pk=dialogue_id, couple=couple_id)
            if not theirs.exists():
                raise NoSuchRecord
            about_it = SessionNote.objects.filter(record__in=on_record.rows(), dialogue=dialogue_id)
            if (there := about_it.first()) is not None:
                return there.pk
        row = SessionNote(
            pk=uuid4(),
            record=row_for(on_record, whose),
            template=template,
            met_on=met_on,
            dialogue_id=dialogue_id,
        )
        row.sealed = _seal(row, dict.fromkeys(fields, ""))
        row.save()
    return row.pk


def keep_note(
    *,
    therapist_id: int,
    couple_id: UUID,
    note_id: UUID,
    revision: int,
    met_on: date,
    content: Mapping[str, str],
) -> int:
    """The revision that is kept now. RecordProblem: "changed" if another one than ``revision`` is
    kept by now, and says something else; "signed". A draft may be finished after the care, too."""
    with transaction.atomic():
        row = _locked(therapist_id, couple_id, note_id)
        _keep(row, revision, met_on, content)
    return row.revision


def sign_note(
    *,
    therapist_id: int,
    couple_id: UUID,
    note_id: UUID,
    revision: int,
    met_on: date,
    content: Mapping[str, str],
) -> None:
    """Keep it as it stands, and for good. RecordProblem as ``keep_note``, and "empty"."""
    with transaction.atomic():
        row = _locked(therapist_id, couple_id, note_id)
        if not any(words.strip() for words in content.values()):
            raise RecordProblem("empty")
        _keep(row, revision, met_on, content)
        kept = _content(row)
        row.signed_at = timezone.now()
        row.sealed = _seal(row, kept)  # bound to when: as a draft it opens no more
        row.save()


def discard_note(*, therapist_id: int, couple_id: UUID, note_id: UUID) -> None:
    """A draft goes for good. RecordProblem: "signed"."""
    with transaction.atomic():
        _locked(therapist_id, couple_id, note_id).delete()


def add_to_note(*, therapist_id: int, couple_id: UUID, note_id: UUID, words: str) -> None:
    """To a signed note, also after the care; by a double click, once. RecordProblem: "not_signed",
    "empty"."""
    with transaction.atomic():
        row = _one_at_a_time(therapist_id, couple_id, note_id)
        if row.signed_at is None:
            raise RecordProblem("not_signed")
        if not words.strip():
            raise RecordProblem("empty")
        if any(told == words.strip() for _at, told in _additions(row)):
            return
        addition = Addition(note=row)
        addition.sealed = sealed(row.record, {"text": words.strip()}, *_place_of(row, addition))
        addition.save()


def _keep(row: SessionNote, revision: int, met_on: date, content: Mapping[str, str]) -> None:
    fields = TEMPLATES[row.template]
    given = {field: content.get(field, "") for field in fields}
    if (given, met_on) == (_content(row), row.met_on):
        return  # the same again, from a tab that did not hear that it was kept
    if row.revision != revision:
        raise RecordProblem("changed")
    row.met_on, row.kept_at, row.revision = met_on, timezone.now(), row.revision + 1
    row.sealed = _seal(row, given)
    row.save()


def _locked(therapist_id: int, couple_id: UUID, note_id: UUID) -> SessionNote:
    """A draft, to be changed."""
    row = _one_at_a_time(therapist_id, couple_id, note_id)
    if row.signed_at is not None:
        raise RecordProblem("signed")
    return row


def _one_at_a_time(therapist_id: int, couple_id: UUID, note_id: UUID) -> SessionNote:
    on_record = find_record(therapist_id=therapist_id, couple_id=couple_id)
    list(Record.objects.select_for_update().filter(pk__in=on_record.rows()).order_by("pk"))
    return _row(on_record, note_id)


def _row(on_record: CoupleOnRecord, note_id: UUID) -> SessionNote:
    rows = SessionNote.objects.filter(pk=note_id, record__in=on_record.rows())
    row = rows.select_related("record").first()
    if row is None:
        raise NoSuchRecord
    return row


def _additions(row: SessionNote) -> list[tuple[datetime, str]]:
    return [
        (one.added_at, unsealed(row.record, one.sealed, *_place_of(row, one))["text"])
        for one in Addition.objects.filter(note=row)
    ]


def _head(row: SessionNote) -> Head:
    return Head(
        id=row.pk,
        whose=cast(Whose, row.record.seat),
        template=row.template,
        met_on=row.met_on,
        dialogue_id=row.dialogue_id,
        signed_at=row.signed_at,
    )


def _content(row: SessionNote) -> dict[str, str]:
    return unsealed(row.record, row.sealed, *_place(row))


def _seal(row: SessionNote, content: dict[str, str]) -> bytes:
    return sealed(row.record, content, *_place(row))


def _place(row: SessionNote) -> tuple[object, ...]:
    return ("note", row.pk, row.signed_at.isoformat() if row.signed_at else "draft")


def _place_of(row: SessionNote, addition: Addition) -> tuple[object, ...]:
    return ("addition", row.pk, addition.added_at.isoformat())
