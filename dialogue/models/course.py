"""A course of the couple itself: so many dialogues, and a look at how it goes before, between and after.

Not the course in a therapist's record, which the couple never sees.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from dialogue.models.couples import Couple, Partner


class Course(models.Model):
    """Proposed by one, begun when the other agrees. ``planned``: so many dialogues, or None for as many
    as there will be. Ended without having begun: it was declined. Of those that began the newest counts."""

    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="courses")
    opener = models.CharField(max_length=6, choices=Partner.Seat)
    planned = models.PositiveSmallIntegerField(null=True)
    proposed_at = models.DateTimeField(default=timezone.now)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["couple"],
                condition=Q(began_at=None, ended_at=None),
                name="one_course_proposed_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"course {self.pk}"


class CourseChange(models.Model):
    """Another number that one of the two would like. Declined, it stays for the day in which its asker
    does not ask again."""

    course = models.OneToOneField(
        Course, on_delete=models.CASCADE, primary_key=True, related_name="change"
    )
    by = models.CharField(max_length=6, choices=Partner.Seat)
    planned = models.PositiveSmallIntegerField(null=True)
    declined_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"a change of {self.course_id}"


class CourseGoal(models.Model):
    """What one of the two would like from it, in their own words, sealed under the couple's key."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="goals")
    seat = models.CharField(max_length=6, choices=Partner.Seat)
    sealed = models.BinaryField()

    class Meta:
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["course", "seat"], name="one_goal_each")
        ]

    def __str__(self) -> str:
        return "a goal"


class CourseSkip(models.Model):
    """That one of the two would rather not answer this, this time. Read for that one alone."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="+")
    seat = models.CharField(max_length=6, choices=Partner.Seat)
    occasion = models.CharField(max_length=12)
    measure = models.CharField(max_length=20)

    class Meta:
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["course", "seat", "occasion", "measure"], name="skipped_once"
            )
        ]

    def __str__(self) -> str:
        return "a skip"
