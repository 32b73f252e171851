"""One run: a house, its couples, and one fault after the other, by one seed."""

import asyncio
import logging
import random
import time
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from pathlib import Path

from tests.chaos.faults import FAULTS, fitting, left_out
from tests.chaos.history import Happened, History
from tests.chaos.house import House, Plan
from tests.chaos.players import Couple
from tests.support.stores import Postgres

log = logging.getLogger(__name__)

SETTLES = 30.0  # seconds after a fault in which every room must have gone on


def run(
    plan: Plan,
    folder: Path,
    template: Path,
    *,
    seed: int,
    faults: Sequence[str] = (),
    rounds: int = 1,
    times: Mapping[str, int] | None = None,
    calm: float = 1.0,
    settles: float = SETTLES,
    seconds: float = float("inf"),
    lent: tuple[Postgres, str] | None = None,
) -> tuple[History, list[str]]:
    """Those of ``faults`` that fit, or all, in an order that the seed gives, so many ``rounds``; one of
    ``times`` as often as it says; none begins after so many ``seconds``. What came of it, and what was wrong."""
    dice, history = random.Random(seed), History()
    with House(plan, folder, template, lent=lent) as house:
        names = [name for name in fitting(house) if not faults or name in faults]
        history.left_out = left_out(house, faults)
        rooms = house.furnish()
        log.info("furnished: %s", plan)
        for server in house.servers:
            server.listen()
        order = _order(names, rounds, times or {}, dice)
        asyncio.run(_play(house, rooms, history, order, dice, calm, settles, seconds))
        wrong = history.check(house.left())
        said = house.said()
        if "Traceback" in said:
            wrong.append(f"a traceback in the log: {said[said.index('Traceback') :][:600]}")
        if any(act.words and act.words in said for act in history.acts):
            wrong.append("words in the log")
    return history, wrong


def _order(
    names: Sequence[str], rounds: int, times: Mapping[str, int], dice: random.Random
) -> list[str]:
    all_of_it = [name for name in names for _ in range(times.get(name, rounds))]
    return dice.sample(all_of_it, len(all_of_it))


async def _play(
    house: House,
    rooms: list[dict[str, object]],
    history: History,
    order: list[str],
    dice: random.Random,
    calm: float,
    settles: float,
    seconds: float,
) -> None:
    doors = [f"http://localhost:{door.port}" for door in house.doors]
    couples = [Couple(room, doors, history, str(dice.random())) for room in rooms]
    stop = asyncio.Event()
    async with AsyncExitStack() as stack:
        for couple in couples:
            for player in (*couple.two, *couple.tabs):
                await stack.enter_async_context(player)
        talking = [asyncio.ensure_future(couple.talk(stop)) for couple in couples]
        await asyncio.sleep(calm)
        until = time.monotonic() + seconds
        for name in order:
            began = time.monotonic()
            if began > until:
                log.info("the time is over")
                break
            try:
                await FAULTS[name][0](house, couples, dice)
            except AssertionError as wrong:
                history.wrong.append(f"{name}: {wrong}")
                log.info("WRONG: %s", history.wrong[-1])
            ended = time.monotonic()
            waited = await _all_go_on(couples, history, name, settles)
            history.faults.append(Happened(name, began, ended, waited))
            log.info("%s: took %.1f s, everybody went on after %.1f s", name, ended - began, waited)
            await asyncio.sleep(calm)
        stop.set()
        await asyncio.wait_for(asyncio.gather(*talking), 90)
        for couple in couples:
            try:
                await couple.all_equal()
            except TimeoutError:
                history.wrong.append(f"{couple.room}: somebody did not come to have everything")


async def _all_go_on(couples: list[Couple], history: History, name: str, settles: float) -> float:
    """How long until each room has had a turn that began after the fault."""
    began, before = time.monotonic(), [couple.turns for couple in couples]
    while any(couple.turns < turns + 2 for couple, turns in zip(couples, before, strict=True)):
        if time.monotonic() - began > settles:
            late = [
                couple
                for couple, turns in zip(couples, before, strict=True)
                if couple.turns < turns + 2
            ]
            history.wrong.append(
                f"after “{name}” no turns within {settles:.0f} s: {'; '.join(map(str, late))}"
            )
            log.info("%s", history.wrong[-1])
            break
        await asyncio.sleep(0.05)
    return time.monotonic() - began
