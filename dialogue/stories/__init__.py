"""Stories to practise an exercise alone: what a scripted partner says, as data beside each exercise.

The engine never reads words, so what is said in a story does not belong to it: a file here holds the
words, and ``play`` does with them, by the engine, what a partner would do. ``name.toml`` has the stories
of the exercise ``name``; ``common.toml`` what a partner says where a story says nothing.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args
from zlib import crc32

from dialogue.engine.exercises import OFFERED
from dialogue.engine.protocol import PARTNERS, Seat

# How the scripted partner mirrors: all of it, half of it, or not at all.
Manner = Literal["", "exact", "half", "defends", "advises"]
Visitor = Literal["sender", "receiver", "therapist"]
DEMO = ("couples_dialogue", "kitchen")  # the one that the front page leads to


class StoryError(ValueError):
    """A story that cannot be used. The message names the place and the reason."""


@dataclass(frozen=True, slots=True)
class Line:
    """What the partner does at one visit to ``step``. ``words`` may hold {piece}, {half} and {all},
    which only the visitor's browser can fill. ``listen``: what a mirror of it would contain, each a
    beginning of a word, or several divided by "|" of which one is enough; the first is shown.
    ``almost`` is said when the visitor's mirror leaves something out, or by one scripted partner when
    this line of the other's was no mirror. ``waits``: seconds at the least
    before it, so that a therapist has time to do something. ``days``: until when, where the move
    carries a time."""

    step: str
    move: str
    words: str = ""
    listen: tuple[str, ...] = ()
    manner: Manner = ""
    waits: float = 0
    days: int = 7
    almost: "Line | None" = None


@dataclass(frozen=True, slots=True)
class Story:
    """``visitor``: the part that the visitor takes, under the name ``you``. ``opening``: the moves that
    have been made already, by whoever's turn it was. ``feelings``: what an empathic guess may name.
    Where the visitor is the therapist, ``partner`` is the sender and ``listener`` the receiver."""

    exercise: str
    name: str
    title: str
    about: str
    intro: str
    level: Literal["gentle", "hard"]
    visitor: Visitor
    you: str
    partner: str
    opening: tuple[str, ...]
    lines: tuple[Line, ...]
    feelings: tuple[str, ...] = ()
    listener: str = ""

    @property
    def seat(self) -> Seat:
        """The visitor's. The sender of the opening sits first."""
        seats: dict[Visitor, Seat] = {"sender": "first", "receiver": "second"}
        return seats.get(self.visitor, "therapist")

    @property
    def scripted(self) -> tuple[Seat, ...]:
        """The seats of which the story knows what they do."""
        return tuple(seat for seat in PARTNERS if seat != self.seat)

    @property
    def names(self) -> dict[Seat, str]:
        others = (self.partner, self.listener)
        return {self.seat: self.you, **dict(zip(self.scripted, others, strict=False))}

    @property
    def mark(self) -> int:
        """Another one when anything of the story was changed."""
        return crc32(repr(self).encode())


@cache
def stories_of(exercise: str) -> tuple[Story, ...]:
    """In the order of their file; none for an exercise that has no stories."""
    if exercise not in OFFERED or not files(__package__).joinpath(f"{exercise}.toml").is_file():
        return ()
    return tuple(_story(exercise, name, body) for name, body in _read(exercise)["stories"].items())


def story(exercise: str, name: str) -> Story:
    """KeyError if there is none of that name."""
    for one in stories_of(exercise):
        if one.name == name:
            return one
    raise KeyError(f"{exercise}, {name}")


@cache
def common_lines() -> Mapping[str, Line]:
    """What a partner does at a step for which the story has nothing (more), by step."""
    lines = [_line(f"common.{place}", body) for place, body in enumerate(_read("common")["lines"])]
    return {line.step: line for line in lines}


@cache
def answers() -> Mapping[str, Line]:
    """What a partner says who was not heard, by how: ``landed`` as a no, or ``again``."""
    return {
        name: _line(f"common.{name}", dict(body))
        for name, body in _read("common")["answers"].items()
    }


def _read(name: str) -> dict[str, Any]:
    text = files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _story(exercise: str, name: str, body: dict[str, Any]) -> Story:
    place = f"{exercise}.{name}"
    lines = [_line(f"{place}.lines.{n}", one) for n, one in enumerate(body.pop("lines", []))]
    try:
        found = Story(
            exercise=exercise,
            name=name,
            opening=tuple(body.pop("opening", ())),
            feelings=tuple(body.pop("feelings", ())),
            lines=tuple(lines),
            **body,
        )
    except TypeError as error:
        raise StoryError(f"{place}: {error}") from None
    if found.visitor not in get_args(Visitor) or found.level not in ("gentle", "hard"):
        raise StoryError(f"{place}: visitor is a part or the therapist, level gentle or hard")
    return found


def _line(place: str, body: dict[str, Any]) -> Line:
    almost = body.pop("almost", None)
    try:
        line = Line(
            listen=tuple(body.pop("listen", ())),
            almost=_line(f"{place}.almost", {"step": "mirror_check", "move": "correct", **almost})
            if almost
            else None,
            **body,
        )
    except TypeError as error:
        raise StoryError(f"{place}: {error}") from None
    if line.manner not in get_args(Manner):
        raise StoryError(
            f"{place}.manner: must be one of {', '.join(filter(None, get_args(Manner)))}"
        )
    return line
