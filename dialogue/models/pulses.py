"""How a session was for one partner, told afterwards and in private."""

from django.db import models
from django.utils import timezone

from dialogue.models.couples import Partner
from dialogue.models.dialogues import DialogueSession


class Pulse(models.Model):
    """Of one seat in one dialogue. ``sealed`` holds all that was answered, under the couple's key,
    and is of one size. There is no way here from a person or from a dialogue."""

    dialogue = models.ForeignKey(DialogueSession, on_delete=models.CASCADE, related_name="+")
    seat = models.CharField(max_length=6, choices=Partner.Seat)
    sealed = models.BinaryField()
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=["dialogue", "seat"], name="one_pulse_per_seat"),
        )

    def __str__(self) -> str:
        return "a pulse"
