"""What an instrument is: its words, its answers, its scales, and what may be said of a score."""

from dataclasses import dataclass
from math import sqrt
from typing import Literal

Higher = Literal["better", "harder", "neither"]
Score = int | float


@dataclass(frozen=True, slots=True, repr=False)
class Option:
    """One answer to choose. ``label`` is as published; a bare number where the form has numbers."""

    score: int
    label: str


@dataclass(frozen=True, slots=True, repr=False)
class Item:
    """One question. ``poles``: the two ends of a row of answers, where the form names those alone."""

    id: str
    text: str
    options: tuple[Option, ...]
    poles: tuple[str, str] | None = None

    @property
    def scores(self) -> frozenset[int]:
        return frozenset(option.score for option in self.options)


@dataclass(frozen=True, slots=True, repr=False)
class ReliableChange:
    """How far two scores of one person must lie apart before chance alone hardly explains it."""

    sd: float
    alpha: float
    source: str

    formula = "1.96 × √2 × SD × √(1 − α)"

    @property
    def points(self) -> float:
        return 1.96 * sqrt(2) * self.sd * sqrt(1 - self.alpha)


@dataclass(frozen=True, slots=True, repr=False)
class Scale:
    """Items that are summed to one score. ``means`` says which way a number points; ``higher`` says it
    to the code. Either ``change`` or ``no_change``, the sentence that says why there is none."""

    id: str
    title: str
    items: tuple[Item, ...]
    higher: Higher
    means: str
    cut_off: float | None = None
    cut_off_says: str = ""
    cut_off_source: str = ""
    change: ReliableChange | None = None
    no_change: str = ""

    @property
    def lowest(self) -> int:
        return sum(min(item.scores) for item in self.items)

    @property
    def highest(self) -> int:
        return sum(max(item.scores) for item in self.items)


@dataclass(frozen=True, slots=True, repr=False)
class Instrument:
    """A questionnaire in one version. ``ours``: its words are our own, and are translated like all
    texts; those of others are shown as published, or not at all. ``languages`` says for each language
    that there is where its words come from."""

    id: str
    version: int
    title: str
    about: str
    ours: bool
    instruction: str
    items: tuple[Item, ...]
    scales: tuple[Scale, ...]
    source: str
    licence: str
    languages: dict[str, str]

    @property
    def texts(self) -> tuple[str, ...]:
        """All that is shown of the form itself, as it stands in its source."""
        found = [self.instruction]
        for item in self.items:
            found += [item.text, *(item.poles or ()), *(option.label for option in item.options)]
        return tuple(dict.fromkeys(text for text in found if text))
