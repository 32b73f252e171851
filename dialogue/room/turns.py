"""take_turns: the one way anything happens in a dialogue.

Turns that wait together are a set: their rooms are found and locked by one statement, who may be in
them is asked by one, and what is decided is written by one for each table. One turn is a set of one.
"""

import math
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from uuid import UUID

from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from dialogue.access import lending
from dialogue.access.askers import Asker, NoSuchDialogue, SignedOut
from dialogue.access.dialogues import Rooms, Seated, find, has_therapist, look_up
from dialogue.base.problems import NotOpen
from dialogue.base.vault import CannotOpen
from dialogue.engine.protocol import PARTNERS, UNIVERSAL
from dialogue.engine.rules import decide
from dialogue.engine.state import Act, Happened, Refusal, RefusalCode
from dialogue.room.attempts import Answer, Attempt, Command, Refused, Taken
from dialogue.room.log import Log, Written
from dialogue.room.promises import promise
from dialogue.room.repeats import digest, unless_repeated


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of some attempts, an answer for each; what ``take_turn`` would raise is one, too.
    ``written``, by dialogue, is what was committed in one go, and ``rooms`` who might be there then;
    empty and None where the attempts had to be tried one by one."""

    answers: list[Answer]
    written: dict[UUID, Written] = field(default_factory=dict)
    rooms: Rooms | None = None


def take_turns(attempts: Sequence[Attempt], *, listeners: Iterable[Asker] = ()) -> Outcome:
    """Try them all, and commit together what is taken. Of ``listeners``, too, ``rooms`` can tell whether
    they may be there."""
    if not attempts:
        return Outcome([])
    try:
        return _together(attempts, listeners)
    except OperationalError as error:
        return Outcome([error] * len(attempts))
    except Exception as error:  # noqa: BLE001 - one spoiled it for all, such as by an id used before
        if len(attempts) == 1:
            return Outcome([_repeated(attempts[0], error)])
        return Outcome([take_turns([attempt]).answers[0] for attempt in attempts])


def take_turn(attempt: Attempt) -> Taken | Refused:
    """Try it; it is committed when this returns Taken. Raises what ``find`` raises."""
    (answer,) = take_turns([attempt]).answers
    if isinstance(answer, Exception):
        raise answer
    return answer


@transaction.atomic
def _together(attempts: Sequence[Attempt], listeners: Iterable[Asker]) -> Outcome:
    rooms = look_up(
        dialogues={attempt.dialogue_id for attempt in attempts},
        askers=[*listeners, *(attempt.asker for attempt in attempts)],
        lock=True,
    )
    log = Log()
    # One after the other: the second act for a room is judged on what the first has made of it (I7).
    judged = [_judged(attempt, rooms, log) for attempt in attempts]
    log.write()
    return Outcome(unless_repeated(attempts, judged), log.written, rooms)


def _judged(attempt: Attempt, rooms: Rooms, log: Log) -> Answer:
    asker, command = attempt.asker, attempt.command
    try:
        seated = rooms.seated(asker, attempt.dialogue_id)
    except (CannotOpen, NoSuchDialogue, NotOpen, SignedOut) as reason:
        return reason
    if log.holds(attempt.dialogue_id, asker.person_id, command.id):
        return _refused("already_done", seated)  # until its first answer is looked up
    now = timezone.now()
    happened = _decided(seated, _act(seated, command, now), rooms)
    if isinstance(happened, Happened):
        return append(
            seated=seated,
            author_id=asker.person_id,
            happened=happened,
            command=command,
            log=log,
            now=now,
        )
    return _refused(happened.code, seated)


def _refused(code: RefusalCode, seated: Seated) -> Refused:
    """With a row of its own: the next act may change the one that this was judged by."""
    return Refused(code, replace(seated, row=copy(seated.row)))


def append(
    *,
    seated: Seated,
    author_id: int,
    happened: Happened,
    command: Command,
    log: Log,
    now: datetime,
) -> Taken:
    """Add what was decided at ``now`` to the log, with all that follows from it."""
    row = seated.row
    move = None
    if happened.name == "lend":
        row.lent_until = now + lending.LASTS
    if command.time is not None:
        move = seated.exercise.steps[happened.step].moves[happened.name]
        if not move.commits:
            row.due_at = command.time.astimezone(UTC).replace(second=0, microsecond=0)
    numbers = log.append(
        seated=seated,
        author_id=author_id,
        happened=happened,
        words=command.words,
        command=command.id,
        digest=digest(seated.key, command),
        at=now,
    )
    if command.time is not None and move and move.commits:
        log.write()  # it is looked up there what was promised
        promise(seated=seated, move=move, author_id=author_id, until=command.time)
    # Never that of a borrowed seat: it would tell how much there is that only its owner sees (I4).
    return Taken(number=numbers[seated.seat])


def _decided(seated: Seated, act: Act, rooms: Rooms) -> Happened | Refusal:
    universal = UNIVERSAL.get(act.name)
    to_therapist = universal and universal.private and act.seat in PARTNERS
    if to_therapist and not has_therapist(seated.row):
        return Refusal("nobody_there")
    if act.by and not rooms.is_taken(act.seat, seated.row):
        return Refusal("not_lent")
    state = lending.as_it_stands(row=seated.row, state=seated.state)
    return decide(seated.exercise, state, act)


def _act(seated: Seated, command: Command, now: datetime) -> Act:
    waited = now - seated.row.stands_since
    seat = command.seat or seated.seat
    due = seated.row.due_at
    return Act(
        seat=seat,
        name=command.name,
        moment=command.moment,
        words=bool(command.words),
        minutes=_minutes_until(command.time, now),
        to=command.to,
        seconds=command.seconds,
        waited=int(waited.total_seconds()),
        early=due is not None and due > timezone.now(),
        by=None if seat == seated.seat else seated.seat,
    )


def _minutes_until(time: datetime | None, now: datetime) -> int | None:
    """Rounded up, so that what is logged leads back to the very minute: see ``view.event_for``."""
    if time is None:
        return None
    try:
        return math.ceil((time - now).total_seconds() / 60)
    except OverflowError:  # the first or the last day that a calendar knows
        return -1


def _repeated(attempt: Attempt, error: Exception) -> Answer:
    """The first answer to an act that failed by its id: only a repeat does that, of what would be
    possible again."""
    if not isinstance(error, IntegrityError):
        return error
    try:
        seated = find(asker=attempt.asker, dialogue_id=attempt.dialogue_id)
        unknown = Refused("already_done", seated)
        (answer,) = unless_repeated([attempt], [unknown])
    except Exception as reason:  # noqa: BLE001 - for the one who asked
        return reason
    return error if answer is unknown else answer
