"""When two or three people want to meet. Times only: what it is about is said in the dialogue."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue.models.couples import Couple


class Appointment(models.Model):
    """Proposed by one, accepted by the other (and by the therapist where one is part of it)."""

    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="appointments")
    with_therapist = models.BooleanField(_("with the therapist"), default=False)
    weekly = models.BooleanField(_("every week"), default=False)
    starts_at = models.DateTimeField(_("begins"))
    # In which "every week at eight" is meant, when the clocks change: that of who proposed it.
    time_zone = models.CharField(max_length=50, default="UTC")
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=60)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(default=0)  # moved so many times; calendars need it
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("starts_at",)

    def __str__(self) -> str:
        return f"appointment {self.pk}"


class SkippedWeek(models.Model):
    """One time of a weekly appointment that does not take place; the others do."""

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="skipped")
    begins_at = models.DateTimeField()

    class Meta:
        ordering = ("begins_at",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["appointment", "begins_at"], name="a_week_is_skipped_once"
            )
        ]

    def __str__(self) -> str:
        return f"a week of {self.appointment_id}"


class Answer(models.Model):
    """What one of those concerned says to an appointment as it stands; moving it asks again."""

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    accepted = models.BooleanField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["appointment", "person"], name="one_answer_each")
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class Calendar(models.Model):
    """A person's wishes about reminders, and their subscription link, of which only the hash is kept."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar"
    )
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    reminders = models.BooleanField(_("remind me by email"), default=False)  # of times
    course_reminders = models.BooleanField(default=False)  # of questions in the couple's course
    waiting = models.BooleanField(null=True)  # of what waits for this person; None: not asked yet
    # What waited when the person was here last, by marks that tell nothing (home/notices.py).
    known = models.TextField(blank=True, default="")
    # The address that the person marked as safe. Another address is not, until it is marked too.
    safe_address = models.EmailField(blank=True)

    def __str__(self) -> str:
        return f"calendar {self.pk}"


class Reminder(models.Model):
    """That somebody was reminded of one thing, once. Made before the e-mail is sent, so it is sent once."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=40)  # of an appointment, a dialogue, a course, or what waits
    begins_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "key", "begins_at"], name="one_reminder_each")
        ]

    def __str__(self) -> str:
        return f"reminder {self.pk}"
