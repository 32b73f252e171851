from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from dialogue.appointments.service import propose
from dialogue.models import Appointment, Couple, Person


@pytest.fixture
def evening() -> datetime:
    """A whole hour, some hours ahead."""
    return timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=6)


@pytest.fixture
def time(couple: Couple, ann: Person, evening: datetime) -> Appointment:
    """Ann has proposed this evening."""
    return propose(person=ann, begins_at=evening, minutes=60)
