"""Appreciation, and the deepening ladder."""

from tests.engine.replay import ARRIVING, HEARD, SUMMED_UP, THANKED, Replay


def test_appreciation_is_mirrored_checked_thanked_and_swapped_without_a_validation() -> None:
    room = Replay("appreciation").play(*ARRIVING, *HEARD, "Ann: no_more")
    assert room.step == "thanks"
    assert not {"summary", "validating", "empathizing"} & set(room.exercise.steps)
    room.play(*THANKED, "Ann: now", "Ben: now")
    assert room.sender == "Ben"


def test_the_ladder_lets_ann_choose_her_rungs() -> None:
    room = Replay("deepening").play(*ARRIVING)
    assert room.step == "ladder" and room.refuses("Ann: no_more") == "not_yet"
    room.play("Ann: bothers", *HEARD, "Ann: next", "Ann: childhood")
    assert dict(room.state.marks) == {"rung": "childhood", "care": "childhood"}
    assert dict(room.play(*HEARD, "Ann: more").state.marks)["rung"] == "childhood"
    room.play("Ann: up", "Ann: long", *HEARD, "Ann: no_more")
    assert room.step == "summary"


def test_on_the_ladder_too_ben_may_ask_for_help_to_understand() -> None:
    room = Replay("deepening").play(*ARRIVING, "Ann: feel", *HEARD, *SUMMED_UP, "Ben: clarify")
    assert room.step == "sending" and dict(room.state.marks) == {"rung": "feel", "care": "none"}
    room.play("Ann: up")
    assert room.refuses("Ann: no_more") == "not_yet"
    assert room.play("Ann: afraid", *HEARD, "Ann: no_more").step == "validating"


def test_before_the_ladder_closes_the_longing_is_offered_and_one_s_own_part_is_the_last_rung() -> (
    None
):
    room = Replay("deepening").play(*ARRIVING, "Ann: part", *HEARD)
    moves = room.exercise.steps["more"].moves
    assert moves["no_more"].quiet and not moves["long"].quiet, "the longing stands before the end"
    assert list(room.exercise.values["rung"])[-2:] == ["long", "part"]
    room.play("Ann: long", *HEARD, "Ann: no_more")
    assert room.step == "summary"
