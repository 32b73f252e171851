from uuid import UUID

import pytest
from django.core.cache import cache

from dialogue.models import Couple, Person
from tests.rooms import asked_by


@pytest.fixture(autouse=True)
def _no_limits_kept() -> None:
    """How often somebody has tried is kept in the cache, from test to test."""
    cache.clear()


@pytest.fixture
def dialogue_id(couple: Couple, ann: Person) -> UUID:
    """Ann has asked Ben for a dialogue."""
    return asked_by(ann)
