"""Whoever may no longer be in a room is let go within five seconds, through the very pages where it is
decided, and hears nothing of what is said afterwards."""

import asyncio
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from dialogue.models import Person
from tests.accounts.test_logins_live import Browser
from tests.support import cast
from tests.support.cast import PASSWORD
from tests.support.client import Client, sign_in
from tests.support.rooms import asked_by, to_sending
from tests.support.servers import cookie_for

SOON = 5


def heard(one, before):
    return [frame for frame in one.frames[before:] if frame["type"] in ("events", "snapshot")]


def account(ann, **changed):
    kept = {"name": "Ann", "email": ann.email, "role": "partner", "language": "en"}
    return f"/admin/dialogue/person/{ann.pk}/change/", kept | {"time_zone": "UTC"} | changed


DECISIONS: dict[str, Any] = {
    "disabled": account,
    "erased": lambda ann: (f"/admin/dialogue/person/{ann.pk}/erase", {}),
}
# Ada could come to what is said here by them; so they are refused, and nobody is let go.
REFUSED: dict[str, Any] = {
    "another address": lambda ann: account(ann, email="annie@example.org", is_active="on"),
    "merged away": lambda ann: (
        f"/admin/dialogue/person/{Person.objects.get(name='Anna').pk}/merge",
        {"duplicate": ann.email},
    ),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("decision", list(DECISIONS))
def test_what_ada_decides_about_an_account_reaches_its_room_at_once(
    rooms, live, couple, ann, ben, ada, decision
):
    room = to_sending(ann, ben)
    desk = Browser(live.url, cookie_for(ada))

    async def scene(ann_there):
        before = len(ann_there.frames)
        path, form = await sync_to_async(DECISIONS[decision])(ann)
        await asyncio.to_thread(desk.post, path, **form)
        await ann_there.until(lambda: ann_there.closed in (4401, 4404), SOON)
        assert not heard(ann_there, before)

    rooms.play(room, [ann], scene)
    assert not Person.objects.filter(pk=ann.pk, is_active=True).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("decision", list(REFUSED))
def test_what_ada_may_not_decide_changes_nothing_in_the_room(
    rooms, live, couple, ann, ben, ada, decision
):
    room = to_sending(ann, ben)
    cast.person("Anna")
    desk = Browser(live.url, cookie_for(ada))

    async def scene(ann_there):
        path, form = await sync_to_async(REFUSED[decision])(ann)
        await asyncio.to_thread(desk.post, path, **form)
        await ann_there.act("send", "Still here.")
        assert ann_there.closed is None

    rooms.play(room, [ann], scene)
    assert Person.objects.filter(pk=ann.pk, email="ann@example.org", is_active=True).exists()


@pytest.mark.django_db(transaction=True)
def test_a_changed_password_closes_the_rooms_of_every_other_login(live, couple, ann, ben):
    room = str(asked_by(ann, "appreciation", "You"))
    for person in (ann, ben):
        cast.hash_as_in_production(person)

    async def scene():
        lost, here = [
            await asyncio.to_thread(sign_in, live.url, "ann@example.org", PASSWORD)
            for _ in range(2)
        ]
        ben = await asyncio.to_thread(sign_in, live.url, "ben@example.org", PASSWORD)
        async with Client(live.url, room, lost) as ann, Client(live.url, room, ben) as bens:
            before = len(ann.frames)
            another = "another walk by the sea"
            form = {"oldpassword": PASSWORD, "password1": another, "password2": another}
            browser = Browser(live.url, here)
            await asyncio.to_thread(browser.post, "/account/password/change/", **form)
            await ann.until(lambda: ann.closed == 4401, SOON)
            await bens.act("accept")
            assert not heard(ann, before) and bens.closed is None

    asyncio.run(scene())
