"""What a couple takes home from a session: only what their therapist has expressly shared."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from dialogue.models.couples import Couple, Partner


class Homework(models.Model):
    """Sealed under the couple's key, as everything that both partners read."""

    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="homework")
    therapist = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    sealed = models.BinaryField()
    until = models.DateField(null=True)
    shared_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("shared_at", "pk")

    def __str__(self) -> str:
        return f"homework {self.pk}"


class HomeworkAnswer(models.Model):
    """That one of the two did it, and what they say of it: read by both and by their therapist."""

    homework = models.ForeignKey(Homework, on_delete=models.CASCADE, related_name="answers")
    seat = models.CharField(max_length=6, choices=Partner.Seat)
    done = models.BooleanField()
    sealed = models.BinaryField(null=True)

    class Meta:
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["homework", "seat"], name="one_answer_each_to_homework")
        ]

    def __str__(self) -> str:
        return f"an answer to {self.homework_id}"
