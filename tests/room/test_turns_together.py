"""Turns that wait together are a set: committed together, and none depends on the others."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dialogue.access.askers import Asker, NoSuchDialogue, SignedOut
from dialogue.couple.couples import form_couple
from dialogue.engine.protocol import Seat
from dialogue.models import Commitment, DialogueSession, Event, Partner
from dialogue.room import feed
from dialogue.room.attempts import Attempt, Command, Refused, Taken
from dialogue.room.turns import take_turn, take_turns
from tests.support import cast
from tests.support.rooms import (
    REQUESTS,
    folded,
    moment,
    numbers_of,
    seen_by,
    state_of,
    to_choosing,
    to_sending,
)

pytestmark = pytest.mark.django_db(transaction=True)


def attempt(person, room, name, words="", *, later=0, **more):
    """For the moment of now, or for so many moments later."""
    command = Command(id=uuid4(), name=name, moment=moment(room) + later, words=words, **more)
    return Attempt(Asker(person.pk), room, command)


def answers(*attempts):
    return take_turns(attempts).answers


def another_room(number=""):
    cara, dan = cast.person(f"Cara{number}"), cast.person(f"Dan{number}")
    cast.agreed(form_couple(first=cara, second=dan))
    return to_sending(cara, dan), cara, dan


@pytest.fixture
def two_rooms(couple, ann, ben):
    return [(to_sending(ann, ben), ann, ben), another_room()]


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
        refused, taken, stranger, elsewhere, late = answers(*asked)
    assert [query["sql"].partition(" ")[0] for query in queries].count("BEGIN") == 1
    assert isinstance(refused, Refused) and refused.code == "not_your_turn"
    assert isinstance(taken, Taken) and isinstance(elsewhere, Taken)
    assert isinstance(stranger, NoSuchDialogue)
    assert isinstance(late, Refused) and late.code == "stale"
    assert folded(here) == state_of(here) and folded(there) == state_of(there)


def test_ten_rooms_ask_the_database_as_often_as_one(couple, ann, ben):
    rooms = [(to_sending(ann, ben), ann, ben), *map(another_room, range(9))]

    def asked(some, name, *of):
        turns = [attempt(who[0], room, name, f"From {room}.") for room, *who in some for _ in of]
        with CaptureQueriesContext(connection) as queries:
            given = answers(*turns)
        return len(queries), [type(answer) for answer in given]

    one, taken = asked(rooms[:1], "send", "once")
    ten, all_taken = asked(rooms[1:], "send", "once")
    # Begin, rooms, places, events, snapshots, drafts, commit.
    assert (one, ten) == (7, 7)
    assert set(taken + all_taken) == {Taken}
    # Of what is refused, it is asked once for all whether it was done before.
    one, refused = asked(rooms[:1], "send", "once")
    ten, all_refused = asked(rooms, "send", "once", "twice")
    assert one == ten <= 7 and set(refused + all_refused) == {Refused}


def test_the_second_act_for_a_room_is_judged_on_what_the_first_has_made_of_it(two_rooms):
    (here, ann, ben), (there, cara, dan) = two_rooms
    before = DialogueSession.objects.get(pk=here).length
    outcome = take_turns(
        [
            attempt(ann, here, "send", "I wait."),
            attempt(cara, there, "pause"),
            attempt(ben, here, "mirror", "You wait.", later=1),
            attempt(dan, there, "resume"),  # only Cara lifts what Cara asked for
            attempt(ben, here, "mirror", "Once more.", later=1),
        ]
    )
    sent, paused, mirrored, not_his, stale = outcome.answers
    assert isinstance(sent, Taken) and isinstance(mirrored, Taken) and isinstance(paused, Taken)
    assert mirrored.number == sent.number + 1
    assert isinstance(not_his, Refused) and isinstance(stale, Refused) and stale.code == "stale"
    assert outcome.written[here].after == before
    assert [entry.words for entry in seen_by(ann, here)][-2:] == ["I wait.", "You wait."]
    assert folded(here) == state_of(here) and folded(there) == state_of(there)


def test_who_is_refused_is_told_the_state_that_decided_it(two_rooms):
    (here, ann, ben), _ = two_rooms
    sent, early, _mirrored = answers(
        attempt(ann, here, "send", "I wait."),
        attempt(ann, here, "send", "Still.", later=1),
        attempt(ben, here, "mirror", "You wait.", later=1),
    )
    assert isinstance(sent, Taken) and isinstance(early, Refused)
    assert early.seated.state.step == "mirroring"
    assert early.seated.row.first_length == sent.number


def test_the_same_act_twice_in_one_go_happens_once(two_rooms, thea):
    (here, ann, _ben), (there, cara, _dan) = two_rooms
    said = attempt(ann, here, "send", "I wait.")
    other = Attempt(said.asker, here, replace(said.command, words="I left."))
    # Possible again as often as she likes: no state refuses it.
    whisper = attempt(thea, here, "whisper", "Breathe.", to="first")
    events = Event.objects.count()
    first, again, conflict, once, twice, elsewhere = answers(
        said, said, other, whisper, whisper, attempt(cara, there, "pause")
    )
    assert isinstance(first, Taken) and first == again
    assert isinstance(conflict, Refused) and conflict.code == "conflict"
    assert isinstance(once, Taken) and once == twice
    assert isinstance(elsewhere, Taken)
    assert Event.objects.count() == events + 3
    assert numbers_of(ann, here) == list(range(1, len(numbers_of(ann, here)) + 1))


def test_one_that_fails_does_not_take_the_others_along(two_rooms):
    (here, ann, _ben), (there, cara, _dan) = two_rooms
    again = attempt(cara, there, "pause")
    take_turns([again])
    take_turns([attempt(cara, there, "resume")])
    before = Event.objects.count()
    # The same id, for an act that is possible again: the database refuses it, and all with it.
    outcome = take_turns([attempt(ann, here, "send", "I wait."), again])
    taken, known = outcome.answers
    assert isinstance(taken, Taken) and isinstance(known, Taken)
    assert Event.objects.count() == before + 1
    assert outcome.written == {}  # tried one by one: there is nothing to deal out unread


def test_a_room_whose_login_is_over_answers_so_among_others(two_rooms, ann):
    (here, *_), (there, cara, _dan) = two_rooms
    gone = Attempt(Asker(ann.pk, login="no such login"), here, attempt(ann, here, "pause").command)
    over, taken = answers(gone, attempt(cara, there, "pause"))
    assert isinstance(over, SignedOut) and isinstance(taken, Taken)


def test_what_was_committed_is_dealt_out_as_it_would_be_read(two_rooms, thea, ben):
    (here, ann, _), (there, cara, dan) = two_rooms
    after = {room: DialogueSession.objects.get(pk=room).length for room in (here, there)}
    sits: dict[Asker, Seat] = {
        Asker(ann.pk): "first",
        Asker(ben.pk): "second",
        Asker(thea.pk): "therapist",
    }
    there_sit: dict[Asker, Seat] = {
        Asker(cara.pk): "first",
        Asker(dan.pk): "second",
        Asker(thea.pk): "therapist",
    }
    questions = {
        here: feed.Question(after[here], sits),
        there: feed.Question(after[there], there_sit),
    }
    Partner.objects.filter(person=ben).update(left_at=timezone.now())
    outcome = take_turns(
        [
            attempt(ann, here, "send", "I wait."),
            attempt(thea, here, "whisper", "Breathe.", to="first"),
            attempt(cara, there, "pause"),
        ],
        listeners=[*sits, *there_sit],
    )
    read = feed.news(questions=questions)
    for room, question in questions.items():
        assert outcome.rooms
        dealt = feed.news_of(written=outcome.written[room], rooms=outcome.rooms, question=question)
        again = read[room]
        assert isinstance(again, feed.News)
        assert (dealt.state, dealt.entries) == (again.state, again.entries)
        assert dealt.permitted == again.permitted
        for field in DialogueSession._meta.concrete_fields:
            if field.name != "state":
                name = field.attname
                assert getattr(dealt.row, name) == getattr(again.row, name), name
    assert outcome.rooms and outcome.rooms.permitted(sits, outcome.written[here].row) == {
        Asker(ann.pk),
        Asker(thea.pk),
    }
    # Thea sits in one of the two rooms alone.
    assert outcome.rooms.permitted(there_sit, outcome.written[there].row) == {
        Asker(cara.pk),
        Asker(dan.pk),
    }


def test_news_of_many_rooms_are_read_in_three_statements(two_rooms):
    questions = {
        room: feed.Question(number, {Asker(one.pk): "first", Asker(two.pk): "second"})
        for number, (room, one, two) in enumerate(two_rooms, start=2)
    }
    nowhere = uuid4()
    with CaptureQueriesContext(connection) as queries:
        read = feed.news(questions=questions | {nowhere: feed.Question(0, {})})
    assert len(queries) == 3
    assert isinstance(read.pop(nowhere), DialogueSession.DoesNotExist)
    for room, news in read.items():
        assert isinstance(news, feed.News) and len(news.permitted) == 2
        first = questions[room].after + 1
        assert [entry.numbers["first"] for entry in news.entries] == list(
            range(first, news.row.length + 1)
        )


def test_a_promise_finds_what_was_chosen_a_moment_before_in_one_go(couple, ann, ben):
    room = to_choosing(ann, ben, REQUESTS)
    noon = timezone.now().replace(hour=12) + timedelta(days=14)
    chosen, promised = answers(
        attempt(ben, room, "third"), attempt(ben, room, "daily", later=1, time=noon)
    )
    assert isinstance(chosen, Taken) and isinstance(promised, Taken)
    assert Commitment.objects.get(dialogue=room).giver == "second"
    assert folded(room) == state_of(room)


def test_a_turn_alone_is_a_set_of_one(two_rooms, omar):
    (here, ann, _ben), _ = two_rooms
    assert isinstance(take_turn(attempt(ann, here, "send", "I wait.")), Taken)
    with pytest.raises(NoSuchDialogue):
        take_turn(attempt(omar, here, "pause"))
