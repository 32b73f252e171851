"""Whose turn it is, what each seat may do now, and why not: asked of every act, and of every view."""

from dialogue.engine.protocol import (
    CORRECTIONS_BEFORE_SHORTER,
    MINUTES_A_DAY,
    MISSES_BEFORE_LEAVING,
    PARTNERS,
    SLOW_SECONDS,
    STAY,
    UNIVERSAL,
    Exercise,
    Move,
    Seat,
    Words,
    other,
)
from dialogue.engine.state import Act, RefusalCode, State


def floor(exercise: Exercise, state: State) -> tuple[Seat, ...]:
    """Whose turn it is: one seat; at a step for both, those who have not answered yet; nobody
    while the dialogue is paused or over."""
    if state.outcome or state.pausing:
        return ()
    return next_to_act(exercise, state)


def next_to_act(exercise: Exercise, state: State) -> tuple[Seat, ...]:
    """Whose turn it is, or will be again when nobody is pausing any more."""
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
    """What ``seat`` may do now, by name; words, times and pace aside."""
    if state.outcome:
        return ()
    moves = tuple(
        move.name
        for move in exercise.steps[state.step].moves.values()
        if _move_refused(exercise, state, seat, move) is None
    )
    return (*moves, *(name for name in UNIVERSAL if _may(exercise, state, seat, name)))


def words_of(state: State, move: Move) -> Words:
    """Whether the move takes words just now: what is said aloud need not be written too."""
    spoken = state.medium == "spoken" and not move.written
    return "optional" if spoken and move.words == "required" else move.words


def said_aloud(state: State, move: Move) -> bool:
    """Whether the move stands for something that is said just now where no log can hear it."""
    spoken = state.medium == "spoken" and not move.written
    return spoken and (move.words == "required" or bool(move.says))


def on_borrowed_seat(exercise: Exercise, state: State, seat: Seat) -> tuple[tuple[str, ...], bool]:
    """The moves that ``seat`` may make now on the other's phone, were it lent; and whether there
    are others, for which it takes its own login."""
    moves = exercise.steps[state.step].moves
    may = [moves[name] for name in allowed(exercise, state, seat) if name in moves]
    passing = tuple(move.name for move in may if not _lasts(exercise, state, move))
    return passing, len(passing) < len(may)


def _lasts(exercise: Exercise, state: State, move: Move) -> bool:
    """Whether the move outlasts what is said just now: it is kept in writing, dated, chosen as a
    gift, or on the way to a promise; or it stands beside what nobody else is to know of. None of
    that is ever done on somebody else's phone."""
    kept = move.written or move.time or move.gives or move.commits or state.gift
    moves = exercise.steps[state.step].moves.values()
    return bool(kept) or any(one.private for one in moves)


def _may(exercise: Exercise, state: State, seat: Seat, name: str) -> bool:
    ends = PARTNERS if seat == "therapist" and UNIVERSAL[name].private else (None,)
    return any(universal_refused(exercise, state, Act(seat, name, to=to)) is None for to in ends)


def refused(exercise: Exercise, state: State, act: Act) -> RefusalCode | None:
    if state.outcome:
        return "over"
    if act.by is not None and (code := _borrowing_refused(state, act)):
        return code
    if act.name in UNIVERSAL:
        return universal_refused(exercise, state, act) or _universal_content_refused(act)
    if act.moment != state.moment:
        return "stale"
    move = exercise.steps[state.step].moves.get(act.name)
    if move is None:
        return "paused" if state.pausing else "not_now"
    return (
        _move_refused(exercise, state, act.seat, move)
        or ("not_before" if move.waits and act.early else None)
        or ("own_login" if act.by is not None and _lasts(exercise, state, move) else None)
        or _content_refused(move, act, words_of(state, move))
        or ("too_soon" if _is_slowed(move) and 0 <= act.waited < state.slow else None)
    )


def _is_slowed(move: Move) -> bool:
    """Not whoever leads, and nobody on the way out of a role."""
    return move.by != "therapist" and not move.deroles


def stuck(state: State) -> bool:
    """Whether it does not get through just now, so that both are offered to leave it for today."""
    often = state.corrections >= CORRECTIONS_BEFORE_SHORTER
    return often or state.misses >= MISSES_BEFORE_LEAVING


def way_past(exercise: Exercise, step: str) -> Move | None:
    """The move by which a receiver who is full passes over that step, towards the summary."""
    moves = exercise.steps[step].moves.values()
    return next((move for move in moves if move.full and move.to != STAY), None)


def _borrowing_refused(state: State, act: Act) -> RefusalCode | None:
    """What stands beside the dialogue, and all words, are never another's to say."""
    if act.by not in PARTNERS or act.seat != state.lent or act.by != other(act.seat):
        return "not_lent"
    if act.name in UNIVERSAL:
        return "own_login"
    return "words_unwanted" if act.words else None


def universal_refused(exercise: Exercise, state: State, act: Act) -> RefusalCode | None:
    """Why the act may not be done by that seat now, whatever it carries."""
    whose = UNIVERSAL[act.name].by
    if whose != "anyone" and (whose == "therapist") != (act.seat == "therapist"):
        return "not_for_you"
    match act.name:
        case "pause" if act.seat in state.pausing:
            return "already_done"
        case "resume" if act.seat not in state.pausing:
            # Nobody lifts a pause that somebody else needed; ending is always open to both.
            return "not_your_turn" if state.pausing else "not_paused"
        case "speak" | "write" if act.seat in state.turning:
            return "already_done"
        case "stay" if not state.turning:
            return "already_done"
        case "speak" | "write" if state.medium == ("spoken" if act.name == "speak" else "typed"):
            return "already_done"
        case "leave_for_today" if state.ending:
            return "derole_first"
        case "leave_for_today" if not stuck(state):
            return "not_yet"
        case "lend" if state.medium != "spoken":
            return "only_aloud"
        case "lend" if state.lent:
            return "already_done"
        case "take_back" if not state.lent:
            return "already_done"
        case "end" if state.ending and not state.pausing:
            return "derole_first"
        case "whisper" | "see_hand" if act.to not in PARTNERS:
            return "nobody_there"
        case "offer" | "double" if act.to not in next_to_act(exercise, state):
            return "nobody_there"
        case "double" if not _speaks(exercise, state, act.to):
            return "nobody_there"
        case "see_hand" if act.to not in state.hands:
            return "already_done"
        case "raise_hand" if act.seat in state.hands:
            return "already_done"
        case "lower_hand" if act.seat not in state.hands:
            return "already_done"
        case "dismiss" if act.seat not in dict(state.offers):
            return "already_done"
    return None


def _universal_content_refused(act: Act) -> RefusalCode | None:
    words = UNIVERSAL[act.name].words
    if act.minutes is not None:
        return "bad_time"
    if words == "required" and not act.words:
        return "words_needed"
    if words == "none" and act.words:
        return "words_unwanted"
    if (act.seconds is not None) != (act.name == "slow"):
        return "bad_pace"
    least, most = SLOW_SECONDS
    if act.seconds and not least <= act.seconds <= most:
        return "bad_pace"
    return None


def _speaks(exercise: Exercise, state: State, seat: Seat | None) -> bool:
    """Whether ``seat`` is the sender, at a step where what it says will be mirrored."""
    moves = exercise.steps[state.step].moves.values()
    return seat == state.sender and any(move.hears for move in moves)


def _move_refused(exercise: Exercise, state: State, seat: Seat, move: Move) -> RefusalCode | None:
    # The therapist may lead elsewhere during a pause; it goes on from there.
    if state.pausing and move.by != "therapist":
        return "paused"
    if (seat == "therapist") != (move.by == "therapist"):
        return "not_your_turn"
    if move.by in ("sender", "receiver") and state.part(seat) != move.by:
        return "not_your_turn"
    if move.by == "both" and dict(state.answers).get(seat) == move.name:
        return "already_done"
    if move.hold and state.hold:
        return "already_done"
    if move.full and move.to == STAY and state.full:
        return "already_done"
    return None if _has_what_it_needs(exercise, state, move) else "not_yet"


def _has_what_it_needs(exercise: Exercise, state: State, move: Move) -> bool:
    if move.full and move.to == STAY:
        return bool(state.returns and way_past(exercise, state.returns[-1]))
    return {
        "": True,
        "sent": state.sent,
        "unsent": not state.sent,
        "corrections": state.corrections >= CORRECTIONS_BEFORE_SHORTER,
        "harm": state.harmed,
        "no_harm": not state.harmed,
    }[move.needs]


def _content_refused(move: Move, act: Act, words: Words) -> RefusalCode | None:
    if words == "required" and not act.words:
        return "words_needed"
    if words == "none" and act.words:
        return "words_unwanted"
    if act.seconds is not None:
        return "bad_pace"
    if not move.time:
        return None if act.minutes is None else "bad_time"
    furthest = move.days * MINUTES_A_DAY
    return None if act.minutes is not None and 1 <= act.minutes <= furthest else "bad_time"
