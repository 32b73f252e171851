"""The behavior change request: three small things, and one of them as a gift, or none."""

from dataclasses import replace

from dialogue.engine.rules import decide
from dialogue.engine.state import Act, Happened, Refusal
from dialogue.engine.visibility import seats_that_see
from tests.engine.replay import ARRIVING, GOT, HEARD, SUMMED_UP, THANKED, UNDERSTOOD, Replay

ASKED = (
    *ARRIVING, *HEARD, *SUMMED_UP, *UNDERSTOOD, "Ann: say_desire", *GOT,
    *("Ann: request", *GOT) * 3,
)  # fmt: skip


def test_ann_asks_for_three_things_and_ben_gives_her_one_day_by_day() -> None:
    room = Replay("behavior_change").play(*ASKED)
    assert room.step == "choose" and room.floor == ["Ben"]
    room.play("Ben: second")
    assert room.state.gift == "request_two"
    room.play("Ben: daily")
    assert room.state.gift == "" and room.log[-1].minutes == 60
    assert room.play(*THANKED).step == "closing"  # no swap: a gift is not answered by a request


def test_how_hard_it_will_be_is_known_to_ben_alone_and_is_in_nobody_s_state() -> None:
    room = Replay("behavior_change").play(*ASKED, "Ben: second")
    before = room.state
    room.play("Ben: seven")
    assert room.log[-1].private and seats_that_see(room.log[-1]) == ("second",)
    assert room.state == before and room.refuses("Ann: seven") == "not_your_turn"


def test_ben_changes_a_request_and_promises_it_only_if_ann_would_like_it_so() -> None:
    room = Replay("behavior_change").play(*ASKED, "Ben: like_this")
    assert (room.step, room.floor, room.state.gift) == ("adjusted", ["Ann"], "choose")
    room.play("Ann: rather_as_asked")
    assert (room.step, room.state.gift) == ("choose", "")
    room.play("Ben: like_this", "Ann: gladly")
    assert room.refuses("Ann: weekly") == "not_your_turn"
    assert room.play("Ben: weekly").step == "thanks"


def test_none_stands_as_large_as_the_others_and_the_bound_is_read_by_who_chooses() -> None:
    choose = Replay("behavior_change").exercise.steps["choose"]
    assert not any(move.quiet for move in choose.moves.values() if move.by == "receiver")
    assert "over your own body" in choose.why and "body" not in choose.waiting + choose.meanwhile


def test_ben_gives_none_and_nobody_leads_him_back_to_it() -> None:
    room = Replay("behavior_change").play(*ASKED, "Ben: none")
    assert room.step == "thanks" and room.state.gift == ""
    assert [name for name in room.may("Thea") if name.startswith("to_")] == ["to_other"]


def test_each_request_is_mirrored_before_the_next_and_before_any_is_chosen() -> None:
    room = Replay("behavior_change").play(*ASKED[:-3])
    assert room.step == "request_three" and room.refuses("Ben: second") == "not_now"
    assert room.play("Ann: request").refuses("Ben: second") == "not_now"
    assert room.play("Ben: mirror").refuses("Ben: second") == "not_now"
    room.play("Ann: correct", "Ben: mirror", "Ann: got_it")
    assert room.refuses("Ann: second") == "not_your_turn"


def test_who_finds_it_too_much_chooses_again_and_may_choose_none() -> None:
    room = Replay("behavior_change").play(*ASKED, "Ben: first", "Ben: ten", "Ben: choose_again")
    assert room.step == "choose" and room.state.gift == ""
    room.play("Ben: third", "Thea: to_requests", *("Ann: request", *GOT) * 3, "Ben: none")
    assert room.step == "thanks" and room.state.gift == ""


def test_a_gift_has_an_end_within_three_months() -> None:
    room = Replay("behavior_change").play(*ASKED, "Ben: first")
    act = Act("second", "weekly", moment=room.state.moment, minutes=92 * 24 * 60)
    assert isinstance(decide(room.exercise, room.state, act), Happened)
    for minutes in (None, 0, 92 * 24 * 60 + 1):
        late = replace(act, minutes=minutes)
        assert decide(room.exercise, room.state, late) == Refusal("bad_time")
