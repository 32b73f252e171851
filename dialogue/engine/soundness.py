"""What no reader of an exercise file could see: whether every path through it is safe.

The same is proven of our own exercises by the tests, in more detail; this is for whoever writes one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from dialogue.engine.explore import Explored, explore
from dialogue.engine.protocol import PARTNERS, UNIVERSAL, Exercise, Move
from dialogue.engine.state import State


def faults(exercise: Exercise) -> list[str]:
    """What is wrong, each as ``place: reason``; nothing if every path is safe."""
    try:
        explored = explore(exercise)
    except ValueError as error:
        place, _, reason = str(error).removeprefix(f"{exercise.id}: ").partition(" ")
        step, _, move = place.partition(".")
        return [f"{exercise.id}.steps.{step}.moves.{move}: {reason}"]
    return [
        *_never_reached(exercise, explored),
        *_dead_ends(exercise, explored),
        *_unmirrored(exercise, explored),
        *_roles_kept(exercise, explored),
        *_freely_given(exercise, explored),
    ]


def _never_reached(exercise: Exercise, explored: Explored) -> Iterator[str]:
    reached = {state.step for state in explored.states}
    made = {(t.event.step, t.event.name) for t in explored.transitions}
    for step in exercise.steps.values():
        place = f"{exercise.id}.steps.{step.name}"
        if step.name not in reached:
            yield f"{place}: no path leads here"
            continue
        for move in step.moves.values():
            # May be inherited for a step where there is no occasion for it here.
            by_occasion = move.by == "therapist" or move.full
            if not by_occasion and (step.name, move.name) not in made:
                yield f"{place}.moves.{move.name}: nobody can ever do this"


def _dead_ends(exercise: Exercise, explored: Explored) -> Iterator[str]:
    """Steps from which the partners come to no end but by breaking off."""
    backward = defaultdict(set)
    for t in explored.transitions:
        if t.event.name not in UNIVERSAL and t.event.seat in PARTNERS:
            backward[t.after].add(t.before)
    alive = {state for state in explored.states if state.outcome and backward[state]}
    queue = list(alive)
    while queue:
        fresh = backward[queue.pop()] - alive
        alive |= fresh
        queue.extend(fresh)
    dead = {s.step for s in explored.states if not s.outcome and s not in alive}
    for step in exercise.steps:
        if step in dead:
            yield f"{exercise.id}.steps.{step}: there is a way here from which no end is ever reached"


def _unmirrored(exercise: Exercise, explored: Explored) -> Iterator[str]:
    """What is sent has to come to a step where it is mirrored, and from there to a check."""
    told = set()
    for t in explored.transitions:
        move = _move(exercise, t.event.step, t.event.name)
        if move is None or t.after.outcome:
            continue
        place = f"{exercise.id}.steps.{t.event.step}.moves.{move.name}.to"
        after = exercise.steps[t.after.step]
        if move.hears and not any(one.echoes for one in after.moves.values()):
            told.add(f"{place}: leads to {after.name}, where nobody mirrors what was sent")
        if move.echoes and (after.who != "sender" or _asks_nothing(after.moves.values())):
            told.add(f"{place}: leads to {after.name}, where the sender is not asked if it arrived")
    yield from sorted(told)


def _asks_nothing(moves: Iterable[Move]) -> bool:
    return not any(move.hears for move in moves)


def _roles_kept(exercise: Exercise, explored: Explored) -> Iterator[str]:
    told = set()
    for t in explored.transitions:
        move = _move(exercise, t.event.step, t.event.name)
        if move and t.before.enrolled and t.after.enrolled and (move.swap or t.after.outcome):
            told.add(_kept(exercise, t.before, move.name))
    yield from sorted(told)
    if not exercise.derole:
        return
    moves = exercise.steps[exercise.derole].moves.values()
    for part in ("sender", "receiver"):
        if not any(m.deroles and m.by in (part, "both", "either") for m in moves):
            place = f"{exercise.id}.steps.{exercise.derole}"
            yield f"{place}: the {part} needs a move that puts the role down, alone if need be"


def _freely_given(exercise: Exercise, explored: Explored) -> Iterator[str]:
    """Only what was chosen is promised, by the receiver; and whoever may choose may choose nothing."""
    told = set()
    for t in explored.transitions:
        move = _move(exercise, t.event.step, t.event.name)
        if move and move.commits and (not t.before.gift or move.by != "receiver"):
            place = f"{exercise.id}.steps.{t.event.step}.moves.{move.name}.commits"
            told.add(f"{place}: only the receiver promises, and only what they have chosen")
    yield from sorted(told)
    for step in exercise.steps.values():
        gifts = [move for move in step.moves.values() if move.gives]
        own = [move for move in step.moves.values() if move.by == step.who]
        if gifts and (step.who != "receiver" or len(own) == len(gifts)):
            yield f"{exercise.id}.steps.{step.name}: a gift is chosen by the receiver, who may choose none"


def _kept(exercise: Exercise, state: State, move: str) -> str:
    place = f"{exercise.id}.steps.{state.step}.moves.{move}"
    return f"{place}: leads out while a role is still held"


def _move(exercise: Exercise, step: str, name: str) -> Move | None:
    return exercise.steps[step].moves.get(name)
