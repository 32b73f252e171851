"""From the text of an exercise file to an Exercise; what is wrong is said with the place it stands at."""

import tomllib
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, get_args

from dialogue.engine.protocol import (
    END,
    RETURN,
    STAY,
    UNIVERSAL,
    Exercise,
    Move,
    Step,
    Who,
    Words,
)

Table = dict[str, Any]
_STEP_TEXT = ("phase", "title", "why", "waiting", "meanwhile")
_EXERCISE_TEXT = ("title", "about", "topic", "topic_stem", "start")


class ExerciseError(ValueError):
    """An exercise file that cannot be used. The message names the place and the reason."""


def load(id: str, text: str, shapes: Mapping[str, str]) -> Exercise:
    """The exercise in ``text``; ``shapes`` are the texts that it may extend, by name."""
    table = _parse(id, text)
    base = table.pop("extends", None)
    if base is not None:
        if base not in shapes:
            raise ExerciseError(f"{id}: extends {base!r}, which does not exist")
        table = _merge(_parse(base, shapes[base]), table)
    return _exercise(id, table)


def _parse(name: str, text: str) -> Table:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ExerciseError(f"{name}: {error}") from error


def _merge(base: Table, over: Table) -> Table:
    merged = dict(base)
    for key, value in over.items():
        inherited = merged.get(key)
        both = isinstance(inherited, dict) and isinstance(value, dict)
        merged[key] = _merge(inherited, value) if both else value
    return merged


def _exercise(id: str, table: Table) -> Exercise:
    absent = set(table.pop("absent", []))
    steps = {
        name: _step(f"{id}.steps.{name}", name, body)
        for name, body in table.pop("steps", {}).items()
        if name not in absent
    }
    phases = {key: name for key, name in table.pop("phases", {}).items() if name}
    rungs = table.pop("rungs", {})
    version = table.pop("version", None)
    if not isinstance(version, int) or version < 1:
        raise ExerciseError(f"{id}.version: must be a whole number from 1")
    texts = {key: _text(f"{id}.{key}", table.pop(key, None)) for key in _EXERCISE_TEXT}
    if table:
        raise ExerciseError(f"{id}: unknown {', '.join(sorted(table))}")
    exercise = Exercise(
        id=id, version=version, phases=phases, steps=steps, rungs=rungs, **texts
    )
    _check(exercise)
    return exercise


def _step(place: str, name: str, body: Table) -> Step:
    body = dict(body)
    who = _one_of(f"{place}.who", body.pop("who", None), Who)
    moves = {
        key: _move(f"{place}.moves.{key}", key, who, move)
        for key, move in body.pop("moves", {}).items()
        if not move.get("absent")
    }
    if not moves:
        raise ExerciseError(f"{place}: has no moves")
    texts = {key: _text(f"{place}.{key}", body.pop(key, None)) for key in _STEP_TEXT}
    if body:
        raise ExerciseError(f"{place}: unknown {', '.join(sorted(body))}")
    return Step(name=name, who=who, moves=moves, **texts)


def _move(place: str, name: str, who: str, body: Table) -> Move:
    if name in UNIVERSAL:
        raise ExerciseError(f"{place}: {name!r} exists at every step already")
    known = {field.name for field in fields(Move)} - {"name"}
    if unknown := set(body) - known:
        raise ExerciseError(f"{place}: unknown {', '.join(sorted(unknown))}")
    body = {"by": who} | body
    body["by"] = _one_of(f"{place}.by", body["by"], Who)
    body["words"] = _one_of(f"{place}.words", body.get("words", "none"), Words)
    body["stems"] = tuple(body.get("stems", ()))
    for key in ("to", "label", "tells"):
        _text(f"{place}.{key}", body.get(key))
    return Move(name=name, **body)


def _check(exercise: Exercise) -> None:
    """References that lead nowhere. What no reader of the file could see, exploration finds."""
    steps = set(exercise.steps)
    if exercise.start not in steps:
        raise ExerciseError(f"{exercise.id}.start: no step {exercise.start!r}")
    for step in exercise.steps.values():
        place = f"{exercise.id}.steps.{step.name}"
        if step.phase not in exercise.phases:
            raise ExerciseError(f"{place}.phase: no phase {step.phase!r}")
        for move in step.moves.values():
            at = f"{place}.moves.{move.name}"
            leads = move.to in steps | {RETURN, STAY} or move.to.startswith(END)
            if not leads:
                raise ExerciseError(f"{at}.to: no step {move.to!r}")
            if move.call and move.call not in steps:
                raise ExerciseError(f"{at}.call: no step {move.call!r}")
            if move.rung and move.rung not in exercise.rungs:
                raise ExerciseError(f"{at}.rung: no rung {move.rung!r}")
            if (move.hears or move.echoes) and move.words != "required":
                raise ExerciseError(f"{at}.words: what is mirrored, or mirrors, needs words")


def _text(place: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ExerciseError(f"{place}: a text is missing")
    return value


def _one_of(place: str, value: object, kind: Any) -> Any:
    if value not in get_args(kind):
        raise ExerciseError(f"{place}: must be one of {', '.join(get_args(kind))}")
    return value
