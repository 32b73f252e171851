"""Ann and Ben have a course, and a clock that can be moved."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.utils import timezone

from dialogue.course import service as courses
from dialogue.measures.instruments import instrument
from dialogue.models import Couple, Course, Person
from tests.support.rooms import asked_by, completed

HERS, HIS = "To listen before I answer.", "That we laugh again."


class Clock:
    """For all that asks for the time; it goes on by itself, too."""

    def __init__(self) -> None:
        self._real = timezone.now
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        return self._real() + self._ahead

    def on(self, **by: float) -> None:
        self._ahead += timedelta(**by)

    def to(self, at: datetime) -> None:
        self._ahead = at - self._real()


@pytest.fixture
def clock() -> Iterator[Clock]:
    made = Clock()
    with mock.patch("django.utils.timezone.now", made):
        yield made


def asked(person: Person, planned: int | None = 8, goal: str = HERS) -> int:
    """The number of the course that this person has proposed."""
    courses.propose(person_id=person.pk, planned=planned, goal=goal)
    return Course.objects.latest("pk").pk


def began(ann: Person, ben: Person, planned: int | None = 8) -> int:
    course_id = asked(ann, planned)
    courses.agree(person_id=ben.pk, course_id=course_id, goal=HIS)
    return course_id


@pytest.fixture
def course_id(couple: Couple, ann: Person, ben: Person) -> int:
    """Eight dialogues, which Ann has proposed and Ben has agreed to."""
    return began(ann, ben)


def held(ann: Person, times: int = 1) -> None:
    """So many dialogues brought to their end, as the log leaves them: in test_six_months one is held."""
    for _ in range(times):
        completed(asked_by(ann, "appreciation"))


def form_of(measure: str, edge: Callable[[Any], int] = max) -> dict[str, str]:
    """Every question answered, and for which measure."""
    items = instrument(measure).items
    return {"measure": measure} | {item.id: str(edge(item.scores)) for item in items}
