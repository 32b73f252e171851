"""The one rule of who may see which event. Socket, page and export all ask here."""

from dataclasses import replace

from dialogue.engine.protocol import SEATS, UNIVERSAL, Exercise, Seat
from dialogue.engine.state import Happened, State


def sees(seat: Seat, event: Happened) -> bool:
    """Whether ``seat`` may know that ``event`` happened."""
    return not is_private(event) or seat in (event.seat, event.to)


def is_private(event: Happened) -> bool:
    """Whether it exists for its two ends alone, as a whisper does, or for whoever did it."""
    return event.private or (event.name in UNIVERSAL and UNIVERSAL[event.name].private)


def seats_that_see(event: Happened) -> tuple[Seat, ...]:
    return tuple(seat for seat in SEATS if sees(seat, event))


def as_known_to(seat: Seat, exercise: Exercise, state: State) -> State:
    """``state`` without the hidden answers of others. At a phone for two both have seen who answered."""
    if not state.answers or state.lent or not exercise.steps[state.step].hidden:
        return state
    return replace(state, answers=tuple(one for one in state.answers if one[0] == seat))


def is_joint(exercise: Exercise, event: Happened) -> bool:
    """Whether it is what came of two hidden answers: whose came last is nobody's to know."""
    step = exercise.steps.get(event.step)
    move = step.moves.get(event.name) if step else None
    return bool(step and move and step.hidden and move.by == "both" and not event.private)
