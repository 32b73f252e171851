from collections.abc import Callable
from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client

from dialogue.models import Couple, Person
from tests.rooms import asked_by

Browser = Callable[[Person | None], Client]


@pytest.fixture(autouse=True)
def _no_limits_kept() -> None:
    """How often somebody has tried is kept in the cache, from test to test."""
    cache.clear()


@pytest.fixture
def browser(db: None) -> Browser:
    """A browser of one's own, signed in unless it is nobody's."""

    def opened(person: Person | None = None) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person)
        return client

    return opened


@pytest.fixture
def dialogue_id(couple: Couple, ann: Person) -> UUID:
    """Ann has asked Ben for a dialogue."""
    return asked_by(ann)
