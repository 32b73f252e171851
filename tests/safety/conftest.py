from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client

from dialogue.models import Person
from tests.cast import stepped_up

Browser = Callable[[Person], Client]


@pytest.fixture
def at_home(db: None) -> Browser:
    """A browser of one's own, in which the password was written once more, just now."""

    def opened(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return stepped_up(client)

    return opened


@pytest.fixture
def woken(monkeypatch):
    """The rooms that were asked to look again."""
    rooms: list[UUID] = []
    monkeypatch.setattr("dialogue.base.live.wake_on_commit", rooms.append)
    return rooms
