"""docs/asyncapi.json is valid AsyncAPI, and says of every frame what the code says of it."""

import json
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft7Validator  # type: ignore[import-untyped]

from dialogue.board import wire as board
from dialogue.home import wire as waiting
from dialogue.room.wire import bounds, frames, refusals, requests
from dialogue.room.wire.closing import Close
from dialogue.wiredocs import asyncapi
from dialogue.wiredocs import board as asyncapi_board
from dialogue.wiredocs import room as asyncapi_room
from dialogue.wiredocs import waiting as asyncapi_waiting

STANDARD = Path(__file__).parent / "asyncapi-3.0.0.schema.json"
DOCUMENT = asyncapi.document()
EXAMPLES = [
    pytest.param(model, example, id=f"{model.__name__}-{place}")
    for model, examples in asyncapi.EVERY_EXAMPLE.items()
    for place, example in enumerate(examples)
]


def schema_of(model: type[frames.Frame]) -> dict[str, Any]:
    name = f"#/components/schemas/{model.__name__}"
    return {"$ref": name, "components": DOCUMENT["components"]}


def test_it_is_asyncapi_3() -> None:
    standard = json.loads(STANDARD.read_text(encoding="utf-8"))
    assert list(Draft7Validator(standard).iter_errors(DOCUMENT)) == []


def test_every_reference_leads_somewhere() -> None:
    def check(part: Any) -> None:
        if isinstance(part, dict):
            if "$ref" in part:
                found: Any = DOCUMENT
                for name in part["$ref"].removeprefix("#/").split("/"):
                    found = found[name]
            for inner in part.values():
                check(inner)
        elif isinstance(part, list):
            for inner in part:
                check(inner)

    check(DOCUMENT)


def test_every_frame_is_there() -> None:
    client = set(get_args(get_args(requests.ClientFrame)[0]))
    server = set(get_args(frames.ServerFrame))
    assert set(asyncapi_room.ANSWERS) == client
    assert set(asyncapi_room.SERVER) == server
    assert set(asyncapi_room.EXAMPLES) == client | server
    names = {model.__name__ for model in client | server}
    assert DOCUMENT["channels"]["room"]["messages"].keys() == names
    ours = set(get_args(get_args(board.BoardClientFrame)[0]))
    theirs = set(get_args(board.BoardServerFrame))
    assert set(asyncapi_board.ANSWERS) == ours
    assert set(asyncapi_board.SERVER) == theirs
    more = {model.__name__ for model in ours | theirs}
    assert DOCUMENT["channels"]["board"]["messages"].keys() == more
    heard = set(get_args(get_args(waiting.WaitingClientFrame)[0]))
    told = set(get_args(waiting.WaitingServerFrame))
    assert set(asyncapi_waiting.ANSWERS) == heard
    assert set(asyncapi_waiting.SERVER) == told
    waits = {model.__name__ for model in heard | told}
    assert DOCUMENT["channels"]["waiting"]["messages"].keys() == waits
    more |= waits
    assert DOCUMENT["components"]["messages"].keys() == names | more


def test_every_schema_is_json_schema() -> None:
    for schema in DOCUMENT["components"]["schemas"].values():
        Draft7Validator.check_schema(schema)


@pytest.mark.parametrize(("model", "example"), EXAMPLES)
def test_an_example_is_valid(model: type[frames.Frame], example: dict[str, Any]) -> None:
    assert list(Draft7Validator(schema_of(model)).iter_errors(example)) == []


@pytest.mark.parametrize(("model", "example"), EXAMPLES)
def test_an_example_is_what_the_code_says(
    model: type[frames.Frame], example: dict[str, Any]
) -> None:
    whole = model in (
        *asyncapi_room.SERVER,
        *asyncapi_board.SERVER,
        *asyncapi_waiting.SERVER,
    )  # the server sends every field, a client may leave some out
    frame = model.model_validate_json(json.dumps(example))
    assert json.loads(frame.model_dump_json(exclude_unset=not whole)).keys() == example.keys()
    if whole:
        assert json.loads(frame.model_dump_json()) == example


ANSWERS = {**asyncapi_room.ANSWERS, **asyncapi_board.ANSWERS, **asyncapi_waiting.ANSWERS}


@pytest.mark.parametrize("model", list(ANSWERS))
def test_the_server_refuses_unknown_fields_and_a_client_must_not(
    model: type[frames.Frame],
) -> None:
    schemas = DOCUMENT["components"]["schemas"]
    assert schemas[model.__name__]["additionalProperties"] is False
    names = [answer.__name__ for answer in ANSWERS[model]]
    for name in (*names, "Now", "EventView", "RoomCard"):
        assert "additionalProperties" not in schemas[name]


def test_bounds_and_codes_are_complete() -> None:
    names = {name for name, value in vars(bounds).items() if isinstance(value, int)}
    assert DOCUMENT["x-bounds"].keys() == names - {"PROTOCOL_VERSION"}
    assert DOCUMENT["x-close-codes"].keys() == {str(int(code)) for code in Close}
    assert DOCUMENT["x-refusal-codes"].keys() == refusals.MESSAGES.keys()
