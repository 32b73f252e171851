"""Ann and Ben say it aloud: the log keeps the steps, and no words that nobody wrote."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from dialogue.access.askers import NoSuchDialogue
from dialogue.board.service import can_be_silent
from dialogue.room.wire.now import now_for
from dialogue.room.wire.view import events_for
from tests.support.rooms import (
    act,
    asked_by,
    done,
    folded,
    refused,
    seat_of,
    seen_by,
    state_of,
    to_sending,
    turned,
)

pytestmark = pytest.mark.usefixtures("couple")
NAMES: Any = {"first": "Ann", "second": "Ben", "therapist": "Thea"}


def told(person, dialogue_id):
    seated = seat_of(person, dialogue_id)
    entries = seen_by(person, dialogue_id)
    return events_for(seated.seat, entries=entries, exercise=seated.exercise, names=NAMES)


def now(person, dialogue_id):
    seated = seat_of(person, dialogue_id)
    at: Any = {
        "row": seated.row,
        "exercise": seated.exercise,
        "state": seated.state,
        "names": NAMES,
    }
    return now_for(seated.seat, **at)


def test_ann_sends_without_a_word_once_they_speak_and_not_before(ann, ben, omar):
    room = to_sending(ann, ben)
    assert refused(ann, room, "send") == "words_needed"
    done(ben, room, "speak")
    assert refused(ann, room, "send") == "words_needed"  # he has asked; nobody has answered yet
    done(ann, room, "speak")
    done(ann, room, "send")
    done(ben, room, "mirror")
    with pytest.raises(NoSuchDialogue):
        act(omar, room, "write")
    turned(ann, ben, room, "write")
    assert refused(ann, room, "correct") == "words_needed"
    assert folded(room) == state_of(room)


def test_the_log_says_that_it_was_said_and_never_guesses_what(ann, ben):
    room = asked_by(ann)
    done(ben, room, "accept")
    for who, name in (
        (ann, "ready"),
        (ben, "ready"),
        (ann, "speak"),
        (ben, "speak"),
        (ann, "intend"),
    ):
        done(who, room, name)
    done(ben, room, "intend")
    done(ann, room, "send", "Sunday, the walk")
    *_, asked, turning, intended, _back, sent = told(ben, room)
    assert (asked.seat, asked.tells, asked.aloud) == ("first", "asked to talk out loud", False)
    assert (turning.seat, turning.tells) == ("second", "switched to talking out loud")
    assert (intended.kind, intended.words) == ("note", "")
    assert intended.tells == "said an intention, out loud"
    assert (sent.kind, sent.words, sent.piece) == ("say", "Sunday, the walk", 1)
    assert sent.tells == "shared, out loud"
    assert told(ann, room) == told(ben, room)


def test_each_sees_what_is_to_be_said_aloud_and_that_no_words_are_asked_for(ann, ben):
    room = to_sending(ann, ben)
    before = {move.name: (move.words, move.aloud) for move in now(ann, room).moves}
    assert before == {"send": ("required", False)}
    turned(ann, ben, room, "speak")
    assert (now(ann, room).medium, now(ben, room).medium) == ("spoken", "spoken")
    assert {m.name: (m.words, m.aloud) for m in now(ann, room).moves} == {
        "send": ("optional", True)
    }
    assert [(m.name, m.words, m.aloud) for m in now(ben, room).moves] == [("hold", "none", False)]
    assert "write" in now(ben, room).can and "speak" not in now(ben, room).can


def test_thea_leads_whispers_and_slows_while_they_speak(ann, ben, thea):
    room = to_sending(ann, ben)
    done(thea, room, "speak")
    assert now(ben, room).turning == ("therapist",) and now(ben, room).medium == "typed"
    turned(ann, ben, room, "speak")
    done(ann, room, "send")
    done(ben, room, "mirror")
    done(thea, room, "whisper", "Breathe.", to="second")
    done(thea, room, "to_mirroring", "Once more, slowly")
    assert state_of(room).step == "mirroring"
    led = told(ann, room)[-1]
    assert (led.kind, led.words, led.aloud) == ("frame", "Once more, slowly", False)
    assert "whisper" not in [event.name for event in told(ann, room)]
    done(thea, room, "slow", seconds=30)
    assert refused(ben, room, "mirror") == "too_soon"


def test_a_log_that_is_silent_while_they_speak_calls_nobody(ann, ben):
    room = to_sending(ann, ben)
    standing: Any = seat_of(ann, room)
    assert can_be_silent(standing, ["first"])
    turned(ann, ben, room, "speak")
    standing = seat_of(ann, room)
    assert not can_be_silent(standing, ["first"])


@pytest.mark.parametrize("kind", ["appreciation", "couples_dialogue", "deepening", "parent_child"])
def test_every_exercise_can_be_begun_aloud(ann, ben, kind):
    room = asked_by(ann, kind)
    turned(ben, ann, room, "speak")
    done(ben, room, "accept")
    assert state_of(room).medium == "spoken"


def test_ben_s_phone_turns_to_speaking_only_if_he_likes(ann, ben, thea, omar):
    room = to_sending(ann, ben)
    done(ann, room, "speak")
    assert now(ben, room).turning == now(thea, room).turning == ("first",)
    assert {"speak", "stay"} <= set(now(ben, room).can) and "speak" not in now(ann, room).can
    assert refused(thea, room, "stay") == "not_for_you"
    with pytest.raises(NoSuchDialogue):
        act(omar, room, "stay")
    done(ben, room, "stay")
    assert state_of(room).medium == "typed" and state_of(room).turning == ()
    assert told(ann, room)[-1].tells == "would rather leave it as it is"
    done(ann, room, "speak")
    done(ann, room, "stay")  # she takes it back
    done(ben, room, "speak")
    assert state_of(room).turning == ("second",) and folded(room) == state_of(room)


def test_how_to_talk_is_chosen_at_the_start_and_the_other_is_asked(browser, ann, ben):
    form = {"exercise": "appreciation", "topic": "The garden", "command": str(uuid4())}
    room = browser(ann).post("/sessions/start", form | {"way": "aloud"}).url.split("/")[2]
    assert state_of(room).turning == ("first",) and state_of(room).medium == "typed"
    done(ben, UUID(room), "speak")
    assert state_of(room).medium == "spoken"
    done(ben, UUID(room), "decline")
    assert folded(room) == state_of(room)
