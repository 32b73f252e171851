from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dialogue.appointments.service import propose
from dialogue.models import Appointment, Couple, Person
from tests.pages.page import Page


@pytest.fixture
def page(browser: Callable[[Person], Client]) -> Callable[[Person, str], Page]:
    """What somebody reads at an address."""

    def read(person: Person, address: str) -> Page:
        answer: Any = browser(person).get(address)
        return Page(answer)

    return read


@pytest.fixture
def evening() -> datetime:
    """A whole hour, some hours ahead."""
    return timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=6)


@pytest.fixture
def time(couple: Couple, ann: Person, evening: datetime) -> Appointment:
    """Ann has proposed this evening."""
    return propose(person=ann, begins_at=evening, minutes=60)
