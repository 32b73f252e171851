"""I7: of commands that race, one is accepted; the others learn why, with the current state."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from dialogue.room.attempts import Refused, Taken
from tests.support.rooms import (
    act,
    asked_by,
    done,
    folded,
    moment,
    refused,
    seen_by,
    state_of,
    to_sending,
)


@pytest.mark.django_db(transaction=True)
def test_of_ten_tabs_that_send_at_once_one_is_heard(couple, ann, ben):
    room = to_sending(ann, ben)
    at = moment(room)

    def send(tab: int):
        try:
            return act(ann, room, "send", f"From tab {tab}.", at=at)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as threads:
        answers = list(threads.map(send, range(10)))
    taken = [answer for answer in answers if isinstance(answer, Taken)]
    lost = [answer for answer in answers if isinstance(answer, Refused)]
    assert len(taken) == 1
    assert {answer.code for answer in lost} == {"stale"}
    assert {answer.seated.state.step for answer in lost} == {"mirroring"}
    assert sum("From tab" in entry.words for entry in seen_by(ben, room)) == 1
    assert folded(room) == state_of(room)


@pytest.mark.django_db
def test_a_command_about_a_moment_that_has_passed_is_stale(couple, ann, ben):
    room = to_sending(ann, ben)
    at = moment(room)
    done(ann, room, "send", "I feel alone.", at=at)
    assert refused(ann, room, "send", "And tired.", at=at) == "stale"


@pytest.mark.django_db
def test_a_pause_in_between_makes_nobodys_words_stale(couple, ann, ben):
    room = to_sending(ann, ben)
    at = moment(room)
    done(ben, room, "pause")
    assert refused(ann, room, "send", "I feel alone.", at=at) == "paused"
    done(ben, room, "resume")
    done(ann, room, "send", "I feel alone.", at=at)


@pytest.mark.django_db
def test_both_may_answer_at_once_where_the_step_is_for_both(couple, ann, ben):
    room = asked_by(ann)
    done(ben, room, "accept")
    at = moment(room)
    done(ann, room, "ready", at=at)
    done(ben, room, "ready", at=at)
