"""A dialogue: its append-only log, the snapshot beside the log, and the drafts."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue.engine.protocol import SEATS
from dialogue.models.couples import Couple

_SEAT_CHOICES = [(seat, seat) for seat in SEATS]


class DialogueSession(models.Model):
    """One joint meeting. ``state`` and the counters are the fold of the log up to ``length``,
    kept so that a turn reads this one row however long the session already is. No words here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="dialogues")
    exercise = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    opener = models.CharField(max_length=9, choices=_SEAT_CHOICES)
    state = models.JSONField()
    tag = models.BinaryField(max_length=32, default=b"")  # of the snapshot: access/tags.py
    length = models.PositiveIntegerField(default=0)
    first_length = models.PositiveIntegerField(default=0)
    second_length = models.PositiveIntegerField(default=0)
    therapist_length = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    stands_since = models.DateTimeField(default=timezone.now)  # at this step, or at this pace
    closed_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    timed_since = models.DateTimeField(null=True, blank=True)  # the reminder that both agreed on
    lent_until = models.DateTimeField(null=True, blank=True)  # where a seat is lent to a phone
    damaged_at = models.DateTimeField(null=True, editable=False)  # first found not to be as written
    origin = models.UUIDField(
        null=True, editable=False
    )  # its id elsewhere: it was brought in a file

    class Meta:
        verbose_name = _("dialogue")
        verbose_name_plural = _("dialogues")
        constraints = (
            models.UniqueConstraint(fields=["couple", "origin"], name="brought_in_once"),
        )
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["couple", "-opened_at"], name="dialogues_of_a_couple")
        ]

    def __str__(self) -> str:
        return str(self.id)


class Turn(models.Model):
    """One sender's complete pass, from the first send to the thanks."""

    dialogue = models.ForeignKey(DialogueSession, on_delete=models.CASCADE, related_name="turns")
    number = models.PositiveIntegerField()
    sender = models.CharField(max_length=9, choices=_SEAT_CHOICES)
    began_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["dialogue", "number"], name="turns_are_numbered"),
        )

    def __str__(self) -> str:
        return f"turn {self.number} of {self.dialogue_id}"


class Event(models.Model):
    """One accepted act. Never deleted but with its dialogue, and never changed but for one thing: its
    author may withdraw the words. That there were some stays; they themselves are gone.

    ``number`` is its place in the log. What a seat may see is numbered for that seat alone,
    1, 2, 3 …, so that what is hidden leaves no gap (I4); a seat's number is empty where the
    event is hidden from it.
    """

    dialogue = models.ForeignKey(DialogueSession, on_delete=models.CASCADE, related_name="events")
    number = models.PositiveIntegerField()
    turn = models.PositiveIntegerField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    facts = models.JSONField()
    words = models.BinaryField(null=True)
    first_number = models.PositiveIntegerField(null=True)
    second_number = models.PositiveIntegerField(null=True)
    therapist_number = models.PositiveIntegerField(null=True)
    command = models.UUIDField()
    digest = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    tag = models.BinaryField(max_length=32)  # of all that is not words: see there
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["dialogue", "number"], name="log_is_numbered"),
            models.UniqueConstraint(
                fields=["dialogue", "author", "command"], name="a_command_counts_once"
            ),
        )
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["dialogue", f"{seat}_number"],
                condition=Q(**{f"{seat}_number__isnull": False}),
                name=f"events_for_{seat}",
            )
            for seat in SEATS
        ]

    def __str__(self) -> str:
        return f"event {self.number} of {self.dialogue_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("the log is append-only")
        super().save(*args, **kwargs)


class Draft(models.Model):
    """What a person is writing at one step and has not sent. Sealed, and never shown to anybody else."""

    dialogue = models.ForeignKey(DialogueSession, on_delete=models.CASCADE, related_name="drafts")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts"
    )
    moment = models.PositiveIntegerField()
    move = models.CharField(max_length=40)
    words = models.BinaryField()
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["dialogue", "person"], name="one_draft_per_person"),
        )

    def __str__(self) -> str:
        return f"draft in {self.dialogue_id}"
