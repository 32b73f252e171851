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


class Answer(models.Model):
    """What one of those concerned says to an appointment as it stands; moving it asks again."""

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    accepted = models.BooleanField()
    reminded_at = models.DateTimeField(null=True, blank=True)

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
    reminders = models.BooleanField(_("remind me by e-mail"), default=False)
    address_is_safe = models.BooleanField(_("nobody else reads my e-mail"), default=False)

    def __str__(self) -> str:
        return f"calendar {self.pk}"
