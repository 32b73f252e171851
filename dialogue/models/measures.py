"""What people answered about their relationship. Not exported by ``dialogue.models``: the measures'
own services alone import this, and no relation leads here from a person, a dialogue or a couple.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from dialogue.models.dialogues import DialogueSession
from dialogue.models.wrapped import WrappedKey


class MeasureKey(models.Model):
    """The key under which all answers of one person lie. With this row they are gone for good."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    wrapped_key = WrappedKey("measures")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return "a key"


class MeasureAnswer(models.Model):
    """One filled-in form, of one instrument in one version. ``sealed`` is of one size, whatever it
    holds. ``dialogue`` is the one that it tells of, where it tells of one."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    measure = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField()
    dialogue = models.ForeignKey(
        DialogueSession, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    place = models.UUIDField(unique=True)  # to which the seal is bound
    sealed = models.BinaryField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "measure", "at"], name="answers_of_a_person")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "measure", "dialogue"], name="one_answer_to_a_dialogue"
            )
        ]

    def __str__(self) -> str:
        return "an answer"


class MeasureShare(models.Model):
    """``reader`` may read all that ``person`` answered to this measure, for as long as the row is
    there. ``beside``: its author would like it drawn beside the reader's own."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    measure = models.CharField(max_length=20)
    beside = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "reader", "measure"], name="a_measure_is_shared_once"
            )
        ]

    def __str__(self) -> str:
        return "a share"


class MatchWish(models.Model):
    """That somebody picks feelings before they are guessed, and would like to know how close their own
    guesses come. Their partner does not learn whether the row is there."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return "a wish"


class FeelingsPicked(models.Model):
    """What one person felt in one turn, by their own word. ``sealed`` is of one size."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    dialogue = models.ForeignKey(DialogueSession, on_delete=models.CASCADE, related_name="+")
    turn = models.PositiveIntegerField()
    place = models.UUIDField(unique=True)  # to which the seal is bound
    sealed = models.BinaryField()

    class Meta:
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "dialogue", "turn"], name="picked_once")
        ]

    def __str__(self) -> str:
        return "feelings"
