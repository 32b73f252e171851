"""Thea in the room: she structures, helps in private, and speaks for nobody."""

from dataclasses import replace

from dialogue.engine.rules import decide, evolve
from dialogue.engine.state import Act, Happened, Refusal
from dialogue.engine.visibility import seats_that_see
from tests.engine.replay import ARRIVING, HEARD, SUMMED_UP, THANKED, UNDERSTOOD, Replay


def test_thea_pauses_leads_back_to_the_mirror_and_it_goes_on_from_there() -> None:
    room = Replay().play(*ARRIVING, *HEARD, "Ann: no_more", "Ben: summarize", "Thea: pause")
    room.play("Thea: to_mirroring")
    assert room.refuses("Ben: mirror") == "paused"
    room.play("Thea: resume")
    assert (room.step, room.floor) == ("mirroring", ["Ben"])
    room.play("Ben: mirror", "Ann: got_it")
    assert room.step == "summary_check"  # exactly where she led away from


def test_thea_asks_for_a_shorter_send_and_the_clarifying_is_not_lost() -> None:
    room = Replay().play(*ARRIVING, *HEARD, *SUMMED_UP, "Ben: clarify", "Ann: send")
    room.play("Thea: to_shorter", "Ann: say_it_shorter", "Ben: mirror", "Ann: got_it")
    assert room.step == "asking"
    assert room.play("Ben: ask_more", "Ann: no_more").step == "validating"


def test_thea_never_leads_past_a_piece_that_was_not_heard() -> None:
    room = Replay().play(*ARRIVING, "Ann: send")
    assert [name for name in room.may("Thea") if name.startswith("to_")] == ["to_shorter"]
    assert room.refuses("Thea: to_summary") == "not_now"
    assert room.refuses("Ben: to_shorter") == "not_your_turn"


def test_thea_hands_the_floor_over_and_a_new_turn_begins() -> None:
    room = Replay().play(*ARRIVING, *HEARD, "Thea: to_other")
    assert (room.sender, room.step, room.state.turn, room.state.returns) == (
        "Ben", "intention", 2, (),
    )  # fmt: skip


def test_thea_leads_back_from_the_thanks_to_sending_and_every_check_comes_again() -> None:
    room = Replay().play(*ARRIVING, *HEARD, *SUMMED_UP, *UNDERSTOOD, "Thea: to_sending")
    room.play(*HEARD, *SUMMED_UP, *UNDERSTOOD, *THANKED)
    assert room.step == "switch"


def test_a_stem_is_offered_to_whoever_is_to_act_and_gone_when_they_have_acted() -> None:
    room = Replay().play(*ARRIVING, "Thea: offer to Ann")
    assert room.state.offers == (("first", "offer"),)
    assert room.refuses("Thea: offer to Ben") == "nobody_there"
    assert room.play("Ann: send").state.offers == ()


def test_a_line_is_doubled_for_the_sender_alone_who_may_set_it_aside() -> None:
    room = Replay().play(*ARRIVING, "Thea: double to Ann")
    assert seats_that_see(room.log[-1]) == ("first", "therapist")
    room.play("Ann: dismiss")
    assert seats_that_see(room.log[-1]) == ("first", "therapist")
    assert room.refuses("Ann: dismiss") == "already_done"
    assert room.play("Ann: send").refuses("Thea: double to Ben") == "nobody_there"


def test_ben_raises_a_hand_which_thea_sees_and_ann_does_not() -> None:
    room = Replay().play(*ARRIVING, "Ben: raise_hand")
    assert seats_that_see(room.log[-1]) == ("second", "therapist")
    assert room.state.hands == ("second",)
    assert room.refuses("Ben: raise_hand") == "already_done"
    assert not room.play("Thea: see_hand to Ben").state.hands
    assert seats_that_see(room.log[-1]) == ("second", "therapist")


def test_thea_slows_and_what_comes_too_soon_is_refused() -> None:
    room = Replay().play(*ARRIVING)
    slow = decide(room.exercise, room.state, Act("therapist", "slow", seconds=20))
    assert isinstance(slow, Happened)
    slowed = evolve(room.exercise, room.state, slow)
    send = Act("first", "send", moment=slowed.moment, words=True)
    assert decide(room.exercise, slowed, replace(send, waited=19)) == Refusal("too_soon")
    assert isinstance(decide(room.exercise, slowed, replace(send, waited=20)), Happened)
    pause = Act("first", "pause", waited=0)
    assert isinstance(decide(room.exercise, slowed, pause), Happened)
    for seconds in (None, 4, 121, -1):
        bad = Act("therapist", "slow", seconds=seconds)
        assert decide(room.exercise, room.state, bad) == Refusal("bad_pace")
    free = decide(room.exercise, slowed, Act("therapist", "slow", seconds=0))
    assert isinstance(free, Happened) and evolve(room.exercise, slowed, free) == room.state
