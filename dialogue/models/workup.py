"""The Imago workup: what one person wrote alone. Not exported by ``dialogue.models``: the workup
service alone imports this, and no relation leads here from a person.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from dialogue.models.couples import Couple
from dialogue.models.wrapped import WrappedKey


class Workup(models.Model):
    """All of it in ``sealed``, under a key of its own: with the row the key is gone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    wrapped_key = WrappedKey("workup")
    sealed = models.BinaryField()
    began_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return "a workup"


class ShownSentence(models.Model):
    """One sentence, as it stood when its owner showed it to the other partner of ``couple``. Taken
    back, the row is gone."""

    workup = models.ForeignKey(Workup, on_delete=models.CASCADE, related_name="shown")
    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="+")
    part = models.CharField(max_length=10)
    sealed = models.BinaryField()
    shown_at = models.DateTimeField(default=timezone.now)
    opened = models.BooleanField(default=False)  # by the other partner, who alone is told

    class Meta:
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workup", "couple", "part"], name="shown_once")
        ]

    def __str__(self) -> str:
        return "a part of a workup"
