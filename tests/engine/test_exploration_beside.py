"""What stands beside a dialogue moves nothing in it, in every state that any exercise can reach."""

from dataclasses import replace
from typing import Any

import pytest

from dialogue.engine.allowed import allowed, next_to_act
from dialogue.engine.explore import ENDS, act_for, open_acts
from dialogue.engine.protocol import PARTNERS, SEATS, UNIVERSAL
from dialogue.engine.rules import decide, evolve
from dialogue.engine.state import Act, Happened, Refusal, State
from dialogue.engine.visibility import as_known_to, is_joint, seats_that_see
from tests.engine.graph import (
    Graph,
    do,
    event_of,
)

pytestmark = pytest.mark.long


def test_what_is_private_changes_nothing_that_anybody_else_could_see(graph: Graph) -> None:
    """Nor is anything open to others because of it: they are told the same, byte for byte."""
    private = [
        t
        for t in graph.explored.transitions
        if t.event.private and not graph.exercise.steps[t.event.step].hidden
    ]
    names = {move.name for step in graph.exercise.steps.values() for move in step.moves.values()
             if move.private}  # fmt: skip
    assert {t.event.name for t in private} == names
    for transition in private:
        before, event, after = transition.before, transition.event, transition.after
        assert seats_that_see(event) == (event.seat,)
        assert after == replace(before, harmed=after.harmed)
        for seat in set(SEATS) - {event.seat}:
            assert allowed(graph.exercise, before, seat) == allowed(graph.exercise, after, seat)
    for state in graph.open:
        if state.harmed:
            assert not state.enrolled
            may = allowed(graph.exercise, state, state.sender)
            assert may[:2] == ("not_today", "empty_chair") and "ask_partner" not in may


def test_a_hidden_answer_changes_nothing_that_anybody_else_could_see(graph: Graph) -> None:
    """Not even that it was given; and nobody is asked when nothing is left to decide."""
    exercise = graph.exercise
    hidden = [t for t in graph.explored.transitions if exercise.steps[t.event.step].hidden]
    answers = [t for t in hidden if t.event.private]
    assert bool(answers) == any(step.hidden for step in exercise.steps.values())
    for t in answers:
        assert seats_that_see(t.event) == (t.event.seat,) and t.event.name != "stop"
        for seat in set(SEATS) - {t.event.seat}:
            before, after = (as_known_to(seat, exercise, one) for one in (t.before, t.after))
            assert before == after
            assert allowed(exercise, before, seat) == allowed(exercise, after, seat)
    for t in hidden:
        if t.event.seat in PARTNERS and t.event.name == "stop":
            assert is_joint(exercise, t.event) and t.after.step == "closing"


def test_what_is_open_at_every_step_leads_nowhere_but_for_the_ends(graph: Graph) -> None:
    """So what is explored is all there is: these leave every state as it is, and nobody is told less."""
    beside = [
        act for name in UNIVERSAL if name not in ENDS for s in SEATS for act in open_acts(name, s)
    ]
    done = set()
    for state in graph.kinds:
        for act in beside:
            event = decide(graph.exercise, state, act)
            if isinstance(event, Happened):
                done.add(event.name)
                after = evolve(graph.exercise, state, event)
                assert replace(after, pausing=()).shape() == state
    wait = {"resume", "write", "lend", "take_back", "see_hand", "dismiss", "lower_hand", "stay"}
    assert (
        done == set(UNIVERSAL) - set(ENDS) - wait
    )  # those need something to have been done before


def test_what_stands_beside_the_dialogue_changes_nothing_in_it(graph: Graph) -> None:
    """With hands up, a slow pace and something offered: the same moves, and the same states after."""
    for state in graph.kinds:
        offers: Any = tuple((seat, "double") for seat in next_to_act(graph.exercise, state))
        beheld = replace(state, offers=offers, hands=PARTNERS, slow=30)
        for transition in graph.forward[state]:
            event = transition.event
            after = evolve(graph.exercise, beheld, event)
            if event.name not in UNIVERSAL:
                moves = graph.exercise.steps[state.step].moves
                act = act_for(moves[event.name], event.seat, state.moment)
                assert decide(graph.exercise, beheld, act) == event
            assert after.shape() == transition.after


def test_aloud_every_exercise_is_the_same_but_for_the_words(graph: Graph) -> None:
    """Nobody has to write, nothing else is asked or open, and the same follows, in every state."""
    for state in graph.kinds:
        spoken = replace(state, medium="spoken")
        moves = graph.exercise.steps[state.step].moves
        for seat in SEATS:
            heard = allowed(graph.exercise, spoken, seat)
            typed = allowed(graph.exercise, state, seat)
            turned = tuple("write" if name == "speak" else name for name in typed)
            assert tuple(name for name in heard if name != "lend") == turned
            assert ("lend" in heard) == (seat in PARTNERS)
        for transition in graph.forward[state]:
            event = transition.event
            assert evolve(graph.exercise, spoken, event).shape() == transition.after
            if event.name in UNIVERSAL:
                continue
            move = moves[event.name]
            act = replace(act_for(move, event.seat, state.moment), words=False)
            if move.written:  # something is kept of it
                assert decide(graph.exercise, spoken, act) == Refusal("words_needed")
                continue
            told = event.seat in PARTNERS and (move.words == "required" or bool(move.says))
            said = event_of(decide(graph.exercise, spoken, act))
            assert said == replace(event, aloud=told, marks=said.marks)
            noted = decide(graph.exercise, spoken, replace(act, words=True))
            if move.words == "none":
                assert noted == Refusal("words_unwanted")
            else:
                told = event.seat in PARTNERS
                assert noted == replace(event, aloud=told, marks=event_of(noted).marks)


def test_anyone_can_turn_to_speaking_and_back_at_every_step_and_it_moves_nothing(
    graph: Graph,
) -> None:
    for state in graph.kinds:
        for seat in SEATS:
            assert decide(graph.exercise, state, Act(seat, "write")) == Refusal("already_done")
            asked = evolve(graph.exercise, state, event_of(do(graph, state, seat, "speak")))
            assert asked == replace(state, turning=(seat,))
            assert decide(graph.exercise, asked, Act(seat, "speak")) == Refusal("already_done")
            assert (
                evolve(graph.exercise, asked, event_of(do(graph, asked, "first", "stay"))) == state
            )
            spoken, back = turned(graph, state, "speak"), "write"
            assert spoken == replace(state, medium="spoken")
            assert decide(graph.exercise, spoken, Act(seat, "speak")) == Refusal("already_done")
            assert turned(graph, spoken, back) == state


def turned(graph: Graph, state: State, name: str) -> State:
    """Both partners want it."""
    for seat in PARTNERS:
        state = evolve(graph.exercise, state, event_of(do(graph, state, seat, name)))
    return state
