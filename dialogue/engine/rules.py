"""decide(exercise, state, act) -> an event or a refusal; evolve(exercise, state, event) -> the next state."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import reduce

from dialogue.engine.allowed import refused, said_aloud, way_past
from dialogue.engine.protocol import (
    CORRECTIONS_BEFORE_SHORTER,
    END,
    MISSES_BEFORE_LEAVING,
    PARTNERS,
    RETURN,
    SEATS,
    STAY,
    UNIVERSAL,
    Exercise,
    Medium,
    Move,
    Seat,
    Step,
)
from dialogue.engine.state import Act, Happened, Refusal, State


def begin(exercise: Exercise, sender: Seat) -> State:
    """A dialogue that ``sender`` is about to ask for."""
    return State(step=exercise.start, sender=sender)


def fold(exercise: Exercise, start: State, events: Iterable[Happened]) -> State:
    return reduce(lambda state, event: evolve(exercise, state, event), events, start)


def decide(exercise: Exercise, state: State, act: Act) -> Happened | Refusal:
    """What comes of ``act``: the event to append, or why not. Never raises on bad input."""
    code = refused(exercise, state, act)
    if code is not None:
        return Refusal(code)
    move = None if act.name in UNIVERSAL else exercise.steps[state.step].moves[act.name]
    hidden = move is not None and move.by == "both" and exercise.steps[state.step].hidden
    if move and hidden:
        settled = _settled(exercise.steps[state.step], dict(state.answers) | {act.seat: move.name})
        return Happened(
            seat=act.seat,
            name=settled.name if settled else move.name,
            step=state.step,
            turn=state.turn,
            sender=state.sender,
            to=act.by if settled is None else None,
            borrowed=act.by is not None,
            private=settled is None,
        )
    piece = None
    if move and move.hears:
        piece = state.piece + 1
    elif move and move.echoes:
        piece = state.piece
    aloud = move is not None and act.seat in PARTNERS and _spoken(state, move, act)
    return Happened(
        seat=act.seat,
        name=act.name,
        step=state.step,
        turn=state.turn,
        sender=state.sender,
        piece=piece,
        minutes=act.minutes if move else None,
        to=None if move else _far_end(act),
        seconds=act.seconds if act.name == "slow" else None,
        marks=state.marks if move and move.says and not act.words and not aloud else (),
        aloud=aloud,
        borrowed=act.by is not None,
        private=move is not None and move.private,
        agreed=act.name in ("speak", "write") and _both_turn(state, act.seat),
    )


def _settled(step: Step, answers: Mapping[Seat, str]) -> Move | None:
    """What comes of the answers: the weightiest, once both are there. Nobody is asked when there is
    nothing left to decide."""
    # The order of the step's moves is the order of weight: one "stop" outweighs a "now".
    ranked = [move for move in step.moves.values() if move.by == "both"]
    first = next(move for move in ranked if move.name in answers.values())
    return first if first is ranked[0] or len(answers) == len(PARTNERS) else None


def _both_turn(state: State, seat: Seat) -> bool:
    """Whether both partners want the other medium now. At a phone for two both see it turn."""
    return state.lent is not None or {*PARTNERS} <= {*state.turning, seat}


def _spoken(state: State, move: Move, act: Act) -> bool:
    return said_aloud(state, move) or (state.medium == "spoken" and act.words)


def evolve(exercise: Exercise, state: State, event: Happened) -> State:
    """The state after ``event``. Only for events that ``decide`` returned for this state."""
    match event.name:
        case "pause":
            return replace(state, pausing=_in_order((*state.pausing, event.seat)))
        case "resume":
            return replace(state, pausing=_without(state.pausing, event.seat))
        case "end":
            return _end(exercise, state, "ended_safely")
        case "leave_for_today":
            return _end(exercise, state, "left_for_today")
        case "slow":
            return replace(state, slow=event.seconds or 0)
        case "speak" | "write" if not event.agreed:
            return replace(state, turning=_in_order((*state.turning, event.seat)))
        case "stay":
            return replace(state, turning=())
        case "speak" | "write":
            medium: Medium = "spoken" if event.name == "speak" else "typed"
            return replace(state, medium=medium, turning=(), lent=None)
        case "lend":
            return replace(state, lent=event.seat, turning=())
        case "take_back":
            return replace(state, lent=None)
        case "offer" | "double" if event.to:
            offers = dict(state.offers) | {event.to: event.name}
            return replace(state, offers=tuple(sorted(offers.items())))
        case "dismiss":
            return replace(state, offers=_offers_but_for(state, event.seat))
        case "raise_hand":
            return replace(state, hands=_in_order((*state.hands, event.seat)))
        case "lower_hand" | "see_hand":
            hand = event.to if event.name == "see_hand" else event.seat
            return replace(state, hands=_without(state.hands, hand))
        case "whisper" | "reply" | "frame":
            return state
        case _:
            return _after_move(exercise, state, event)


def _far_end(act: Act) -> Seat | None:
    if not UNIVERSAL[act.name].private:
        return None
    return act.to if act.seat == "therapist" else "therapist"


def _end(exercise: Exercise, state: State, outcome: str) -> State:
    if not state.enrolled:
        return replace(state, outcome=outcome, pausing=()).alone()
    # Whoever ends, and whoever was pausing: nobody goes home as somebody else.
    return replace(
        state,
        step=exercise.derole,
        ending=outcome,
        pausing=(),
        returns=(),
        answers=(),
        hold=False,
        corrections=0,
        misses=0,
        full=False,
        offers=(),
        lent=None,
        moment=state.moment + 1,
    )


def _after_move(exercise: Exercise, state: State, event: Happened) -> State:
    step = exercise.steps[event.step]
    move = step.moves[event.name]
    if event.piece is not None:
        state = replace(state, piece=event.piece)
    if move.hold:
        return replace(state, hold=True)
    if move.private:
        return replace(state, harmed=move.harm == "marks" if move.harm else state.harmed)
    if move.full and move.to == STAY:
        return replace(state, full=True)
    if step.who == "both" and move.by == "both" and (event.private or not step.hidden):
        answers = dict(state.answers) | {event.seat: event.name}
        state = replace(state, offers=_offers_but_for(state, event.seat))
        if event.private or len(answers) < len(PARTNERS):
            return replace(state, answers=tuple(answers.items()))
        move, *others = (move for move in step.moves.values() if move.name in answers.values())
        state = _agreed(state, (move, *others))
    if move.to == STAY:
        return state
    return _follow(exercise, state, move)


def _agreed(state: State, moves: Sequence[Move]) -> State:
    """Whichever comes first counts, and a reminder before none."""
    return replace(
        state,
        minutes=min((move.lasts for move in moves if move.lasts), default=state.minutes),
        pieces=min((move.pieces for move in moves if move.pieces), default=state.pieces),
    )


def _follow(exercise: Exercise, state: State, move: Move) -> State:
    sent = False if move.fresh else state.sent or move.hears
    returns = move.returns or (*state.returns, *filter(None, (move.call, move.asks)))
    step, outcome = move.to, ""
    full = (state.full or move.full) and not (move.swap or move.by == "therapist")
    if move.deroles and state.ending:
        step, outcome, returns = state.step, state.ending, ()
    elif step == RETURN:
        step, returns = returns[-1], returns[:-1]
        while full and (past := way_past(exercise, step)):
            step = past.to
            if step == RETURN:
                step, returns = returns[-1], returns[:-1]
        full = False
    elif step.startswith(END):
        step, outcome, returns = state.step, step.removeprefix(END), ()
    chooses = any(one.gives for one in exercise.steps[step].moves.values())
    corrections, misses = _counts(state, move)
    after = replace(
        state,
        step=step,
        outcome=outcome,
        gift="" if chooses or move.commits else move.gives or state.gift,
        returns=() if move.swap else returns,
        answers=(),
        hold=False,
        corrections=corrections,
        misses=misses,
        full=full and any(one.full for one in exercise.steps[step].moves.values()),
        harmed=False,
        timed=state.moment + 1 if move.starts else state.timed,
        shared=0 if move.starts else state.shared + _is_another(move),
        sent=sent,
        marks=() if move.swap else tuple((dict(state.marks) | dict(move.sets)).items()),
        sender=state.receiver if move.swap else state.sender,
        turn=state.turn + move.swap,
        moment=state.moment + 1,
        enrolled=move.enrols or (state.enrolled and not move.deroles),
        offers=(),
    )
    return after.alone() if outcome else after


def _is_another(move: Move) -> bool:
    return move.hears and not (move.corrects or move.restates)


def _counts(state: State, move: Move) -> tuple[int, int]:
    """How often in a row something did not get through: corrections, and "not quite". Whoever leads
    elsewhere begins anew."""
    anew = move.swap or move.by == "therapist"
    corrections = 0 if anew or move.settles else state.corrections + move.corrects
    misses = 0 if anew or move.eases else state.misses + move.misses
    return min(corrections, CORRECTIONS_BEFORE_SHORTER), min(misses, MISSES_BEFORE_LEAVING)


def _offers_but_for(state: State, seat: Seat) -> tuple[tuple[Seat, str], ...]:
    return tuple((to, name) for to, name in state.offers if to != seat)


def _without(seats: tuple[Seat, ...], seat: Seat | None) -> tuple[Seat, ...]:
    return tuple(one for one in seats if one != seat)


def _in_order(seats: tuple[Seat, ...]) -> tuple[Seat, ...]:
    return tuple(seat for seat in SEATS if seat in seats)
