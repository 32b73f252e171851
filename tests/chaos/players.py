"""Couples who talk without end, by the reference client: they send, mirror and go on, whatever happens."""

import asyncio
import contextlib
import random
import time
import uuid
from typing import Any

from tests.chaos.history import Act, History, Json
from tests.support.client import Client

PATIENCE = 60.0
_NEXT = {
    "sending": "send",
    "mirroring": "mirror",
    "mirror_check": "got_it",
    "asking": "ask_more",
    "more": "more",
}
_WORDY = ("send", "mirror")
_THINKS = (0.02, 0.15)  # seconds, between two acts


class Player(Client):
    """One tab, which tells the history all that it sees."""

    pings = 2.0

    def __init__(self, base: str, room: str, cookie: str, seat: str, history: History) -> None:
        super().__init__(base, room, cookie)
        self.room, self.seat, self.history = room, seat, history

    def __str__(self) -> str:
        """Where it stands, without words: for a report of what went wrong."""
        step, waits = self.now.get("step"), len(self._waiting)
        return f"{self.seat} at {self.number}, {step}, closed {self.closed}, {waits} unanswered"

    async def ask(self, frame: Json) -> Json | None:
        """The answer, after whatever comes between; None where none came in time."""
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[frame["id"]] = (frame, future)
        await self._send(frame)
        try:
            return await asyncio.wait_for(future, PATIENCE)
        except TimeoutError:
            self._waiting.pop(frame["id"], None)
            return None

    async def _connect(self) -> None:
        try:
            await super()._connect()
        finally:
            if self._settled or self.closed not in {
                None,
                1006,
            }:  # also who was turned away at the door
                self.history.closed.append(self.closed)

    async def _join(self, events: list[Json]) -> None:
        for event in events:
            self.history.saw(self.room, self.seat, event)
        await super()._join(events)


class Couple:
    """Two people in one room, each at a process; and Ann's other tab, at the process of the other one."""

    def __init__(self, room: dict[str, Any], doors: list[str], history: History, seed: str) -> None:
        ann, ben = room["cookies"]
        here, there = doors[0], doors[-1]
        self.room: str = room["id"]
        self.two = [
            Player(here, self.room, ann, "first", history),
            Player(there, self.room, ben, "second", history),
        ]
        self.tabs = [
            Player(there, self.room, ann, "first", history),
            Player(here, self.room, ben, "second", history),
        ]
        self.turns = 0
        self._history = history
        self._dice = random.Random(seed)
        self._number = 0

    def __str__(self) -> str:
        return f"{self.room[:8]}: {', '.join(map(str, (*self.two, *self.tabs)))}"

    async def talk(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await asyncio.sleep(self._dice.uniform(*_THINKS))
            knows = max(self.two, key=lambda one: one.now.get("number", 0))
            holder = next(
                (n for n, one in enumerate(self.two) if one.seat in knows.now["floor"]), 0
            )
            name = _NEXT[knows.now["step"]]
            player, tab = self.two[holder], self.tabs[holder]
            with contextlib.suppress(TimeoutError):
                await player.until(
                    lambda p=player, k=knows: p.now["number"] >= k.now["number"], PATIENCE
                )
            await self._act(player, tab, name)

    async def _act(self, player: Player, tab: Player, name: str) -> None:
        how = self._dice.choice(("once",) * 6 + ("three times", "race"))
        frame = self._frame(player, name)
        if how == "three times":  # of one act, from two tabs: it is said once
            doing = (self._do(player, frame), self._do(tab, frame), player._send(frame))
            *answers, _sent = await asyncio.gather(*doing)
            self._history.repeats += 1
            told = {answer["number"] for answer in answers if answer and answer["type"] == "ack"}
            if len(told) > 1:
                self._history.wrong.append(f"one act in {self.room} was acknowledged as {told}")
        elif how == "race":  # two acts for one moment: one winner
            other = self._frame(player, name)
            answers = [*await asyncio.gather(self._do(player, frame), self._do(tab, other))]
            self._history.races += 1
            won = [answer for answer in answers if answer and answer["type"] == "ack"]
            if len(won) > 1:
                self._history.wrong.append(f"two acts in {self.room} won one race")
        else:
            answers = [await self._do(player, frame)]
        self.turns += any(answer and answer["type"] == "ack" for answer in answers)

    def _frame(self, player: Player, name: str) -> Json:
        self._number += 1
        words = f"{name} {self._number} of {self.room}" if name in _WORDY else ""
        command = {"type": "command", "id": str(uuid.UUID(int=self._dice.getrandbits(128)))}
        return command | {"name": name, "words": words, "moment": player.now["moment"]}

    async def _do(self, player: Player, frame: Json) -> Json | None:
        act = Act(self.room, player.seat, frame["name"], frame["words"], began=time.monotonic())
        self._history.acts.append(act)
        answer = await player.ask(frame)
        act.seconds = time.monotonic() - act.began
        if answer:
            act.answer = answer["number"] if answer["type"] == "ack" else answer["code"]
        return answer

    async def all_equal(self) -> None:
        """Everybody has everything."""
        everyone = [*self.two, *self.tabs]
        for one in everyone:
            await one.until(lambda one=one: bool(one.now), PATIENCE)
        for one in everyone:
            # Of one's own seat: what was answered unseen has a number for its author alone.
            same = (other for other in everyone if other.seat == one.seat)
            newest = max(other.now["number"] for other in same)
            await one.beat()
            await one.until(lambda one=one, n=newest: one.number >= n, PATIENCE)
