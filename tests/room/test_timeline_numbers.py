"""The time of a dialogue, against one that was reckoned by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from dialogue.engine.exercises import exercise
from dialogue.engine.protocol import Seat
from dialogue.engine.rules import begin, decide, evolve
from dialogue.engine.state import Act, Happened
from dialogue.room.timeline import timeline

COUPLES = exercise("couples_dialogue")
SIX = datetime(2026, 3, 5, 18, 0, tzinfo=UTC)
ANN: Seat = "first"
BEN: Seat = "second"
THEA: Seat = "therapist"
WORDLESS = {
    "accept",
    "ready",
    "intend",
    "got_it",
    "ask_more",
    "more",
    "no_more",
    "pause",
    "resume",
    "end",
}
WORDLESS |= {"see_hand", "dismiss", "to_sending"}

# Seconds since the act before, who, and what. Ann asked an hour before Ben said yes.
SCRIPT = [
    (0, ANN, "ask"),
    (3600, BEN, "accept"),
    (20, ANN, "ready"),
    (40, BEN, "ready"),  # 60 s together
    (10, ANN, "intend"),  # Ann 10
    (15, BEN, "intend"),  # Ben 15
    (100, ANN, "send"),  # Ann 110
    (50, BEN, "mirror"),  # Ben 65
    (30, ANN, "correct"),  # Ann 140
    (20, BEN, "pause"),  # Ben 85
    (200, BEN, "resume"),  # paused 200
    (25, BEN, "mirror"),  # Ben 110
    (5, ANN, "got_it"),  # Ann 145
    (4, BEN, "ask_more"),  # Ben 114
    (10, ANN, "no_more"),  # Ann 155
    (60, BEN, "summarize"),  # Ben 174
    (40, THEA, "to_sending"),  # Ann 195
    (7200, ANN, "no_more"),  # nobody for two hours
    (30, BEN, "end"),  # Ben 204
]


def played(script):
    state, at, happened = begin(COUPLES, ANN), SIX, []
    for seconds, seat, name, *to in script:
        at += timedelta(seconds=seconds)
        words = name not in WORDLESS
        act = Act(seat, name, state.moment, words=words, to=to[0] if to else None)
        event = decide(COUPLES, state, act)
        assert isinstance(event, Happened), (name, event)
        happened.append((event, at))
        state = evolve(COUPLES, state, event)
    return happened


def of(happened):
    return timeline(COUPLES, begin(COUPLES, ANN), happened)


@pytest.fixture
def line():
    return of(played(SCRIPT))


def test_it_begins_when_both_are_there_and_ends_with_the_last_act(line):
    assert line.began == SIX + timedelta(hours=1)
    assert line.lasts == timedelta(seconds=sum(seconds for seconds, *_rest in SCRIPT[2:]))


def test_each_had_the_floor_for_as_long_as_by_hand(line):
    seconds = {
        whose: line.time_of(whose).total_seconds()
        for whose in (ANN, BEN, "together", "paused", "away", "waiting")
    }
    assert seconds == {
        ANN: 195,
        BEN: 204,
        "together": 60,
        "paused": 200,
        "away": 7200,
        "waiting": 0,
    }
    assert sum(seconds.values()) == line.lasts.total_seconds()


def test_what_came_between_stands_at_its_moment(line):
    assert [(one.kind, one.seat, one.at.total_seconds()) for one in line.marks] == [
        ("correction", ANN, 265),
        ("pause", BEN, 285),
        ("redirect", THEA, 629),
        ("end", BEN, 7859),
    ]
    assert line.mirrors == {ANN: 0, BEN: 2}


def test_the_stretches_follow_each_other_without_gaps(line):
    at = timedelta()
    for one in line.stretches:
        assert one.begins == at and one.lasts > timedelta()
        at += one.lasts
    assert at == line.lasts


def test_a_dialogue_that_was_only_asked_for_has_no_time():
    assert of(played(SCRIPT[:1])).began is None
    assert of([]).began is None


PRIVATE = [
    (3, THEA, "whisper", BEN),
    (4, BEN, "reply"),
    (2, BEN, "raise_hand"),
    (2, THEA, "see_hand", BEN),
    (9, THEA, "offer", BEN),
    (1, BEN, "dismiss"),
]


def test_private_acts_change_nothing_in_it():
    """The same public acts at the same times, with and without what was said in private between."""
    public = played(SCRIPT)
    mixed = played([*SCRIPT[:7], *PRIVATE, *SCRIPT[7:]])
    times = dict(public)
    assert len(times) == len(public) == len(mixed) - len(PRIVATE)
    assert of([(event, times.get(event, at)) for event, at in mixed]) == of(public)
