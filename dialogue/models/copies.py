"""A file of dialogues that one partner brought from elsewhere, until the other has answered."""

from django.db import models
from django.utils import timezone

from dialogue.models.couples import Couple, Partner


class BroughtFile(models.Model):
    """Sealed under the couple's key, and gone when it was answered."""

    couple = models.OneToOneField(
        Couple, on_delete=models.CASCADE, primary_key=True, related_name="brought_file"
    )
    seat = models.CharField(max_length=6, choices=Partner.Seat)  # of whoever brought it
    sealed = models.BinaryField()
    brought_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"a file for {self.couple_id}"
