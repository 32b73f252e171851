"""Ann leaves quickly. Ben's socket hears what it hears when her network fails, and not one byte else."""

import asyncio
import http.client
from urllib.parse import urlsplit

import pytest

from tests.support.rooms import to_sending

pytestmark = pytest.mark.django_db(transaction=True)


def leave(live, cookie):
    connection = http.client.HTTPConnection(urlsplit(live.url).netloc, timeout=10)
    connection.request("GET", "/leave", headers={"Cookie": cookie})
    answer = connection.getresponse()
    assert answer.status == 302 and "sessionid" in str(answer.getheader("Set-Cookie"))


def test_ben_hears_what_a_failing_network_lets_him_hear(live, rooms, couple, ann, ben):
    room = to_sending(ann, ben)
    heard = {}

    def scene(way):
        async def played(anns, bens):
            await bens.until(lambda: bens.presence.get("first") == "here")
            await bens.beat()  # his welcome tells who is here, and what follows it tells it to both
            before = len(bens.frames)
            if way == "the network fails":
                anns._connection.transport.abort()
                anns._running.cancel()
            else:
                await asyncio.to_thread(leave, live, rooms._cookies[ann.pk])
            await bens.until(lambda: bens.presence.get("first") == "away", 5)
            await asyncio.sleep(0.5)  # whatever else there might be to hear
            heard[way] = [str(frame) for frame in bens.frames[before:]]
            assert bens.closed is None

        return played

    for way in ("the network fails", "she leaves quickly"):
        rooms.play(room, [ann, ben], scene(way))
    assert heard["the network fails"] == heard["she leaves quickly"]
    assert len(heard["she leaves quickly"]) == 1
