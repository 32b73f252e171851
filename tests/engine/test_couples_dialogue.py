"""Ann and Ben are a couple. What they do in the couple's dialogue, and what then follows."""

from dialogue.engine.allowed import floor
from dialogue.engine.protocol import PARTNERS, SEATS
from dialogue.engine.visibility import as_known_to, is_joint, seats_that_see, sees
from tests.engine.replay import ARRIVING, GOT, HEARD, SUMMED_UP, THANKED, UNDERSTOOD, Replay

TURN = (*ARRIVING, *HEARD, *SUMMED_UP, *UNDERSTOOD, *THANKED)


def test_a_whole_dialogue_from_the_request_to_the_last_appreciation() -> None:
    room = Replay().play(*TURN, "Ben: stop")
    assert room.step == "closing" and room.sender == "Ann"
    room.play("Ann: appreciate", "Ben: appreciate")
    assert room.state.outcome == "completed" and room.floor == []
    assert room.refuses("Ann: appreciate") == "over"


def test_one_person_speaks_at_a_time() -> None:
    room = Replay().play(*ARRIVING)
    assert room.floor == ["Ann"]
    assert room.refuses("Ben: send") == "not_your_turn"
    room.play("Ann: send")
    assert room.floor == ["Ben"]
    assert room.refuses("Ann: mirror") == "not_your_turn"
    assert room.refuses("Ben: validate") == "not_now"


def test_thea_structures_but_never_speaks_for_a_partner() -> None:
    room = Replay().play(*ARRIVING)
    assert set(room.may("Thea")) == {
        "to_other", "pause", "end", "speak", "frame", "slow", "whisper", "offer", "double"
    }  # fmt: skip
    assert room.refuses("Thea: send") == "not_your_turn"


def test_ben_declines_without_a_reason_and_it_is_over() -> None:
    room = Replay().play("Ann: ask", "Ben: decline")
    assert room.state.outcome == "declined"


def test_ben_proposes_another_time_and_the_dialogue_waits_until_then() -> None:
    room = Replay().play("Ann: ask", "Ben: propose")
    assert (room.step, room.log[-1].minutes) == ("scheduled", 60)
    assert room.play("Ann: propose").step == "scheduled"
    assert room.refuses("Ann: begin") == "not_your_turn"
    assert room.play("Ann: ask_again").step == "answer"
    assert room.play("Ben: propose", "Ben: begin").step == "arrive"


def test_both_arrive_in_any_order_and_each_once() -> None:
    room = Replay().play("Ann: ask", "Ben: accept", "Ben: ready")
    assert room.floor == ["Ann"]
    assert room.refuses("Ben: ready") == "already_done"
    assert room.play("Ann: ready").step == "intention"


def test_nothing_is_all_before_something_was_sent() -> None:
    room = Replay().play(*ARRIVING)
    assert "no_more" not in room.may("Ann")
    assert room.refuses("Ann: no_more") == "not_yet"
    assert room.play(*HEARD, "Ann: more", "Ann: no_more").step == "summary"


def test_ben_asks_for_a_pause_to_get_it_and_the_floor_stays_where_it_is() -> None:
    room = Replay().play(*ARRIVING, "Ben: hold")
    assert room.floor == ["Ann"] and room.state.hold
    assert room.refuses("Ben: hold") == "already_done"
    assert not room.play("Ann: send").state.hold
    assert room.play("Ben: hold").floor == ["Ben"]


def test_a_correction_is_mirrored_itself() -> None:
    room = Replay().play(*ARRIVING, "Ann: send", "Ben: mirror", "Ann: correct", "Ben: mirror")
    assert [event.piece for event in room.log[-4:]] == [1, 1, 2, 2]
    assert room.play("Ann: got_it").step == "asking"


def test_ann_corrects_ben_three_times_and_is_offered_to_say_it_shorter() -> None:
    room = Replay().play(*ARRIVING, "Ann: send", "Ben: mirror")
    for _ in range(3):
        assert room.refuses("Ann: say_it_shorter") == "not_yet"
        room.play("Ann: correct", "Ben: mirror")
    assert "say_it_shorter" in room.may("Ann") and "correct" in room.may("Ann")
    room.play("Ann: say_it_shorter", "Ben: mirror")
    assert room.refuses("Ann: say_it_shorter") == "not_yet"


def test_got_it_ends_the_row_of_corrections() -> None:
    almost = ("Ann: correct", "Ben: mirror")
    room = Replay().play(*ARRIVING, "Ann: send", "Ben: mirror", *almost, *almost, *almost)
    room.play("Ann: got_it", "Ben: ask_more", "Ann: more", "Ann: send", "Ben: mirror")
    assert "say_it_shorter" not in room.may("Ann")


def test_a_missing_part_is_mirrored_before_ben_goes_on() -> None:
    room = Replay().play(*ARRIVING, *HEARD, "Ann: no_more", "Ben: summarize", "Ann: partly")
    assert room.refuses("Ben: validate") == "not_now"
    assert room.play("Ben: mirror", "Ann: got_it").step == "summary_check"


def test_ben_asks_for_help_to_understand_and_ann_sends_that_part_which_is_mirrored() -> None:
    room = Replay().play(*ARRIVING, *HEARD, *SUMMED_UP, "Ben: clarify")
    assert room.floor == ["Ann"]
    assert room.refuses("Ann: no_more") == "not_yet"
    room.play("Ann: send", "Ben: mirror", "Ann: correct", *GOT, "Ben: ask_more")
    assert room.play("Ann: no_more").step == "validating"
    assert room.play("Ben: validate", "Ann: understood").step == "empathizing"


def test_not_quite_understood_is_mirrored_and_ben_validates_again() -> None:
    room = Replay().play(*ARRIVING, *HEARD, *SUMMED_UP, "Ben: validate", "Ann: not_quite")
    assert room.play("Ben: mirror", "Ann: got_it").step == "validating"


def test_another_feeling_is_mirrored_before_the_thanks() -> None:
    room = Replay().play(*ARRIVING, *HEARD, *SUMMED_UP, *UNDERSTOOD[:-1], "Ann: add")
    assert room.play("Ben: mirror", "Ann: got_it").step == "empathy_check"
    assert room.play("Ann: yes").step == "thanks"


def test_ann_and_ben_swap_and_the_parts_are_exchanged() -> None:
    room = Replay().play(*TURN, "Ann: now", "Ben: now")
    assert (room.step, room.sender, room.floor, room.state.turn) == (
        "intention",
        "Ben",
        ["Ben"],
        2,
    )
    room.play("Ben: intend", "Ann: intend", "Ben: send", "Ann: mirror")
    assert room.refuses("Ann: got_it") == "not_your_turn"


def test_later_outweighs_now_and_ben_will_begin() -> None:
    room = Replay().play(*TURN, "Ann: now", "Ben: later")
    assert (room.step, room.sender) == ("scheduled", "Ben")
    assert room.play("Ann: begin").step == "arrive"


def test_stop_outweighs_later_whoever_said_it_first() -> None:
    for wishes in (("Ann: stop",), ("Ann: later", "Ben: stop")):
        assert Replay().play(*TURN, *wishes).step == "closing"


def test_both_are_asked_at_once_and_neither_learns_what_the_other_chose() -> None:
    for wishes, comes in (
        (("Ann: now", "Ben: now"), "now"),
        (("Ann: now", "Ben: later"), "later"),
        (("Ben: later", "Ann: now"), "later"),
        (("Ben: later", "Ann: stop"), "stop"),
    ):
        room = Replay().play(*TURN, wishes[0])
        first, (other,) = room.log[-1], set(PARTNERS) - {room.log[-1].seat}
        assert seats_that_see(first) == (first.seat,)  # the therapist neither
        for seat in (other, "therapist"):
            known = as_known_to(seat, room.exercise, room.state)
            assert known.answers == ()
            assert floor(room.exercise, known) == PARTNERS
        assert as_known_to(first.seat, room.exercise, room.state) == room.state
        last = room.play(wishes[1]).log[-1]
        assert (
            last.name == comes and seats_that_see(last) == SEATS and is_joint(room.exercise, last)
        )


def test_ann_may_choose_again_while_ben_is_still_choosing() -> None:
    room = Replay().play(*TURN, "Ann: now")
    assert room.floor == ["Ben"]
    assert room.refuses("Ann: now") == "already_done"
    assert room.play("Ann: stop").step == "closing"  # and Ben is not asked any more


def test_anns_pause_is_not_lifted_by_ben_nor_by_thea() -> None:
    room = Replay().play(*ARRIVING, "Ann: pause")
    assert room.floor == []
    assert room.refuses("Ann: send") == "paused"
    assert room.refuses("Ben: resume") == room.refuses("Thea: resume") == "not_your_turn"
    assert room.may("Ben") == ("pause", "end", "speak", "reply", "raise_hand")
    assert room.play("Ann: resume").floor == ["Ann"]


def test_two_pauses_are_both_lifted_before_anything_goes_on() -> None:
    room = Replay().play(*ARRIVING, "Ann: send")
    saved = room.state
    room.play("Ben: pause", "Thea: pause", "Ben: resume")
    assert room.refuses("Ben: mirror") == "paused"
    assert room.play("Thea: resume").state == saved


def test_anyone_ends_at_any_time_also_while_paused() -> None:
    for line in ("Ann: end", "Ben: end", "Thea: end"):
        room = Replay().play(*ARRIVING, "Ann: pause", line)
        assert room.state.outcome == "ended_safely"
        assert room.may("Ann") == room.may("Ben") == room.may("Thea") == ()


def test_a_whisper_is_seen_by_its_two_ends_only() -> None:
    room = Replay().play(*ARRIVING, "Thea: whisper to Ben")
    whisper, send = room.log[-1], room.play("Ann: send").log[-1]
    assert sees("second", whisper) and sees("therapist", whisper) and not sees("first", whisper)
    assert seats_that_see(send) == ("first", "second", "therapist")


def test_a_whisper_leaves_the_dialogue_as_it_was() -> None:
    room = Replay().play(*ARRIVING)
    before = room.state
    assert room.play("Thea: whisper to Ann", "Thea: whisper to Ben").state == before
    assert room.refuses("Ann: whisper to Ben") == "not_for_you"
    assert room.refuses("Thea: whisper to Thea") == "nobody_there"
