"""Readers and rooms share what PostgreSQL has: more readers than connections are slow, never refused."""

import asyncio
import http.client
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from asgiref.sync import ThreadSensitiveContext, sync_to_async

from imago.pages import InLine, keep_outside_pages
from tests.support.cast import PASSWORD
from tests.support.client import Client, sign_in
from tests.support.processes import wait_for
from tests.support.servers import Server

pytestmark = [pytest.mark.timeout(240), pytest.mark.long]
PAGES = 4  # at once
READERS = 30
HELD = """SELECT pid FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() ORDER BY pid"""
OPENS_A_ROOM = """
from dialogue.models import Person
from tests.support.rooms import asked_by
print(asked_by(Person.objects.get(name="Ann")))
"""


@pytest.fixture
def server(template: Path, postgres_url: str, tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "static").symlink_to(template / "static")
    own = tmp_path / "own"
    with Server(own, database=postgres_url, IMAGO_PAGES_AT_ONCE=str(PAGES)) as running:
        yield running


def read(server: Server, cookie: str) -> int:
    with closing(http.client.HTTPConnection("localhost", server.port, timeout=60)) as at:
        at.request("GET", "/sessions", headers={"Cookie": cookie})
        answer = at.getresponse()
        answer.read()
        return answer.status


def test_many_more_readers_than_connections_are_all_served_and_nothing_is_kept(
    server: Server, postgres_url: str
) -> None:
    cookie = sign_in(server.url, "ann@example.org", PASSWORD)
    most = 0
    with (
        psycopg.connect(postgres_url, autocommit=True) as database,
        ThreadPoolExecutor(READERS) as readers,
    ):
        reading = [readers.submit(read, server, cookie) for _ in range(3 * READERS)]
        while not all(one.done() for one in reading):
            most = max(most, len(database.execute(HELD).fetchall()))
        assert {one.result() for one in reading} == {200}
        assert 1 <= most <= 2 * PAGES  # one that was closed is seen for a moment longer
        wait_for(lambda: not database.execute(HELD).fetchall(), "the last connection's end")


def test_rooms_keep_their_one_connection_while_pages_give_theirs_back(
    server: Server, postgres_url: str
) -> None:
    cookie = sign_in(server.url, "ann@example.org", PASSWORD)
    room = server.python(OPENS_A_ROOM).strip()

    async def held_while_a_room_is_open() -> list[list[tuple[int]]]:
        seen = []
        with psycopg.connect(postgres_url, autocommit=True) as database:
            async with (
                Client(server.url, room, cookie) as ann,
                Client(server.url, room, cookie),  # and on her tablet
            ):
                for act in ("pause", "resume", "pause"):
                    await ann.act(act)
                    assert await asyncio.to_thread(read, server, cookie) == 200
                    await asyncio.sleep(0.2)
                    seen.append(database.execute(HELD).fetchall())
        return seen

    # One for all rooms and for the logins with which sockets are opened (base/worker.py).
    first, *later = asyncio.run(held_while_a_room_is_open())
    assert len(first) == 1 and later == [first, first]


class Made:
    close_at: float | None = 0.0


def test_only_what_is_opened_for_a_page_ends_with_it() -> None:
    async def opened(*, in_a_page: bool) -> Made:
        made = Made()
        keep: Any = sync_to_async(keep_outside_pages)
        if in_a_page:
            async with ThreadSensitiveContext():
                await keep(connection=made)
        else:
            await keep(connection=made)
        return made

    assert asyncio.run(opened(in_a_page=True)).close_at == 0.0
    assert asyncio.run(opened(in_a_page=False)).close_at is None


def test_readers_wait_in_line_and_one_who_goes_makes_room() -> None:
    async def wait_in_line() -> None:
        inside: list[asyncio.Event] = []

        async def page(scope: dict, _receive: object, _send: object) -> None:
            inside.append(scope["leaves"])
            await scope["leaves"].wait()

        line = InLine(page, at_once=2)
        leaving = [asyncio.Event() for _ in range(4)]
        tasks = [asyncio.ensure_future(line({"leaves": one}, None, None)) for one in leaving]
        await asyncio.sleep(0.01)
        assert inside == leaving[:2]
        tasks[2].cancel()  # closed the browser while waiting
        tasks[0].cancel()  # and while being served
        await asyncio.sleep(0.01)
        assert inside == [*leaving[:2], leaving[3]]
        for one in leaving:
            one.set()
        await asyncio.gather(*tasks, return_exceptions=True)

    asyncio.run(wait_in_line())
