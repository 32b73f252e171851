"""What a couple takes home from a session: only what their therapist has expressly shared."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from dialogue.models.couples import Couple


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
