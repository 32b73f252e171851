from uuid import UUID

import pytest
from django.test import Client

from dialogue.models import Couple, Person
from tests.support.rooms import done, to_sending

SECRET = "The summer we do not talk about"


@pytest.fixture
def room(couple: Couple, ann: Person, ben: Person) -> UUID:
    """In which Ann has said SECRET."""
    room = to_sending(ann, ben)
    done(ann, room, "send", SECRET)
    return room


@pytest.fixture
def desk(client: Client, ada: Person) -> Client:
    """Ada's browser."""
    client.force_login(ada)
    return client
