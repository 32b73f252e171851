"""Turns that wait together are committed together, and none depends on the others."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.access.askers import Asker, NoSuchDialogue, SignedOut
from dialogue.couple.couples import form_couple
from dialogue.models import Event
from dialogue.room.turns import Attempt, Command, Refused, Taken, take_turns
from tests.support import cast
from tests.support.rooms import folded, moment, state_of, to_sending

pytestmark = pytest.mark.django_db(transaction=True)


def attempt(person, room, name, words=""):
    command = Command(id=uuid4(), name=name, moment=moment(room), words=words)
    return Attempt(Asker(person.pk), room, command)


@pytest.fixture
def two_rooms(couple, ann, ben):
    cara, dan = cast.person("Cara"), cast.person("Dan")
    cast.agreed(form_couple(first=cara, second=dan))
    return [(to_sending(ann, ben), ann, ben), (to_sending(cara, dan), cara, dan)]


def test_each_gets_the_own_answer_in_one_transaction(two_rooms, omar):
    (here, ann, ben), (there, cara, _dan) = two_rooms
    asked = [
        attempt(ben, here, "send", "But I …"),
        attempt(ann, here, "send", "You come home late."),
        attempt(omar, there, "send", "Let me in."),
        attempt(cara, there, "send", "I miss you."),
        attempt(ann, here, "send", "And once more."),  # for the moment before the first one
    ]
    with CaptureQueriesContext(connection) as queries:
        refused, taken, stranger, elsewhere, late = take_turns(asked)
    assert [query["sql"].partition(" ")[0] for query in queries].count("BEGIN") == 1
    assert isinstance(refused, Refused) and refused.code == "not_your_turn"
    assert isinstance(taken, Taken) and isinstance(elsewhere, Taken)
    assert isinstance(stranger, NoSuchDialogue)
    assert isinstance(late, Refused) and late.code == "stale"
    assert folded(here) == state_of(here) and folded(there) == state_of(there)


def test_one_that_fails_does_not_take_the_others_along(two_rooms):
    (here, ann, _ben), (there, cara, _dan) = two_rooms
    again = attempt(cara, there, "pause")
    take_turns([again])
    take_turns([attempt(cara, there, "resume")])
    before = Event.objects.count()
    # The same id, for an act that is possible again: the database refuses it, and all with it.
    taken, known = take_turns([attempt(ann, here, "send", "I wait."), again])
    assert isinstance(taken, Taken) and isinstance(known, Taken)
    assert Event.objects.count() == before + 1


def test_a_room_whose_login_is_over_answers_so_among_others(two_rooms, ann):
    (here, *_), (there, cara, _dan) = two_rooms
    gone = Attempt(Asker(ann.pk, login="no such login"), here, attempt(ann, here, "pause").command)
    over, taken = take_turns([gone, attempt(cara, there, "pause")])
    assert isinstance(over, SignedOut) and isinstance(taken, Taken)
