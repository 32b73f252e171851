"""Walk every state that an exercise can reach, by every move and every end of every seat.

What stands beside the dialogue (a pause, the medium, what is private) leads nowhere, so it is not
walked; the tests prove that of every state."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from dialogue.engine.protocol import PARTNERS, SEATS, SLOW_SECONDS, UNIVERSAL, Exercise, Move, Seat
from dialogue.engine.rules import begin, decide, evolve
from dialogue.engine.state import Act, Happened, State

# A way back longer than this is one that grows at every round: an exercise with no end of states.
LONGEST_WAY_BACK = 8
ENDS = ("end", "leave_for_today")  # the acts, open at every step, that lead somewhere


@dataclass(frozen=True, slots=True)
class Transition:
    before: State
    event: Happened
    after: State


@dataclass(frozen=True, slots=True)
class Explored:
    """``states`` by shape (counters aside); ``steps`` is how far each is from the start."""

    states: dict[State, int]
    transitions: list[Transition]


def acts(exercise: Exercise, step: str) -> Iterator[Act]:
    """Every act that could lead on from that step of a state's shape, and each of the same by the
    wrong seat."""
    for seat in SEATS:
        for name in ENDS:
            yield from open_acts(name, seat)
        for move in exercise.steps[step].moves.values():
            yield act_for(move, seat, 0)


def redirects_of(exercise: Exercise) -> list[Move]:
    """Every redirect of every step."""
    moves = [move for step in exercise.steps.values() for move in step.moves.values()]
    return [move for move in moves if move.by == "therapist"]


@cache
def open_acts(name: str, seat: Seat) -> tuple[Act, ...]:
    """The act of that name as ``seat`` could do it; the therapist's private ones for each partner."""
    act = Act(
        seat,
        name,
        words=UNIVERSAL[name].words == "required",
        seconds=SLOW_SECONDS[0] if name == "slow" else None,
    )
    if UNIVERSAL[name].private and seat == "therapist":
        return tuple(replace(act, to=to) for to in PARTNERS)
    return (act,)


def act_for(move: Move, seat: Seat, moment: int) -> Act:
    return Act(
        seat,
        move.name,
        moment=moment,
        words=move.words == "required",
        minutes=60 if move.time else None,
    )


def explore(exercise: Exercise, sender: Seat = "first", *, redirects: bool = True) -> Explored:
    """All that can follow when ``sender`` opens; without ``redirects``, what the partners do alone."""
    start = begin(exercise, sender).shape()
    states = {start: 0}
    transitions: list[Transition] = []
    queue = deque([start])
    left_out = set() if redirects else {move.name for move in redirects_of(exercise)}
    tried = {
        step: [act for act in acts(exercise, step) if act.name not in left_out]
        for step in exercise.steps
    }
    while queue:
        state = queue.popleft()
        for act in tried[state.step]:
            event = decide(exercise, state, act)
            if not isinstance(event, Happened):
                continue
            try:
                after = evolve(exercise, state, event).shape()
            except IndexError:
                place = f"{exercise.id}: {state.step}.{act.name}"
                raise ValueError(f"{place} has nothing to come back to") from None
            if len(after.returns) > LONGEST_WAY_BACK:
                raise ValueError(f"{exercise.id}: {state.step}.{act.name} never comes back")
            transitions.append(Transition(state, event, after))
            if after not in states:
                states[after] = states[state] + 1
                queue.append(after)
    return Explored(states, transitions)
