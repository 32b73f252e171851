"""I1: the same command again gets the first answer again, and happens once."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection

from dialogue.models import Event
from dialogue.room.attempts import Taken
from tests.support.rooms import act, asked_by, done, moment, refused, seen_by, to_sending


@pytest.mark.django_db
def test_ann_sends_the_same_command_twice_and_it_is_said_once(couple, ann, ben):
    room = to_sending(ann, ben)
    id, at = uuid4(), moment(room)
    first = done(ann, room, "send", "I feel alone.", id=id, at=at)
    before = Event.objects.count()
    assert done(ann, room, "send", "I feel alone.", id=id, at=at) == first
    assert Event.objects.count() == before


@pytest.mark.django_db
def test_the_first_answer_comes_again_long_after_the_dialogue_went_on(couple, ann, ben):
    room = to_sending(ann, ben)
    id, at = uuid4(), moment(room)
    first = done(ann, room, "send", "I feel alone.", id=id, at=at)
    done(ben, room, "mirror", "You feel alone.")
    done(ann, room, "end")
    assert done(ann, room, "send", "I feel alone.", id=id, at=at) == first


@pytest.mark.django_db
def test_the_same_id_with_other_words_is_a_conflict(couple, ann, ben):
    room = to_sending(ann, ben)
    id, at = uuid4(), moment(room)
    done(ann, room, "send", "I feel alone.", id=id, at=at)
    assert refused(ann, room, "send", "I feel fine.", id=id, at=at) == "conflict"
    assert [entry.words for entry in seen_by(ben, room)][-1] == "I feel alone."


@pytest.mark.django_db
def test_an_act_that_would_be_possible_again_happens_once_too(couple, ann, ben, thea):
    room = to_sending(ann, ben)
    id = uuid4()
    first = done(thea, room, "whisper", "Breathe.", id=id, to="first")
    assert done(thea, room, "whisper", "Breathe.", id=id, to="first") == first
    assert refused(thea, room, "whisper", "Slower.", id=id, to="first") == "conflict"


@pytest.mark.django_db
def test_ann_and_ben_may_use_the_same_id(couple, ann, ben):
    room = asked_by(ann)
    id = uuid4()
    done(ben, room, "accept", id=id)
    done(ann, room, "ready", id=id)


@pytest.mark.django_db(transaction=True)
def test_the_same_command_from_ten_sides_at_once_is_said_once(couple, ann, ben):
    room = to_sending(ann, ben)
    id, at = uuid4(), moment(room)

    def send(_: int):
        try:
            return act(ann, room, "send", "I feel alone.", id=id, at=at)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as threads:
        answers = set(threads.map(send, range(10)))
    assert len(answers) == 1
    assert isinstance(answers.pop(), Taken)
    assert [entry.words for entry in seen_by(ben, room)].count("I feel alone.") == 1
