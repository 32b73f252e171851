"""What was asked before gets its first answer again, and never happens twice (I1)."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from dialogue.base import vault
from dialogue.base.prepared import IsIn, Many, Prepared
from dialogue.models import Event
from dialogue.room.attempts import Answer, Attempt, Command, Refused, Taken


def digest(key: bytes, command: Command) -> bytes:
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


def unless_repeated(attempts: Sequence[Attempt], judged: Sequence[Answer]) -> list[Answer]:
    """``judged``, in which what was refused for having been done before gets its first answer (I1)."""
    refused = [
        (attempt, answer)
        for attempt, answer in zip(attempts, judged, strict=True)
        if isinstance(answer, Refused)
    ]
    if not refused:
        return list(judged)
    before = {
        (event.dialogue_id, event.author_id, event.command): event
        for event in _BEFORE.models(
            dialogues=[attempt.dialogue_id for attempt, _ in refused],
            commands=[attempt.command.id for attempt, _ in refused],
        )
    }
    return [
        _first_answer(attempt, answer, before) if isinstance(answer, Refused) else answer
        for attempt, answer in zip(attempts, judged, strict=True)
    ]


def _first_answer(
    attempt: Attempt, refused: Refused, before: dict[tuple[UUID, int | None, UUID], Event]
) -> Taken | Refused:
    seated, command = refused.seated, attempt.command
    event = before.get((attempt.dialogue_id, attempt.asker.person_id, command.id))
    if event is None:
        return refused
    if bytes(event.digest) != digest(seated.key, command):
        return Refused("conflict", seated)
    return Taken(number=getattr(event, f"{seated.seat}_number"))


def _with_ids(*, dialogues: Any, commands: Any) -> QuerySet[Event]:
    return Event.objects.filter(IsIn(["dialogue", "command"], [dialogues, commands]))


_BEFORE = Prepared(_with_ids, dialogues=Many(), commands=Many())
