"""What two partners write alone and then lay side by side: their vision, and what they love."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from dialogue.models.couples import Couple, Partner
from dialogue.models.dialogues import DialogueSession


class Sheet(models.Model):
    """What one partner writes. The other reads it once both have said that they are ready."""

    class What(models.TextChoices):
        VISION = "vision"
        CARING = "caring"

    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="sheets")
    seat = models.CharField(max_length=6, choices=Partner.Seat)
    what = models.CharField(max_length=6, choices=What)
    sealed = models.BinaryField()
    ready_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["couple", "seat", "what"], name="one_sheet_each")
        ]

    def __str__(self) -> str:
        return "a sheet"


class VisionVersion(models.Model):
    """The joint vision as it stood after somebody's change. Never changed; the next one follows."""

    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="visions")
    number = models.PositiveIntegerField()
    seat = models.CharField(max_length=6, choices=Partner.Seat)  # whose change it was
    sealed = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["couple", "number"], name="one_version_a_number")
        ]

    def __str__(self) -> str:
        return f"version {self.number} of a vision"


class KeptSentence(models.Model):
    """Which one sentence of the other's a partner keeps of a dialogue. Sealed is where it stands in the
    log, so that the words are in one place alone: withdrawn there, they are kept nowhere."""

    dialogue = models.ForeignKey(DialogueSession, on_delete=models.CASCADE, related_name="kept")
    seat = models.CharField(max_length=6, choices=Partner.Seat)  # who keeps it
    sealed = models.BinaryField()
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["dialogue", "seat"], name="one_sentence_each")
        ]

    def __str__(self) -> str:
        return "a kept sentence"
