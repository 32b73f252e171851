"""What became of the time of a dialogue: who had the floor, for how long, and what came between.

Made from what both partners saw alone. Private acts are not here, for any reader, so nobody can
tell from two timelines, or from one that has gaps, that there were any.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from dialogue.engine.allowed import next_to_act
from dialogue.engine.explore import ENDS
from dialogue.engine.protocol import PARTNERS, UNIVERSAL, Exercise, Move, Seat
from dialogue.engine.rules import evolve
from dialogue.engine.state import Happened, State
from dialogue.engine.visibility import is_private

# Holder time a stretch was. "away": nothing happened for so long that nobody can be said to have
# had the floor. "waiting": a dialogue was asked for, or kept for later.
Holder = Literal["first", "second", "together", "paused", "away", "waiting"]
Kind = Literal["correction", "pause", "redirect", "slow", "frame", "end"]

AWAY = timedelta(minutes=30)

Timed = tuple[Happened, datetime]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some time at one step, from one act to the next. Times are lengths since the beginning."""

    whose: Holder
    step: str
    turn: int
    sender: Seat
    begins: timedelta
    lasts: timedelta


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened at a moment. ``move`` names what it was."""

    kind: Kind
    at: timedelta
    seat: Seat
    step: str
    move: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """``began``: when the dialogue that was asked for began, or None if it did not. The last stretch
    ends with the last act: what is still going on is not guessed."""

    began: datetime | None
    lasts: timedelta = timedelta()
    stretches: tuple[Stretch, ...] = ()
    marks: tuple[Mark, ...] = ()
    mirrors: Mapping[Seat, int] = field(default_factory=dict)  # how many each has given

    def time_of(self, whose: Holder) -> timedelta:
        """Their airtime."""
        return total(self.stretches, whose)


def total(stretches: Iterable[Stretch], whose: Holder) -> timedelta:
    return sum((one.lasts for one in stretches if one.whose == whose), timedelta())


def timeline(exercise: Exercise, start: State, happened: Sequence[Timed]) -> Timeline:
    """From the log, oldest first, as any seat has it; ``start`` is the state before the first."""
    public = [(event, at) for event, at in happened if not is_private(event)]
    spans = list(_spans(exercise, start, public))
    begun = next((i for i, (state, _, _) in enumerate(spans) if not _asking(exercise, state)), None)
    if begun is None:
        return Timeline(began=None)
    began, ended = spans[begun][1], public[-1][1]
    stretches = _joined(
        Stretch(
            whose=_whose(exercise, state, until - since),
            step=state.step,
            turn=state.turn,
            sender=state.sender,
            begins=since - began,
            lasts=until - since,
        )
        for state, since, until in spans[begun:]
        if not state.outcome
    )
    marks = tuple(
        Mark(kind, at - began, event.seat, event.step, event.name)
        for event, at in public[begun:]
        if (kind := _kind(exercise, event))
    )
    mirrors = _mirrors(exercise, public)
    return Timeline(began, ended - began, tuple(stretches), marks, mirrors)


def _spans(
    exercise: Exercise, state: State, public: Sequence[Timed]
) -> Iterator[tuple[State, datetime, datetime]]:
    """Each act's consequence, with since when and until when it held."""
    until = [at for _event, at in public[1:]] + [at for _event, at in public[-1:]]
    for (event, at), end in zip(public, until, strict=True):
        state = evolve(exercise, state, event)
        yield state, at, end


def _whose(exercise: Exercise, state: State, lasts: timedelta) -> Holder:
    if _asking(exercise, state):
        return "waiting"
    if lasts > AWAY:
        return "away"
    if state.pausing:
        return "paused"
    if exercise.steps[state.step].who in ("both", "either"):
        return "together"
    (seat,) = next_to_act(exercise, state)
    return "second" if seat == PARTNERS[1] else "first"


def _asking(exercise: Exercise, state: State) -> bool:
    """Whether the dialogue is only asked for, or kept for a time: where a time can be proposed."""
    moves = exercise.steps[state.step].moves.values()
    return state.step == exercise.start or any(move.time for move in moves)


def _joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """What an act did not change goes on. Without what had no length at all."""
    joined: list[Stretch] = []
    for one in stretches:
        last = joined[-1] if joined else None
        if last and replace(one, begins=last.begins, lasts=last.lasts) == last:
            joined[-1] = replace(last, lasts=last.lasts + one.lasts)
        elif one.lasts:
            joined.append(one)
    return joined


def _kind(exercise: Exercise, event: Happened) -> Kind | None:
    if event.name in UNIVERSAL:
        found: dict[str, Kind] = {"pause": "pause", "slow": "slow", "frame": "frame"}
        return "end" if event.name in ENDS else found.get(event.name)
    move: Move = exercise.steps[event.step].moves[event.name]
    if move.by == "therapist":
        return "redirect"
    # At every check: "almost", "a part is missing", "not quite", "there is another feeling".
    missed = move.hears and (move.corrects or (move.quiet and not move.restates))
    return "correction" if missed else None


def _mirrors(exercise: Exercise, public: Iterable[Timed]) -> dict[Seat, int]:
    given = dict.fromkeys(PARTNERS, 0)
    for event, _at in public:
        move = exercise.steps[event.step].moves.get(event.name)
        if move and move.echoes and event.seat in given:
            given[event.seat] += 1
    return given
