"""A tab comes back over a cookie that is another person's by now: every socket there is ends at once, and of
what the tab brought along nothing is taken (docs/rules.md, “Whose login”)."""

import asyncio
import contextlib
import json
import uuid

import pytest
import websockets
from websockets.typing import Origin

from dialogue.base import whose
from dialogue.models import Draft, Event
from imago import asgi
from tests.support.rooms import to_sending
from tests.support.servers import cookie_for

pytestmark = pytest.mark.django_db(transaction=True)


def sockets(room: uuid.UUID) -> list[str]:
    """The address of each socket, as the project routes them."""
    routes = [str(one.pattern) for one in asgi.rooms if str(one.pattern)]
    return [one.replace("<uuid:dialogue_id>", str(room)) for one in routes]


async def told(url: str, cookie: str, origin: str, sent) -> tuple[list[str], int | None]:
    """All that comes until it closes or half a second goes by, and the code."""
    heard: list[str] = []
    async with websockets.connect(
        url, origin=Origin(origin), additional_headers={"Cookie": cookie}, proxy=None
    ) as line:
        with contextlib.suppress(websockets.ConnectionClosed, TimeoutError):
            for frame in sent:
                await line.send(json.dumps(frame))
            while True:
                heard.append(str(await asyncio.wait_for(line.recv(), 0.5 if heard else 5)))
        return heard, line.close_code


def test_no_socket_takes_what_was_meant_for_another_s_login(live, couple, ann, ben, thea):
    room = to_sending(ann, ben)
    events = Event.objects.count()
    mark = whose.mark_of(ann.pk)
    hello = {"type": "hello", "version": 1, "whose": mark}
    command = {"type": "command", "id": str(uuid.uuid4()), "name": "pause", "moment": 0}
    draft = {"type": "draft", "moment": 5, "move": "send", "words": "Of Ann", "revision": 1}
    bens, theas = cookie_for(ben), cookie_for(thea)
    logins = {"room": (bens, theas), "board": (theas,), "waiting": (bens,)}
    assert len(sockets(room)) == 3

    async def scene():
        for address in sockets(room):
            url = f"{live.url.replace('http', 'ws')}/{address}"
            sent = [hello, draft, command] if "room" in address else [hello]
            for other in logins[address.partition("/")[0]]:
                got = await told(url, other, live.url, sent)
                assert got == ([], 4403), address
            person = ben if other == bens else thea
            own = {"type": "hello", "version": 1, "whose": whose.mark_of(person.pk)}
            heard, _code = await told(url, other, live.url, [own])
            assert json.loads(heard[0])["whose"] == own["whose"]

    asyncio.run(scene())
    assert Event.objects.count() == events and not Draft.objects.exists()
