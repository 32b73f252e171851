"""The parent-child dialogue: Ann tells, Ben listens in a role, and both put it down."""

from dialogue.engine.visibility import seats_that_see
from tests.engine.replay import ARRIVING, GOT, HEARD, THANKED, Replay

AT_THE_CHAIR = (*ARRIVING, "Ann: mother", "Ann: say_age")
CHILD = (*AT_THE_CHAIR, "Ann: ask_partner", "Ben: enrol")
ASKS = ("ask_hurts", "ask_best", "ask_needed")
TOLD = (
    *HEARD, "Ann: no_more", *(line for ask in ASKS for line in (f"Ben: {ask}", *HEARD, "Ann: no_more")),
)  # fmt: skip
UNDERSTOOD_AS_CHILD = (
    "Ben: summarize", "Ann: all", "Ben: validate", "Ann: understood", "Ben: empathize", "Ann: yes",
)  # fmt: skip
BACK = ("Ann: say_grown", "Ann: say_touches", *GOT)


def test_ben_asks_as_her_mother_ann_tells_and_he_puts_the_role_down() -> None:
    room = Replay("parent_child").play(*CHILD)
    assert room.state.enrolled and room.step == "living"
    room.play(*HEARD)
    assert room.step == "more" and room.floor == ["Ann"], "he asked if there is more"
    room.play("Ann: more", *HEARD, "Ann: no_more")
    assert room.step == "ask_hurts" and room.floor == ["Ben"], "the next question is his to ask"
    room.play(*TOLD[5:], *UNDERSTOOD_AS_CHILD)
    assert room.step == "derole" and set(room.floor) == {"Ann", "Ben"}
    assert room.play("Ben: derole").step == "grown", "she says a sentence as the adult she is"
    assert room.play("Ann: say_grown").step == "touches"
    assert room.play("Ann: say_touches", *GOT).step == "help"
    room.play("Ann: say_help", *GOT, *THANKED, "Ann: here", "Ben: here")
    assert room.play("Ann: stop").step == "closing"


def test_ann_may_rather_not_answer_any_of_the_questions() -> None:
    skip = "Ann: rather_not"
    room = Replay("parent_child").play(*CHILD, skip, "Ben: ask_hurts", skip, "Ben: ask_best", skip)
    room.play("Ben: ask_needed")
    assert room.refuses(skip) == "not_yet", "where nothing was told there is nothing to sum up"
    assert room.play("Ann: rather_none").step == "derole"
    told = Replay("parent_child").play(*CHILD, *HEARD, "Ann: no_more", "Ben: ask_hurts", skip)
    told.play("Ben: ask_best", skip, "Ben: ask_needed")
    assert told.refuses("Ann: rather_none") == "not_yet"
    assert told.play(skip).step == "summary"


def test_ben_who_is_full_sums_up_and_still_holds_the_role_until_he_puts_it_down() -> None:
    room = Replay("parent_child").play(*CHILD, "Ann: send", "Ben: full", *GOT)
    assert room.step == "summary" and room.state.enrolled
    assert room.play(*UNDERSTOOD_AS_CHILD).step == "derole"
    between = Replay("parent_child").play(*CHILD, *HEARD, "Ann: no_more", "Ben: full")
    assert between.step == "summary"


def test_whoever_ends_the_role_is_put_down_first_by_either_of_them() -> None:
    for who in ("Ann", "Ben", "Thea"):
        for last in ("Ben: derole", "Ann: release"):
            room = Replay("parent_child").play(*CHILD, "Ann: send", "Thea: pause", f"{who}: end")
            assert (room.step, room.state.outcome) == ("derole", "")
            assert room.refuses("Ann: end") == room.refuses("Thea: end") == "derole_first"
            assert room.play(last).state.outcome == "ended_safely"
    assert "someone you trust" in room.exercise.afterwards, "every end grounds, and names somebody"


def test_a_pause_at_the_end_holds_nobody_in_the_role() -> None:
    room = Replay("parent_child").play(*CHILD, "Ben: end", "Ben: pause", "Ann: end", "Ann: release")
    assert room.state.outcome == "ended_safely"


def test_that_somebody_harmed_ann_is_known_to_nobody_and_she_is_not_led_into_it() -> None:
    room = Replay("parent_child").play(*AT_THE_CHAIR)
    before = room.may("Ben"), room.may("Thea"), room.state.moment
    room.play("Ann: harmed")
    assert seats_that_see(room.log[-1]) == ("first",)
    assert (room.may("Ben"), room.may("Thea"), room.state.moment) == before
    assert room.may("Ann")[:3] == ("not_today", "empty_chair", "not_harmed")
    assert room.refuses("Ann: ask_partner") == "not_yet", "nobody takes the role of who harmed her"
    assert room.play("Ann: not_today").state.outcome == "left_for_today"


def test_what_ann_does_after_marking_harm_is_open_to_everybody_so_nobody_can_tell() -> None:
    for way in ("not_today", "empty_chair"):
        marked = Replay("parent_child").play(*AT_THE_CHAIR, "Ann: harmed", f"Ann: {way}")
        plain = Replay("parent_child").play(*AT_THE_CHAIR, f"Ann: {way}")
        assert marked.state == plain.state and marked.log[-1] == plain.log[-1]
    room = Replay("parent_child").play(*AT_THE_CHAIR, "Ann: harmed", "Ann: not_harmed")
    assert "ask_partner" in room.may("Ann")


def test_beside_an_empty_chair_nobody_takes_a_role_and_ben_asks_all_the_same() -> None:
    room = Replay("parent_child").play(*AT_THE_CHAIR, "Ann: empty_chair", *TOLD)
    room.play(*UNDERSTOOD_AS_CHILD)
    assert room.step == "grown" and not room.state.enrolled


def test_ben_need_not_take_the_role() -> None:
    room = Replay("parent_child").play(*CHILD[:-1], "Ben: rather_not")
    assert room.step == "living" and not room.state.enrolled


def test_thea_leads_back_within_the_role_and_never_out_of_it_or_into_it() -> None:
    room = Replay("parent_child").play(*CHILD, *TOLD, "Ben: summarize", "Thea: to_mirroring")
    assert room.state.enrolled
    room.play(*GOT, *UNDERSTOOD_AS_CHILD[1:])
    assert not [name for name in room.may("Thea") if name.startswith("to_")]
