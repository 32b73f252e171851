"""A length that both agree on: it reminds them, alike, and cuts nothing off."""

import pytest

from tests.room.test_spoken import now
from tests.support.rooms import asked_by, done, folded, rounds, state_of

pytestmark = pytest.mark.django_db


def begun(ann, ben, *, anns, bens):
    room = asked_by(ann)
    for person, name in (
        (ben, "accept"),
        (ann, anns),
        (ben, bens),
        (ann, "intend"),
        (ben, "intend"),
    ):
        done(person, room, name)
    return room


def test_both_are_reminded_after_five_messages_or_ten_minutes_and_go_on_as_they_like(
    couple, ann, ben, thea
):
    room = begun(ann, ben, anns="ready_five_messages", bens="ready_ten")
    for left in (5, 4):
        for person in (ann, ben, thea):
            seen = now(person, room)
            assert (seen.messages, seen.messages_left, seen.minutes) == (5, left, 10)
            assert seen.left is not None and 590 < seen.left <= 600
        rounds(ann, ben, room, 11)
    rounds(ann, ben, room, 36)
    assert now(ben, room).messages_left == -1
    assert "send" in [move.name for move in now(ann, room).moves]
    assert state_of(room) == folded(room)


def test_who_wants_no_reminder_has_none_and_one_wish_is_enough(couple, ann, ben):
    none = begun(ann, ben, anns="ready", bens="ready")
    assert (now(ann, none).messages_left, now(ann, none).left) == (None, None)
    one = begun(ann, ben, anns="ready", bens="ready_five_messages")
    assert (now(ann, one).messages_left, now(ann, one).left) == (5, None)
    done(ben, one, "end")
    assert now(ann, one).messages_left is None
