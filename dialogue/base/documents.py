"""A file that somebody takes along, as what it says: each kind of file is written from this alone."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, repr=False)
class Heading:
    level: int  # 1 is the file's own
    text: str


@dataclass(frozen=True, slots=True, repr=False)
class Line:
    """Of ours, in one line; ``name``: of whom it speaks."""

    text: str
    name: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Quote:
    """What somebody said or wrote, as they did."""

    words: str


@dataclass(frozen=True, slots=True, repr=False)
class Listed:
    """What somebody wrote, a line each."""

    words: tuple[str, ...]
    numbered: bool = False


Block = Heading | Line | Quote | Listed
Blocks = Iterable[Block]
