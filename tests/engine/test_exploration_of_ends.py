"""Pausing and ending, in every state that any exercise can reach: nobody is ever captive."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from dialogue.engine.allowed import allowed, floor
from dialogue.engine.explore import act_for
from dialogue.engine.protocol import PARTNERS, SEATS, UNIVERSAL, Seat
from dialogue.engine.rules import decide, evolve
from dialogue.engine.state import Act, Happened, Refusal, State
from tests.engine.graph import (
    Graph,
    dead_ends,
    do,
    event_of,
    ordinary,
    redirect,
)

pytestmark = pytest.mark.long

# Whoever is pausing, what is open is the same.
PAUSED: tuple[tuple[Seat, ...], ...] = (("first",), ("second", "therapist"), SEATS)
KIND_ENDS = {"completed", "declined", "ended_safely", "left_for_today"}


def test_in_a_pause_nobody_can_do_more_than_resume_end_and_what_stands_beside(graph: Graph) -> None:
    for state in graph.kinds:
        paused = replace(state, pausing=("first",))
        for seat in SEATS:
            calm = allowed(graph.exercise, state, seat)
            beside = {name for name in calm if name in UNIVERSAL or seat == "therapist"}
            expected = beside | {"resume"} - {"pause"} if seat == "first" else beside
            if state.ending:
                expected |= {"end"}
            assert set(allowed(graph.exercise, paused, seat)) == expected - (
                {"pause"} if seat == "first" else set()
            )


def test_every_seat_can_always_pause_and_resume_to_exactly_the_saved_state(graph: Graph) -> None:
    for state in _paused_or_not(graph):
        for seat in SEATS:
            event = decide(graph.exercise, state, Act(seat, "pause"))
            if seat in state.pausing:
                assert event == Refusal("already_done")
                continue
            paused = evolve(graph.exercise, state, event_of(event))
            assert paused == replace(state, pausing=paused.pausing)
            assert paused.pausing == tuple(s for s in SEATS if s in (*state.pausing, seat))
            for someone in SEATS:
                resume = decide(graph.exercise, paused, Act(someone, "resume"))
                assert isinstance(resume, Happened) == (someone in paused.pausing)
            resume = decide(graph.exercise, paused, Act(seat, "resume"))
            assert evolve(graph.exercise, paused, event_of(resume)) == state


def test_in_a_pause_nothing_moves_but_by_thea_and_then_as_without_it(graph: Graph) -> None:
    for transition in graph.explored.transitions:
        before, event = transition.before, transition.event
        paused = replace(before, pausing=PAUSED[0])
        if event.name not in UNIVERSAL:
            move = graph.exercise.steps[before.step].moves[event.name]
            decided = decide(graph.exercise, paused, act_for(move, event.seat, before.moment))
            assert decided == (event if redirect(transition) else Refusal("paused"))
        if redirect(transition):
            after = evolve(graph.exercise, paused, event)
            assert after.shape() == replace(transition.after, pausing=PAUSED[0])


def test_nobody_is_captive_each_partner_alone_is_at_a_kind_end_in_two_acts(graph: Graph) -> None:
    """Wherever it stands, whoever pauses, however slow, and without anybody else's doing."""
    for state in _paused_or_not(graph):
        slowed = replace(state, slow=120)
        for seat in PARTNERS:
            once = _ways_out(graph, slowed, seat)
            twice = [
                after for one in once if not one.outcome for after in _ways_out(graph, one, seat)
            ]
            ends = [one for one in once + twice if one.outcome]
            assert ends and not any(one.enrolled for one in ends), (state, seat)
            assert {one.outcome for one in ends} <= KIND_ENDS


def _ways_out(graph: Graph, state: State, seat: Seat) -> list[State]:
    """What follows when somebody only wants to stop: ends it, or puts down the role that is held."""
    moves = graph.exercise.steps[state.step].moves.values()
    acts = [Act(seat, "end", waited=0)]
    acts += [replace(act_for(m, seat, state.moment), waited=0) for m in moves if m.deroles]
    decided = [decide(graph.exercise, state, act) for act in acts]
    return [evolve(graph.exercise, state, d) for d in decided if isinstance(d, Happened)]


def test_both_are_offered_to_leave_it_for_today_where_it_does_not_get_through(graph: Graph) -> None:
    offered = set()
    for state in graph.kinds:
        stuck = state.corrections == 3 or state.misses == 2
        for seat in SEATS:
            may = "leave_for_today" in allowed(graph.exercise, state, seat)
            assert may == (stuck and seat in PARTNERS)
            if may:
                offered.add((state.step, state.part(seat)))
                after = evolve(
                    graph.exercise, state, event_of(do(graph, state, seat, "leave_for_today"))
                )
                waits = (after.step, after.ending) == (graph.exercise.derole, "left_for_today")
                assert waits if state.enrolled else after.outcome == "left_for_today"
    assert {
        ("mirroring", "sender"),
        ("mirroring", "receiver"),
        ("mirror_check", "sender"),
    } < offered


def test_every_seat_can_always_end_and_nothing_follows(graph: Graph) -> None:
    for state in _paused_or_not(graph):
        for seat in SEATS:
            event = decide(graph.exercise, state, Act(seat, "end"))
            if state.ending and not state.pausing:
                assert event == Refusal("derole_first")  # one act away, which is open to both
                assert floor(graph.exercise, state) == PARTNERS
                continue
            after = evolve(graph.exercise, state, event_of(event))
            if state.enrolled:
                assert (after.step, after.ending) == ("derole", "ended_safely")
                assert after.pausing == ()
            else:
                assert after.outcome == "ended_safely"
    over = [state for state in graph.states if state.outcome]
    assert {s.outcome for s in over} == KIND_ENDS
    assert not any(graph.forward[state] for state in over)


def test_nobody_goes_home_in_a_role_however_it_ends(graph: Graph) -> None:
    """No outcome, no swap and no thanks with a role held; and each partner alone can put it down."""
    outside = {
        "request",
        "answer",
        "grown",
        "touches",
        "help",
        "thanks",
        "grounding",
        "switch",
        "scheduled",
        "closing",
    }
    taken = [t for t in graph.explored.transitions if t.after.enrolled and not t.before.enrolled]
    assert bool(taken) == bool(graph.exercise.derole)
    for state in graph.states:
        if state.enrolled:
            assert not state.outcome and state.step not in outside
        if state.ending and not state.outcome:
            assert state.enrolled and state.step == graph.exercise.derole
            for seat in PARTNERS:
                calm = replace(state, pausing=())
                assert any(
                    evolve(graph.exercise, calm, t.event).outcome == state.ending
                    for t in graph.forward[calm]
                    if t.event.seat == seat and ordinary(t)
                )
    for transition in graph.explored.transitions:
        if transition.before.enrolled:
            assert transition.after.sender == transition.before.sender
            step = graph.exercise.steps[transition.before.step]
            if not transition.after.enrolled:
                assert step.moves[transition.event.name].deroles


def test_from_everywhere_ordinary_moves_lead_to_an_end(graph: Graph) -> None:
    assert dead_ends(graph) == []


def _paused_or_not(graph: Graph) -> Iterator[State]:
    return (replace(one, pausing=pausing) for one in graph.open for pausing in ((), *PAUSED))
