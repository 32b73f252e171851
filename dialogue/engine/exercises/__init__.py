"""The exercises that this installation offers, read once. The files beside this one are their source.

``name.toml`` is the newest version of an exercise; ``name.1.toml`` an older one, kept for as long as
a dialogue that began with it may still be read. An installation may offer files of its own beside ours.
"""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from dialogue.engine.loader import ExerciseError, load
from dialogue.engine.protocol import Exercise
from dialogue.engine.soundness import faults

_SHAPES = ("common",)
OFFERED = ("appreciation", "couples_dialogue", "deepening", "behavior_change", "parent_child")

_own: dict[str, Traversable] = {}  # of this installation: exercise -> its folder


def source(name: str) -> str:
    return files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8")


def shapes() -> dict[str, str]:
    """The texts that an exercise file may extend, by name."""
    return {shape: source(shape) for shape in _SHAPES}


@cache
def exercise(id: str, version: int | None = None) -> Exercise:
    """The exercise named ``id``, in that version or the newest; KeyError if it is not there."""
    if id not in OFFERED and id not in _own:
        raise KeyError(id)
    newest = load(id, _text(id, id), shapes())
    if version in (None, newest.version):
        return newest
    try:
        return load(id, _text(id, f"{id}.{version}"), shapes())
    except FileNotFoundError:
        raise KeyError(f"{id}, version {version}") from None


def all_exercises() -> tuple[Exercise, ...]:
    return tuple(exercise(id) for id in (*OFFERED, *_own))


def offer_own(folder: Traversable) -> None:
    """Offer the exercises in ``folder`` beside ours. Raises ExerciseError for one that cannot be
    used, or bears the name of one of ours."""
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if not file.name.endswith(".toml"):
            continue
        id, _, version = file.name.removesuffix(".toml").partition(".")
        if id in (*OFFERED, *_SHAPES):
            raise ExerciseError(f"{file.name}: there is an exercise of that name already")
        found = load(id, file.read_text(encoding="utf-8"), shapes())
        for fault in faults(found):
            raise ExerciseError(fault)
        if version and version != str(found.version):
            raise ExerciseError(f"{id}.version: is not the one in the name of {file.name}")
        if not version:
            _own[id] = folder
    exercise.cache_clear()


def _text(id: str, name: str) -> str:
    folder = _own.get(id)
    return folder.joinpath(f"{name}.toml").read_text(encoding="utf-8") if folder else source(name)
