"""The wire format as an AsyncAPI 3.0 document, made from the frames so that it cannot lie.

``manage.py wiredocs`` writes it to docs/asyncapi.json; the prose for people is docs/wire.md.
"""

import inspect
import re
from collections.abc import Mapping
from typing import Any, cast

from django.utils import translation
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, models_json_schema

from dialogue.room.wire import bounds, frames, refusals
from dialogue.room.wire.closing import MEANING
from dialogue.room.wire.frames import Frame
from dialogue.wiredocs import board, room, waiting

Json = dict[str, Any]

_SCHEMAS = "#/components/schemas/"


def document() -> Json:
    """The AsyncAPI document, written as the server: it receives what clients send."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Imago, the sockets of the room, of the board and of pages that wait",
            "version": f"{bounds.PROTOCOL_VERSION}.0.0",
            "description": "A guided couple's dialogue, live. The prose is docs/wire.md. Frames "
            "are JSON objects in text messages. The server refuses fields it does not know; a "
            "client must pass over fields and types that it does not know.",
        },
        "defaultContentType": "application/json",
        "servers": {"imago": _server()},
        "channels": {"room": _room(), "board": _board(), "waiting": _waiting()},
        "operations": _operations("room", room.ANSWERS, room.TOLD)
        | _operations("board", board.ANSWERS, board.TOLD)
        | _operations("waiting", waiting.ANSWERS, waiting.TOLD),
        "components": {
            "messages": {model.__name__: _message(model) for model in EVERY_EXAMPLE},
            "schemas": schemas() | board_schemas() | waiting_schemas(),
            "securitySchemes": {
                "login": {
                    "type": "httpApiKey",
                    "in": "cookie",
                    "name": "sessionid",
                    "description": "The cookie of a signed-in person, sent with the handshake. "
                    "Where the address is https, its name is `__Host-sessionid`.",
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
    return _both_ways(tuple(room.ANSWERS), room.SERVER)


def board_schemas() -> dict[str, Json]:
    """Of the board's own frames; those that it shares with the room are the room's."""
    return _both_ways(tuple(board.ANSWERS), board.OWN)


def waiting_schemas() -> dict[str, Json]:
    """Of a page that waits."""
    return _both_ways(tuple(waiting.ANSWERS), waiting.OWN)


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
    } | _channel((*room.ANSWERS, *room.SERVER))


def _board() -> Json:
    return {
        "address": "/board/socket",
        "description": "All rooms of one therapist's couples, from outside: how they stand, and "
        "no word that was said. The first frame is `hello`. A client speaks at least every "
        f"{bounds.HEARTBEAT_SECONDS} seconds.",
    } | _channel((*board.ANSWERS, *board.SERVER))


def _waiting() -> Json:
    return {
        "address": "/waiting/socket",
        "description": "A partner's page that waits for somebody else: told that something has "
        "changed, and never what. The first frame is `hello`. A client speaks at least every "
        f"{bounds.HEARTBEAT_SECONDS} seconds.",
    } | _channel((*waiting.ANSWERS, *waiting.SERVER))


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


EVERY_EXAMPLE = {**room.EXAMPLES, **board.EXAMPLES, **waiting.EXAMPLES}
