"""What holds in every state that any exercise can reach, by every act of every seat."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import dialogue.engine
from dialogue.engine.allowed import allowed, floor
from dialogue.engine.explore import act_for, explore, open_acts
from dialogue.engine.loader import load
from dialogue.engine.protocol import PARTNERS, RETURN, SEATS, UNIVERSAL, Seat, Step, other
from dialogue.engine.rules import begin, decide, evolve, fold
from dialogue.engine.state import Act, Happened, Refusal, State
from tests.engine.graph import (
    Graph,
    event_of,
    jumped_gates,
    look,
    ordinary,
    redirect,
    unmirrored,
)

pytestmark = pytest.mark.long

EVERYBODYS = {name for name, act in UNIVERSAL.items() if act.by == "anyone"}
ENGINE = Path(dialogue.engine.__file__).parent
COMMON = {"common": (ENGINE / "exercises/common.toml").read_text(encoding="utf-8")}
HEAD = 'extends = "common"\nversion = 1\ntitle = "x"\nabout = "x"\ntopic = "x"\ntopic_stem = "x"\n'


def test_every_move_of_every_step_is_made_by_each_part_that_may(graph: Graph, tell: Any) -> None:
    visited = {
        (t.event.step, t.event.name, t.before.part(t.event.seat))
        for t in graph.explored.transitions
        if ordinary(t)
    }
    written = {
        (step.name, move.name, part)
        for step in graph.exercise.steps.values()
        for move in step.moves.values()
        for part in (("sender", "receiver") if move.by in ("both", "either") else (move.by,))
        if move.by != "therapist"
    }
    assert visited == written
    assert {state.step for state in graph.states} == set(graph.exercise.steps)
    tell(
        f"{graph.exercise.id}: {len(graph.states):,} states, "
        f"{len(graph.explored.transitions):,} transitions, {len(graph.exercise.steps)} steps, "
        f"{len(written)} moves by part, stack at most {max(len(s.returns) for s in graph.states)}"
    )


def test_exactly_one_holds_the_floor_and_none_while_paused_or_over(graph: Graph) -> None:
    for state in graph.states:
        held = floor(graph.exercise, state)
        assert floor(graph.exercise, replace(state, pausing=("second",))) == ()
        match graph.exercise.steps[state.step].who:
            case _ if state.outcome:
                assert held == ()
            case "either":
                assert held == PARTNERS
            case "both":
                assert held and set(held) == set(PARTNERS) - {seat for seat, _ in state.answers}
            case part:
                assert len(held) == 1 and state.part(held[0]) == part


def test_who_holds_the_floor_can_use_it_and_nobody_else_moves_on(graph: Graph) -> None:
    for state in graph.open:
        held = floor(graph.exercise, state)
        for seat in held:
            assert set(allowed(graph.exercise, state, seat)) - set(UNIVERSAL)
        for transition in filter(ordinary, graph.forward[state]):
            if transition.event.seat not in held:
                # Another answer to a question that both are asked, which may be the one that needs no
                # second; or how much a receiver can take in.
                if state.answers:
                    stays = transition.after.step == state.step
                    assert stays or transition.event.name == "stop"
                    continue
                assert transition.event.seat == state.receiver
                assert transition.event.name in ("hold", "full")


def test_nobody_but_the_named_part_can_act(graph: Graph) -> None:
    """Accepted exactly when ``allowed`` lists it, for every name that the exercise knows."""
    steps = graph.exercise.steps
    names = {name for step in steps.values() for name in step.moves} | {"applaud"}
    elsewhere = {seat: {name: [Act(seat, name, moment=0)] for name in names} for seat in SEATS}
    here = {
        (seat, step): {move.name: [act_for(move, seat, 0)] for move in steps[step].moves.values()}
        | {name: list(open_acts(name, seat)) for name in UNIVERSAL}
        for seat in SEATS
        for step in steps
    }
    tried = set()
    over = (state for state in graph.states if state.outcome)
    for state in (*graph.kinds, *over):
        somewhere_else = (state.step, state.outcome) not in tried
        tried.add((state.step, state.outcome))
        for seat in SEATS:
            acts = here[seat, state.step]
            if somewhere_else:  # of these nothing but the step can tell
                acts = elsewhere[seat] | acts
            accepted = {
                name
                for name, ways in acts.items()
                if any(isinstance(decide(graph.exercise, state, act), Happened) for act in ways)
            }
            assert accepted == set(allowed(graph.exercise, state, seat))
            theirs = {name for name in accepted if whose(steps[state.step], name) == "therapist"}
            assert theirs == (accepted - EVERYBODYS if seat == "therapist" else set())


def whose(step: Step, name: str) -> str:
    return UNIVERSAL[name].by if name in UNIVERSAL else step.moves[name].by


def test_no_check_can_be_jumped_over(graph: Graph) -> None:
    assert jumped_gates(graph) == []


def test_what_is_sent_is_mirrored_and_the_sender_asked_before_anything_else(graph: Graph) -> None:
    assert unmirrored(graph) == []


@pytest.mark.parametrize(
    ("broken", "complaint"),
    [
        ('summary_check.moves.partly]\nto = "validating"', "validating without summary_check.all"),
        ('mirror_check.moves.correct]\nto = "return"', "more without got_it"),
        ('sending.moves.send]\nto = "more"\ncall = ""', "sending.send is not mirrored"),
        ('empathy_check.moves.add]\ncall = "thanks"', "thanks without empathy_check.yes"),
    ],
    ids=["partly", "correct", "send", "add"],
)
def test_the_search_finds_a_check_that_can_be_jumped_over(broken: str, complaint: str) -> None:
    value = load("broken", f"{HEAD}[steps.{broken}", COMMON)
    graph = look(value, redirects=False)
    assert complaint in jumped_gates(graph) + unmirrored(graph)


def test_a_way_back_that_grows_at_every_round_is_found() -> None:
    with pytest.raises(ValueError, match=r"broken: sending\.send never comes back"):
        value = load("broken", HEAD + '[steps.sending.moves.send]\nto = "more"', COMMON)
        look(value, redirects=False)


def test_a_receiver_who_is_full_hears_the_piece_and_then_sums_up(graph: Graph) -> None:
    """No check is jumped over by it; it only keeps more from being sent."""
    heard = {t.after.step for t in graph.explored.transitions if t.before.full and ordinary(t)}
    assert heard <= {"mirroring", "mirror_check", "kinder", "summary", "validating", "thanks"}
    for transition in graph.explored.transitions:
        before, after = transition.before, transition.after
        if before.full and transition.event.name == "got_it":
            assert after.step in ("summary", "validating", "thanks") and not after.full
        if transition.event.name == "full" and ordinary(transition):
            assert transition.event.seat == before.receiver
            assert after.step in (before.step, "summary", "validating", "thanks")


def test_a_redirect_leads_only_where_the_file_says_and_the_saved_step_is_kept(graph: Graph) -> None:
    seen = set()
    for transition in filter(redirect, graph.explored.transitions):
        before, after = transition.before, transition.after
        move = graph.exercise.steps[before.step].moves[transition.event.name]
        seen.add((before.step, move.name))
        assert after.pausing == before.pausing and not after.outcome
        if move.to == RETURN:
            assert (*after.returns, after.step) == before.returns
        elif move.swap:
            assert (after.sender, after.returns) == (before.receiver, ())
        elif move.returns:
            assert before.returns == () and after.returns == move.returns
        else:
            assert after.returns == (before.returns + ((move.call,) if move.call else ()))
            assert move.call in ("", before.step) and after.step == move.to
        assert not (after.corrections or after.misses or after.full)
    assert seen == {
        (step.name, move.name)
        for step in graph.exercise.steps.values()
        for move in step.moves.values()
        if move.by == "therapist"
    }


def test_a_stale_moment_is_refused_everywhere(graph: Graph) -> None:
    for state in graph.kinds:
        for move in graph.exercise.steps[state.step].moves.values():
            for seat in SEATS:
                for moment in (state.moment - 1, state.moment + 1):
                    act = act_for(move, seat, moment)
                    assert decide(graph.exercise, state, act) == Refusal("stale")


def test_words_and_times_are_asked_for_exactly_where_the_exercise_says(graph: Graph) -> None:
    for state in graph.kinds:
        for transition in filter(ordinary, graph.forward[state]):
            event = transition.event
            move = graph.exercise.steps[state.step].moves[event.name]
            act = act_for(move, event.seat, state.moment)
            other_way = decide(graph.exercise, state, replace(act, words=not act.words))
            match move.words:
                case "optional":
                    assert other_way == event
                case "required":
                    assert other_way == Refusal("words_needed")
                case "none":
                    assert other_way == Refusal("words_unwanted")
            furthest = move.days * 24 * 60
            for minutes in (0, furthest + 1, None if move.time else 5):
                bad = decide(graph.exercise, state, replace(act, minutes=minutes))
                assert bad == Refusal("bad_time")
            for minutes in (1, furthest) if move.time else ():
                good = decide(graph.exercise, state, replace(act, minutes=minutes))
                assert event_of(good).minutes == minutes


def test_the_way_back_is_short_never_lost_and_never_left_over(graph: Graph) -> None:
    for state in graph.states:
        assert len(state.returns) <= (4 if graph.exercise.derole else 2)
        if state.step in ("thanks", "thanks_back", "switch", "scheduled", "intention", "closing"):
            assert state.returns == () or state.outcome
        for transition in filter(ordinary, graph.forward[state]):
            move = graph.exercise.steps[state.step].moves[transition.event.name]
            if move.to == RETURN and not transition.after.outcome:
                after = transition.after
                if (
                    state.full or move.full
                ):  # who is full comes to a step that was remembered earlier
                    assert len(after.returns) < len(state.returns)
                    continue
                assert after.step == state.returns[-1]
                assert after.returns == state.returns[:-1]


def test_the_log_is_the_state(graph: Graph) -> None:
    """Happened by event, on a shortest way to each; and all at once, on the longest of these ways."""
    start = begin(graph.exercise, "first")
    led_to = {start: start}
    for way in graph.shortest():
        led_to[way.after] = evolve(graph.exercise, led_to[way.before], way.event)
        assert led_to[way.after].shape() == way.after
    assert led_to.keys() == graph.states.keys()
    furthest = max(graph.states, key=lambda state: graph.states[state])
    assert fold(graph.exercise, start, graph.path(furthest)) == led_to[furthest]


def test_every_state_survives_json(graph: Graph) -> None:
    for state in graph.states:
        assert State.from_json(json.loads(json.dumps(state.to_json()))) == state


def test_the_two_seats_are_alike(graph: Graph) -> None:
    """A dialogue that the second seat opens is the same one in the mirror."""
    opened_by_second = explore(graph.exercise, "second").states
    assert {_exchanged(state) for state in graph.states} == set(opened_by_second)


def _exchanged(state: State) -> State:
    def swap(seat: Seat) -> Seat:
        return other(seat) if seat in PARTNERS else seat

    return replace(
        state,
        sender=swap(state.sender),
        answers=tuple((swap(seat), move) for seat, move in state.answers),
    )
