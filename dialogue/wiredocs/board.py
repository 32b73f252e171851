"""The board's part of the AsyncAPI document: which frame is answered by which, and examples."""

from collections.abc import Mapping
from typing import Any

from dialogue.board import wire as board
from dialogue.room.wire import frames
from dialogue.room.wire.frames import Frame

Json = dict[str, Any]

ANSWERS: Mapping[type[Frame], tuple[type[Frame], ...]] = {
    board.BoardHello: (board.BoardView,),
    board.BoardCommand: (frames.Ack,),
    board.BoardHeartbeat: (board.BoardBeat,),
}
TOLD: tuple[type[Frame], ...] = (board.BoardView, board.BoardChanges)
OWN: tuple[type[Frame], ...] = (board.BoardView, board.BoardChanges, board.BoardBeat)
SERVER: tuple[type[Frame], ...] = (*OWN, frames.Ack, frames.Refusal)

_ROOM = "5e0c3d0e-54a0-4d4b-8f3c-0a52c7c1f9a1"
_ID = "0c6f1d1e-6d0e-4c62-9a0e-2f6d4a3f9b11"
_CARD: Json = {
    "id": _ROOM,
    "people": {"first": "Anna", "second": "Ben"},
    "told_apart": 0,
    "exercise": "Couple’s dialogue",
    "phase": "Share and mirror",
    "title": "Ben, your turn to mirror",
    "turn": 1,
    "sender": "first",
    "floor": ["second"],
    "next": ["second"],
    "paused": [],
    "hands": [],
    "corrections": 3,
    "unsafe": [],
    "presence": {"first": "here", "second": "typing"},
    "seconds": 95,
    "needs": ["corrections"],
    "can": ["pause"],
}
_PAUSED: Json = _CARD | {
    "floor": [],
    "paused": ["therapist"],
    "needs": ["corrections", "paused"],
    "can": ["resume"],
    "seconds": 97,
}

EXAMPLES: Mapping[type[Frame], tuple[Json, ...]] = {
    board.BoardHello: ({"type": "hello", "version": 1},),
    board.BoardCommand: (
        {"type": "command", "id": _ID, "room": _ROOM, "name": "pause"},
        {"type": "command", "id": _ID, "room": _ROOM, "name": "resume"},
    ),
    board.BoardHeartbeat: ({"type": "heartbeat", "number": 4},),
    board.BoardView: (
        {
            "type": "board",
            "whose": "17:pZ6hVgJv0oD4bYxkq8fN2mW5tR3sLcQeUa1iKjH9GdE",
            "version": 1,
            "limits": board.BoardLimits().model_dump(),
            "number": 1,
            "couples": 2,
            "rooms": [_CARD],
        },
    ),
    board.BoardChanges: (
        {"type": "rooms", "number": 4, "rooms": [_PAUSED], "gone": []},
        {"type": "rooms", "number": 5, "rooms": [], "gone": [_ROOM]},
    ),
    board.BoardBeat: ({"type": "heartbeat", "number": 4},),
}
