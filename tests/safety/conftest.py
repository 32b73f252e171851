from uuid import UUID

import pytest


@pytest.fixture
def woken(monkeypatch):
    """The rooms that were asked to look again."""
    rooms: list[UUID] = []
    monkeypatch.setattr("dialogue.base.live.wake_on_commit", rooms.append)
    return rooms
