"""What one partner has promised the other as a gift: a request, freely chosen, with an end.

The words of the request stay in the log where they were said. Nothing here counts, and nothing says
what was not done: a day without a tick is a day, not a debt.
"""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from dialogue.engine.protocol import PARTNERS
from dialogue.models.dialogues import DialogueSession

_PARTNERS = [(seat, seat) for seat in PARTNERS]


class Commitment(models.Model):
    """``number`` is that of the event in the dialogue's log whose words were chosen. ``words`` hold
    others, sealed, once both have agreed on them instead. Days are those of the giver's calendar."""

    class Rhythm(models.TextChoices):
        DAILY = "daily"
        WEEKLY = "weekly"

    dialogue = models.ForeignKey(
        DialogueSession, on_delete=models.CASCADE, related_name="commitments"
    )
    giver = models.CharField(max_length=9, choices=_PARTNERS)  # a seat; the other one asked
    number = models.PositiveIntegerField()
    words = models.BinaryField(null=True)
    agreed = models.BigIntegerField(null=True)  # a proposal's number, which is here no more
    rhythm = models.CharField(max_length=6, choices=Rhythm)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    until = models.DateField()
    let_go_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("until", "pk")

    def __str__(self) -> str:
        return f"commitment {self.pk}"


class Tick(models.Model):
    """Given, on that day, or in the week that begins with it. Made and taken back by the giver."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="ticks")
    day = models.DateField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["commitment", "day"], name="ticked_once")
        ]

    def __str__(self) -> str:
        return f"tick {self.pk}"


class GiftThanks(models.Model):
    """The asker's thanks, at most one a day; the words are sealed, and may be left out."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="thanks")
    day = models.DateField()
    words = models.BinaryField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["commitment", "day"], name="thanked_once_a_day")
        ]

    def __str__(self) -> str:
        return f"thanks {self.pk}"


class GiftProposal(models.Model):
    """What one of the two would like instead. It waits until the other agrees; until then the
    commitment stands as it is. A new proposal is a new row: one agrees to what one has read."""

    commitment = models.OneToOneField(Commitment, on_delete=models.CASCADE, related_name="proposal")
    by = models.CharField(max_length=9, choices=_PARTNERS)
    words = models.BinaryField()
    rhythm = models.CharField(max_length=6, choices=Commitment.Rhythm)
    until = models.DateField()

    def __str__(self) -> str:
        return f"proposal {self.pk}"
