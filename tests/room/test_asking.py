"""Asking is not pressing: one open request at a time, a day's rest after a no, and what goes deep opens later."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.utils import timezone

from dialogue.engine.exercises import all_exercises
from dialogue.engine.rules import begin
from dialogue.models import DialogueSession
from dialogue.room.asking import REST, CannotAsk, ask
from dialogue.room.wire.now import now_for
from tests.support.rooms import TOPIC, asked_by, completed, done, refused, state_of

pytestmark = pytest.mark.django_db
SECOND_TOPIC = "The garden, and who waters it"


def asks(person, kind="appreciation", topic=SECOND_TOPIC, **more):
    return ask(person_id=person.pk, exercise_id=kind, topic=topic, **more)


def code(person, *args, **more):
    with pytest.raises(CannotAsk) as problem:
        asks(person, *args, **more)
    return problem.value.code


def test_one_request_is_open_at_a_time_whoever_asked_and_sent_twice_it_is_one(couple, ann, ben):
    command = uuid4()
    first = asks(ann, command_id=command)
    assert asks(ann, command_id=command) == first
    assert code(ann) == code(ben) == "asked"
    done(ben, first.pk, "accept")
    assert asks(ann).pk != first.pk, "once it was answered, the next may be asked for"


def test_not_this_time_rests_for_a_day_for_who_asked_and_for_nobody_else(couple, ann, ben):
    room = asked_by(ann)
    done(ben, room, "decline")
    assert code(ann) == "rests"
    bens = asks(ben)
    done(ann, bens.pk, "accept")
    DialogueSession.objects.filter(pk=room).update(closed_at=timezone.now() - REST)
    assert asks(ann)


def test_every_dialogue_asks_its_own_question_and_whoever_is_asked_reads_how_long_it_takes():
    for offered in all_exercises():
        view = partial(now_for, exercise=offered, names={"first": "Ann", "second": "Ben"})
        asking = view("first", row=DialogueSession(), state=begin(offered, "first"))
        assert asking.moves[0].prompt == offered.topic
        assert asking.moves[0].stems == (offered.topic_stem,)
        answering = replace(begin(offered, "first"), step="answer")
        ben_s = view("second", row=DialogueSession(), state=answering)
        assert "Allow " in offered.allow and offered.allow in ben_s.why
        assert "{" not in ben_s.why and offered.allow not in asking.why


def test_a_declined_topic_is_held_up_to_nobody(browser, couple, ann, ben, thea):
    room = asked_by(ann)
    done(ben, room, "decline")
    for person in (ann, ben, thea):
        assert TOPIC not in browser(person).get("/sessions").content.decode()
    page = browser(ann).get("/sessions").content.decode()
    assert "Give it a day" in page
    sent = {"exercise": "appreciation", "topic": SECOND_TOPIC, "command": str(uuid4())}
    answer = browser(ann).post("/sessions/start", sent)
    assert answer.status_code == 422 and SECOND_TOPIC in answer.content.decode(), (
        "her words are kept"
    )
    assert "Give it a day" not in browser(ben).get("/sessions").content.decode()


def test_asking_again_waits_until_the_time_that_ben_has_proposed(couple, ann, ben):
    room = asked_by(ann)
    done(ben, room, "propose", time=timezone.now() + timedelta(hours=3))
    assert refused(ann, room, "ask_again") == "not_before"
    DialogueSession.objects.filter(pk=room).update(due_at=timezone.now() - timedelta(minutes=1))
    done(ann, room, "ask_again")
    assert state_of(room).step == "answer"


@pytest.mark.parametrize("kind", ["parent_child", "behavior_change"])
def test_what_goes_deep_opens_after_one_completed_dialogue_or_with_a_therapist(
    browser, couple, ann, ben, kind
):
    couple.therapist = None
    couple.save()
    assert code(ann, kind) == "deep"
    page = browser(ann).get("/sessions").content.decode()
    assert page.count("disabled") == 2 and page.count("Opens once you’ve completed a dialogue") == 2
    for text in ("Allow 15 to 20 minutes.", "Allow 45 to 60 minutes.", "Allow 60 minutes"):
        assert text in page
    finished = asked_by(ann)
    completed(finished)
    assert asks(ann, kind)


def test_with_a_therapist_it_is_open_from_the_first(browser, couple, ann):
    assert "disabled" not in browser(ann).get("/sessions").content.decode()
    assert asks(ann, "parent_child")
