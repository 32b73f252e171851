"""What somebody posted when their login had ended. Not exported by ``dialogue.models``: its service alone
imports this, and no relation leads here from a person.
"""

from django.conf import settings
from django.db import models
from django.utils import timezone

from dialogue.models.wrapped import WrappedKey


class Unsaved(models.Model):
    """One form, all of it in ``sealed``, also where it stood, under a key of its own: with the row the
    key is gone."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    wrapped_key = WrappedKey("unsaved", place="person_id")
    sealed = models.BinaryField()
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return "a form that was not saved"
