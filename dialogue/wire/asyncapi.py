"""The wire format as an AsyncAPI 3.0 document, made from the frames so that it cannot lie.

``manage.py wiredocs`` writes it to docs/asyncapi.json; the prose for people is docs/wire.md.
"""

import inspect
import re
from collections.abc import Mapping
from typing import Any, cast

from django.utils import translation
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, models_json_schema

from dialogue.wire import asyncapi_board as board
from dialogue.wire import bounds, frames, refusals
from dialogue.wire.closing import MEANING
from dialogue.wire.frames import Frame

Json = dict[str, Any]

# What a client sends -> what may answer it. A refusal may answer anything.
ANSWERS: Mapping[type[Frame], tuple[type[Frame], ...]] = {
    frames.Hello: (frames.Welcome,),
    frames.DoCommand: (frames.Ack,),
    frames.KeepDraft: (frames.Drafted,),
    frames.Typing: (),
    frames.Heartbeat: (frames.Beat,),
    frames.Resync: (frames.Events, frames.Welcome),
    frames.Earlier: (frames.Page,),
}
# What comes unasked.
TOLD: tuple[type[Frame], ...] = (
    frames.Events,
    frames.Presence,
    frames.DraftElsewhere,
    frames.Welcome,
)
SERVER: tuple[type[Frame], ...] = (
    frames.Welcome,
    frames.Ack,
    frames.Refusal,
    frames.Events,
    frames.Page,
    frames.Drafted,
    frames.DraftElsewhere,
    frames.Presence,
    frames.Beat,
)
_SCHEMAS = "#/components/schemas/"


def document() -> Json:
    """The AsyncAPI document, written as the server: it receives what clients send."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Imago, the sockets of the room and of the board",
            "version": f"{bounds.PROTOCOL_VERSION}.0.0",
            "description": "A guided couple's dialogue, live. The prose is docs/wire.md. Frames "
            "are JSON objects in text messages. The server refuses fields it does not know; a "
            "client must pass over fields and types that it does not know.",
        },
        "defaultContentType": "application/json",
        "servers": {"imago": _server()},
        "channels": {"room": _room(), "board": _board()},
        "operations": _operations("room", ANSWERS, TOLD)
        | _operations("board", board.ANSWERS, board.TOLD),
        "components": {
            "messages": {model.__name__: _message(model) for model in EVERY_EXAMPLE},
            "schemas": schemas() | board_schemas(),
            "securitySchemes": {
                "login": {
                    "type": "httpApiKey",
                    "in": "cookie",
                    "name": "sessionid",
                    "description": "The cookie of a signed-in person, sent with the handshake.",
                }
            },
        },
        "x-bounds": {
            name: {"value": value, "meaning": meaning} for name, value, meaning in bounds_told()
        },
        "x-close-codes": {
            str(int(code)): {"name": code.name, "meaning": meaning, "client": then}
            for code, (meaning, then) in MEANING.items()
        },
        "x-refusal-codes": refusals_told(),
    }


def _operations(
    channel: str, answers: Mapping[type[Frame], tuple[type[Frame], ...]], told: tuple[Any, ...]
) -> Json:
    there = {"$ref": f"#/channels/{channel}"}
    before = "" if channel == "room" else f"{channel}_"

    def messages(*models: type[Frame]) -> list[Json]:
        return [{"$ref": f"#/channels/{channel}/messages/{model.__name__}"} for model in models]

    operations: Json = {
        f"{before}{frame_type(model)}": {
            "action": "receive",
            "channel": there,
            "summary": _summary(model),
            "messages": messages(model),
            "reply": {"channel": there, "messages": messages(*answered, frames.Refusal)},
        }
        for model, answered in answers.items()
    }
    operations[f"{before}told"] = {
        "action": "send",
        "channel": there,
        "summary": "What comes unasked.",
        "messages": messages(*told),
    }
    return operations


def schemas() -> dict[str, Json]:
    """The JSON Schema of every frame of the room and of the parts they are made of, by name."""
    return _both_ways(tuple(ANSWERS), SERVER)


def board_schemas() -> dict[str, Json]:
    """Of the board's own frames; those that it shares with the room are the room's."""
    return _both_ways(tuple(board.ANSWERS), board.OWN)


def _both_ways(sending: tuple[type[Frame], ...], telling: tuple[type[Frame], ...]) -> Json:
    sent = _schemas(sending, "validation")
    told = _schemas(telling, "serialization")
    for schema in told.values():
        # Fields may be added later, and a client must live with them.
        schema.pop("additionalProperties", None)
    return sent | told


def frame_type(model: type[Frame]) -> str:
    """The frame's ``type``, as it goes over the wire."""
    return cast(str, model.model_fields["type"].annotation.__args__[0])  # type: ignore[union-attr]


def bounds_told() -> list[tuple[str, int, str]]:
    """Each bound with its value and what it bounds: the comment beside it is the documentation."""
    lines = re.findall(r"^([A-Z_]+) = .+?  # (.+)$", inspect.getsource(bounds), re.MULTILINE)
    return [(name, getattr(bounds, name), told) for name, told in lines]


def refusals_told() -> dict[str, str]:
    with translation.override("en"):
        return {code: refusals.message(code) for code in refusals.MESSAGES}


class _Generate(GenerateJsonSchema):
    """Without a title for every field; and what is sent is sent whole, defaults included."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def field_is_required(self, field: Any, total: bool) -> bool:
        return self.mode == "serialization" or super().field_is_required(field, total)


def _schemas(models: tuple[type[Frame], ...], mode: JsonSchemaMode) -> dict[str, Json]:
    _references, found = models_json_schema(
        [(model, mode) for model in models],
        ref_template=_SCHEMAS + "{model}",
        schema_generator=_Generate,
    )
    made: dict[str, Json] = found["$defs"]
    for schema in made.values():
        if "description" in schema:
            schema["description"] = _prose(schema["description"])
        for field in schema["properties"].values():
            if "$ref" in field:
                field.pop("default", None)  # beside a reference it would say nothing
    return made


def _server() -> Json:
    return {
        "host": "{host}",
        "protocol": "wss",
        "description": "The host that serves the pages. On one's own machine `ws`, not `wss`.",
        "variables": {"host": {"default": "localhost:8000"}},
        "security": [{"$ref": "#/components/securitySchemes/login"}],
    }


def _room() -> Json:
    return {
        "address": "/room/{dialogue_id}/socket",
        "description": "One seat of one dialogue, in one tab or client. The first frame is "
        f"`hello`. A client speaks at least every {bounds.HEARTBEAT_SECONDS} seconds.",
        "parameters": {"dialogue_id": {"description": "The dialogue, a UUID."}},
    } | _channel((*ANSWERS, *SERVER))


def _board() -> Json:
    return {
        "address": "/board/socket",
        "description": "All rooms of one therapist's couples, from outside: how they stand, and "
        "no word that was said. The first frame is `hello`. A client speaks at least every "
        f"{bounds.HEARTBEAT_SECONDS} seconds.",
    } | _channel((*board.ANSWERS, *board.SERVER))


def _channel(models: tuple[type[Frame], ...]) -> Json:
    return {
        "messages": {
            model.__name__: {"$ref": f"#/components/messages/{model.__name__}"} for model in models
        },
        "bindings": {
            "ws": {
                "method": "GET",
                "headers": {
                    "type": "object",
                    "required": ["Origin", "Cookie"],
                    "properties": {
                        "Origin": {
                            "type": "string",
                            "description": "One of the server's own origins.",
                        },
                        "Cookie": {"type": "string", "description": "`sessionid`, see security."},
                        "Sec-WebSocket-Protocol": {
                            "type": "string",
                            "description": f"`{bounds.SUBPROTOCOL}`",
                        },
                    },
                },
                "bindingVersion": "0.1.0",
            }
        },
    }


def _message(model: type[Frame]) -> Json:
    return {
        "name": model.__name__,
        "title": frame_type(model),
        "summary": _summary(model),
        "payload": {"$ref": _SCHEMAS + model.__name__},
        "examples": [
            {"name": f"{model.__name__}{place}", "payload": payload}
            for place, payload in enumerate(EVERY_EXAMPLE[model], 1)
        ],
    }


def _summary(model: type[Frame]) -> str:
    return _prose(inspect.getdoc(model) or "").partition(". ")[0].removesuffix(".") + "."


def _prose(docstring: str) -> str:
    return " ".join(docstring.replace("``", "`").split())


_ID = "0c6f1d1e-6d0e-4c62-9a0e-2f6d4a3f9b11"
_EVENT: Json = {
    "number": 8,
    "name": "send",
    "seat": "first",
    "turn": 1,
    "step": "sending",
    "at": "2026-05-04T18:31:07.402193Z",
    "kind": "say",
    "tells": "sent",
    "words": "When the evening goes by without a word, I feel alone.",
    "piece": 1,
    "time": None,
    "day": False,
    "to": None,
    "aloud": False,
}
_ASKED: Json = _EVENT | {
    "number": 1,
    "name": "ask",
    "step": "request",
    "at": "2026-05-04T18:29:40.118204Z",
    "tells": "asked for a dialogue",
    "words": "I’d like a dialogue about our evenings. Is now a good time?",
    "piece": None,
}
_PROPOSED: Json = _ASKED | {
    "number": 2,
    "name": "propose",
    "seat": "second",
    "step": "answer",
    "at": "2026-05-04T18:30:02.550911Z",
    "kind": "note",
    "tells": "proposed another time",
    "words": "",
    "time": "2026-05-04T20:00:02.550911Z",
}
_NOW: Json = {
    "number": 8,
    "moment": 5,
    "step": "mirroring",
    "phase": "send",
    "turn": 1,
    "sender": "first",
    "part": "receiver",
    "floor": ["second"],
    "paused": [],
    "outcome": "",
    "title": "Ben, your turn to mirror",
    "why": "Give back what you heard, in the same tone.",
    "moves": [
        {
            "name": "mirror",
            "label": "Give it back",
            "words": "required",
            "prompt": "What you heard, in the same tone",
            "stems": ["What I hear you saying is …"],
            "says": "",
            "time": False,
            "days": 1,
            "helps": "",
            "gives": "",
            "quiet": False,
            "aloud": False,
        }
    ],
    "can": ["pause", "end"],
    "corrections": 0,
    "hold": False,
    "slow": 0,
    "wait": 0,
    "hands": [],
    "offers": {},
    "ending": False,
    "medium": "typed",
    "due": None,
}
_PAUSED: Json = _NOW | {"number": 9, "floor": [], "paused": ["first"], "moves": []}
_HERE: Json = {"first": "here", "second": "here", "therapist": "away"}
_DRAFT: Json = {"moment": 5, "move": "mirror", "words": "What I hear you saying is"}

EXAMPLES: Mapping[type[Frame], tuple[Json, ...]] = {
    frames.Hello: (
        {"type": "hello", "version": 1},
        {"type": "hello", "version": 1, "number": 7},
    ),
    frames.DoCommand: (
        {
            "type": "command",
            "id": _ID,
            "name": "mirror",
            "moment": 5,
            "words": "What I hear you saying is that silent evenings leave you alone.",
        },
        {
            "type": "command",
            "id": _ID,
            "name": "propose",
            "moment": 1,
            "time": "2026-05-04T22:00:00+02:00",
        },
        {"type": "command", "id": _ID, "name": "pause"},
        {
            "type": "command",
            "id": _ID,
            "name": "whisper",
            "to": "second",
            "words": "You are doing well.",
        },
    ),
    frames.KeepDraft: (
        {"type": "draft", **_DRAFT, "revision": 12},
        {"type": "draft", **_DRAFT, "words": "", "revision": 13},
    ),
    frames.Typing: ({"type": "typing"},),
    frames.Heartbeat: (
        {"type": "heartbeat", "number": 8},
        {"type": "heartbeat", "number": 8, "reading": True},
    ),
    frames.Resync: ({"type": "resync", "after": 6},),
    frames.Earlier: ({"type": "earlier", "before": 41},),
    frames.Welcome: (
        {
            "type": "welcome",
            "version": 1,
            "seat": "second",
            "people": {
                "first": {"name": "Anna", "pronoun": "she"},
                "second": {"name": "Ben", "pronoun": "he"},
            },
            "exercise": {
                "id": "couples_dialogue",
                "title": "Couple’s dialogue",
                "phases": [{"id": "arrive", "name": "Arriving"}, {"id": "send", "name": "Sending"}],
            },
            "limits": frames.Limits().model_dump(),
            "number": 8,
            "now": _NOW,
            "events": [_EVENT],
            "gap": False,
            "draft": _DRAFT,
            "presence": _HERE,
        },
    ),
    frames.Ack: ({"type": "ack", "id": _ID, "number": 9},),
    frames.Refusal: (
        {
            "type": "refusal",
            "id": _ID,
            "code": "paused",
            "message": "The dialogue is paused. Your words are kept until it goes on.",
            "now": _PAUSED,
        },
        {
            "type": "refusal",
            "id": None,
            "code": "not_json",
            "message": "This message could not be read.",
            "now": None,
        },
    ),
    frames.Events: (
        {"type": "events", "events": [_EVENT], "now": _NOW},
        {"type": "events", "events": [], "now": _PAUSED},
    ),
    frames.Page: ({"type": "page", "events": [_ASKED, _PROPOSED], "more": False},),
    frames.Drafted: ({"type": "drafted", "revision": 12},),
    frames.DraftElsewhere: ({"type": "draft", "draft": _DRAFT},),
    frames.Presence: ({"type": "presence", "presence": _HERE | {"first": "typing"}},),
    frames.Beat: ({"type": "heartbeat", "number": 8},),
}
EVERY_EXAMPLE = {**EXAMPLES, **board.EXAMPLES}
