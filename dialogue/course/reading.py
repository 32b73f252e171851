"""The course as the two read it: what was proposed, what they agreed on, and where they are in it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from dialogue.access.seats import PartnerSeat
from dialogue.base import vault
from dialogue.models import Course, CourseGoal, DialogueSession

RESTS = timedelta(days=1)  # after somebody has declined


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the two are. ``held``: when each dialogue that counts came to its end. ``over``: no other
    one counts any more."""

    id: int
    planned: int | None
    began_at: datetime
    held: tuple[datetime, ...]
    over: bool

    @property
    def last_at(self) -> datetime | None:
        """When the last one was; None while others are to come, and where there was none."""
        return self.held[-1] if self.over and self.held else None


@dataclass(frozen=True, slots=True, repr=False)
class Agreed:
    """A course, or the proposal of one. ``goals`` by seat."""

    id: int
    planned: int | None
    opener: str
    goals: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, repr=False)
class Standing:
    """All that one partner sees of it, which is what the other one sees. ``rests``: one's own proposal
    was declined lately."""

    course: Agreed | None = None
    progress: Progress | None = None
    proposal: Agreed | None = None
    rests: bool = False

    @property
    def goes_on(self) -> bool:
        return self.progress is not None and not self.progress.over


def standing(*, place: PartnerSeat) -> Standing:
    row, asked = begun(place.couple.pk), proposed(place.couple.pk)
    return Standing(
        course=_opened(row, place) if row else None,
        progress=progress_of(row) if row else None,
        proposal=_opened(asked, place) if asked else None,
        rests=rests(place=place),
    )


def begun(couple_id: UUID) -> Course | None:
    """The course that counts."""
    rows = Course.objects.filter(couple=couple_id).exclude(began_at=None)
    return rows.order_by("-began_at", "-pk").first()


def proposed(couple_id: UUID) -> Course | None:
    return Course.objects.filter(couple=couple_id, began_at=None, ended_at=None).first()


def rests(*, place: PartnerSeat) -> bool:
    """Whether what this partner proposed was declined within a day: asking is not pressing."""
    lately = timezone.now() - RESTS
    declined = Course.objects.filter(couple=place.couple, opener=place.seat, began_at=None)
    return declined.filter(ended_at__gt=lately).exists()


def progress_of(row: Course) -> Progress:
    assert row.began_at
    held = tuple(
        one for one in _held(row).values_list("closed_at", flat=True)[: row.planned] if one
    )
    over = row.ended_at is not None or len(held) == row.planned
    return Progress(row.pk, row.planned, row.began_at, held, over)


def place_of_words(row: CourseGoal) -> tuple[Any, ...]:
    """What the seal of a goal is bound to."""
    return ("goal", row.course_id, str(row.seat))


def _held(row: Course) -> "QuerySet[DialogueSession]":
    """The dialogues that were brought to their end since it began."""
    completed = DialogueSession.objects.filter(
        couple=row.couple_id, state__outcome="completed", closed_at__gt=row.began_at
    )
    if row.ended_at:
        completed = completed.filter(closed_at__lte=row.ended_at)
    return completed.order_by("closed_at")


def _opened(row: Course, place: PartnerSeat) -> Agreed:
    goals = {
        str(one.seat): vault.unseal(place.key, bytes(one.sealed), *place_of_words(one))
        for one in row.goals.all()
    }
    return Agreed(row.pk, row.planned, str(row.opener), goals)
