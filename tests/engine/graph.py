"""The state graph of an exercise, and the questions that are asked of it."""

import gc
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property

from dialogue.engine.exercises import exercise
from dialogue.engine.explore import Explored, Transition, explore
from dialogue.engine.protocol import PARTNERS, UNIVERSAL, Exercise, Seat
from dialogue.engine.rules import decide
from dialogue.engine.state import Act, Happened, Refusal, State

# The order of a turn. What stands later can only be reached through what stands before.
SPINE = (
    "sending", "mirroring", "mirror_check", "asking", "more", "summary", "summary_check", "validating",
    "validation_check", "empathizing", "empathy_check", "desire", "request_one", "request_two",
    "request_three", "choose", "adjusted", "commit", "derole", "grown", "touches", "help", "thanks", "thanks_back",
    "grounding", "switch", "closing", "closing_back",
)  # fmt: skip

# Step and moves of which every path to what comes later in the turn has to take one.
GATES = (
    ("summary", "summarize"),
    ("summary_check", "all"),
    ("validating", "validate", "as_far"),
    ("validation_check", "understood", "enough"),
    ("empathizing", "empathize"),
    ("empathy_check", "yes"),
    ("desire", "say_desire"),
    ("request_one", "request"),
    ("request_two", "request"),
    ("request_three", "request"),
    ("grown", "say_grown"),
    ("thanks", "thank"),
    ("thanks_back", "thank"),
)
# Where nothing at all was told, there is nothing to check: the engine allows it only then.
NOTHING_TOLD = "rather_none"

Keeps = Callable[[Transition], bool]


@dataclass(frozen=True)
class Graph:
    exercise: Exercise
    explored: Explored

    @property
    def states(self) -> dict[State, int]:
        return self.explored.states

    @cached_property
    def open(self) -> list[State]:
        return [state for state in self.states if not state.outcome]

    @cached_property
    def kinds(self) -> list[State]:
        """One open state of each kind: what may be done now does not depend on what is remembered
        beneath the next way back; and the two seats are alike, which a test proves."""
        firsts = (one for one in self.open if one.sender == PARTNERS[0])
        return list({replace(one, returns=one.returns[-1:]): one for one in firsts}.values())

    @cached_property
    def forward(self) -> dict[State, list[Transition]]:
        edges = defaultdict(list)
        for transition in self.explored.transitions:
            edges[transition.before].append(transition)
        return edges

    @cached_property
    def backward(self) -> dict[State, list[Transition]]:
        edges = defaultdict(list)
        for transition in self.explored.transitions:
            edges[transition.after].append(transition)
        return edges

    @cached_property
    def onward(self) -> dict[State, list[Transition]]:
        """``forward``, without what leaves a state as it is."""
        return {s: [t for t in ways if t.after != s] for s, ways in self.forward.items()}

    def reachable(self, sources: Iterable[State], keeps: Keeps) -> set[State]:
        """``sources`` and all that follows from them by transitions that ``keeps`` keeps."""
        ways = self.onward
        return _search(sources, lambda s: (t.after for t in ways.get(s, ()) if keeps(t)))

    def leading_to(self, goals: Iterable[State], keeps: Keeps) -> set[State]:
        return _search(goals, lambda s: (t.before for t in self.backward[s] if keeps(t)))

    def shortest(self) -> Iterator[Transition]:
        """The last transition of one shortest way to each state, nearest states first."""
        reached = {next(iter(self.states))}
        for transition in self.explored.transitions:
            if transition.after not in reached:
                reached.add(transition.after)
                yield transition

    def path(self, state: State) -> list[Happened]:
        """The events of one shortest way from the start to ``state``."""
        last = {transition.after: transition for transition in self.shortest()}
        events: list[Happened] = []
        while self.states[state]:
            events.append(last[state].event)
            state = last[state].before
        return events[::-1]


def _search(sources: Iterable[State], after: Callable[[State], Iterator[State]]) -> set[State]:
    seen = set(sources)
    queue = deque(seen)
    while queue:
        fresh = set(after(queue.popleft())) - seen
        seen |= fresh
        queue.extend(fresh)
    return seen


def ordinary(transition: Transition) -> bool:
    """A partner's move: none of the acts that are open at every step, and no redirect."""
    return transition.event.name not in UNIVERSAL and transition.event.seat in PARTNERS


def redirect(transition: Transition) -> bool:
    """The therapist leads elsewhere."""
    return transition.event.name not in UNIVERSAL and transition.event.seat == "therapist"


def goes_on(transition: Transition) -> bool:
    """Whoever ends does not go on: what follows is an end, by way of putting a role down."""
    return transition.event.name not in ("end", "leave_for_today", NOTHING_TOLD)


def jumped_gates(graph: Graph) -> list[str]:
    """Checks that some path goes around: with a gate taken away, what it guards must be cut off."""
    found = []
    for step, *moves in GATES:
        if step not in graph.exercise.steps:
            continue
        guarded = set(SPINE[SPINE.index(step) + 1 :])
        before = [s for s in graph.open if not guarded & {s.step, *s.returns}]
        reached = graph.reachable(
            before,
            lambda t, step=step, moves=moves: (
                goes_on(t) and not (t.event.step == step and t.event.name in moves)
            ),
        )
        around = {s.step for s in reached} & guarded
        found += [f"{later} without {step}.{moves[0]}" for later in sorted(around)]
    return found


def unmirrored(graph: Graph) -> list[str]:
    """Ways out of the mirror that leave a piece unmirrored, or its sender unasked."""
    found = [
        f"{t.event.step}.{t.event.name} is not mirrored"
        for t in graph.explored.transitions
        if t.event.piece is not None and t.event.name != "mirror" and t.after.step != "mirroring"
    ]
    heard = [s for s in graph.open if s.step == "mirroring"]
    for gate, inside in (
        ("mirror", {"mirroring", "shorter", "kinder"}),
        ("got_it", {"mirroring", "mirror_check", "shorter", "kinder"}),
    ):
        reached = graph.reachable(heard, lambda t, gate=gate: goes_on(t) and t.event.name != gate)
        around = {s.step for s in reached} - inside
        found += [f"{step} without {gate}" for step in sorted(around)]
    return found


def dead_ends(graph: Graph) -> list[State]:
    """Open states from which only "end" leads to an end."""
    ends = [t.after for t in graph.explored.transitions if ordinary(t) and t.after.outcome]
    alive = graph.leading_to(ends, lambda t: ordinary(t) or t.event.name == "resume")
    return [state for state in graph.open if state not in alive]


def look(value: Exercise, *, redirects: bool = True) -> Graph:
    return Graph(value, explore(value, redirects=redirects))


def do(graph: Graph, state: State, seat: Seat, name: str) -> Happened | Refusal:
    return decide(graph.exercise, state, Act(seat, name))


def event_of(decided: Happened | Refusal) -> Happened:
    assert isinstance(decided, Happened)
    return decided


@cache
def graph(id: str) -> Graph:
    """Of an exercise that we offer; explored once. It stays, so nobody need look it through again
    and again for what could be thrown away."""
    gc.disable()
    try:
        return look(exercise(id))
    finally:
        gc.freeze()
        gc.enable()
