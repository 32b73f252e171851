"""What becomes of an open room when its login ends, rests, or is in use; and limits for all processes."""

import asyncio
import re
import urllib.error
import urllib.parse
import urllib.request
from datetime import timedelta
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session
from django.utils import timezone

from tests.support.rooms import to_sending
from tests.support.servers import Server, cookie_for

pytestmark = pytest.mark.long

HALF_AN_HOUR = timedelta(minutes=30)


def key(cookie):
    return cookie.removeprefix("sessionid=")


def put_off(cookie, **ahead):
    Session.objects.filter(pk=key(cookie)).update(expire_date=timezone.now() + timedelta(**ahead))


def rests(cookie):
    return Session.objects.get(pk=key(cookie)).expire_date - timezone.now()


async def in_use(client):
    for _ in range(50):
        if await sync_to_async(rests)(client.cookie) > HALF_AN_HOUR - timedelta(minutes=1):
            return
        await asyncio.sleep(0.1)
    raise AssertionError("it did not count")


@pytest.mark.django_db(transaction=True)
def test_a_login_that_rests_too_long_closes_the_room_and_the_draft_is_there_again(
    rooms, couple, ann, ben
):
    room = to_sending(ann, ben)

    async def scene(client):
        await client.write("send", "Half a sent")
        await sync_to_async(put_off)(client.cookie, seconds=-1)
        await client.say({"type": "heartbeat", "number": client.number})
        await client.until(lambda: client.closed == 4401)

    async def again(client):
        assert client.draft["words"] == "Half a sent"

    rooms.play(room, [ann], scene)
    rooms.sign_in(ann)
    rooms.play(room, [ann], again)


@pytest.mark.django_db(transaction=True)
def test_what_ann_does_keeps_her_login_and_heartbeats_do_not(rooms, couple, ann, ben):
    room = to_sending(ann, ben)

    async def scene(client):
        await sync_to_async(put_off)(client.cookie, minutes=5)
        await client.beat()
        await client.beat()
        assert await sync_to_async(rests)(client.cookie) <= timedelta(minutes=5)
        await client.say({"type": "typing"})
        await in_use(client)

    rooms.play(room, [ann], scene)


@pytest.mark.django_db(transaction=True)
def test_thea_who_only_reads_in_a_room_is_not_signed_out(rooms, couple, ann, ben, thea):
    room = to_sending(ann, ben)

    async def scene(bens, theas):
        for client in (bens, theas):
            await sync_to_async(put_off)(client.cookie, minutes=5)
        before = len(bens.frames)
        await theas.say({"type": "heartbeat", "number": theas.number, "reading": True})
        await in_use(theas)
        await bens.beat()
        assert not any("reading" in str(frame) for frame in bens.frames[before:])
        assert await sync_to_async(rests)(bens.cookie) <= timedelta(minutes=5)

    rooms.play(room, [ben, thea], scene)


@pytest.mark.django_db(transaction=True)
def test_a_therapist_who_loses_her_second_factor_leaves_the_room_with_the_next_event(
    rooms, couple, ann, ben, thea
):
    room = to_sending(ann, ben)

    async def scene(client, theas):
        await sync_to_async(Authenticator.objects.filter(user=thea).delete)()
        await client.act("send", "Not for Thea any more.")
        await theas.until(lambda: theas.closed == 4404)
        assert not any("any more" in str(frame) for frame in theas.frames)

    rooms.play(room, [ann, thea], scene)


@pytest.mark.django_db(transaction=True)
def test_ending_a_login_on_the_page_closes_its_room_at_once_and_no_other(rooms, couple, ann, ben):
    room = to_sending(ann, ben)
    mine = cookie_for(ann)

    def tracked(cookie):
        return UserSession.objects.create(
            user=ann, ip="127.0.0.1", session_key=key(cookie), user_agent="lost telephone"
        )

    async def scene(lost, bens):
        row = await sync_to_async(tracked)(lost.cookie)
        await asyncio.to_thread(end, row.pk)
        await lost.until(lambda: lost.closed == 4401, 5)
        await bens.beat()
        assert bens.closed is None

    def end(login):
        browser = Browser(rooms.server.url, mine)
        browser.post("/account/logins/", login=str(login))

    rooms.play(room, [ann, ben], scene)


class Browser:
    """As little of one as is needed to send a form."""

    def __init__(self, base: str, cookie: str = "") -> None:
        self.base = base
        self._cookie = cookie
        self.last: Any = None  # the latest answer, for its address and headers
        self._jar = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._jar))

    def get(self, path: str) -> str:
        return self._open(urllib.request.Request(self.base + path))

    def post(self, path: str, **form: str) -> str:
        page = self._open(urllib.request.Request(self.base + path))
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token
        form["csrfmiddlewaretoken"] = token[1]
        body = urllib.parse.urlencode(form).encode()
        return self._open(urllib.request.Request(self.base + path, body, {"Origin": self.base}))

    def _open(self, request: urllib.request.Request) -> str:
        cookies = [self._cookie, *(f"{one.name}={one.value}" for one in self._jar)]
        request.add_unredirected_header("Cookie", "; ".join(filter(None, cookies)))
        try:
            self.last = self._opener.open(request, timeout=20)
        except urllib.error.HTTPError as error:
            self.last = error
        return str(self.last.read().decode())


@pytest.mark.parametrize("shared", ["database", "redis"])
def test_attempts_are_counted_for_both_processes_together(shared, template, tmp_path, request):
    env = {"REDIS_URL": request.getfixturevalue("redis_url")} if shared == "redis" else {}
    first = Server(tmp_path / "first", template=template, **env)
    database = f"sqlite:///{tmp_path / 'first' / 'imago.sqlite3'}"
    second = beside(first, tmp_path / "second", database, **env)
    with first, second:
        browsers = [Browser(first.url), Browser(second.url)]
        for number in range(5):
            page = guess(browsers[number % 2])
            assert "don’t match" in page, page
        for browser in browsers:
            assert "Too many" in guess(browser)


def guess(browser: Browser) -> str:
    return browser.post("/account/login/", login="ben@example.org", password="not this one")


def beside(first: Server, folder: Path, database: str, **env: Any) -> Server:
    server = Server(folder, database=database, **env)
    (folder / "static").symlink_to(first.folder / "static")
    return server
