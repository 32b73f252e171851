"""I5: the snapshot beside the log is the fold of the log, at every point."""

import pytest

from dialogue.room import feed
from tests.support.rooms import (
    done,
    folded,
    refused,
    rounds,
    seat_of,
    seen_by,
    state_of,
    to_sending,
)


@pytest.mark.django_db
def test_the_snapshot_equals_the_fold_of_the_log_after_every_act(couple, ann, ben, thea):
    room = to_sending(ann, ben)
    script = [
        (ann, "send", "I feel alone."),
        (thea, "pause", ""),
        (ben, "pause", ""),
        (thea, "resume", ""),
        (ben, "resume", ""),
        (ben, "mirror", "You are angry."),
        (ann, "correct", "Not angry: alone."),
        (ben, "mirror", "Alone."),
        (ann, "got_it", ""),
        (ben, "ask_more", ""),
        (ann, "no_more", ""),
        (ben, "summarize", "You feel alone."),
        (ann, "partly", "And tired."),
        (ben, "mirror", "And tired."),
        (ann, "got_it", ""),
        (ann, "all", ""),
        (ben, "validate", "You make sense."),
    ]
    for person, name, words in script:
        done(person, room, name, words)
        assert folded(room) == state_of(room)


@pytest.mark.django_db
def test_what_one_reads_never_runs_ahead_of_the_snapshot_one_read(couple, ann, ben):
    room = to_sending(ann, ben)
    before = seat_of(ben, room)
    done(ann, room, "send", "I feel alone.")

    assert len(feed.entries(seated=before)) == before.row.length
    assert len(seen_by(ben, room)) == before.row.length + 1


@pytest.mark.django_db
def test_a_refusal_leaves_both_as_they_were(couple, ann, ben):
    room = to_sending(ann, ben)
    before = state_of(room)
    assert refused(ben, room, "send", "But I …") == "not_your_turn"
    assert state_of(room) == folded(room) == before


@pytest.mark.django_db
def test_a_long_dialogue_folds_to_its_snapshot(couple, ann, ben):
    room = to_sending(ann, ben)
    rounds(ann, ben, room, 120)
    assert folded(room) == state_of(room)
