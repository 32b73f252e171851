"""A seat is lent to the other's phone: in every state that any exercise can reach."""

from dataclasses import replace

import pytest

from dialogue.engine.allowed import allowed, on_borrowed_seat
from dialogue.engine.explore import act_for, open_acts
from dialogue.engine.protocol import PARTNERS, SEATS, UNIVERSAL, other
from dialogue.engine.rules import decide, evolve
from dialogue.engine.state import Act, Happened, Refusal, State
from tests.engine.graph import Graph
from tests.engine.replay import ARRIVING, Replay

pytestmark = pytest.mark.long


def spoken(graph: Graph) -> list[State]:
    """All of them; and one of each step, in a pause."""
    paused = {state.step: replace(state, pausing=("first",)) for state in graph.kinds}
    return [replace(state, medium="spoken") for state in (*graph.kinds, *paused.values())]


def taken(decided: Happened | Refusal) -> Happened:
    assert isinstance(decided, Happened)
    return decided


def test_either_partner_lends_only_while_they_speak_and_it_moves_nothing(graph: Graph) -> None:
    for state in spoken(graph):
        for name in ("lend", "take_back"):
            assert decide(graph.exercise, state, Act("therapist", name)) == Refusal("not_for_you")
        for seat in PARTNERS:
            typed = replace(state, medium="typed")
            assert decide(graph.exercise, typed, Act(seat, "lend")) == Refusal("only_aloud")
            nothing = decide(graph.exercise, state, Act(seat, "take_back"))
            assert nothing == Refusal("already_done")
            lend = taken(decide(graph.exercise, state, Act(seat, "lend")))
            lent = evolve(graph.exercise, state, lend)
            assert lent == replace(state, lent=seat) and lent.shape() == typed.shape()
            for one in PARTNERS:  # giving back is never too much to do: it is open to both
                assert decide(graph.exercise, lent, Act(one, "lend")) == Refusal("already_done")
                back = taken(decide(graph.exercise, lent, Act(one, "take_back")))
                assert evolve(graph.exercise, lent, back) == state


def test_a_lent_seat_makes_its_own_moves_and_nothing_else(graph: Graph) -> None:
    """What its owner may do, and no more: no words, nothing that lasts, none of the private acts."""
    exercise = graph.exercise
    for state in spoken(graph):
        for seat in PARTNERS:
            lent = replace(state, lent=seat)
            passing, others = on_borrowed_seat(exercise, lent, seat)
            moves = exercise.steps[state.step].moves
            mine = [name for name in allowed(exercise, lent, seat) if name in moves]
            assert set(passing) <= set(mine) and others == (len(passing) < len(mine))
            for move in moves.values():
                bare = replace(act_for(move, seat, state.moment), words=False)
                on_phone = replace(bare, by=other(seat))
                own, borrowed = (decide(exercise, lent, act) for act in (bare, on_phone))
                if move.name in passing:
                    # Who holds the phone has seen an answer that is hidden from everybody else.
                    to = on_phone.by if taken(own).private else None
                    assert borrowed == replace(taken(own), borrowed=True, to=to)
                    noted = decide(exercise, lent, replace(on_phone, words=True))
                    assert noted == Refusal("words_unwanted")
                    after = evolve(exercise, lent, taken(borrowed))
                    assert after == evolve(exercise, lent, taken(own))
                    assert after.lent == (None if after.outcome else seat)
                elif move.name in mine:
                    assert borrowed == Refusal("own_login")
                    kept = move.written or move.time or move.gives or move.commits or state.gift
                    assert kept or any(one.private for one in moves.values())
                else:
                    assert isinstance(borrowed, Refusal)
            for name in UNIVERSAL:
                for act in open_acts(name, seat):
                    never = decide(exercise, lent, replace(act, by=other(seat)))
                    assert never == Refusal("own_login")


def test_nobody_acts_for_a_seat_that_was_not_lent_to_them(graph: Graph) -> None:
    for state in spoken(graph):
        for lent in (None, *PARTNERS):
            lying = replace(state, lent=lent)
            for move in graph.exercise.steps[state.step].moves.values():
                for seat in SEATS:
                    for by in SEATS:
                        if seat == lent and by == other(seat):
                            continue
                        act = replace(act_for(move, seat, state.moment), by=by)
                        assert decide(graph.exercise, lying, act) == Refusal("not_lent")


def test_writing_and_every_end_put_the_loan_back(graph: Graph) -> None:
    for state in spoken(graph):
        lent = replace(state, lent="second")
        for name in ("write", "end"):
            for seat in SEATS:
                decided = decide(graph.exercise, lent, Act(seat, name))
                if isinstance(decided, Happened):
                    assert evolve(graph.exercise, lent, decided).lent is None
        assert State.from_json(lent.to_json()) == lent


def test_ann_s_phone_is_handed_over_and_ben_takes_his_seat_back_in_the_middle() -> None:
    room = Replay("appreciation").play(*ARRIVING, "Ben: speak", "Ann: speak")
    assert "lend" in room.may("Ben") and "lend" not in room.may("Thea")
    room.play("Ben: lend", "Ann: send aloud")
    on_phone = Act("second", "mirror", room.state.moment, by="first")
    assert taken(decide(room.exercise, room.state, on_phone)).borrowed
    room.play("Ben: take_back")
    assert decide(room.exercise, room.state, on_phone) == Refusal("not_lent")
    assert room.play("Ben: mirror aloud").step == "mirror_check"  # at his own
