"""What Ben's and Thea's open sockets receive while Ann answers is the same, whatever she answers."""

import asyncio
import contextlib
import json
import time
from statistics import median

import pytest
import websockets
from asgiref.sync import sync_to_async
from websockets.typing import Subprotocol

from dialogue.safety import own_consent
from dialogue.safety.screening import QUESTIONS
from tests.safety.test_consent import post
from tests.support.rooms import done, to_sending

SKIPS = {"act": "skip"}
NO_WORRY = {"act": "look"} | dict.fromkeys(QUESTIONS, "no") | {"free_to_say_no": "yes"}
ALL_NO = {"act": "look"} | dict.fromkeys(QUESTIONS, "no")
ONE_WORRY = {"act": "look", "afraid": "yes"}
ALL_YES = {"act": "look"} | dict.fromkeys(QUESTIONS, "yes")
FORMS = [SKIPS, ONE_WORRY, NO_WORRY, ALL_YES, {"act": "look"}, ALL_NO]  # a worry is every second
WORRIED = FORMS[1::2]


class Ear:
    """A socket, and every byte that came over it: the texts as they are, the end of it, and when."""

    def __init__(self, rooms, person, room):
        self._client = rooms.client(person, room)
        self.texts = []
        self.arrived = asyncio.Event()
        self.all_here = asyncio.Event()

    async def listen(self):
        client = self._client
        headers = {"Cookie": client.cookie}
        async with websockets.connect(
            client.url,
            origin=client.base,
            additional_headers=headers,
            subprotocols=[Subprotocol("imago.v1")],
            proxy=None,
        ) as socket:
            with contextlib.suppress(websockets.ConnectionClosed):
                await socket.send('{"type":"hello","version":1,"number":0}')
                while True:
                    self._hear(await socket.recv())
        self.ended = time.perf_counter()
        self.heard = (self.texts, socket.close_code, socket.close_reason)
        return self.heard

    def _hear(self, text):
        self.texts.append(text)
        self.arrived.set()
        presence = json.loads(text).get("presence", {})
        if presence and set(presence.values()) == {"here"}:
            self.all_here.set()


def open_both(ann, ben):
    for person in (ann, ben):
        own_consent.answer_screen(person_id=person.pk, answers={})
        own_consent.agree(person_id=person.pk)


def close_both(ann, ben):
    for person in (ann, ben):
        own_consent.withdraw(person_id=person.pk)


@pytest.mark.django_db(transaction=True)
def test_ben_and_thea_hear_the_same_bytes_and_the_same_end_and_as_soon(
    rooms, live, couple, ann, ben, thea
):
    """Byte for byte, without masks: nothing in the streams is made anew. Ann's room is open as well.

    How long it takes from her answer until Ben's socket is closed is compared, too, by medians of
    runs that alternate; generous, since other tests run beside this one.
    """
    room = to_sending(ann, ben)
    done(ann, room, "send", "Late.")
    took: dict[bool, list[float]] = {True: [], False: []}

    async def open_before(form):
        await sync_to_async(open_both)(ann, ben)
        ears = [Ear(rooms, person, room) for person in (ann, ben, thea)]
        async with asyncio.timeout(10), asyncio.TaskGroup() as group:
            for ear in ears:  # one after the other, so that each sees the next one come
                group.create_task(ear.listen())
                await ear.arrived.wait()
            for ear in ears:
                await ear.all_here.wait()
            began = time.perf_counter()
            await sync_to_async(post)(live, ann, form)
        _hers, bens, theas = ears
        took[form in WORRIED].append(bens.ended - began)
        return [bens.heard, theas.heard, *await knock()]

    async def none_before(form):
        await sync_to_async(close_both)(ann, ben)
        before = await knock()
        await sync_to_async(post)(live, ann, form)
        return before + await knock()

    async def knock():
        return [await Ear(rooms, person, room).listen() for person in (ben, thea)]

    async def compare(run, times):
        first = await run(SKIPS)
        for form in FORMS * times:
            assert await run(form) == first, form
        return first

    heard = asyncio.run(compare(open_before, 4))
    assert [(code, reason) for _texts, code, reason in heard] == [(4423, "")] * 4
    assert all(len(texts) > 1 for texts, *_end in heard[:2])
    assert [texts for texts, *_end in heard[2:]] == [[], []]
    assert asyncio.run(compare(none_before, 1)) == [([], 4423, "")] * 4
    ratio = median(took[True]) / median(took[False])
    assert 0.5 < ratio < 2, (ratio, took)
