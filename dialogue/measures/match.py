"""How close guesses of feelings come to what was felt. Pure.

Two who know each other well, or who always say the same, agree by chance alone. So each agreement is
taken against what the same guess would have had on this sender's other turns: whoever always guesses
“sad”, of someone who often is, comes no closer than guessing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import mean, stdev
from typing import Literal

FROM = 5  # pairs; of fewer nothing is said
_SURE = 2.0  # standard errors above chance

Found = Literal["too_few", "closer", "as_guessing"]


@dataclass(frozen=True, slots=True, repr=False)
class Pair:
    """What the sender picked before, and what the receiver then guessed."""

    picked: frozenset[str]
    guessed: frozenset[str]


def agreement(one: frozenset[str], other: frozenset[str]) -> float:
    """From 0 for nothing in common to 1 for the same."""
    return len(one & other) / len(one | other) if one | other else 0.0


def above_chance(pairs: Sequence[Pair]) -> list[float]:
    """Of each pair, its agreement less that of the same guess with the other picks."""
    return [
        agreement(pair.picked, pair.guessed)
        - mean(
            agreement(other.picked, pair.guessed)
            for place, other in enumerate(pairs)
            if place != at
        )
        for at, pair in enumerate(pairs)
    ]


def found(pairs: Sequence[Pair]) -> Found:
    told = [pair for pair in pairs if pair.picked and pair.guessed]
    if len(told) < FROM:
        return "too_few"
    differences = above_chance(told)
    error = stdev(differences) / sqrt(len(differences))
    return "closer" if mean(differences) > _SURE * error else "as_guessing"
