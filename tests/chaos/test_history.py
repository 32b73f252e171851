"""What is looked for after all the faults is found, where it is so."""

from types import SimpleNamespace
from typing import Any

import pytest

from tests.chaos.faults import left_out
from tests.chaos.history import Act, History

SAID = {"number": 1, "name": "send", "seat": "first", "words": "Once."}
LOG = [[1, "first", "send"]]


def checked(*acts, seen=(SAID,), log=LOG, damaged=(), illegal=""):
    history = History(acts=list(acts))
    for seat in ("first", "second"):
        for event in seen:
            history.saw("room", seat, event)
    return history.check(
        {"damaged": list(damaged), "rooms": {"room": {"events": log, "illegal": illegal}}}
    )


def act(answer, words="Once.", name="send"):
    return Act("room", "first", name, words, answer)


@pytest.mark.parametrize(
    ("has", "asked", "said"),
    [
        ({"sqlite"}, (), 1),
        ({"sqlite"}, ("the disk is full",), 1),
        ({"sqlite"}, ("malformed frames",), 0),
        ({"sqlite", "disk"}, (), 0),
        ({"postgres"}, (), 0),
    ],
)
def test_a_fault_that_takes_a_disk_of_its_own_is_not_left_out_silently(has, asked, said):
    house: Any = SimpleNamespace(has=has)
    found = left_out(house, asked)
    report = History(left_out=found).report("one process", 7)
    assert len(found) == report.count("left out: the disk is full") == said
    assert report.count("unshare -rm python -m tests.chaos") == said


@pytest.mark.parametrize("answer", [1, None])
def test_what_was_acknowledged_or_never_answered_may_be_there(answer):
    assert not checked(act(answer))


@pytest.mark.parametrize(
    ("acts", "how"),
    [
        ([act(2)], {}),  # acknowledged, and not there
        ([act(1, "Other words.")], {}),
        ([act("stale")], {}),  # refused, and there
        ([act(1)], {"seen": (SAID, SAID | {"number": 2}), "log": [*LOG, [2, "first", "send"]]}),
        ([act(1)], {"log": [*LOG, [2, "second", "mirror"]]}),  # kept, and seen by nobody
        ([act(1)], {"log": []}),  # seen, and not kept
        ([act(1)], {"seen": (SAID, SAID | {"words": "Twice."})}),  # a number with two contents
        ([act(1)], {"damaged": ["room"]}),
        ([act(1)], {"illegal": "7 mirror: not_your_turn"}),
    ],
)
def test_what_cannot_be_true_is_said(acts, how):
    assert checked(*acts, **how)


def test_a_fault_of_the_server_is_one_whatever_became_of_the_words():
    history = History(closed=[1011])
    assert history.check({"damaged": [], "rooms": {}})
