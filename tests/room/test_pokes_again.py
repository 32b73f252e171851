"""A wake-up that could not be published goes out later; one that says nothing new wakes nobody (I3)."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from dialogue.base import live, relay

ROOM = uuid4()


class Layer:
    """A channel layer in this process, which may be away."""

    def __init__(self):
        self.away = False
        self.sent = []
        self.inbox: asyncio.Queue[Any] = asyncio.Queue()

    async def new_channel(self):
        return "channel"

    async def group_add(self, group, channel):
        pass

    group_discard = group_add

    async def receive(self, channel):
        return await self.inbox.get()

    async def group_send(self, group, message):
        if self.away:
            raise ConnectionError
        self.sent.append(message)


@pytest.fixture
def scene(settings, monkeypatch):
    settings.CHANNEL_LAYERS = {"default": {}}
    monkeypatch.setattr(relay, "_RETRY_SECONDS", 0.01)

    def play(scene):
        async def played():
            layer, woken = Layer(), []
            monkeypatch.setattr(relay, "get_channel_layer", lambda: layer)
            listener = live.listen(
                ROOM, on_wake=lambda: woken.append(1), on_message=print, known=lambda: 7
            )
            await asyncio.sleep(0.02)
            woken.clear()  # by having subscribed
            try:
                await scene(layer, woken)
            finally:
                listener.stop()

        asyncio.run(played())

    return play


def test_what_could_not_be_published_goes_out_when_the_layer_is_back(scene):
    async def outage(layer, woken):
        layer.away = True
        for number in (8, 9):
            live.wake_up_to(ROOM, number)
        await asyncio.sleep(0.05)
        assert layer.sent == []
        woken.clear()
        layer.away = False
        await asyncio.sleep(0.2)
        # The newest alone: whoever hears it reads up to there.
        (message,) = layer.sent
        assert message["told"] == ((ROOM.hex, {"type": "wake", "number": 9}),)
        assert woken  # others may have called in vain

    scene(outage)


def test_after_a_line_that_was_broken_every_room_looks_once_and_goes_on_hearing(scene):
    async def broken(layer, woken):
        await layer.inbox.put(relay.GAP)
        told = [[ROOM.hex, {"type": "wake", "number": 8}]]
        await layer.inbox.put({"type": "told", "process": "another", "told": told})
        await asyncio.sleep(0.02)
        assert len(woken) == 2

    scene(broken)


def test_who_has_the_number_already_is_not_woken(scene):
    async def pokes(layer, woken):
        for message, times in (({"number": 7}, 0), ({"number": 8}, 1), ({}, 2)):
            told = [[ROOM.hex, {"type": "wake", **message}], [uuid4().hex, {"type": "wake"}]]
            await layer.inbox.put({"type": "told", "process": "another", "told": told})
            await asyncio.sleep(0.02)
            assert len(woken) == times

    scene(pokes)


def test_a_wake_up_carries_the_logs_number_and_nothing_else(scene):
    async def poke(layer, woken):
        live.wake_up_to(ROOM, 8)
        live.wake(ROOM)
        await asyncio.sleep(0.1)
        (message,) = layer.sent  # of all that there was to tell
        assert message == {
            "type": "told",
            "process": relay.PROCESS,
            "told": ((ROOM.hex, {"type": "wake", "number": 8}), (ROOM.hex, {"type": "wake"})),
        }

    scene(poke)


def test_what_this_process_said_itself_wakes_nobody_here_again(scene):
    async def own(layer, woken):
        told = [[ROOM.hex, {"type": "wake"}]]
        await layer.inbox.put({"type": "told", "process": relay.PROCESS, "told": told})
        await asyncio.sleep(0.02)
        assert not woken

    scene(own)
