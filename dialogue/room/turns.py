"""take_turn: the one way anything happens in a dialogue."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from dialogue.access import lending
from dialogue.access.askers import Asker, NoSuchDialogue, SignedOut
from dialogue.access.dialogues import Seated, find
from dialogue.base import live, vault
from dialogue.base.prepared import Delete, Insert, Update
from dialogue.base.problems import NotOpen
from dialogue.engine.protocol import PARTNERS, SEATS, UNIVERSAL, Seat
from dialogue.engine.rules import decide, evolve
from dialogue.engine.state import Act, Happened, Refusal, RefusalCode, State
from dialogue.engine.visibility import seats_that_see
from dialogue.models import DialogueSession, Draft, Event, Turn
from dialogue.room.promises import promise


@dataclass(frozen=True, slots=True, repr=False)
class Command:
    """What a client asks for. ``id`` is made by the client and makes a repeat harmless (I1).
    ``time`` is an instant, where the move carries one; ``words`` are already within their bounds.
    ``seat`` is the borrowed one, where it is done for the other partner."""

    id: UUID
    name: str
    moment: int = -1
    words: str = ""
    time: datetime | None = None
    to: Seat | None = None
    seconds: int | None = None
    seat: Seat | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """The act is committed (I2). ``number`` is its number for the seat of the asker."""

    number: int


@dataclass(frozen=True, slots=True)
class Refused:
    """For the asker alone (I13). ``state`` and ``seat`` let it be told what is allowed now."""

    code: RefusalCode | str
    seated: Seated


@dataclass(frozen=True, slots=True)
class Attempt:
    """What ``take_turn`` is asked."""

    asker: Asker
    dialogue_id: UUID
    command: Command


def take_turns(attempts: Sequence[Attempt]) -> "list[Taken | Refused | Exception]":
    """Try them all, and commit what is taken together. What ``take_turn`` would raise is returned."""
    if not attempts:
        return []
    try:
        return _together(attempts)
    except OperationalError as error:
        return [error] * len(attempts)
    except Exception:  # noqa: BLE001 - one spoiled it for all, such as by an id used before
        return [_alone(attempt) for attempt in attempts]


@transaction.atomic
def _together(attempts: Sequence[Attempt]) -> "list[Taken | Refused | Exception]":
    # In one order everywhere, so that two processes never wait for each other's rooms.
    order = sorted(range(len(attempts)), key=lambda place: attempts[place].dialogue_id)
    answers = {place: _among_others(attempts[place]) for place in order}
    return [answers[place] for place in range(len(attempts))]


def _among_others(attempt: Attempt) -> Taken | Refused | Exception:
    try:
        return _take(attempt)
    except (NoSuchDialogue, NotOpen, SignedOut) as reason:  # before anything was written
        return reason


def _alone(attempt: Attempt) -> Taken | Refused | Exception:
    try:
        return take_turn(attempt)
    except Exception as reason:  # noqa: BLE001 - for the one who asked
        return reason


def take_turn(attempt: Attempt) -> Taken | Refused:
    """Try the command; it is committed when this returns Taken. Raises what ``find`` raises."""
    try:
        with transaction.atomic():
            return _take(attempt)
    except IntegrityError:
        # Only a repeated id gets here, of an act that would be possible again.
        seated = find(asker=attempt.asker, dialogue_id=attempt.dialogue_id)
        answer = _answered_before(attempt.asker, seated, attempt.command)
        if answer is None:
            raise
        return answer


def _take(attempt: Attempt) -> Taken | Refused:
    asker, command = attempt.asker, attempt.command
    seated = find(asker=asker, dialogue_id=attempt.dialogue_id, lock=True)
    happened = _decided(seated, _act(seated, command))
    if not isinstance(happened, Happened):
        before = _answered_before(asker, seated, command)
        return before or Refused(happened.code, seated)
    return append(seated=seated, author_id=asker.person_id, happened=happened, command=command)


def append(*, seated: Seated, author_id: int, happened: Happened, command: Command) -> Taken:
    """Write what was decided: the event, the snapshot beside the log, the wake-up. In a transaction."""
    row, state = seated.row, evolve(seated.exercise, seated.state, happened)
    now = timezone.now()
    row.length += 1
    numbers: dict[str, int] = {}
    for seat in seats_that_see(happened):
        numbers[seat] = getattr(row, f"{seat}_length") + 1
        setattr(row, f"{seat}_length", numbers[seat])
    _LOG.run(
        dialogue=row.pk,
        number=row.length,
        turn=happened.turn,
        author=author_id,
        facts=happened.to_facts(),
        words=vault.seal(seated.key, command.words, row.pk, row.length, happened.seat)
        if command.words
        else None,
        command=command.id,
        digest=_digest(seated.key, command),
        at=now,
        **{f"{seat}_number": numbers.get(seat) for seat in SEATS},
    )
    if happened.name == "lend":
        row.lent_until = now + lending.LASTS
    if command.time is not None:
        move = seated.exercise.steps[happened.step].moves[happened.name]
        if move.commits:
            promise(seated=seated, move=move, author_id=author_id, until=command.time)
        else:
            row.due_at = command.time
    _keep_snapshot(row, seated.state, state, now)
    if command.words and happened.name not in UNIVERSAL:
        _FORGET_DRAFT.run(dialogue=row.pk, person=author_id)
    live.wake_on_commit(row.pk)
    # Never that of a borrowed seat: it would tell how much there is that only its owner sees (I4).
    return Taken(number=numbers[seated.seat])


def _keep_snapshot(row: DialogueSession, before: State, after: State, now: datetime) -> None:
    row.state = after.to_json()
    if (after.moment, after.slow) != (before.moment, before.slow):
        row.stands_since = now
    if after.outcome:
        row.closed_at = now
    if after.turn != before.turn:
        Turn.objects.create(dialogue=row, number=after.turn, sender=after.sender, began_at=now)
    _KEEP.run(id=row.pk, **{name: getattr(row, name) for name in _SNAPSHOT})


def _decided(seated: Seated, act: Act) -> Happened | Refusal:
    universal = UNIVERSAL.get(act.name)
    to_therapist = universal and universal.private and act.seat in PARTNERS
    if to_therapist and not seated.row.couple.therapist_id:
        return Refusal("nobody_there")
    if act.by and not lending.still_there(row=seated.row, seat=act.seat):
        return Refusal("not_lent")
    state = lending.as_it_stands(row=seated.row, state=seated.state)
    return decide(seated.exercise, state, act)


def _act(seated: Seated, command: Command) -> Act:
    waited = timezone.now() - seated.row.stands_since
    seat = command.seat or seated.seat
    return Act(
        seat=seat,
        name=command.name,
        moment=command.moment,
        words=bool(command.words),
        minutes=_minutes_until(command.time),
        to=command.to,
        seconds=command.seconds,
        waited=int(waited.total_seconds()),
        by=None if seat == seated.seat else seated.seat,
    )


def _minutes_until(time: datetime | None) -> int | None:
    if time is None:
        return None
    try:
        return round((time - timezone.now()).total_seconds() / 60)
    except OverflowError:  # the first or the last day that a calendar knows
        return -1


def happened(event: Event) -> Happened:
    """What the engine must know of a logged event, to fold it again."""
    return Happened.from_facts(event.facts, turn=event.turn)


def _digest(key: bytes, command: Command) -> bytes:
    content = [
        command.name,
        command.moment,
        command.words,
        command.time.isoformat() if command.time else None,
        command.to,
        command.seconds,
        *([command.seat] if command.seat else []),
    ]
    return vault.fingerprint(key, json.dumps(content))


def _answered_before(asker: Asker, seated: Seated, command: Command) -> Taken | Refused | None:
    event = Event.objects.filter(
        dialogue=seated.row, author=asker.person_id, command=command.id
    ).first()
    if event is None:
        return None
    if bytes(event.digest) != _digest(seated.key, command):
        return Refused("conflict", seated)
    return Taken(number=getattr(event, f"{seated.seat}_number"))


# What a turn writes.
_NUMBERS = [f"{seat}_number" for seat in SEATS]
_LENGTHS = [f"{seat}_length" for seat in SEATS]
_SNAPSHOT = ("state", "length", *_LENGTHS, "stands_since", "closed_at", "due_at", "lent_until")
_FACTS = ("turn", "author", "facts", "words", "command", "digest", "at")
_LOG = Insert(Event, "dialogue", "number", *_FACTS, *_NUMBERS)
_KEEP = Update(DialogueSession, *_SNAPSHOT, "id")
_FORGET_DRAFT = Delete(Draft, "dialogue", "person")
