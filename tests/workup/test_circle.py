"""The drawing of a workup: what is shared leads over, and nothing spills."""

from itertools import pairwise

import pytest

from dialogue.workup.circle import RADIUS, drawn, wrapped
from dialogue.workup.service import Content, Trait
from tests.workup.written import FULL

pytestmark = pytest.mark.django_db


def test_threads_lead_from_caregivers_to_the_partner_and_end_in_the_middle_where_they_do_not():
    drawing = drawn(FULL)
    assert drawing is not None and drawing.height == drawing.bottom + 4
    assert drawing.bottom - drawing.top == 2 * RADIUS  # a circle
    shared = [(thread.shared, thread.to_x > drawing.axis) for thread in drawing.threads]
    assert shared == [(True, True), (True, True)]  # what is neither strong nor shared is not drawn
    ys = [thread.y for thread in drawing.threads]
    assert ys[0] < drawing.middle < ys[1]
    assert [label.lines[0][1] for label in drawing.labels if label.theirs] == ["warm", "raises his"]


def test_what_two_caregivers_share_with_the_partner_meets_in_one_place():
    both = Content(
        caregivers={0: "Mama", 1: "Opa"},
        traits=tuple(Trait(who, "negative", "loud", shared=True) for who in (0, 1)),
    )
    drawing = drawn(both)
    assert drawing is not None
    one, other = drawing.threads
    assert one.y != other.y and (one.to_x, one.to_y) == (other.to_x, other.to_y)


@pytest.mark.parametrize("rtl", [False, True])
def test_however_many_traits_there_are_they_stay_within_and_apart(rtl):
    texts = ["quick to shout and slow to say sorry", "x" * 60, "温" * 30, "ok"]
    traits = [
        Trait(who, side, f"{text} {number}"[:60], strong=True, shared=number % 2 == 0)
        for who in range(5)
        for side in ("positive", "negative")
        for number, text in enumerate(texts * 3)
    ]
    many = Content(caregivers=dict.fromkeys(range(5), "Grandmother"), traits=tuple(traits))
    drawing = drawn(many, rtl=rtl)
    assert drawing is not None
    ours = sorted(y for label in drawing.labels if not label.theirs for y, _line in label.lines)
    assert drawing.top < ours[0] and ours[-1] < drawing.bottom
    assert min(after - before for before, after in pairwise(ours)) >= 14


def test_a_long_word_is_cut_and_nothing_is_lost():
    assert wrapped("never there", 8) == ["never", "there"]
    assert "".join(wrapped("x" * 60, 12)).replace("‐", "") == "x" * 60
    assert wrapped("", 12) == []
