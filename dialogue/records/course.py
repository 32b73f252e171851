"""What stands in a record for the whole course: goals, sessions, the next agenda; about a partner."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from dialogue.base.follow_ups import MONTHS, months_after
from dialogue.models.records import Record, SessionNote
from dialogue.records.record import (
    CoupleOnRecord,
    RecordProblem,
    Whose,
    keep,
    opened,
    row_for,
    to_write,
)

SESSIONS = 8  # a typical course; also 10 to 12
FOLLOW_UP = "follow_up"  # the template of a note about one


@dataclass(frozen=True, slots=True)
class FollowUp:
    """``months`` after the last session; ``held_on`` once there is a note about it."""

    months: int
    due_on: date
    held_on: date | None


@dataclass(frozen=True, slots=True, repr=False)
class Course:
    """``held``: the days on which they met, as far as there are notes; follow-ups are not counted.
    ``last_on``: when the course ended, or is to end."""

    goals: str = ""
    planned: int = SESSIONS
    last_on: date | None = None
    agenda: str = ""
    revision: int = 0
    held: int = 0
    follow_ups: tuple[FollowUp, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class About:
    """What the therapist keeps about one partner."""

    text: str = ""
    revision: int = 0


def course_of(on_record: CoupleOnRecord) -> Course:
    row = on_record.rows().filter(seat="").first()
    kept = opened(row) if row else {}
    last_on = date.fromisoformat(kept["last_on"]) if kept.get("last_on") else None
    notes = SessionNote.objects.filter(record__in=on_record.rows().filter(seat=""))
    met = notes.exclude(template=FOLLOW_UP).values_list("met_on", flat=True)
    again = notes.filter(template=FOLLOW_UP).values_list("met_on", flat=True)
    return Course(
        goals=kept.get("goals", ""),
        planned=kept.get("planned", SESSIONS),
        last_on=last_on,
        agenda=kept.get("agenda", ""),
        revision=row.revision if row else 0,
        held=len(set(met)),
        follow_ups=_follow_ups(last_on, sorted(set(again))) if last_on else (),
    )


def about(on_record: CoupleOnRecord, whose: Whose) -> About:
    row = on_record.rows().filter(seat=whose).first()
    return About(opened(row).get("text", ""), row.revision) if row else About()


def keep_course(
    *,
    therapist_id: int,
    couple_id: UUID,
    revision: int,
    goals: str,
    planned: int,
    last_on: date | None,
) -> None:
    """RecordProblem: "closed", or "changed" if another revision is kept by now."""
    changed = {
        "goals": goals,
        "planned": planned,
        "last_on": last_on.isoformat() if last_on else None,
    }
    _keep(therapist_id, couple_id, "", revision, changed)


def keep_agenda(*, therapist_id: int, couple_id: UUID, revision: int, agenda: str) -> None:
    """For the next session. RecordProblem as with the course."""
    _keep(therapist_id, couple_id, "", revision, {"agenda": agenda})


def keep_about(
    *, therapist_id: int, couple_id: UUID, whose: Whose, revision: int, text: str
) -> None:
    _keep(therapist_id, couple_id, whose, revision, {"text": text})


def _keep(
    therapist_id: int, couple_id: UUID, whose: Whose, revision: int, changed: dict[str, Any]
) -> None:
    with transaction.atomic():
        on_record = to_write(therapist_id=therapist_id, couple_id=couple_id)
        row: Record = row_for(on_record, whose)
        before = opened(row)
        after = before | changed | {"names": on_record.names}
        if after == before:
            return  # the same again, from a tab that did not hear that it was kept
        if row.revision != revision:
            raise RecordProblem("changed")
        row.revision += 1
        keep(row, after)


def _follow_ups(last_on: date, held: list[date]) -> tuple[FollowUp, ...]:
    """The first note about a follow-up is about the first, and so on."""
    found = [*held, None, None, None]
    return tuple(
        FollowUp(months, months_after(last_on, months), held_on)
        for months, held_on in zip(MONTHS, found, strict=False)
    )
