"""From the text of an exercise file to an Exercise; what is wrong is said with the place it stands at."""

import tomllib
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, Literal, get_args, get_origin

from dialogue.engine.protocol import (
    DAYS_AHEAD,
    END,
    RETURN,
    STAY,
    UNIVERSAL,
    Exercise,
    Move,
    Step,
    Who,
)

Table = dict[str, Any]
_STEP_TEXT = ("phase", "title", "why", "waiting", "meanwhile")
_STEP_EXTRA = ("harm_title", "harm_why")
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
        table = _in_own_order(_merge(_parse(base, shapes[base]), table), table.get("phases"))
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
        if isinstance(inherited, dict) and isinstance(value, dict):
            value = _merge(inherited, value)
        merged[key] = value
    return merged


def _in_own_order(table: Table, phases: object) -> Table:
    """``phases`` is a path: those that the file itself names come in its own order, before others."""
    if not isinstance(phases, dict):
        return table
    order = dict.fromkeys([*phases, *table["phases"]])
    return table | {"phases": {name: table["phases"][name] for name in order}}


def _exercise(id: str, table: Table) -> Exercise:
    absent = set(_texts(f"{id}.absent", table.pop("absent", [])))
    bodies = _table(f"{id}.steps", table.pop("steps", {}))
    if unknown := absent - set(bodies):
        raise ExerciseError(f"{id}.absent: no step {', '.join(sorted(unknown))}")
    steps = {
        name: _step(f"{id}.steps.{name}", name, body)
        for name, body in bodies.items()
        if name not in absent
    }
    _redirect(id, table.pop("redirects", {}), bodies, steps)
    phases = {key: name for key, name in _named(id, table, "phases").items() if name}
    purposes = {key: text for key, text in _named(id, table, "purposes").items() if key in phases}
    extra: Table = {
        key: _of_kind(f"{id}.{key}", table.pop(key, unset), type(unset))
        for key, unset in (("derole", ""), ("afterwards", ""), ("allow", ""), ("deep", False))
    }
    values = {
        mark: {
            name: _of_kind(f"{id}.values.{mark}.{name}", text, str) for name, text in texts.items()
        }
        for mark, texts in _tables(f"{id}.values", table.pop("values", {}))
    }
    version = table.pop("version", None)
    if type(version) is not int or version < 1:
        raise ExerciseError(f"{id}.version: must be a whole number from 1")
    given = {key: table.pop(key, None) for key in _EXERCISE_TEXT}
    if table:
        raise ExerciseError(f"{id}: unknown {', '.join(sorted(table))}")
    texts: Table = {key: _text(f"{id}.{key}", value) for key, value in given.items()}
    exercise = Exercise(
        id=id,
        version=version,
        phases=phases,
        purposes=purposes,
        steps=steps,
        values=values,
        **texts,
        **extra,
    )
    _check(exercise)
    return exercise


def _step(place: str, name: str, value: object) -> Step:
    body = dict(_table(place, value))
    who = _one_of(f"{place}.who", body.pop("who", None), Who)
    bodies = _table(f"{place}.moves", body.pop("moves", {}))
    moves = {
        key: _move(f"{place}.moves.{key}", key, who, move)
        for key, move in bodies.items()
        if not _table(f"{place}.moves.{key}", move).get("absent")
    }
    if not moves:
        raise ExerciseError(f"{place}: has no moves")
    for move in moves.values():
        if move.by == "therapist":
            raise ExerciseError(f"{place}.moves.{move.name}.by: must be one of {_choices(Who)}")
    given = {key: body.pop(key, None) for key in _STEP_TEXT}
    extra = {key: _of_kind(f"{place}.{key}", body.pop(key, ""), str) for key in _STEP_EXTRA}
    hidden = _of_kind(f"{place}.hidden", body.pop("hidden", False), bool)
    if body:
        raise ExerciseError(f"{place}: unknown {', '.join(sorted(body))}")
    texts = {key: _text(f"{place}.{key}", value) for key, value in given.items()}
    return Step(name=name, who=who, moves=moves, hidden=hidden, **texts, **extra)


def _redirect(id: str, value: object, bodies: Table, steps: dict[str, Step]) -> None:
    """Add the therapist's moves to the steps that they lead away from.

    ``at``: the steps where the way back stays as it is; ``back_at``: those to which the dialogue
    comes back afterwards. What leads to, or back by, a step that is left out is left out with it.
    """
    for name, entry in _table(f"{id}.redirects", value).items():
        place = f"{id}.redirects.{name}"
        body = dict(_table(place, entry))
        if body.pop("absent", False):
            continue
        at = _texts(f"{place}.at", body.pop("at", []))
        back_at = _texts(f"{place}.back_at", body.pop("back_at", []))
        if unknown := {*at, *back_at} - set(bodies):
            raise ExerciseError(f"{place}: no step {', '.join(sorted(unknown))}")
        if not name.startswith("to_"):
            raise ExerciseError(f"{place}: a redirect is named to_…, after where it leads")
        body = {"words": "optional", "settles": True} | body | {"by": "therapist"}
        left_out = set(bodies) - set(steps)
        leads = {body.get("to"), *_texts(f"{place}.returns", body.get("returns", []))}
        for step in (*at, *back_at):
            call = {"call": step} if step in back_at else {}
            move = _move(place, name, "therapist", body | call)
            if step in left_out or leads & left_out:
                continue
            if name in steps[step].moves:
                raise ExerciseError(f"{place}: {step} has a move of that name")
            steps[step] = replace(steps[step], moves={**steps[step].moves, name: move})


def _move(place: str, name: str, who: str, body: Table) -> Move:
    if name in UNIVERSAL:
        raise ExerciseError(f"{place}: {name!r} exists at every step already")
    body = {key: value for key, value in body.items() if key != "absent"}
    kinds = {field.name: field.type for field in fields(Move) if field.name != "name"}
    if unknown := set(body) - set(kinds):
        raise ExerciseError(f"{place}: unknown {', '.join(sorted(unknown))}")
    for key in ("to", "label", "tells"):
        _text(f"{place}.{key}", body.get(key))
    body = {"by": who} | body
    return Move(
        name=name, **{key: _of_kind(f"{place}.{key}", body[key], kinds[key]) for key in body}
    )


def _check(exercise: Exercise) -> None:
    """References that lead nowhere. What no reader of the file could see, exploration finds."""
    steps = set(exercise.steps)
    if exercise.start not in steps:
        raise ExerciseError(f"{exercise.id}.start: no step {exercise.start!r}")
    moves = [move for step in exercise.steps.values() for move in step.moves.values()]
    if any(move.enrols for move in moves) and exercise.derole not in steps:
        raise ExerciseError(f"{exercise.id}.derole: whoever takes a role needs a step to leave it")
    for step in exercise.steps.values():
        place = f"{exercise.id}.steps.{step.name}"
        if step.phase not in exercise.phases:
            raise ExerciseError(f"{place}.phase: no phase {step.phase!r}")
        if step.hidden and (step.who != "both" or not all(map(_told, step.moves.values()))):
            raise ExerciseError(f"{place}.hidden: both answer, and each answer says what is agreed")
        for move in step.moves.values():
            at = f"{place}.moves.{move.name}"
            ends = move.to.startswith(END) and move.to != END
            if not ends and move.to not in steps | {RETURN, STAY}:
                raise ExerciseError(f"{at}.to: no step {move.to!r}")
            for entry in ("call", "asks", "gives"):
                named = getattr(move, entry)
                if named and named not in steps:
                    raise ExerciseError(f"{at}.{entry}: no step {named!r}")
            if move.private and (move.to != STAY or move.words != "none"):
                raise ExerciseError(f"{at}.private: stays at its step, and has no words")
            if move.harm and not move.private:
                raise ExerciseError(f"{at}.harm: is marked in private")
            if not 1 <= move.days <= DAYS_AHEAD:
                raise ExerciseError(f"{at}.days: must be a number from 1 to {DAYS_AHEAD}")
            if move.commits and not (move.time and move.words == "none"):
                raise ExerciseError(f"{at}.commits: needs a time, and no words")
            if unknown := set(move.returns) - steps:
                raise ExerciseError(f"{at}.returns: no step {', '.join(sorted(unknown))}")
            for mark, value in move.sets.items():
                if value not in exercise.values.get(mark, {}):
                    raise ExerciseError(f"{at}.sets: no {mark} {value!r}")
            if (move.hears or move.echoes) and move.words != "required":
                raise ExerciseError(f"{at}.words: what is mirrored, or mirrors, needs words")


def _told(move: Move) -> bool:
    """Whether it may be an answer that is hidden: bare, and with a sentence for what comes of it."""
    return move.by == "therapist" or (
        move.by == "both" and move.words == "none" and bool(move.agreed)
    )


def _of_kind(place: str, value: object, kind: Any) -> Any:
    """``value`` as a move wants it. A mistyped guard would let a check be jumped over."""
    if get_origin(kind) is Literal:
        return _one_of(place, value, kind)
    if get_origin(kind) is tuple:
        return _texts(place, value)
    if get_origin(kind) is Mapping:
        table = _table(place, value)
        return {name: _of_kind(f"{place}.{name}", text, str) for name, text in table.items()}
    if type(value) is not kind:
        wanted = {bool: "true or false", int: "a whole number"}.get(kind, "a text")
        raise ExerciseError(f"{place}: must be {wanted}")
    return value


def _named(id: str, table: Table, key: str) -> dict[str, str]:
    """A table of names, taken out of ``table``."""
    named = _table(f"{id}.{key}", table.pop(key, {}))
    return {name: _of_kind(f"{id}.{key}.{name}", text, str) for name, text in named.items()}


def _table(place: str, value: object) -> Table:
    if not isinstance(value, dict):
        raise ExerciseError(f"{place}: must be a table")
    return value


def _tables(place: str, value: object) -> list[tuple[str, Table]]:
    """A table of tables."""
    return [(name, _table(f"{place}.{name}", body)) for name, body in _table(place, value).items()]


def _texts(place: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise ExerciseError(f"{place}: must be a list of texts")
    return tuple(value)


def _text(place: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ExerciseError(f"{place}: a text is missing")
    return value


def _one_of(place: str, value: object, kind: Any) -> Any:
    if value not in get_args(kind):
        raise ExerciseError(f"{place}: must be one of {_choices(kind)}")
    return value


def _choices(kind: Any) -> str:
    return ", ".join(choice for choice in get_args(kind) if choice)
