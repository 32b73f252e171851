"""The exercises that this installation offers, read once. The files beside this one are their source."""

from functools import cache
from importlib.resources import files

from dialogue.engine.loader import load
from dialogue.engine.protocol import Exercise

_SHAPES = ("common",)
OFFERED = ("appreciation", "couples_dialogue", "deepening", "parent_child")


def source(name: str) -> str:
    return files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8")


@cache
def exercise(id: str) -> Exercise:
    """The exercise named ``id``; KeyError if this installation does not offer it."""
    if id not in OFFERED:
        raise KeyError(id)
    return load(id, source(id), {shape: source(shape) for shape in _SHAPES})


def all_exercises() -> tuple[Exercise, ...]:
    return tuple(exercise(id) for id in OFFERED)
