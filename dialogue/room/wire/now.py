"""Where a dialogue stands, as one seat may see it, in that person's language."""

import json
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import get_language

from dialogue.access import lending
from dialogue.engine.allowed import allowed, floor, on_borrowed_seat, said_aloud, words_of
from dialogue.engine.exercises import exercise
from dialogue.engine.protocol import PARTNERS, UNIVERSAL, Exercise, Move, Seat, Step
from dialogue.engine.state import State
from dialogue.engine.visibility import as_known_to
from dialogue.models import DialogueSession
from dialogue.room.wire.frames import BorrowedView, MoveView, Now, Passing
from dialogue.room.wire.told import Names, Told

# In the place of each name while a text is kept; nobody is called so: names hold nothing unseen.
_IN_PLACE: dict[Seat, str] = {seat: f"\ue000{seat}\ue001" for seat in (*PARTNERS, "therapist")}


def now_for(
    seat: Seat, *, row: DialogueSession, exercise: Exercise, state: State, names: Names
) -> Now:
    state = as_known_to(seat, exercise, lending.as_it_stands(row=row, state=state))
    passing = _passing(seat, row, state)
    return _now(seat, exercise, state, names).model_copy(update=dict(passing))


def now_text(seat: Seat, *, row: DialogueSession, state: State, names: Names) -> str:
    """``now_for`` as JSON. What many dialogues have in common is made once, without anybody's name."""
    rules = exercise(row.exercise, row.version)
    state = as_known_to(seat, rules, lending.as_it_stands(row=row, state=state))
    alike = replace(state, moment=0, piece=0, shared=0, timed=0, turn=min(state.turn, 2))
    text = _kept(get_language() or "", seat, row.exercise, row.version, alike, tuple(names))
    for whose, name in names.items():
        text = text.replace(_IN_PLACE[whose], json.dumps(name, ensure_ascii=False)[1:-1])
    return f"{_passing(seat, row, state).model_dump_json()[:-1]},{text[1:]}"


@lru_cache(maxsize=4_000)
def _kept(
    _language: str, seat: Seat, id: str, version: int, state: State, seats: tuple[Seat, ...]
) -> str:
    """Up to a few kilobytes each."""
    names = {whose: _IN_PLACE[whose] for whose in seats}
    now = _now(seat, exercise(id, version), state, names)
    return now.model_dump_json(exclude=set(Passing.model_fields))


def _passing(seat: Seat, row: DialogueSession, state: State) -> Passing:
    return Passing(
        number=getattr(row, f"{seat}_length"),
        moment=state.moment,
        turn=state.turn,
        due=row.due_at if state.step == "scheduled" else None,
        wait=_seconds_to_wait(row, state),
        left=_seconds_left(row, state),
        messages_left=_messages_left(state),
    )


def _now(seat: Seat, exercise: Exercise, state: State, names: Names) -> Now:
    """What follows from how the dialogue stands, whenever and however often it has stood so."""
    step = exercise.steps[state.step]
    holders = floor(exercise, state)
    # The therapist is nobody's "you": it reads what the one who acts is asked.
    acting = seat in holders or seat == "therapist"
    may = [name for name in allowed(exercise, state, seat) if _has_ends(name, names)]
    told = Told(exercise, state.sender, state.marks, names)
    title, why = _asked(step, state, seat) if acting else (step.waiting, step.meanwhile)
    return Now(
        number=0,
        moment=0,
        turn=0,
        step=state.step,
        phase=step.phase,
        sender=state.sender,
        part=state.part(seat),
        floor=holders,
        paused=state.pausing,
        outcome=state.outcome,
        title=told(title),
        why=told(why),
        moves=tuple(
            _move(state, move, told, harmed=_has_marked(state, seat))
            for name, move in step.moves.items()
            if name in may
        ),
        can=tuple(name for name in may if name not in step.moves),
        corrections=state.corrections,
        hold=state.hold,
        slow=state.slow,
        hands=tuple(hand for hand in state.hands if seat in (hand, "therapist")),
        offers={to: name for to, name in state.offers if seat in (to, "therapist")},
        ending=bool(state.ending),
        minutes=state.minutes,
        messages=state.pieces,
        afterwards=told(exercise.afterwards) if state.outcome else "",
        medium=state.medium,
        turning=state.turning,
        lent=state.lent,
        borrowed=_borrowed(seat, exercise, state, told),
    )


def _asked(step: Step, state: State, seat: Seat) -> tuple[str, str]:
    """What is asked at the step; other words for who has marked harm, and for nobody else."""
    if _has_marked(state, seat):
        return step.harm_title or step.title, step.harm_why or step.why
    return step.title, step.why


def _borrowed(seat: Seat, exercise: Exercise, state: State, told: Told) -> BorrowedView | None:
    """For the one who holds the phone, by public things alone."""
    lent = state.lent
    if lent is None or seat not in PARTNERS or seat == lent:
        return None
    step = exercise.steps[state.step]
    acting = lent in floor(exercise, state)
    names, own_login = on_borrowed_seat(exercise, state, lent)
    return BorrowedView(
        seat=lent,
        title=told(step.title if acting else step.waiting),
        why=told(step.why if acting else step.meanwhile),
        moves=tuple(_move(state, step.moves[name], told) for name in names),
        own_login=own_login,
    )


def _has_marked(state: State, seat: Seat) -> bool:
    return state.harmed and seat == state.sender


def _move(state: State, move: Move, told: Told, *, harmed: bool = False) -> MoveView:
    return MoveView(
        name=move.name,
        label=told((harmed and move.harm_label) or move.label),
        words=words_of(state, move),
        prompt=told(move.prompt),
        stems=tuple(filter(None, map(told, _stems(state, move)))),
        says=told(move.says),
        time=move.time,
        days=move.days,
        helps=move.helps,
        gives=move.gives,
        quiet=move.quiet,
        aloud=said_aloud(state, move),
    )


def _stems(state: State, move: Move) -> tuple[str, ...]:
    """From the second turn on one may begin from what was heard."""
    return (*move.again, *move.stems) if state.turn > 1 else move.stems


def _has_ends(name: str, names: Names) -> bool:
    """What is between the therapist and one partner needs a therapist."""
    return "therapist" in names or not (name in UNIVERSAL and UNIVERSAL[name].private)


def _seconds_to_wait(row: DialogueSession, state: State) -> int:
    if not state.slow:
        return 0
    waited = int((timezone.now() - row.stands_since).total_seconds())
    if waited < 0:  # a clock was set back: as by the rules, nobody waits for that
        return 0
    return max(0, state.slow - waited)


def _seconds_left(row: DialogueSession, state: State) -> int | None:
    if not state.minutes or state.outcome or row.timed_since is None:
        return None
    runs_out = row.timed_since + timedelta(minutes=state.minutes)
    return int((runs_out - timezone.now()).total_seconds())


def _messages_left(state: State) -> int | None:
    return None if not state.pieces or state.outcome else state.pieces - state.shared
