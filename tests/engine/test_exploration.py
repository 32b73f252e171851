"""What holds in every state that any exercise can reach, by every act of every seat."""

import ast
import json
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, fields, replace
from pathlib import Path
from typing import Any, get_type_hints

import pytest

import dialogue.engine
from dialogue.engine.allowed import allowed, floor, next_to_act
from dialogue.engine.exercises import all_exercises
from dialogue.engine.explore import ENDS, act_for, explore, open_acts
from dialogue.engine.loader import load
from dialogue.engine.protocol import PARTNERS, RETURN, SEATS, UNIVERSAL, Seat, Step, other
from dialogue.engine.rules import begin, decide, evolve, fold
from dialogue.engine.state import Act, Happened, Refusal, State
from dialogue.engine.visibility import seats_that_see
from tests.engine.graph import (
    Graph,
    dead_ends,
    jumped_gates,
    look,
    ordinary,
    redirect,
    unmirrored,
)

pytestmark = pytest.mark.long

# Whoever is pausing, what is open is the same.
PAUSED: tuple[tuple[Seat, ...], ...] = (("first",), ("second", "therapist"), SEATS)
KIND_ENDS = {"completed", "declined", "ended_safely", "left_for_today"}
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
                # Another answer to a question that both are asked; or how much a receiver can take in.
                if state.answers:
                    assert transition.after.step == state.step
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


def test_every_seat_can_always_pause_and_resume_to_exactly_the_saved_state(graph: Graph) -> None:
    for state in _paused_or_not(graph):
        for seat in SEATS:
            event = decide(graph.exercise, state, Act(seat, "pause"))
            if seat in state.pausing:
                assert event == Refusal("already_done")
                continue
            paused = evolve(graph.exercise, state, _event(event))
            assert paused == replace(state, pausing=paused.pausing)
            assert paused.pausing == tuple(s for s in SEATS if s in (*state.pausing, seat))
            for someone in SEATS:
                resume = decide(graph.exercise, paused, Act(someone, "resume"))
                assert isinstance(resume, Happened) == (someone in paused.pausing)
            resume = decide(graph.exercise, paused, Act(seat, "resume"))
            assert evolve(graph.exercise, paused, _event(resume)) == state


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
                    graph.exercise, state, _event(_do(graph, state, seat, "leave_for_today"))
                )
                waits = (after.step, after.ending) == (graph.exercise.derole, "left_for_today")
                assert waits if state.enrolled else after.outcome == "left_for_today"
    assert {
        ("mirroring", "sender"),
        ("mirroring", "receiver"),
        ("mirror_check", "sender"),
    } < offered


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


def test_what_is_private_changes_nothing_that_anybody_else_could_see(graph: Graph) -> None:
    """Nor is anything open to others because of it: they are told the same, byte for byte."""
    private = [t for t in graph.explored.transitions if t.event.private]
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


def test_every_seat_can_always_end_and_nothing_follows(graph: Graph) -> None:
    for state in _paused_or_not(graph):
        for seat in SEATS:
            event = decide(graph.exercise, state, Act(seat, "end"))
            if state.ending and not state.pausing:
                assert event == Refusal("derole_first")  # one act away, which is open to both
                assert floor(graph.exercise, state) == PARTNERS
                continue
            after = evolve(graph.exercise, state, _event(event))
            if state.enrolled:
                assert (after.step, after.ending) == ("derole", "ended_safely")
                assert after.pausing == ()
            else:
                assert after.outcome == "ended_safely"
    over = [state for state in graph.states if state.outcome]
    assert {s.outcome for s in over} == KIND_ENDS
    assert not any(graph.forward[state] for state in over)


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
    wait = {"resume", "write", "lend", "take_back", "see_hand", "dismiss", "lower_hand"}
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
            said = _event(decide(graph.exercise, spoken, act))
            assert said == replace(event, aloud=told, marks=said.marks)
            noted = decide(graph.exercise, spoken, replace(act, words=True))
            if move.words == "none":
                assert noted == Refusal("words_unwanted")
            else:
                told = event.seat in PARTNERS
                assert noted == replace(event, aloud=told, marks=_event(noted).marks)


def test_anyone_can_turn_to_speaking_and_back_at_every_step_and_it_moves_nothing(
    graph: Graph,
) -> None:
    for state in graph.kinds:
        for seat in SEATS:
            assert decide(graph.exercise, state, Act(seat, "write")) == Refusal("already_done")
            spoken = evolve(graph.exercise, state, _event(_do(graph, state, seat, "speak")))
            assert spoken == replace(state, medium="spoken")
            assert decide(graph.exercise, spoken, Act(seat, "speak")) == Refusal("already_done")
            assert (
                evolve(graph.exercise, spoken, _event(_do(graph, spoken, seat, "write"))) == state
            )


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
                assert _event(good).minutes == minutes


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


def test_a_refusal_carries_nothing_and_a_state_cannot_be_changed() -> None:
    assert [field.name for field in fields(Refusal)] == ["code"]
    for value, name in (
        (State("request", "first"), "step"),
        (Refusal("over"), "code"),
        (Happened("first", "ask", "request", 1, "first"), "name"),
        (Act("first", "ask"), "name"),
    ):
        with pytest.raises(FrozenInstanceError):
            setattr(value, name, "changed")


def test_the_engine_is_never_given_words() -> None:
    """All it learns is whether there are any; and no act's field reaches the log unchecked."""
    assert get_type_hints(Act)["words"] is bool
    assert "words" not in get_type_hints(Happened)
    for exercise in all_exercises():
        start = begin(exercise, "first")
        smuggled: Any = "I feel alone"
        ask = decide(exercise, start, Act("first", "ask", moment=0, words=True, to=smuggled))
        pause = decide(exercise, start, Act("first", "pause", to=smuggled))
        assert smuggled not in [getattr(_event(ask), f.name) for f in fields(Happened)]
        assert smuggled not in [getattr(_event(pause), f.name) for f in fields(Happened)]
        late = Act("first", "pause", minutes=smuggled)
        assert decide(exercise, start, late) == Refusal("bad_time")
        assert decide(exercise, start, Act("first", smuggled)) == Refusal("stale")
        assert decide(exercise, start, Act("first", smuggled, moment=0)) == Refusal("not_now")


def test_the_engine_knows_no_clock_no_chance_no_network_and_no_framework() -> None:
    known = {"ast", "collections", "dataclasses", "functools", "importlib", "tomllib", "typing"}
    files = sorted(ENGINE.rglob("*.py"))
    assert len(files) > 5
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                modules = [node.module or ""]
            else:
                continue
            for module in modules:
                inside = module.startswith("dialogue.engine")
                assert inside or module.split(".")[0] in known, f"{file.name} imports {module}"


def _paused_or_not(graph: Graph) -> Iterator[State]:
    return (replace(one, pausing=pausing) for one in graph.open for pausing in ((), *PAUSED))


def _do(graph: Graph, state: State, seat: Seat, name: str) -> Happened | Refusal:
    return decide(graph.exercise, state, Act(seat, name))


def _event(decided: Happened | Refusal) -> Happened:
    assert isinstance(decided, Happened)
    return decided


def _exchanged(state: State) -> State:
    def swap(seat: Seat) -> Seat:
        return other(seat) if seat in PARTNERS else seat

    return replace(
        state,
        sender=swap(state.sender),
        answers=tuple((swap(seat), move) for seat, move in state.answers),
    )
