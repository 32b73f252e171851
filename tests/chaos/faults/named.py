"""The faults by their names, and which of them a house can have."""

import random
from collections.abc import Awaitable, Callable, Sequence

from tests.chaos.house import House
from tests.chaos.players import Couple

Fault = Callable[[House, list[Couple], random.Random], Awaitable[None]]
FAULTS: dict[str, tuple[Fault, str]] = {}


def fault(name: str, needs: str = "") -> Callable[[Fault], Fault]:
    """``needs``: what the house must have: "redis", "postgres", "sqlite", "disk" (one of its own, that may
    be filled) or "past" (a room with a long one)."""

    def named(done: Fault) -> Fault:
        FAULTS[name] = (done, needs)
        return done

    return named


def left_out(house: House, asked: Sequence[str]) -> list[str]:
    """Which could be had in a house like this, and how to get it."""
    if "sqlite" not in house.has or "disk" in house.has:
        return []
    names = [name for name, (_fault, needs) in FAULTS.items() if needs == "disk"]
    how = 'to get it: unshare -rm python -m tests.chaos --plan 0 --only "{}"'
    return [f"{name}: {how.format(name)}" for name in names if not asked or name in asked]


def fitting(house: House) -> list[str]:
    return [name for name, (_fault, needs) in FAULTS.items() if not needs or needs in house.has]
