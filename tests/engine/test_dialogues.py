"""Ann and Ben are a couple, Thea is their therapist. What they do, and what then follows."""

from dataclasses import replace

from dialogue.engine.rules import decide, evolve
from dialogue.engine.state import Act, Event, Refusal
from dialogue.engine.visibility import seats_that_see, sees
from tests.engine.replay import ARRIVING, HEARD, SUMMED_UP, THANKED, UNDERSTOOD, Replay

TURN = (*ARRIVING, *HEARD, *SUMMED_UP, *UNDERSTOOD, *THANKED)


def test_a_whole_dialogue_from_the_request_to_the_last_appreciation() -> None:
    room = Replay().play(*TURN, "Ben: stop", "Ann: now")
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
    assert room.play("Ann: got_it").step == "more"


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
    room.play("Ann: got_it", "Ann: more", "Ann: send", "Ben: mirror")
    assert "say_it_shorter" not in room.may("Ann")


def test_a_missing_part_is_mirrored_before_ben_goes_on() -> None:
    room = Replay().play(*ARRIVING, *HEARD, "Ann: no_more", "Ben: summarize", "Ann: partly")
    assert room.refuses("Ben: validate") == "not_now"
    assert room.play("Ben: mirror", "Ann: got_it").step == "summary_check"


def test_ben_asks_for_help_to_understand_and_ann_sends_that_part_which_is_mirrored() -> None:
    room = Replay().play(*ARRIVING, *HEARD, *SUMMED_UP, "Ben: clarify")
    assert room.floor == ["Ann"]
    assert room.refuses("Ann: no_more") == "not_yet"
    room.play("Ann: send", "Ben: mirror", "Ann: correct", "Ben: mirror", "Ann: got_it")
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
    for wishes in (("Ann: stop", "Ben: later"), ("Ann: later", "Ben: stop")):
        assert Replay().play(*TURN, *wishes).step == "closing"


def test_ann_may_choose_again_while_ben_is_still_choosing() -> None:
    room = Replay().play(*TURN, "Ann: now")
    assert room.floor == ["Ben"]
    assert room.refuses("Ann: now") == "already_done"
    assert room.play("Ann: stop", "Ben: now").step == "closing"


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


# --- Thea in the room ----------------------------------------------------------------------


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
    assert room.step == "more"
    assert room.play("Ann: no_more").step == "validating"


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
    assert isinstance(slow, Event)
    slowed = evolve(room.exercise, room.state, slow)
    send = Act("first", "send", moment=slowed.moment, words=True)
    assert decide(room.exercise, slowed, replace(send, waited=19)) == Refusal("too_soon")
    assert isinstance(decide(room.exercise, slowed, replace(send, waited=20)), Event)
    pause = Act("first", "pause", waited=0)
    assert isinstance(decide(room.exercise, slowed, pause), Event)
    for seconds in (None, 4, 121, -1):
        bad = Act("therapist", "slow", seconds=seconds)
        assert decide(room.exercise, room.state, bad) == Refusal("bad_pace")
    free = decide(room.exercise, slowed, Act("therapist", "slow", seconds=0))
    assert isinstance(free, Event) and evolve(room.exercise, slowed, free) == room.state


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
    assert dict(room.state.marks) == {"rung": "childhood"}
    assert room.play(*HEARD, "Ann: more").state.marks == (("rung", "childhood"),)
    room.play("Ann: up", "Ann: long", *HEARD, "Ann: no_more")
    assert room.step == "summary"


def test_on_the_ladder_too_ben_may_ask_for_help_to_understand() -> None:
    room = Replay("deepening").play(*ARRIVING, "Ann: feel", *HEARD, *SUMMED_UP, "Ben: clarify")
    assert room.step == "sending" and room.state.marks == (("rung", "feel"),)
    room.play("Ann: up")
    assert room.refuses("Ann: no_more") == "not_yet"
    assert room.play("Ann: afraid", *HEARD, "Ann: no_more").step == "validating"


# --- the parent-child dialogue -------------------------------------------------------------

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


# --- the behavior change request -------------------------------------------------------------

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
    assert isinstance(decide(room.exercise, room.state, act), Event)
    for minutes in (None, 0, 92 * 24 * 60 + 1):
        late = replace(act, minutes=minutes)
        assert decide(room.exercise, room.state, late) == Refusal("bad_time")


# --- aloud ---------------------------------------------------------------------------------


def test_ann_and_ben_say_it_aloud_write_for_a_while_and_speak_again() -> None:
    room = Replay("appreciation").play(*ARRIVING)
    assert room.refuses("Ann: send aloud") == "words_needed"
    room.play("Ben: speak", "Ann: send aloud", "Ben: mirror aloud", "Ann: correct aloud")
    assert [event.piece for event in room.log[-3:]] == [1, 1, 2]
    assert all(event.aloud for event in room.log[-3:])
    room.play("Ann: write")
    assert room.refuses("Ben: mirror aloud") == "words_needed"
    room.play("Ben: mirror", "Ben: speak", "Ann: got_it", "Ann: no_more")
    assert not any(event.aloud for event in room.log[-4:])
    room.play("Ann: thank aloud", "Ben: thank aloud", "Ann: stop", "Ben: stop")
    assert room.play("Ann: appreciate aloud", "Ben: appreciate aloud").state.outcome == "completed"


def test_aloud_too_nobody_goes_past_a_check_and_thea_leads() -> None:
    room = Replay().play(*ARRIVING, "Thea: speak", "Ann: send aloud")
    assert room.refuses("Ann: got_it") == room.refuses("Ben: summarize aloud") == "not_now"
    room.play("Ben: mirror aloud", "Thea: to_mirroring", "Ben: mirror aloud", "Thea: to_shorter")
    room.play("Ann: say_it_shorter aloud")
    assert [e.aloud for e in room.log[-4:]] == [False, True, False, True]
    assert room.step == "mirroring"


def test_a_pause_does_not_keep_them_from_turning_to_speaking() -> None:
    room = Replay().play(*ARRIVING, "Ben: pause", "Ann: speak")
    assert room.refuses("Ann: send aloud") == "paused"
    assert room.play("Ben: resume", "Ann: send aloud").step == "mirroring"
