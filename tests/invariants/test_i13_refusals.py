"""I13: a refusal is for the asker alone, names what is allowed now, and changes nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from dialogue.access.askers import NoSuchDialogue
from dialogue.engine.allowed import allowed
from dialogue.models import DialogueSession, Event
from dialogue.room.attempts import Refused
from tests.support.rooms import act, asked_by, done, moment, refused, state_of, to_sending


@pytest.fixture
def room(couple, ann, ben):
    return to_sending(ann, ben)


def unchanged(room) -> tuple[int, dict]:
    return Event.objects.count(), DialogueSession.objects.get(pk=room).state


@pytest.mark.django_db
def test_ben_cannot_send_in_anns_turn(room, ben):
    before = unchanged(room)
    assert refused(ben, room, "send", "But I …") == "not_your_turn"
    assert unchanged(room) == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "words", "code"),
    [
        ("send", "", "words_needed"),
        ("mirror", "You …", "not_now"),
        ("no_such_move", "", "not_now"),
        ("no_more", "", "not_yet"),
        ("hold", "", "not_your_turn"),
        ("pause", "because", "words_unwanted"),
        ("resume", "", "not_paused"),
        ("whisper", "psst", "not_for_you"),
    ],
)
def test_ann_is_told_why(room, ann, name, words, code):
    before = unchanged(room)
    assert refused(ann, room, name, words) == code
    assert unchanged(room) == before


@pytest.mark.django_db
def test_what_is_allowed_now_comes_with_the_refusal(room, ben):
    answer = act(ben, room, "mirror", "You …")
    assert isinstance(answer, Refused)
    found = answer.seated
    assert allowed(found.exercise, found.state, found.seat) == (
        "hold", "pause", "end", "speak", "reply", "raise_hand",
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("hours", [-1, 25, 24 * 365])
def test_a_time_is_within_a_day(couple, ann, ben, hours):
    room = asked_by(ann)
    time = timezone.now() + timedelta(hours=hours)
    assert refused(ben, room, "propose", time=time) == "bad_time"
    assert refused(ben, room, "propose") == "bad_time"


@pytest.mark.django_db
def test_nothing_happens_after_the_end(room, ann, ben):
    done(ben, room, "end")
    for person in (ann, ben):
        assert refused(person, room, "pause") == "over"
        assert refused(person, room, "send", "Wait") == "over"


@pytest.mark.django_db
def test_thea_sees_the_room_and_takes_nobodys_turn(room, thea):
    assert refused(thea, room, "send", "I think …") == "not_your_turn"
    done(thea, room, "pause")
    assert state_of(room).pausing == ("therapist",)


@pytest.mark.django_db
def test_ben_does_not_lift_anns_pause(room, ann, ben):
    done(ann, room, "pause")
    assert refused(ben, room, "resume") == "not_your_turn"
    assert refused(ann, room, "pause") == "already_done"


@pytest.mark.django_db
def test_for_omar_the_room_is_as_absent_as_one_that_never_was(room, omar):
    before = unchanged(room)
    for dialogue_id in (room, uuid4()):
        with pytest.raises(NoSuchDialogue):
            act(omar, dialogue_id, "pause", at=moment(room))
    assert unchanged(room) == before
