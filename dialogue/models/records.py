"""The therapist's own records. Not exported by ``dialogue.models``: the records service alone imports this.

No relation leads here from a person or a couple (``related_name="+"``), so no query, admin page or
export of theirs can come here. Every row is sealed under the key of its record, and that key under
a master key which serves records alone (I15).
"""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from dialogue.models.couples import Couple, Partner
from dialogue.models.dialogues import DialogueSession
from dialogue.models.homework import Homework
from dialogue.models.wrapped import WrappedKey


class Record(models.Model):
    """What one therapist keeps about one couple or, with a ``seat``, about one partner of it.

    ``sealed`` holds what stands in it for the whole course, and the names of the two, since the
    record outlasts their accounts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapist = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    couple = models.ForeignKey(Couple, on_delete=models.PROTECT, related_name="+")
    seat = models.CharField(max_length=6, choices=Partner.Seat, blank=True)
    wrapped_key = WrappedKey("records")
    sealed = models.BinaryField()
    revision = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["therapist", "couple"], name="records_of_a_therapist")
        ]

    def __str__(self) -> str:
        return "a record"


class SessionNote(models.Model):
    """A draft until it is signed; then it stays as it is, and is only added to. The database itself
    refuses to change a signed one (a trigger, in the migration)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="+")
    template = models.CharField(max_length=20)
    met_on = models.DateField()
    dialogue = models.ForeignKey(
        DialogueSession, on_delete=models.PROTECT, null=True, related_name="+"
    )
    sealed = models.BinaryField()
    revision = models.PositiveIntegerField(default=0)
    kept_at = models.DateTimeField(default=timezone.now)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ("-met_on", "-kept_at")

    def __str__(self) -> str:
        return "a note"

    def save(self, *args: Any, **kwargs: Any) -> None:
        signed = SessionNote.objects.filter(pk=self.pk, signed_at__isnull=False)
        if not self._state.adding and signed.exists():
            raise TypeError("a signed note stays as it is: add to it")
        super().save(*args, **kwargs)


class Addition(models.Model):
    """What was added to a signed note, later and with its own date. Never changed."""

    note = models.ForeignKey(SessionNote, on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ("added_at", "pk")

    def __str__(self) -> str:
        return "an addition"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("what was added stays as it is")
        super().save(*args, **kwargs)


class Task(models.Model):
    """Homework as the therapist has written it down. ``shared`` is the copy that the couple reads."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    until = models.DateField(null=True)
    shared = models.ForeignKey(Homework, on_delete=models.SET_NULL, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ("made_at", "pk")

    def __str__(self) -> str:
        return "a task"


class RemoteStart(models.Model):
    """What a partner said at the start of a remote session: where they are, whom to call, and what
    the therapist saw of risk. Never changed: the next session asks again."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ("-asked_at", "-pk")

    def __str__(self) -> str:
        return "a start"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("what was said at a start stays as it is")
        super().save(*args, **kwargs)
