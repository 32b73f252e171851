"""Two signs to look at before a session: by hand, at their edges."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dialogue.measures.instruments import instrument
from dialogue.measures.instruments.shape import ReliableChange
from dialogue.measures.signs import is_low, is_silent

LINE = instrument("csi4").scales[0]  # 13.5, and no band
BAND = replace(LINE, change=ReliableChange(4, 0.94, "by hand"))  # 2.7 points
NOW = datetime(2026, 11, 28, tzinfo=UTC)


@pytest.mark.parametrize(
    ("scores", "line", "band"),
    [
        ([], False, False),
        ([3], False, False),
        ([13, 13], True, False),  # there are no two after the first
        ([13, 14], False, False),
        ([14, 13], False, False),
        ([20, 13, 13], True, True),
        ([20, 18, 17], False, False),
        ([20, 17, 17], False, True),  # above the published line, below the band
        ([20, 17, 18], False, False),
        ([5, 5, 5], True, False),
    ],
)
def test_low_is_two_in_a_row_below_the_band_or_where_there_is_none_the_line(scores, line, band):
    assert is_low(LINE, scores) is line
    assert is_low(BAND, scores) is band


def test_of_a_scale_with_neither_and_of_one_where_more_is_no_better_nothing_is_said():
    for scale in instrument("areas").scales:
        assert not is_low(scale, [0, 0, 0])
    assert not is_low(replace(BAND, higher="harder"), [20, 0, 0])


def test_silent_is_no_answer_since_the_third_dialogue_before_now():
    held = [NOW + timedelta(days=day) for day in (1, 8, 15, 22)]
    assert is_silent([NOW], held[:3]) and is_silent([NOW], held)
    assert not is_silent([NOW], held[:2]) and not is_silent([], held)
    assert not is_silent([NOW, held[1]], held)
    assert is_silent([NOW, held[1] - timedelta(hours=1)], held)
