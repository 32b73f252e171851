"""The rooms' own database thread: turns first, everybody in turn, and no wait for ever."""

import asyncio
import threading
import time

import pytest
from django.db import IntegrityError

from dialogue.base.worker import Stuck, Worker


def play(scene):
    return asyncio.run(scene())


def test_a_turn_does_not_wait_for_all_who_join_at_once():
    order = []

    async def scene():
        worker = Worker()
        joins = [worker.run(lambda n=n: order.append(f"join {n}")) for n in range(6)]
        turns = [worker.run(lambda n=n: order.append(f"turn {n}"), is_turn=True) for n in range(2)]
        await asyncio.gather(*joins, *turns)

    play(scene)
    # One of each by turns: neither keeps the other waiting.
    assert order[:4] == ["join 0", "turn 0", "join 1", "turn 1"]
    assert order[4:] == ["join 2", "join 3", "join 4", "join 5"]


def test_what_a_call_raises_reaches_who_asked_and_the_next_goes_on():
    async def scene():
        worker = Worker()

        def broken():
            raise IntegrityError

        with pytest.raises(IntegrityError):
            await worker.run(broken)
        assert await worker.run(lambda: 7) == 7

    play(scene)


def test_a_call_that_never_ends_is_left_alone_and_others_go_on_in_another_thread():
    never = threading.Event()

    async def scene():
        worker = Worker(patience=0.3)
        began = time.monotonic()
        stuck = asyncio.ensure_future(worker.run(never.wait, is_turn=True))
        behind = asyncio.ensure_future(worker.run(threading.get_ident))
        for one in (stuck, behind):
            with pytest.raises(Stuck):
                await one
        assert time.monotonic() - began < 5
        first = await worker.run(threading.get_ident)
        assert first == await worker.run(threading.get_ident) != threading.get_ident()
        never.set()

    play(scene)


def test_who_has_gone_is_not_served_and_holds_up_nobody():
    served = []

    async def scene():
        worker = Worker()
        gone = asyncio.ensure_future(worker.run(lambda: served.append("gone")))
        stays = asyncio.ensure_future(worker.run(lambda: served.append("stays")))
        await asyncio.sleep(0)
        gone.cancel()
        await stays
        assert gone.cancelled()

    play(scene)
    assert served[-1] == "stays"
