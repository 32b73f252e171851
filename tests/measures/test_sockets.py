"""No socket that there is says whether Ann answers, what, or who may read it: byte for byte the same to Ben and to
Thea, whatever she does meanwhile. (Pages, files, mails and the desk: test_sharing.py, test_paired_runs.py.)"""

import asyncio
import contextlib
import json
import re
import urllib.request
from urllib.parse import urlencode

import pytest
import websockets
from asgiref.sync import sync_to_async
from websockets.typing import Origin

from dialogue.home import seen
from dialogue.measures import sharing
from dialogue.measures.instruments import EVERY, OFFERED, instrument
from dialogue.models.measures import MeasureAnswer, MeasureKey, MeasureShare
from tests.room.test_whose_live import sockets
from tests.support.rooms import to_sending
from tests.support.servers import cookie_for

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]

# Who came in before is not yet seen to have gone; and how long a room has stood so.
MEANWHILE = re.compile(r'"presence":\{[^}]*\}|"seconds":\d+|"number":\d+')


def forms(edge):
    items = {id: {item.id: edge(item.scores) for item in instrument(id).items} for id in OFFERED}
    return {f"/progress/{id}": answers for id, answers in items.items()}


def post(server, cookie, path, form):
    """As a browser does it, to the process whose sockets are open."""
    headers = {"Cookie": f"{cookie}; csrftoken={'c' * 32}", "Origin": server.url}
    sent = urlencode(form | {"csrfmiddlewaretoken": "c" * 32}).encode()
    request = urllib.request.Request(server.url + path, sent, headers)
    assert urllib.request.urlopen(request, timeout=10).status == 200


class Ear:
    """One socket, from its first frame to the answer to a heartbeat, after which nothing is under way."""

    def __init__(self, line):
        self.line, self.texts = line, []

    async def hello(self):
        await self.line.send('{"type":"hello","version":1}')
        self.texts.append(await asyncio.wait_for(self.line.recv(), 5))

    async def all(self):
        number = json.loads(self.texts[0]).get("number", 0)
        await self.line.send(json.dumps({"type": "heartbeat", "number": number}))
        while '"type":"heartbeat"' not in self.texts[-1]:
            self.texts.append(await asyncio.wait_for(self.line.recv(), 5))
        told = [MEANWHILE.sub("·", one) for one in self.texts if '"type":"presence"' not in one]
        # A card that comes again since somebody has come or gone, as it was.
        return [
            told[0],
            *(one for one in told[1:] if not cards(one) or cards(one) != cards(told[0])),
        ]


def cards(text):
    found = re.search(r'"rooms":(\[.*\])', text)
    return found and found[1].partition(',"gone"')[0]


def test_ben_and_thea_hear_the_same_whatever_ann_answers_and_shares(live, couple, ann, ben, thea):
    room = to_sending(ann, ben)
    anns, bens, theas = (cookie_for(person) for person in (ann, ben, thea))
    addresses = sockets(room)
    open_to = [(one, who) for one in addresses for who in (bens, theas) if opens(one, who == theas)]
    assert {one for one, _who in open_to} == set(addresses) and len(open_to) > 3

    def acts(form, shares):
        for on in shares:
            for id in EVERY:
                for who in ("partner", "therapist"):
                    if sharing.may_be_shared(measure=id, who=who):
                        sharing.set_share(person_id=ann.pk, measure=id, who=who, on=on)
        for path, answers in form.items():
            post(live, anns, path, answers)
        return seen.mark_of(ben)

    def forget():
        for model in (MeasureAnswer, MeasureShare, MeasureKey):
            model.objects.all().delete()

    async def heard(form, shares):
        await sync_to_async(forget)()
        async with contextlib.AsyncExitStack() as stack:
            ears = []
            for address, cookie in open_to:
                line = websockets.connect(
                    f"{live.url.replace('http', 'ws')}/{address}",
                    origin=Origin(live.url),
                    additional_headers={"Cookie": cookie},
                    proxy=None,
                )
                ears.append(Ear(await stack.enter_async_context(line)))
                await ears[-1].hello()
            mark = await sync_to_async(acts)(form, shares)
            return [mark, *[await ear.all() for ear in ears]]

    async def compare():
        first = await heard({}, ())
        off, on, revoked = (), (True,), (True, False)
        low, high = forms(min), forms(max)
        for form, shares in ((low, off), ({}, on), (low, on), (high, on), (high, revoked)):
            assert await heard(form, shares) == first, (form, shares)
        return first

    _mark, *texts = asyncio.run(compare())
    assert all(len(one) > 1 for one in texts)
    assert not any("happiness" in one or "csi" in one for text in texts for one in text)


def opens(address, is_therapist):
    return {"board": is_therapist, "waiting": not is_therapist}.get(address.split("/")[0], True)
