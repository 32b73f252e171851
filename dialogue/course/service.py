"""Agreeing on a course: proposed by one, begun when the other agrees, ended by either.

Neither needs a reason. While the couple's dialogues are not open, nothing new is said through it; it
can be read, declined and ended.
"""

from typing import ClassVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue.access.seats import PartnerSeat, seat_of
from dialogue.base import vault
from dialogue.base.problems import Absent, NotOpen, Problem
from dialogue.course.reading import begun, place_of_words, progress_of, proposed, rests
from dialogue.models import Couple, Course, CourseGoal

PLANNED = (8, 10, 12)  # a usual course is of eight; None for no fixed number
GOAL_LENGTH = 1_000


class NoCouple(Absent):
    """There is nobody to have a course with."""


class CourseProblem(Problem):
    """ "moved" (it is another one by now, or none), "going_on" (there is one), "rests" (declined
    lately), "not_yours" (the other one is to agree)."""

    WORDS: ClassVar = {
        "moved": _("This has changed in the meantime. Have another look."),
        "going_on": _("You already have a course, or one was just suggested. Have another look."),
        "rests": _("The answer was “not this time”. You can ask again tomorrow."),
        "not_yours": _("You suggested this. Your partner can agree to it."),
    }


def propose(*, person_id: int, planned: int | None, goal: str = "") -> None:
    """CourseProblem: "going_on", "rests"."""
    with transaction.atomic():
        place = locked(person_id, to_speak=True)
        now = begun(place.couple.pk)
        if proposed(place.couple.pk) or (now and not progress_of(now).over):
            raise CourseProblem("going_on")
        if rests(place=place):
            raise CourseProblem("rests")
        row = Course.objects.create(couple=place.couple, opener=place.seat, planned=planned)
        _write(place, row, goal)


def agree(*, person_id: int, course_id: int, goal: str = "") -> None:
    """It begins now, and an earlier one is looked back at no more. CourseProblem: "moved",
    "not_yours"."""
    with transaction.atomic():
        place = locked(person_id, to_speak=True)
        row = _proposed(place, course_id)
        if row.opener == place.seat:
            raise CourseProblem("not_yours")
        now = timezone.now()
        Course.objects.filter(couple=place.couple, ended_at=None).exclude(pk=row.pk).update(
            ended_at=now
        )
        row.began_at = now
        row.save(update_fields=["began_at"])
        _write(place, row, goal)


def decline(*, person_id: int, course_id: int) -> None:
    """Not this time; or whoever proposed it takes it back, and then it never was. What was written for
    it goes. CourseProblem("moved")."""
    with transaction.atomic():
        place = locked(person_id)
        row = _proposed(place, course_id)
        if row.opener == place.seat:
            row.delete()
            return
        row.goals.all().delete()
        row.ended_at = timezone.now()
        row.save(update_fields=["ended_at"])


def set_goal(*, person_id: int, course_id: int, goal: str) -> None:
    """One's own, in other words; empty, there is none. CourseProblem("moved")."""
    with transaction.atomic():
        place = locked(person_id, to_speak=True)
        now, asked = begun(place.couple.pk), proposed(place.couple.pk)
        mine = (row for row in (now, asked) if row and row.pk == course_id)
        row = next(mine, None)
        if row is None or (row is asked and row.opener != place.seat):
            raise CourseProblem("moved")
        _write(place, row, goal)


def end(*, person_id: int, course_id: int) -> None:
    """No dialogue counts any more. What was held is looked back at as agreed. CourseProblem("moved")."""
    with transaction.atomic():
        place = locked(person_id)
        row = begun(place.couple.pk)
        if row is None or row.pk != course_id or progress_of(row).over:
            raise CourseProblem("moved")
        row.ended_at = timezone.now()
        row.save(update_fields=["ended_at"])


def end_all(*, couple: Couple) -> None:
    """The couple's work together is over: nothing is proposed any more, and no dialogue counts."""
    Course.objects.filter(couple=couple, began_at=None, ended_at=None).delete()
    Course.objects.filter(couple=couple, ended_at=None).update(ended_at=timezone.now())


def forget_all(*, couple: Couple) -> None:
    """For good, with all that was written and skipped."""
    Course.objects.filter(couple=couple).delete()


def locked(person_id: int, *, to_speak: bool = False) -> PartnerSeat:
    place = seat_of(person_id=person_id)
    if place is None:
        raise NoCouple
    if to_speak and not place.is_open:
        raise NotOpen
    Couple.objects.select_for_update().get(pk=place.couple.pk)
    return place


# --- within ------------------------------------------------------------------------------------


def _proposed(place: PartnerSeat, course_id: int) -> Course:
    row = proposed(place.couple.pk)
    if row is None or row.pk != course_id:
        raise CourseProblem("moved")
    return row


def _write(place: PartnerSeat, row: Course, goal: str) -> None:
    mine = CourseGoal(course=row, seat=place.seat)
    if not goal:
        CourseGoal.objects.filter(course=row, seat=place.seat).delete()
        return
    sealed = vault.seal(place.key, goal, *place_of_words(mine))
    CourseGoal.objects.update_or_create(course=row, seat=place.seat, defaults={"sealed": sealed})
