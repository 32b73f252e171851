"""docs/wire.md and docs/asyncapi.json are true to the code, and leave nothing out."""

import json
import re
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from dialogue.board import wire as board
from dialogue.home import wire as waiting
from dialogue.management.commands import wiredocs
from dialogue.room.wire import bounds, refusals, requests
from dialogue.room.wire.closing import Close
from dialogue.wiredocs import asyncapi
from dialogue.wiredocs import board as asyncapi_board
from dialogue.wiredocs import room as asyncapi_room
from dialogue.wiredocs import waiting as asyncapi_waiting

WIRE = (wiredocs.DOCS / "wire.md").read_text(encoding="utf-8")
PROSE = re.sub(r"<!-- generated:.*?<!-- /generated -->", "", WIRE, flags=re.DOTALL)
LINES = re.findall(r"^(→|←) (\{.*\})$", PROSE, re.MULTILINE)
# The other sockets: their arrows, what parses what a client sends, and their frames.
OTHERS = {
    "⇒⇐": (board.parse, asyncapi_board),
    "⇢⇠": (waiting.parse, asyncapi_waiting),
}
OTHER_LINES = [
    (arrows, *line)
    for arrows in OTHERS
    for line in re.findall(rf"^([{arrows}]) (\{{.*\}})$", PROSE, re.MULTILINE)
]
SERVER = {asyncapi.frame_type(model): model for model in asyncapi_room.SERVER}


def test_the_generated_parts_are_up_to_date() -> None:
    call_command("wiredocs", "--check")


def test_the_check_notices_a_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "TEXT_LENGTH", 4_001)
    with pytest.raises(CommandError, match=r"asyncapi\.json, wire\.md"):
        call_command("wiredocs", "--check")


def test_every_generated_section_is_there() -> None:
    sections = re.findall(r"<!-- generated:(\w+) -->", WIRE)
    assert sorted(sections) == sorted(
        ["bounds", "closing", "refusals"]
        + [f"{of}{what}" for of in ("", "board", "waiting") for what in ("parts", "sent", "told")]
    )


@pytest.mark.parametrize("code", refusals.MESSAGES)
def test_the_prose_says_what_to_do_at_a_refusal(code: str) -> None:
    assert f"`{code}`" in PROSE


@pytest.mark.parametrize("code", [*map(int, Close), 1006, 1009, 1011])
def test_the_prose_says_what_to_do_at_a_close(code: int) -> None:
    assert re.search(rf"\b{code}\b", PROSE)


EVERY_SCHEMA = asyncapi.schemas() | asyncapi.board_schemas() | asyncapi.waiting_schemas()


@pytest.mark.parametrize("name", EVERY_SCHEMA)
def test_the_prose_explains_every_frame_and_field(name: str) -> None:
    fields: dict[str, Any] = EVERY_SCHEMA[name]["properties"]
    wanted = {fields["type"]["const"]} if "const" in fields.get("type", {}) else set()
    assert [word for word in wanted | fields.keys() if f"`{word}`" not in PROSE] == []


@pytest.mark.parametrize("number", range(1, 16))
def test_every_invariant_has_its_line(number: int) -> None:
    assert re.search(rf"^\| I{number} \|", PROSE, re.MULTILINE)


def test_the_tests_it_names_are_there() -> None:
    folder = wiredocs.DOCS.parent / "tests" / "invariants"
    named = re.findall(r"`(test_i\d\d_\w+\.py)`", PROSE)
    assert len(named) > 10 and [name for name in named if not (folder / name).exists()] == []


@pytest.mark.parametrize(("way", "text"), LINES, ids=range(len(LINES)))
def test_a_frame_in_the_prose_is_a_frame(way: str, text: str) -> None:
    if way == "→":
        requests.parse(text)
    else:
        data = json.loads(text)
        frame = SERVER[data["type"]].model_validate_json(text)
        assert json.loads(frame.model_dump_json()) == data


def test_the_prose_shows_every_frame() -> None:
    shown = {(way, json.loads(text)["type"]) for way, text in LINES}
    sent = {("→", asyncapi.frame_type(model)) for model in asyncapi_room.ANSWERS}
    assert shown == sent | {("←", kind) for kind in SERVER}


@pytest.mark.parametrize(("arrows", "way", "text"), OTHER_LINES, ids=range(len(OTHER_LINES)))
def test_a_frame_of_another_socket_in_the_prose_is_one(arrows: str, way: str, text: str) -> None:
    parse, frames = OTHERS[arrows]
    if way == arrows[0]:
        parse(text)
    else:
        data = json.loads(text)
        of = {asyncapi.frame_type(model): model for model in frames.SERVER}
        frame = of[data["type"]].model_validate_json(text)
        assert json.loads(frame.model_dump_json()) == data


@pytest.mark.parametrize("arrows", OTHERS)
def test_the_prose_shows_every_frame_of_another_socket(arrows: str) -> None:
    _parse, frames = OTHERS[arrows]
    shown = {(way, json.loads(text)["type"]) for of, way, text in OTHER_LINES if of == arrows}
    sent = {(arrows[0], asyncapi.frame_type(model)) for model in frames.ANSWERS}
    told = {(arrows[1], asyncapi.frame_type(model)) for model in frames.SERVER}
    assert shown == sent | told
