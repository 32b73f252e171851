"""Where the two stand before Ann looks, and the rooms that are woken."""

from uuid import UUID

import pytest

from dialogue.models import Practice
from dialogue.safety import own_consent
from tests.support.rooms import done, to_sending


@pytest.fixture
def woken(monkeypatch):
    """The rooms that were asked to look again."""
    rooms: list[UUID] = []
    monkeypatch.setattr("dialogue.base.live.wake_on_commit", rooms.append)
    return rooms


@pytest.fixture(params=["both sides open", "none opened yet"])
def before(request, couple, ann, ben):
    """Where the two stand before Ann looks, with a dialogue that goes on."""
    room = to_sending(ann, ben)
    done(ann, room, "send", "Late.")
    if request.param == "none opened yet":
        for person in (ann, ben):
            own_consent.withdraw(person_id=person.pk)
    return room


@pytest.fixture
def told_apart(thea):
    """Thea has said a policy, and that what concerns safety is outside of it."""
    return Practice.objects.create(therapist=thea, secrets="none", keeps_safety_apart=True)
