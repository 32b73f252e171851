"""The parent-child dialogue: Ann tells, Ben listens in a role, and both put it down."""

from tests.engine.replay import ARRIVING, HEARD, THANKED, Replay

CHILD = (
    *ARRIVING, "Ann: mother", "Ann: say_age", "Ann: ask_partner", "Ben: enrol",
)  # fmt: skip
TOLD = HEARD * 4
UNDERSTOOD_AS_CHILD = (
    "Ben: summarize", "Ann: all", "Ben: validate", "Ann: understood", "Ben: empathize", "Ann: yes",
)  # fmt: skip


def test_ann_tells_ben_listens_as_her_mother_and_puts_the_role_down() -> None:
    room = Replay("parent_child").play(*CHILD)
    assert room.state.enrolled and room.step == "living"
    room.play(*TOLD, *UNDERSTOOD_AS_CHILD)
    assert room.step == "derole" and set(room.floor) == {"Ann", "Ben"}
    assert room.play("Ben: derole").step == "help"
    room.play("Ann: say_help", "Ben: mirror", "Ann: got_it", *THANKED, "Ann: here", "Ben: here")
    assert room.play("Ann: stop", "Ben: stop").step == "closing"


def test_whoever_ends_the_role_is_put_down_first_by_either_of_them() -> None:
    for who in ("Ann", "Ben", "Thea"):
        for last in ("Ben: derole", "Ann: release"):
            room = Replay("parent_child").play(*CHILD, "Ann: send", "Thea: pause", f"{who}: end")
            assert (room.step, room.state.outcome) == ("derole", "")
            assert room.refuses("Ann: end") == room.refuses("Thea: end") == "derole_first"
            assert room.play(last).state.outcome == "ended_safely"


def test_a_pause_at_the_end_holds_nobody_in_the_role() -> None:
    room = Replay("parent_child").play(*CHILD, "Ben: end", "Ben: pause", "Ann: end", "Ann: release")
    assert room.state.outcome == "ended_safely"


def test_an_empty_chair_is_proposed_after_harm_and_nobody_takes_a_role() -> None:
    room = Replay("parent_child").play(*ARRIVING, "Ann: father", "Ann: say_age", "Ann: harmed")
    assert room.step == "chair_offered"
    room.play("Ann: empty_chair", *TOLD, *UNDERSTOOD_AS_CHILD)
    assert room.step == "help" and not room.state.enrolled


def test_ben_need_not_take_the_role() -> None:
    room = Replay("parent_child").play(*CHILD[:-1], "Ben: rather_not")
    assert room.step == "living" and not room.state.enrolled


def test_thea_leads_back_within_the_role_and_never_out_of_it_or_into_it() -> None:
    room = Replay("parent_child").play(*CHILD, *TOLD, "Ben: summarize", "Thea: to_mirroring")
    assert room.state.enrolled
    room.play("Ben: mirror", "Ann: got_it", *UNDERSTOOD_AS_CHILD[1:])
    assert not [name for name in room.may("Thea") if name.startswith("to_")]
