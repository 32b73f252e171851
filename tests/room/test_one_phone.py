"""Ann and Ben have one phone between them, Ann's: Ben lends his seat to it, and it goes from hand to hand."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from dialogue.access import lending
from dialogue.access.askers import Asker, NoSuchDialogue
from dialogue.models import DialogueSession, Event, Person
from dialogue.room.attempts import Taken
from dialogue.room.drafts import Writing, keep_draft
from dialogue.room.wire.now import now_for
from dialogue.room.wire.view import events_for
from tests.room.test_spoken import NAMES, now, told
from tests.support.rooms import (
    act,
    asked_by,
    done,
    folded,
    moment,
    refused,
    seat_of,
    seen_by,
    state_of,
    to_choosing,
    to_sending,
    turned,
)

pytestmark = pytest.mark.usefixtures("couple")
BEN: Any = "second"


def lent(ann, ben, kind="appreciation"):
    """They have arrived, speak, and Ben has lent his seat: Ann is to send."""
    room = asked_by(ann, kind)
    for who, name in ((ben, "accept"), (ann, "ready"), (ben, "ready"), (ann, "intend")):
        done(who, room, name)
    for who, name in ((ben, "intend"), (ann, "speak"), (ben, "speak"), (ben, "lend")):
        done(who, room, name)
    return room


def heard_by(ann, ben):
    """Ann has sent, and it is Ben's turn: to mirror, on her phone."""
    room = lent(ann, ben)
    done(ann, room, "send")
    return room


def lapse(room, ago=timedelta(seconds=1)):
    DialogueSession.objects.filter(pk=room).update(lent_until=timezone.now() - ago)


def test_a_whole_dialogue_on_ann_s_phone_after_ben_has_lent_his_seat(ann, ben):
    room = asked_by(ann, "appreciation")
    turned(ann, ben, room, "speak")
    done(ben, room, "lend")
    for seat, name in (
        (BEN, "accept"), (None, "ready"), (BEN, "ready"), (None, "intend"), (BEN, "intend"),
        (None, "send"), (BEN, "mirror"), (None, "correct"), (BEN, "mirror"), (None, "got_it"),
        (BEN, "ask_more"), (None, "no_more"), (None, "thank"), (BEN, "thank"), (None, "now"), (BEN, "now"),
        (BEN, "intend"), (None, "intend"), (BEN, "send"), (None, "mirror"), (BEN, "got_it"),
        (None, "ask_more"), (BEN, "no_more"), (BEN, "thank"), (None, "thank"), (BEN, "stop"),
        (BEN, "appreciate"), (None, "appreciate"),
    ):  # fmt: skip
        done(ann, room, name, seat=seat)
    assert state_of(room).outcome == "completed" and state_of(room).lent is None
    assert folded(room) == state_of(room)
    lines = [f"{NAMES[event.seat]} {event.tells}" for event in told(ben, room)]
    assert "Ben shares Ann’s phone now" in lines
    assert "Ben mirrored and asked “Did I get that?”, out loud, on Ann’s phone" in lines
    borrowed = [event for event in told(ann, room) if event.borrowed]
    assert len(borrowed) == 13  # what both came to is not among them
    assert "Ann shared, out loud" in lines and lines == [
        f"{NAMES[event.seat]} {event.tells}" for event in told(ann, room) if event.tells
    ]


def test_nobody_acts_for_ben_before_he_has_lent_his_seat(ann, ben, thea, omar):
    room = to_sending(ann, ben)
    assert refused(ben, room, "lend") == "only_aloud"
    turned(ann, ben, room, "speak")
    done(ann, room, "send")
    assert refused(ann, room, "lend", seat=BEN) == "not_lent"  # nor lend it for him
    assert refused(ann, room, "mirror", seat=BEN) == "not_lent"
    done(ben, room, "lend")
    assert refused(thea, room, "mirror", seat=BEN) == "not_lent"
    assert refused(ben, room, "hold", seat="first") == "not_lent"  # the loan goes one way
    with pytest.raises(NoSuchDialogue):
        act(omar, room, "mirror", seat=BEN)
    assert state_of(room).step == "mirroring"
    done(ann, room, "mirror", seat=BEN)


def test_a_loan_is_for_one_dialogue_alone(ann, ben):
    lent(ann, ben)
    other = to_sending(ann, ben)
    turned(ann, ben, other, "speak")
    done(ann, other, "send")
    assert refused(ann, other, "mirror", seat=BEN) == "not_lent"


@pytest.mark.parametrize("name", ["take_back", "write"])
def test_ben_takes_his_seat_back_in_the_middle_and_goes_on_at_his_own(ann, ben, thea, name):
    room = heard_by(ann, ben)
    done(thea if name == "write" else ben, room, name)
    assert refused(ann, room, "mirror", seat=BEN) == "not_lent"
    assert now(ann, room).lent is now(ann, room).borrowed is None
    done(ben, room, "mirror", "You were glad.")
    assert folded(room) == state_of(room)


def test_ann_may_give_it_back_and_while_it_is_lent_ben_s_own_login_works_as_ever(ann, ben):
    room = heard_by(ann, ben)
    done(ben, room, "mirror")
    done(ann, room, "take_back")
    done(ann, room, "got_it")
    assert state_of(room).lent is None
    assert [event.borrowed for event in map(_happened, seen_by(ben, room))].count(True) == 0


def _happened(entry):
    return entry.happened


def test_a_loan_that_was_forgotten_lapses_and_can_be_given_anew(ann, ben):
    room = heard_by(ann, ben)
    until = DialogueSession.objects.get(pk=room).lent_until
    assert until
    left = until - timezone.now()
    assert timedelta(hours=11, minutes=59) < left <= timedelta(hours=12)
    lapse(room)
    assert refused(ann, room, "mirror", seat=BEN) == "not_lent"
    assert now(ann, room).lent is now(ann, room).borrowed is None
    assert "lend" in now(ben, room).can and "take_back" not in now(ben, room).can
    done(ben, room, "lend")
    done(ann, room, "mirror", seat=BEN)
    assert folded(room) == state_of(room)


def test_whoever_ends_their_logins_or_is_gone_is_acted_for_by_nobody(ann, ben):
    room = heard_by(ann, ben)
    Person.objects.filter(pk=ben.pk).update(is_active=False)
    assert refused(ann, room, "mirror", seat=BEN) == "not_lent"
    Person.objects.filter(pk=ben.pk).update(is_active=True)
    lending.end_loans(person_id=ann.pk)  # hers is not lent: nothing changes for his
    assert now(ann, room).lent == BEN
    lending.end_loans(person_id=ben.pk)
    assert refused(ann, room, "mirror", seat=BEN) == "not_lent"


@pytest.mark.parametrize(
    ("name", "words", "code"),
    [
        ("mirror", "I hear you.", "words_unwanted"),
        ("pause", "", "own_login"),
        ("end", "", "own_login"),
        ("write", "", "own_login"),
        ("take_back", "", "own_login"),
        ("raise_hand", "", "own_login"),
        ("reply", "Help.", "own_login"),
        ("got_it", "", "not_now"),
    ],
)
def test_a_borrowed_seat_has_no_words_and_nothing_private(ann, ben, name, words, code):
    room = heard_by(ann, ben)
    assert refused(ann, room, name, words, seat=BEN) == code
    assert state_of(room) == folded(room) and state_of(room).step == "mirroring"


def test_what_lasts_takes_ben_s_own_login(ann, ben):
    asked = asked_by(ann)
    turned(ann, ben, asked, "speak")
    done(ben, asked, "lend")
    soon = timezone.now() + timedelta(hours=1)
    assert refused(ann, asked, "propose", time=soon, seat=BEN) == "own_login"
    room = to_choosing(ann, ben, ["Call me?", "Tea?", "Ten minutes?"])
    turned(ann, ben, room, "speak")
    done(ben, room, "lend")
    assert refused(ann, room, "third", seat=BEN) == "own_login"
    borrowed = now(ann, room).borrowed
    assert [move.name for move in borrowed.moves] == ["none"] and borrowed.own_login
    done(ben, room, "third")
    for effort in ("seven", "choose_again"):
        assert refused(ann, room, effort, seat=BEN) == "own_login"
    assert now(ann, room).borrowed.moves == () and now(ann, room).borrowed.own_login


def test_each_sees_whose_seat_is_lent_and_ann_alone_what_ben_is_asked(ann, ben, thea):
    room = heard_by(ann, ben)
    for person in (ann, ben, thea):
        assert now(person, room).lent == BEN
    assert now(ben, room).borrowed is now(thea, room).borrowed is None
    found = now(ann, room).borrowed
    assert (found.seat, found.title) == (BEN, "Ben, your turn to mirror")
    assert found.title == now(ben, room).title and found.why == now(ben, room).why
    assert [move.name for move in found.moves] == ["mirror", "hold", "full", "ask_kinder"]
    assert "take_back" in now(ann, room).can and "take_back" in now(ben, room).can
    assert "take_back" not in now(thea, room).can and "lend" not in now(thea, room).can


def test_nothing_that_is_ben_s_alone_ever_comes_to_ann_s_phone(ann, ben, thea):
    """Whispers, offers, a raised hand, an answer and a draft of his: hers is the same to the byte."""
    room = heard_by(ann, ben)

    def seen():
        found = seat_of(ann, room)
        at: Any = {"exercise": found.exercise, "names": NAMES}
        events = events_for("first", entries=seen_by(ann, room), **at)
        view = now_for("first", row=found.row, state=found.state, **at)
        return [event.model_dump_json() for event in events], view.model_dump_json()

    before = seen()
    done(thea, room, "whisper", "Breathe, Ben.", to=BEN)
    done(thea, room, "offer", "What I hear is …", to=BEN)
    done(ben, room, "raise_hand", "I am lost.")
    done(ben, room, "reply", "Thank you.")
    writing = Writing(moment=moment(room), move="mirror", words="You …")
    keep_draft(asker=Asker(ben.pk), dialogue_id=room, writing=writing)
    assert seen() == before
    # Not by the number in the answer either: it counts what Ann may see.
    mine = max(entry.numbers["first"] for entry in seen_by(ann, room))
    assert done(ann, room, "mirror", seat=BEN).number == mine + 1
    assert seen_by(ben, room)[-1].numbers[BEN] > mine + 1


def test_sent_twice_it_is_done_once_and_the_same_id_is_not_for_two_seats(ann, ben):
    room = heard_by(ann, ben)
    id, at = uuid4(), moment(room)
    first = act(ann, room, "mirror", seat=BEN, id=id, at=at)
    assert isinstance(first, Taken) and act(ann, room, "mirror", seat=BEN, id=id, at=at) == first
    assert refused(ann, room, "mirror", id=id, at=at) == "conflict"
    assert Event.objects.filter(dialogue=room, facts__name="mirror").count() == 1
    assert done(ann, room, "got_it", seat="first")  # one's own seat, named, is no loan
    assert not seen_by(ann, room)[-1].happened.borrowed


def test_thea_ends_safely_and_the_loan_is_over(ann, ben, thea):
    room = heard_by(ann, ben)
    done(thea, room, "end")
    assert refused(ann, room, "mirror", seat=BEN) == "over"
    assert state_of(room).lent is None and folded(room) == state_of(room)
