"""What the engine is given, and what it knows: no words, no clock, no framework."""

import ast
from dataclasses import FrozenInstanceError, fields
from pathlib import Path
from typing import Any, get_type_hints

import pytest

import dialogue.engine
from dialogue.engine.exercises import all_exercises
from dialogue.engine.rules import begin, decide
from dialogue.engine.state import Act, Happened, Refusal, State
from tests.engine.graph import event_of

ENGINE = Path(dialogue.engine.__file__).parent


def test_a_refusal_carries_nothing_and_a_state_cannot_be_changed() -> None:
    assert [field.name for field in fields(Refusal)] == ["code"]
    for value, name in (
        (State("request", "first"), "step"),
        (Refusal("over"), "code"),
        (Happened("first", "ask", "request", 1, "first"), "name"),
        (Act("first", "ask"), "name"),
    ):
        with pytest.raises(FrozenInstanceError):
            setattr(value, name, "changed")


def test_the_engine_is_never_given_words() -> None:
    """All it learns is whether there are any; and no act's field reaches the log unchecked."""
    assert get_type_hints(Act)["words"] is bool
    assert "words" not in get_type_hints(Happened)
    for exercise in all_exercises():
        start = begin(exercise, "first")
        smuggled: Any = "I feel alone"
        ask = decide(exercise, start, Act("first", "ask", moment=0, words=True, to=smuggled))
        pause = decide(exercise, start, Act("first", "pause", to=smuggled))
        assert smuggled not in [getattr(event_of(ask), f.name) for f in fields(Happened)]
        assert smuggled not in [getattr(event_of(pause), f.name) for f in fields(Happened)]
        late = Act("first", "pause", minutes=smuggled)
        assert decide(exercise, start, late) == Refusal("bad_time")
        assert decide(exercise, start, Act("first", smuggled)) == Refusal("stale")
        assert decide(exercise, start, Act("first", smuggled, moment=0)) == Refusal("not_now")


def test_the_engine_knows_no_clock_no_chance_no_network_and_no_framework() -> None:
    known = {"ast", "collections", "dataclasses", "functools", "importlib", "tomllib", "typing"}
    files = sorted(ENGINE.rglob("*.py"))
    assert len(files) > 5
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                modules = [node.module or ""]
            else:
                continue
            for module in modules:
                inside = module.startswith("dialogue.engine")
                assert inside or module.split(".")[0] in known, f"{file.name} imports {module}"
