"""The part of the AsyncAPI document for pages that wait: which frame is answered by which, and examples."""

from collections.abc import Mapping
from typing import Any

from dialogue.home import wire as waiting
from dialogue.room.wire import frames
from dialogue.room.wire.frames import Frame

Json = dict[str, Any]

ANSWERS: Mapping[type[Frame], tuple[type[Frame], ...]] = {
    waiting.WaitingHello: (waiting.Waits,),
    waiting.WaitingHeartbeat: (waiting.WaitingBeat,),
}
TOLD: tuple[type[Frame], ...] = (waiting.Changed,)
OWN: tuple[type[Frame], ...] = (waiting.Waits, waiting.Changed, waiting.WaitingBeat)
SERVER: tuple[type[Frame], ...] = (*OWN, frames.Refusal)

EXAMPLES: Mapping[type[Frame], tuple[Json, ...]] = {
    waiting.WaitingHello: (
        {"type": "hello", "version": 1, "seen": "5f1c09a1b2c3d4e5f60718293a4b5c6d"},
    ),
    waiting.WaitingHeartbeat: ({"type": "heartbeat", "number": 1},),
    waiting.Waits: (
        {
            "type": "waits",
            "version": 1,
            "whose": "17:pZ6hVgJv0oD4bYxkq8fN2mW5tR3sLcQeUa1iKjH9GdE",
            "limits": waiting.WaitingLimits().model_dump(),
        },
    ),
    waiting.Changed: ({"type": "changed"},),
    waiting.WaitingBeat: ({"type": "heartbeat", "number": 1},),
}
