"""The faults by their names, and which of them a house can have."""

import random
from collections.abc import Awaitable, Callable

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


def fitting(house: House) -> list[str]:
    return [name for name, (_fault, needs) in FAULTS.items() if not needs or needs in house.has]
