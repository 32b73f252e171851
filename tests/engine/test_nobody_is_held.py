"""The receiver and the sender are protected: too much, too harsh, not quite, and no warmth on demand."""

from dataclasses import replace

import pytest

from dialogue.engine.exercises import OFFERED, exercise
from dialogue.engine.protocol import STAY
from dialogue.engine.rules import decide
from dialogue.engine.state import Act, Happened, Refusal
from tests.engine.replay import ARRIVING, GOT, HEARD, SUMMED_UP, THANKED, UNDERSTOOD, Replay

TALKING = (*ARRIVING, "Ann: send")


def test_ben_is_full_mirrors_this_one_and_then_sums_up_what_there_is() -> None:
    room = Replay().play(*TALKING, "Ben: full")
    assert room.step == "mirroring" and room.refuses("Ben: full") == "already_done"
    room.play("Ben: mirror", "Ann: correct", *GOT)
    assert room.step == "summary" and not room.state.full
    assert Replay().play(*ARRIVING, *HEARD, "Ann: more", "Ben: full").step == "summary"
    asking = Replay().play(*TALKING, *GOT, "Ben: full")
    assert asking.step == "summary"


def test_who_is_full_before_anything_was_sent_or_at_a_missing_part_has_nothing_to_skip() -> None:
    assert Replay().play(*ARRIVING).refuses("Ben: full") == "not_yet"
    missing = Replay().play(*ARRIVING, *HEARD, "Ann: no_more", "Ben: summarize", "Ann: partly")
    assert missing.refuses("Ben: full") == "not_yet"
    assert Replay().play(*TALKING).refuses("Ann: full") == "not_your_turn"


def test_they_agree_on_a_length_and_the_shorter_one_counts() -> None:
    arriving = ARRIVING[:2]
    room = Replay().play(*arriving, "Ann: ready_twenty", "Ben: ready_ten")
    assert room.state.minutes == 10 and room.step == "intention"
    assert Replay().play(*arriving, "Ann: ready_fifteen", "Ben: ready").state.minutes == 15
    assert Replay().play(*arriving, "Ann: ready", "Ben: ready").state.minutes == 0
    room.play("Ann: intend", "Ben: intend")
    assert room.state.timed == room.state.moment, "the time runs from the first words on"
    turned = room.play(*HEARD, *SUMMED_UP, *UNDERSTOOD, *THANKED, "Ann: now", "Ben: now")
    assert turned.state.minutes == 10 and turned.state.timed < turned.state.moment
    assert turned.play("Ben: intend", "Ann: intend").state.timed == turned.state.moment


def test_they_agree_on_messages_too_and_whichever_comes_first_counts() -> None:
    room = Replay().play(*ARRIVING[:2], "Ann: ready_five_messages", "Ben: ready_ten")
    assert (room.state.pieces, room.state.minutes) == (5, 10)
    room.play("Ann: intend", "Ben: intend")
    for number in range(1, 7):
        room.play("Ann: send", "Ben: mirror", "Ann: correct", *GOT, "Ben: ask_more", "Ann: more")
        assert room.state.shared == number, "a correction is no message more"
    assert {"send", "no_more"} <= set(room.may("Ann")), "nothing is cut off"
    room.play("Ann: no_more", "Ben: summarize", "Ann: all", *UNDERSTOOD, *THANKED)
    room.play("Ann: now", "Ben: now", "Ben: intend", "Ann: intend")
    assert (room.state.pieces, room.state.shared) == (5, 0), "agreed for the other's turn as well"
    assert Replay().play(*ARRIVING[:4]).state.pieces == 0


def test_after_three_corrections_both_are_offered_to_leave_it_for_today() -> None:
    room = Replay().play(*TALKING, "Ben: mirror", *("Ann: correct", "Ben: mirror") * 2)
    assert room.refuses("Ben: leave_for_today") == "not_yet"
    room.play("Ann: correct")
    assert {"leave_for_today"} <= set(room.may("Ann")) & set(room.may("Ben")) - set(
        room.may("Thea")
    )
    assert room.play("Ben: leave_for_today").state.outcome == "left_for_today"


def test_after_two_not_quite_both_are_offered_it_too_until_it_is_enough() -> None:
    not_quite = ("Ben: validate", "Ann: not_quite", *GOT)
    room = Replay().play(*ARRIVING, *HEARD, *SUMMED_UP, *not_quite)
    assert room.refuses("Ann: leave_for_today") == "not_yet"
    room.play(*not_quite)
    assert "leave_for_today" in room.may("Ann") and "leave_for_today" in room.may("Ben")
    room.play("Ben: as_far", "Ann: enough")
    assert room.step == "empathizing" and room.refuses("Ann: leave_for_today") == "not_yet"


def test_as_far_as_ben_can_see_it_today_leads_on_without_a_claim_of_being_understood() -> None:
    room = Replay().play(*ARRIVING, *HEARD, *SUMMED_UP, "Ben: as_far", "Ann: enough")
    assert room.step == "empathizing" and "understood" not in [event.name for event in room.log]


def test_asking_again_waits_for_the_time_that_was_proposed_and_beginning_does_not() -> None:
    room = Replay().play("Ann: ask", "Ben: propose")
    again = Act("first", "ask_again", moment=room.state.moment)
    assert decide(room.exercise, room.state, replace(again, early=True)) == Refusal("not_before")
    assert isinstance(decide(room.exercise, room.state, again), Happened)
    begin = Act("second", "begin", moment=room.state.moment, early=True)
    assert isinstance(decide(room.exercise, room.state, begin), Happened)


def test_ben_never_has_to_mirror_an_insult() -> None:
    room = Replay().play(*TALKING, "Ben: ask_kinder")
    assert (room.step, room.floor, room.state.corrections) == ("kinder", ["Ann"], 1)
    assert room.refuses("Ann: got_it") == "not_now"
    room.play("Ann: say_it_kindly", *GOT)
    assert room.step == "asking"
    again = Replay().play(*TALKING, *("Ben: ask_kinder", "Ann: say_it_kindly") * 3)
    assert "leave_for_today" in again.may("Ben")


@pytest.mark.parametrize("id", OFFERED)
def test_every_mirror_says_that_an_insult_need_not_be_repeated_and_is_checked_by_a_tap(
    id: str,
) -> None:
    form = exercise(id)
    mirroring = form.steps["mirroring"]
    assert "never have to repeat an insult or a threat" in mirroring.why
    assert mirroring.moves["mirror"].label.endswith("Did I get that?")
    assert form.steps["asking"].who == "receiver"
    (ask,) = [move for move in form.steps["asking"].moves.values() if move.to == "more"]
    assert "Is there more about that?" in ask.label


@pytest.mark.parametrize("id", OFFERED)
def test_nobody_has_to_be_warm_and_a_thank_you_for_staying_is_enough(id: str) -> None:
    for step in ("closing", "closing_back"):
        (last,) = exercise(id).steps[step].moves.values()
        assert (last.words, last.says) == ("optional", "Thank you for staying.")


@pytest.mark.parametrize("id", OFFERED)
def test_from_the_second_turn_on_it_begins_from_what_was_heard(id: str) -> None:
    """Not in the first, where nothing was heard yet; and where there is no second turn, nowhere."""
    form = exercise(id)
    moves = [move for step in form.steps.values() for move in step.moves.values()]
    hearing = "Hearing you, what comes up for me is …"
    assert any(move.again == (hearing,) for move in moves) and any(
        move.to == STAY for move in moves
    )
    assert not any(hearing in move.stems for move in moves)
