"""A therapist's own consent forms, and who has signed them. Not exported by ``dialogue.models``: their services
alone import this, and no relation leads here from a person or a couple.

(What everybody agrees to before dialogues is ``models.consent``.)
"""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from dialogue.models.couples import Couple


class ConsentForm(models.Model):
    """``sealed`` is what its therapist is writing, under a key of this form's own, as its versions are."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapist = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    wrapped_key = models.BinaryField()
    sealed = models.BinaryField()
    begun_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return "a consent form"


class FormVersion(models.Model):
    """Its words as couples read them. Other words are another version: this one stays as it was signed."""

    form = models.ForeignKey(ConsentForm, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    sealed = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["form", "number"], name="one_form_version")
        ]

    def __str__(self) -> str:
        return "a version of a consent form"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("people have signed it as it stands: make another version")
        super().save(*args, **kwargs)


class FormGiven(models.Model):
    """To which couple. Both are asked to sign the newest version, until ``ended_at``."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    form = models.ForeignKey(ConsentForm, on_delete=models.CASCADE, related_name="+")
    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["form", "couple"], name="a_form_is_given_once")
        ]

    def __str__(self) -> str:
        return "a form that was given"


class Signature(models.Model):
    """One partner's own. ``sealed`` is the name that they wrote, under a key of this signature's own, and
    bound to whose it is, what was signed and when: changed in any of it, it does not open."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    given = models.ForeignKey(FormGiven, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(FormVersion, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    wrapped_key = models.BinaryField()
    sealed = models.BinaryField()
    signed_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["given", "version", "person"],
                condition=Q(withdrawn_at=None),
                name="one_signature_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return "a signature"
