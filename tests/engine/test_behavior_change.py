"""The behavior change request: three small things, and one of them as a gift, or none."""

from dataclasses import replace

from dialogue.engine.rules import decide
from dialogue.engine.state import Act, Happened, Refusal
from tests.engine.replay import ARRIVING, HEARD, SUMMED_UP, THANKED, UNDERSTOOD, Replay

ASKED = (
    *ARRIVING, *HEARD, *SUMMED_UP, *UNDERSTOOD, "Ann: say_desire", *HEARD[1:],
    *("Ann: request", *HEARD[1:]) * 3,
)  # fmt: skip


def test_ann_asks_for_three_things_and_ben_gives_her_one_day_by_day() -> None:
    room = Replay("behavior_change").play(*ASKED)
    assert room.step == "choose" and room.floor == ["Ben"]
    room.play("Ben: second")
    assert room.state.gift == "request_two"
    room.play("Ben: seven", "Ben: daily")
    assert room.state.gift == "" and room.log[-1].minutes == 60
    assert room.play(*THANKED).step == "switch"


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
    room.play("Ben: third", "Thea: to_requests", *("Ann: request", *HEARD[1:]) * 3, "Ben: none")
    assert room.step == "thanks" and room.state.gift == ""


def test_a_gift_has_an_end_within_three_months() -> None:
    room = Replay("behavior_change").play(*ASKED, "Ben: first", "Ben: one")
    act = Act("second", "weekly", moment=room.state.moment, minutes=92 * 24 * 60)
    assert isinstance(decide(room.exercise, room.state, act), Happened)
    for minutes in (None, 0, 92 * 24 * 60 + 1):
        late = replace(act, minutes=minutes)
        assert decide(room.exercise, room.state, late) == Refusal("bad_time")
