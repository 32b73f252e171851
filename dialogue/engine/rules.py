"""decide(exercise, state, act) -> an event or a refusal; evolve(exercise, state, event) -> the next state."""

from collections.abc import Iterable
from dataclasses import replace
from functools import reduce

from dialogue.engine.protocol import (
    CORRECTIONS_BEFORE_SHORTER,
    END,
    MINUTES_AHEAD,
    PARTNERS,
    RETURN,
    SEATS,
    STAY,
    UNIVERSAL,
    Exercise,
    Move,
    Seat,
)
from dialogue.engine.state import Act, Event, Refusal, RefusalCode, State


def begin(exercise: Exercise, sender: Seat) -> State:
    """A dialogue that ``sender`` is about to ask for."""
    return State(step=exercise.start, sender=sender)


def fold(exercise: Exercise, start: State, events: Iterable[Event]) -> State:
    return reduce(lambda state, event: evolve(exercise, state, event), events, start)


def floor(exercise: Exercise, state: State) -> tuple[Seat, ...]:
    """Whose turn it is: one seat; at a step for both, those who have not answered yet; nobody
    while the dialogue is paused or over."""
    if state.outcome or state.pausing:
        return ()
    match exercise.steps[state.step].who:
        case "sender":
            return (state.sender,)
        case "receiver":
            return (state.receiver,)
        case "either":
            return PARTNERS
        case "both":
            answered = dict(state.answers)
            return tuple(seat for seat in PARTNERS if seat not in answered)


def allowed(exercise: Exercise, state: State, seat: Seat) -> tuple[str, ...]:
    """What ``seat`` may do now, by name, words and time aside."""
    moves = tuple(
        move.name
        for move in exercise.steps[state.step].moves.values()
        if _move_refused(state, seat, move) is None
    )
    if state.outcome:
        return ()
    if state.pausing:
        moves = ()
    pause = "resume" if seat in state.pausing else "pause"
    return (*moves, pause, "end", *(("whisper",) if seat == "therapist" else ()))


def decide(exercise: Exercise, state: State, act: Act) -> Event | Refusal:
    """What comes of ``act``: the event to append, or why not. Never raises on bad input."""
    code = _refused(exercise, state, act)
    if code is not None:
        return Refusal(code)
    move = None if act.name in UNIVERSAL else exercise.steps[state.step].moves[act.name]
    piece = None
    if move and move.hears:
        piece = state.piece + 1
    elif move and move.echoes:
        piece = state.piece
    return Event(
        seat=act.seat,
        name=act.name,
        step=state.step,
        turn=state.turn,
        sender=state.sender,
        piece=piece,
        minutes=act.minutes if move else None,
        to=act.to if act.name == "whisper" else None,
    )


def evolve(exercise: Exercise, state: State, event: Event) -> State:
    """The state after ``event``. Only for events that ``decide`` returned for this state."""
    match event.name:
        case "pause":
            return replace(state, pausing=_in_order((*state.pausing, event.seat)))
        case "resume":
            return replace(
                state, pausing=tuple(seat for seat in state.pausing if seat != event.seat)
            )
        case "end":
            return replace(state, outcome="ended_safely", pausing=())
        case "whisper":
            return state
        case _:
            return _after_move(exercise, state, event)


def _refused(exercise: Exercise, state: State, act: Act) -> RefusalCode | None:
    if state.outcome:
        return "over"
    if act.name in UNIVERSAL:
        return _universal_refused(state, act)
    if act.moment != state.moment:
        return "stale"
    if state.pausing:
        return "paused"
    move = exercise.steps[state.step].moves.get(act.name)
    if move is None:
        return "not_now"
    return _move_refused(state, act.seat, move) or _content_refused(move, act)


def _universal_refused(state: State, act: Act) -> RefusalCode | None:
    if act.minutes is not None:
        return "bad_time"
    match act.name:
        case "pause" if act.seat in state.pausing:
            return "already_done"
        case "resume" if act.seat not in state.pausing:
            # Nobody lifts a pause that somebody else needed; ending is always open to both.
            return "not_your_turn" if state.pausing else "not_paused"
        case "whisper" if act.seat != "therapist" or act.to not in PARTNERS:
            return "not_for_you"
        case "whisper" if not act.words:
            return "words_needed"
        case "whisper":
            return None
    return "words_unwanted" if act.words else None


def _move_refused(state: State, seat: Seat, move: Move) -> RefusalCode | None:
    if seat not in PARTNERS:
        return "not_your_turn"
    if move.by in ("sender", "receiver") and state.part(seat) != move.by:
        return "not_your_turn"
    if move.by == "both" and dict(state.answers).get(seat) == move.name:
        return "already_done"
    if move.hold and state.hold:
        return "already_done"
    if move.needs == "sent" and not state.sent:
        return "not_yet"
    if move.needs == "corrections" and state.corrections < CORRECTIONS_BEFORE_SHORTER:
        return "not_yet"
    return None


def _content_refused(move: Move, act: Act) -> RefusalCode | None:
    if move.words == "required" and not act.words:
        return "words_needed"
    if move.words == "none" and act.words:
        return "words_unwanted"
    if not move.time:
        return None if act.minutes is None else "bad_time"
    return None if act.minutes is not None and 1 <= act.minutes <= MINUTES_AHEAD else "bad_time"


def _after_move(exercise: Exercise, state: State, event: Event) -> State:
    step = exercise.steps[event.step]
    move = step.moves[event.name]
    if event.piece is not None:
        state = replace(state, piece=event.piece)
    if move.hold:
        return replace(state, hold=True)
    if step.who == "both":
        answers = dict(state.answers) | {event.seat: event.name}
        if len(answers) < len(PARTNERS):
            return replace(state, answers=tuple(answers.items()))
        # The order of the step's moves is the order of weight: one "stop" outweighs a "now".
        move = next(move for move in step.moves.values() if move.name in answers.values())
    if move.to == STAY:
        return state
    return _follow(state, move)


def _follow(state: State, move: Move) -> State:
    corrections = state.corrections
    if move.corrects:
        corrections = min(corrections + 1, CORRECTIONS_BEFORE_SHORTER)
    elif move.settles:
        corrections = 0
    sent = False if move.fresh else state.sent or move.hears
    returns = (*state.returns, move.call) if move.call else state.returns
    step, outcome = move.to, ""
    if step == RETURN:
        step, returns = returns[-1], returns[:-1]
    elif step.startswith(END):
        step, outcome, returns = state.step, step.removeprefix(END), ()
    return replace(
        state,
        step=step,
        outcome=outcome,
        returns=() if move.swap else returns,
        answers=(),
        hold=False,
        corrections=corrections,
        sent=sent,
        rung="" if move.swap else move.rung or state.rung,
        sender=state.receiver if move.swap else state.sender,
        turn=state.turn + move.swap,
        moment=state.moment + 1,
    )


def _in_order(seats: tuple[Seat, ...]) -> tuple[Seat, ...]:
    return tuple(seat for seat in SEATS if seat in seats)
