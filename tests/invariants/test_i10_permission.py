"""I10: permission is asked again at every command and every delivery."""

import asyncio
import urllib.error
import urllib.request
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session

from dialogue.models import Couple, Partner, Person
from tests.support import cast
from tests.support.cast import PASSWORD
from tests.support.client import Client, sign_in
from tests.support.rooms import asked_by, to_sending

pytestmark = pytest.mark.django_db(transaction=True)


def ways_out(ann, couple):
    return {
        "signed out": (lambda: Session.objects.all().delete(), 4401),
        "disabled": (lambda: Person.objects.filter(pk=ann.pk).update(is_active=False), 4401),
        "password changed": (lambda: Person.objects.filter(pk=ann.pk).update(password="x"), 4401),
        "left the couple": (
            lambda: Partner.objects.filter(person=ann).update(left_at=datetime.now(UTC)),
            4404,
        ),
        "couple dissolved": (
            lambda: Couple.objects.filter(pk=couple.pk).update(ended_at=datetime.now(UTC)),
            4404,
        ),
    }


@pytest.mark.parametrize("way", list(ways_out(Person(), Couple())))
def test_who_may_no_longer_be_here_cannot_act_and_is_let_go(rooms, couple, ann, ben, way):
    room = to_sending(ann, ben)
    change, code = ways_out(ann, couple)[way]

    async def scene(ann):
        await sync_to_async(change)()
        await ann.say(
            {
                "type": "command",
                "id": str(uuid4()),
                "name": "send",
                "moment": ann.now["moment"],
                "words": "Too late.",
            }
        )
        await ann.until(lambda: ann.closed == code)
        assert "ack" not in [frame["type"] for frame in ann.frames]

    rooms.play(room, [ann], scene)


def test_ann_signed_out_elsewhere_hears_nothing_that_ben_says_afterwards(rooms, couple, ann, ben):
    room = to_sending(ann, ben)

    async def scene(ann, ben):
        await ann.act("send", "Before.")
        await ben.step("mirroring")
        await sync_to_async(Partner.objects.filter(person=ann_person).update)(
            left_at=datetime.now(UTC)
        )
        await ben.act("mirror", "After.")
        await ann.until(lambda: ann.closed == 4404)
        assert not any("After." in str(frame) for frame in ann.frames)

    ann_person = ann
    rooms.play(room, [ann, ben], scene)


def test_logging_out_on_a_page_closes_the_room_at_once(live, couple, ann):
    """Through the real pages: nothing but the log-out wakes the room."""
    dialogue_id = str(asked_by(ann, "appreciation", "You"))
    cast.hash_as_in_production(ann)

    async def scene():
        cookie = await asyncio.to_thread(sign_in, live.url, "ann@example.org", PASSWORD)
        async with Client(live.url, dialogue_id, cookie) as ann:
            await asyncio.to_thread(leave, cookie)
            await ann.until(lambda: ann.closed == 4401, 5)

    def leave(cookie: str):
        request = urllib.request.Request(f"{live.url}/leave", headers={"Cookie": cookie})
        opener = urllib.request.build_opener(Stay())
        with pytest.raises(urllib.error.HTTPError):
            opener.open(request, timeout=5)

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None

    asyncio.run(scene())


def test_omar_and_a_room_that_never_was_are_answered_alike(rooms, ann, ben, omar):
    room = to_sending(ann, ben)

    async def scene():
        closes = []
        for dialogue_id in (room, uuid4()):
            async with rooms.client(omar, dialogue_id) as client:
                closes.append((client.closed, client.frames))
        assert closes == [(4404, []), (4404, [])]

    asyncio.run(scene())


def test_a_visitor_without_a_login_is_asked_to_sign_in(rooms, ann, ben, live):
    room = to_sending(ann, ben)

    async def scene():
        async with Client(live.url, str(room), "") as nobody:
            assert (nobody.closed, nobody.frames) == (4401, [])

    asyncio.run(scene())
