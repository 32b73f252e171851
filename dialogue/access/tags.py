"""What of a dialogue is no words, but must be as it was written: the snapshot, and each event.

Both are tagged under the key of the couple. Whoever writes into the database without it is found out
when it is read: words that were taken out, a row that was changed, moved, added or renumbered, another
state. A row that is missing is found out by the numbers, which have no gaps.

Not found out here: an older snapshot and log, put back together with their tags, which is what an older
back-up looks like. Not tagged: the snapshot's times, which no word hangs on, and whose account an event
stands under, since accounts are merged and deleted; the seat stays.
"""

import contextlib
import logging
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hmac import compare_digest
from typing import Any
from uuid import UUID

from django.db import DatabaseError
from django.utils import timezone

from dialogue.base import vault
from dialogue.engine.protocol import SEATS
from dialogue.engine.state import State
from dialogue.models import DialogueSession, Event

log = logging.getLogger(__name__)

_NUMBERS = [f"{seat}_number" for seat in SEATS]
_OF_EVENT = ("number", "turn", "command", "facts", "at", "withdrawn_at", *_NUMBERS)
_LENGTHS = [f"{seat}_length" for seat in SEATS]
_OF_SNAPSHOT = ("id", "couple_id", "exercise", "version", "opener", "state", "length", *_LENGTHS)


class Damaged(vault.CannotOpen):
    """What is kept of a dialogue is not what was written."""


def damaged(dialogue_id: UUID) -> Damaged:
    """To be raised. Those who run the site are told: in the log, and on the first page of the admin."""
    log.error("what is kept of the dialogue %s is not what was written", dialogue_id)
    with contextlib.suppress(DatabaseError):
        rows = DialogueSession.objects.filter(pk=dialogue_id, damaged_at=None)
        rows.update(damaged_at=timezone.now())
    return Damaged()


def tag_of_snapshot(row: DialogueSession, key: bytes) -> bytes:
    return vault.tag(key, *(_plain(getattr(row, name)) for name in _OF_SNAPSHOT))


def state_of(row: DialogueSession, key: bytes) -> State:
    """The state that was written. Raises Damaged."""
    if not compare_digest(bytes(row.tag), tag_of_snapshot(row, key)):
        raise damaged(row.pk)
    return State.from_json(row.state)


def tag_of_event(event: Mapping[str, Any], key: bytes, *, dialogue: UUID, worded: bool) -> bytes:
    """``event`` by the names of its fields. Its words have a seal of their own."""
    return vault.tag(key, str(dialogue), worded, *(_plain(event[name]) for name in _OF_EVENT))


def check_event(event: Event, key: bytes, *, worded: bool) -> None:
    """Raises Damaged where the event is not what was written."""
    fits = tag_of_event(vars(event), key, dialogue=event.dialogue_id, worded=worded)
    if not compare_digest(bytes(event.tag), fits):
        raise damaged(event.dialogue_id)


def words_of(event: Event, key: bytes) -> str:
    """What was said. Raises Damaged where that, or anything else about it, is not what was written."""
    check_event(event, key, worded=bool(event.words))
    if not event.words:
        return ""
    place = (event.dialogue_id, event.number, event.facts["seat"])
    try:
        return vault.unseal(key, bytes(event.words), *place)
    except vault.CannotOpen:
        raise damaged(event.dialogue_id) from None


def check_numbers(dialogue_id: UUID, found: Iterable[int | None], expected: range) -> None:
    """Raises Damaged where a number is missing or is there twice."""
    if list(found) != list(expected):
        raise damaged(dialogue_id)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value) if isinstance(value, UUID) else value
