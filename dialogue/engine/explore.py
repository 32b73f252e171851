"""Walk every state that an exercise can reach, by every act of every seat."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from dialogue.engine.protocol import PARTNERS, SEATS, Exercise, Move, Seat
from dialogue.engine.rules import begin, decide, evolve
from dialogue.engine.state import Act, Event, State

# A way back longer than this is one that grows at every round: an exercise with no end of states.
LONGEST_WAY_BACK = 8


@dataclass(frozen=True, slots=True)
class Transition:
    before: State
    event: Event
    after: State


@dataclass(frozen=True, slots=True)
class Explored:
    """``states`` by shape (counters aside); ``steps`` is how far each is from the start."""

    states: dict[State, int]
    transitions: list[Transition]


def acts(exercise: Exercise, state: State, seat: Seat) -> Iterator[Act]:
    """Every act that could possibly be accepted, and each of the same by the wrong seat."""
    yield Act(seat, "pause")
    yield Act(seat, "resume")
    yield Act(seat, "end")
    yield Act(seat, "whisper", words=True, to=PARTNERS[0])
    for move in exercise.steps[state.step].moves.values():
        yield act_for(move, seat, state.moment)


def act_for(move: Move, seat: Seat, moment: int) -> Act:
    return Act(
        seat,
        move.name,
        moment=moment,
        words=move.words == "required",
        minutes=60 if move.time else None,
    )


def explore(exercise: Exercise, sender: Seat = "first", *, pauses: bool = True) -> Explored:
    """All that can follow when ``sender`` opens. Without ``pauses`` there are about an eighth
    of the states, and all the same moves."""
    start = begin(exercise, sender).shape()
    states = {start: 0}
    transitions: list[Transition] = []
    queue = deque([start])
    while queue:
        state = queue.popleft()
        for seat in SEATS:
            for act in acts(exercise, state, seat):
                if act.name == "pause" and not pauses:
                    continue
                event = decide(exercise, state, act)
                if not isinstance(event, Event):
                    continue
                after = evolve(exercise, state, event).shape()
                if len(after.returns) > LONGEST_WAY_BACK:
                    raise ValueError(f"{exercise.id}: {state.step}.{act.name} never comes back")
                transitions.append(Transition(state, event, after))
                if after not in states:
                    states[after] = states[state] + 1
                    queue.append(after)
    return Explored(states, transitions)
