"""What one partner tells one therapist. Not exported by ``dialogue.models``: the intake's service alone
imports this, and no relation leads here from a person.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from dialogue.models.wrapped import WrappedKey


class Intake(models.Model):
    """``sealed`` is what its author writes; ``sent`` a copy of it, as its author sent it. Both under a key
    of their own: with the row the key is gone. Either is of one size, whatever it holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    therapist = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    wrapped_key = WrappedKey("intake")
    sealed = models.BinaryField()
    sent = models.BinaryField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "therapist"], name="one_intake_each")
        ]

    def __str__(self) -> str:
        return "an intake"
