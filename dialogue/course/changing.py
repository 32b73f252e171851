"""Another number of dialogues for a course that goes on: suggested by one, so from when the other agrees."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from dialogue.access.seats import PartnerSeat
from dialogue.course.reading import RESTS, begun, progress_of
from dialogue.course.service import PLANNED, CourseProblem, locked
from dialogue.models import Course, CourseChange


@dataclass(frozen=True, slots=True)
class Suggested:
    by: str
    planned: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """``choices``: what may be suggested; nothing while something is, and for a day after a no."""

    suggested: Suggested | None = None
    choices: tuple[int | None, ...] = ()


def standing(*, place: PartnerSeat) -> Standing:
    row = _going_on(place)
    if row is None:
        return Standing()
    change = CourseChange.objects.filter(course=row).first()
    if change is not None and change.declined_at is None:
        return Standing(Suggested(str(change.by), change.planned))
    lately = timezone.now() - RESTS
    if change and change.by == place.seat and change.declined_at and change.declined_at > lately:
        return Standing()
    return Standing(choices=_choices(row))


def suggest(*, person_id: int, course_id: int, planned: int | None) -> None:
    """CourseProblem: "moved", "going_on" (something is suggested already), "rests"."""
    with transaction.atomic():
        place = locked(person_id, to_speak=True)
        row, now = _named(place, course_id), standing(place=place)
        if now.suggested:
            raise CourseProblem("going_on")
        if planned not in now.choices:
            raise CourseProblem("rests" if not now.choices else "moved")
        told = {"by": place.seat, "planned": planned, "declined_at": None}
        CourseChange.objects.update_or_create(course=row, defaults=told)


def agree(*, person_id: int, course_id: int, planned: int | None) -> None:
    """To the number that was read. CourseProblem: "moved", "not_yours"."""
    with transaction.atomic():
        place = locked(person_id, to_speak=True)
        row, change = _waiting(place, course_id)
        if change.by == place.seat:
            raise CourseProblem("not_yours")
        if change.planned != planned or planned not in _choices(row):
            raise CourseProblem("moved")  # meanwhile as many were held
        row.planned = planned
        row.save(update_fields=["planned"])
        change.delete()


def decline(*, person_id: int, course_id: int) -> None:
    """It stays as it is; or whoever suggested it takes it back, and then it never was."""
    with transaction.atomic():
        place = locked(person_id)
        _row, change = _waiting(place, course_id)
        if change.by == place.seat:
            change.delete()
            return
        change.declined_at = timezone.now()
        change.save(update_fields=["declined_at"])


def _going_on(place: PartnerSeat) -> Course | None:
    row = begun(place.couple.pk)
    return None if row is None or progress_of(row).over else row


def _named(place: PartnerSeat, course_id: int) -> Course:
    row = _going_on(place)
    if row is None or row.pk != course_id:
        raise CourseProblem("moved")
    return row


def _waiting(place: PartnerSeat, course_id: int) -> tuple[Course, CourseChange]:
    row = _named(place, course_id)
    change = CourseChange.objects.filter(course=row, declined_at=None).first()
    if change is None:
        raise CourseProblem("moved")
    return row, change


def _choices(row: Course) -> tuple[int | None, ...]:
    """Another number than now, and more than were held: nobody ends a course by making it shorter."""
    held = len(progress_of(row).held)
    numbers = (number for number in PLANNED if number > held)
    return tuple(one for one in (*numbers, None) if one != row.planned)
