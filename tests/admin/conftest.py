from uuid import UUID

import pytest
from django.test import Client

from dialogue.models import Couple, Person
from tests.admin.leading_to_words import STATES
from tests.support import cast
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


@pytest.fixture
def hers(ada):
    """An account that Ada holds, under another name."""
    return cast.person("Alma")


@pytest.fixture(params=STATES)
def reader(request, couple, thea):
    """Somebody whose account leads to words, in each of the ways there are."""
    name, happens = STATES[request.param]
    happens(couple, thea)
    Person.objects.filter(name="Ada").update(role="admin", is_active=True)
    return Person.objects.get(name=name)
