from collections.abc import Callable

import pytest
from django.test import Client

from dialogue.models import Person
from tests.support.cast import stepped_up


@pytest.fixture
def at_home(db: None) -> Callable[[Person], Client]:
    """A browser of one's own, in which the password was written once more, just now."""

    def opened(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return stepped_up(client)

    return opened
