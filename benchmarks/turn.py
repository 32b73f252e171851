"""What a turn costs: by the services alone, through a real server, and beside a chat.

    python -m benchmarks.turn [--seconds 3] [--rooms 1 10 50] [--sqlite-only]

Everything that is compared is measured in turns within one run; the figures are medians.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import time
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median
from uuid import UUID, uuid4

from benchmarks import setup
from benchmarks.clients import ROUND, ChatPair, ImagoPair, Times, crowd
from tests.support.rooms import done, moment, rounds, to_sending
from tests.support.servers import Server, cookie_for
from tests.support.stores import Postgres

LONG = 2_000
SHORT_ROOMS = 40  # each is used for one round: from 10 events to 14
REPEATS = 5


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.turn")
    parser.add_argument("--seconds", type=float, default=5.0, help="of each load")
    parser.add_argument("--rooms", type=int, nargs="+", default=[1, 10, 50])
    parser.add_argument("--sqlite-only", action="store_true")
    options = parser.parse_args()
    print(f"\n{setup.DATABASE_URL.partition(':')[0]}", flush=True)
    setup.migrate()
    bench = Bench(options.seconds)
    bench.services()
    with (
        setup.serving(setup.Imago, "imago") as imago,
        setup.serving(setup.Chat, "chat") as chat,
    ):
        asyncio.run(bench.sockets(imago, *bench.sign_in()))
        rooms = [bench.open_room(f"crowd {number}") for number in range(max(options.rooms))]
        for number in options.rooms:
            asyncio.run(bench.beside_the_chat(imago, chat, rooms[:number]))
    if not options.sqlite_only and "BENCHMARK_DATABASE_URL" not in os.environ:
        again_on_postgres()


def again_on_postgres() -> None:
    if not Postgres.programs():
        print("\nPostgreSQL is not here.")
        return
    postgres = Postgres(durable=True).start()
    try:
        again = [sys.executable, "-m", "benchmarks.turn", *sys.argv[1:]]
        env = os.environ | {"BENCHMARK_DATABASE_URL": postgres.new_database()}
        subprocess.run(again, env=env, check=True)
    finally:
        postgres.stop()


class Bench:
    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        _couple, self.ann, self.ben = setup.couple("Ann and Ben")
        self.long = self._room(LONG)
        self.short = [self._room(10) for _ in range(SHORT_ROOMS)]

    def _room(self, events: int) -> UUID:
        room = to_sending(self.ann, self.ben)
        rounds(self.ann, self.ben, room, events)
        return room

    # --- the services alone ----------------------------------------------------------------

    def services(self) -> None:
        times: dict[str, list[float]] = {"short": [], "long": []}
        queries: dict[str, int] = {}
        for room in self.short:
            for kind, one in (("short", room), ("long", self.long)):
                times[kind] += self._round(one, moment(one))
        for kind, room in (("short", self.short[0]), ("long", self.long)):
            at = moment(room)
            with setup.counted() as seen:
                self._round(room, at)
            queries[kind] = len(seen)
        self.short = [self._room(10) for _ in range(SHORT_ROOMS)]
        compare("a turn, services alone", times["short"], times["long"])
        print(
            f"    statements in four turns, BEGIN among them: {queries['short']} | {queries['long']}"
        )

    def _round(self, room: UUID, at: int) -> list[float]:
        people = (self.ann, self.ben)
        times = []
        for step, (who, name, words) in enumerate(ROUND):
            began = time.perf_counter()
            done(people[who], room, name, words, at=at + step)
            times.append(time.perf_counter() - began)
        return times

    # --- through the server ----------------------------------------------------------------

    def sign_in(self) -> tuple[str, str]:
        return cookie_for(self.ann), cookie_for(self.ben)

    async def sockets(self, imago: Server, *cookies: str) -> None:
        short, long = Times(), Times()
        join_short, join_long = [], []
        for room in self.short:
            async with (
                ImagoPair(imago.url, room, cookies) as in_short,  # type: ignore[arg-type]
                ImagoPair(imago.url, self.long, cookies) as in_long,  # type: ignore[arg-type]
            ):
                join_short.append(in_short.joining)
                join_long.append(in_long.joining)
                short += await in_short.round()
                long += await in_long.round()
        compare("command to ack", short.own, long.own)
        compare("command to the partner's event", short.theirs, long.theirs)
        compare("hello to welcome", join_short, join_long)
        print(f"    bytes sent for a turn: {median(short.bytes):.0f} | {median(long.bytes):.0f}")

    def open_room(self, name: str) -> tuple[UUID, tuple[str, str]]:
        _couple, first, second = setup.couple(name)
        return to_sending(first, second), (cookie_for(first), cookie_for(second))

    async def beside_the_chat(
        self, imago: Server, chat: Server, rooms: list[tuple[UUID, tuple[str, str]]]
    ) -> None:
        ours, theirs = Times(), Times()
        rates: list[tuple[float, float]] = []
        work: list[tuple[float, float]] = []
        async with AsyncExitStack() as stack:
            talks = [
                await stack.enter_async_context(ImagoPair(imago.url, room, cookies))
                for room, cookies in rooms
            ]
            chats = [await stack.enter_async_context(ChatPair(chat.url, uuid4())) for _ in rooms]
            for _ in range(REPEATS):
                before = busy(imago), busy(chat)
                more, our_rate = await crowd(list(talks), self._seconds / REPEATS)
                our_work = (busy(imago) - before[0]) / len(more.own)
                ours += more
                more, their_rate = await crowd(chats, self._seconds / REPEATS)
                their_work = (busy(chat) - before[1]) / len(more.own)
                theirs += more
                rates.append((our_rate, their_rate))
                work.append((our_work, their_work))
        print(f"  {len(rooms)} rooms, as fast as they can: chat | a turn of ours | ratio")
        our_rate, their_rate = (median(rate) for rate in zip(*rates, strict=True))
        line("to the speaker's own answer", theirs.own, ours.own)
        line("to the partner", theirs.theirs, ours.theirs)
        line("the server's own work", [chat for _, chat in work], [turn for turn, _ in work])
        print(f"    a second  {their_rate:.0f} | {our_rate:.0f} | {our_rate / their_rate:.2f}")


def busy(server: Server) -> float:
    """The seconds that the server has worked so far; they vary less than those of a busy clock."""
    fields = Path(f"/proc/{server.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def compare(what: str, short: list[float], long: list[float]) -> None:
    print(f"  {what}: 10 events | {LONG} events | ratio")
    line("median", short, long)


def line(what: str, one: list[float], other: list[float]) -> None:
    first, second = median(one) * 1e3, median(other) * 1e3
    print(f"    {what}  {first:.2f} ms | {second:.2f} ms | {second / first:.2f}", flush=True)


if __name__ == "__main__":
    main()
