"""When somebody is asked how it is going: before the first dialogue, after each, and afterwards.

Only the latest occasion counts: nobody catches up. Whoever skips is not asked again until the next one.
Of the other partner's answers, skips and wishes nothing is read here.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from dialogue.base.follow_ups import MONTHS, months_after
from dialogue.course.reading import Progress, progress_of
from dialogue.measures import answers
from dialogue.models import Course, CourseSkip, Partner, Person

SHORT, AREAS = "csi4", "areas"  # the pulse is asked after each dialogue anyway
EVERY = 4  # dialogues, the areas are asked as well


@dataclass(frozen=True, slots=True)
class Occasion:
    """``id`` names it within its course; ``at``: since when it is the latest."""

    id: str
    at: datetime
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """What one person may answer now, in this order: not answered since the occasion, and not skipped."""

    course_id: int
    seat: str
    occasion: Occasion
    measures: tuple[str, ...]

    @property
    def is_brief(self) -> bool:
        """Half a minute."""
        return self.measures == (SHORT,)


def latest(progress: Progress, now: datetime) -> Occasion | None:
    """None where it was ended before anything came of it."""
    if progress.last_at:
        passed = [(months_after(progress.last_at, one), one) for one in MONTHS]
        if found := [(at, one) for at, one in passed if at <= now]:
            at, months = found[-1]
            return Occasion(f"month {months}", at, (SHORT, AREAS))
    if progress.held:
        number = len(progress.held)
        all_of_it = number % EVERY == 0 or number == progress.planned
        asked = (SHORT, AREAS) if all_of_it else (SHORT,)
        return Occasion(f"after {number}", progress.held[-1], asked)
    return None if progress.over else Occasion("before", progress.began_at, (SHORT, AREAS))


def due(*, person_id: int, now: datetime | None = None) -> Due | None:
    """None where there is nothing left to answer, for whatever reason."""
    due_now = current(person_id=person_id, now=now)
    return due_now if due_now and due_now.measures else None


def current(*, person_id: int, now: datetime | None = None) -> Due | None:
    """The same, also where nothing is left of it; None where nothing is asked."""
    rows = _courses(person_id)
    return _of(person_id, rows, now or timezone.now())


def at_home(*, person_id: int) -> tuple[bool, Due | None]:
    """Whether the other one has proposed a course, and what is due: one question to the database,
    where there is no course."""
    rows = _courses(person_id)
    to_agree = any(row.began_at is None and row.opener != row.seat for row in rows)
    due_now = _of(person_id, rows, timezone.now())
    return to_agree, due_now if due_now and due_now.measures else None


def skip(*, person: Person, occasion_id: str, measure: str = "") -> None:
    """Not this time: this measure, or all that are left. Nothing where another occasion has come."""
    due_now = due(person_id=person.pk)
    if due_now is None or due_now.occasion.id != occasion_id:
        return
    CourseSkip.objects.bulk_create(
        [
            CourseSkip(
                course_id=due_now.course_id, seat=due_now.seat, occasion=occasion_id, measure=one
            )
            for one in due_now.measures
            if measure in ("", one)
        ],
        ignore_conflicts=True,
    )


# --- within ------------------------------------------------------------------------------------


def _courses(person_id: int) -> list[Any]:
    """Those of the couple in which this person has a place, ``seat``, but for the declined: what is
    proposed first, then the newest."""
    places = Partner.objects.current().filter(person=person_id)
    seat = places.filter(couple=OuterRef("couple")).values("seat")[:1]
    rows = Course.objects.filter(couple__in=places.values("couple")).annotate(seat=Subquery(seat))
    declined = Q(began_at=None, ended_at__isnull=False)
    return list(rows.exclude(declined).order_by(F("began_at").desc(nulls_first=True), "-pk"))


def _of(person_id: int, rows: list[Any], now: datetime) -> Due | None:
    row = next((row for row in rows if row.began_at), None)
    occasion = latest(progress_of(row), now) if row else None
    if row is None or occasion is None:
        return None
    answered = answers.answered_since(person_id=person_id, since=occasion.at)
    skipped = CourseSkip.objects.filter(course=row.pk, seat=row.seat, occasion=occasion.id)
    gone = answered | set(skipped.values_list("measure", flat=True))
    left = tuple(one for one in occasion.measures if one not in gone)
    return Due(row.pk, row.seat, occasion, left)
