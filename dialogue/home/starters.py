"""Gentle ways to begin a dialogue, by mood: for whoever would like to talk and does not know of what."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Starter:
    """``number`` names it in an address, which holds no words."""

    number: int
    exercise: str
    text: str


@dataclass(frozen=True, slots=True)
class Mood:
    title: str
    starters: tuple[Starter, ...]


@cache
def moods() -> tuple[Mood, ...]:
    """In the language of the source; who shows them translates."""
    source = files(__package__).joinpath("starters.toml").read_text(encoding="utf-8")
    found, number = [], 0
    for mood in tomllib.loads(source)["moods"]:
        numbered = enumerate(mood["starters"], number + 1)
        starters = tuple(Starter(one, mood["exercise"], words) for one, words in numbered)
        number += len(starters)
        found.append(Mood(mood["title"], starters))
    return tuple(found)


def starter(number: int) -> Starter | None:
    return next((one for mood in moods() for one in mood.starters if one.number == number), None)
