"""A board closes with its login and keeps its bounds."""

import asyncio
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.utils import timezone

from tests.board.scenes import SECRET, change, play
from tests.support.board import Board, over_the_wire
from tests.support.client import Client
from tests.support.rooms import to_sending
from tests.support.servers import Server, cookie_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(120)]


def test_thea_who_only_watches_the_board_is_not_signed_out(sees, couple, ann, ben, thea):
    cookie = cookie_for(thea)
    board, logins = sees(thea, cookie), Session.objects.filter(pk=cookie.partition("=")[2])

    async def scene():
        async with board:
            soon = timezone.now() + timedelta(minutes=5)
            await change(logins.update, expire_date=soon)
            await board.beat()
            assert (await change(logins.get)).expire_date == soon
            await board.say({"type": "heartbeat", "number": board.number, "reading": True})
            for _ in range(50):
                if (await change(logins.get)).expire_date > soon + timedelta(minutes=20):
                    return
                await asyncio.sleep(0.1)
            raise AssertionError("it did not count")

    play(scene)


def test_a_board_closes_with_the_login_and_with_the_second_factor(sees, couple, ann, ben, thea):
    to_sending(ann, ben)
    cookie = cookie_for(thea)
    signed_out, without_key = sees(thea, cookie), sees(thea)

    async def scene():
        async with signed_out, without_key:
            key = cookie.partition("=")[2]
            await change(lambda: Session.objects.get(pk=key).delete())
            await signed_out.until(lambda: signed_out.closed == 4401, 3)
            assert without_key.closed is None and without_key.rooms
            await change(lambda: Authenticator.objects.get(user=thea, type="totp").delete())
            await without_key.until(lambda: without_key.closed == 4404, 3)

    play(scene)


def test_a_board_has_bounds(sees, thea):
    boards = [sees(thea) for _ in range(9)]
    careless, flood = sees(thea), sees(thea)

    async def scene():
        async with careless:
            assert (careless.rooms, careless.couples) == ({}, 0)
            await careless.say({"type": "heartbeat", "number": 0, "room": "x"})
            await careless.until(lambda: careless.frames[-1].get("code") == "malformed")
            for _ in range(5):
                await careless.say("no")
            await careless.until(lambda: careless.closed == 4400)
        for one in boards:
            await one.__aenter__()
        assert [one.closed for one in boards] == [None] * 8 + [4409]
        for one in boards:
            await one.__aexit__()
        async with flood:
            for _ in range(60):
                await flood.say({"type": "hello", "version": 1})
            await flood.until(lambda: flood.closed == 4429)

    play(scene)


def test_a_board_hears_of_rooms_in_other_processes(
    couple, ann, ben, thea, redis_url, template, tmp_path, settings
):
    room = to_sending(ann, ben)
    database = f"sqlite:///{settings.DATABASES['default']['NAME']}"
    cookies = [cookie_for(person) for person in (ann, thea)]

    def at(name: str) -> Server:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "static").symlink_to(template / "static")
        return Server(folder, database=database, REDIS_URL=redis_url)

    async def scene(one: Server, two: Server) -> None:
        async with Board(over_the_wire(two.url, cookies[1])) as board:
            async with Client(one.url, str(room), cookies[0]) as at_ann:
                await board.shows(room, presence={"first": "here", "second": "away"})
                await at_ann.act("send", SECRET)
                await board.shows(room, floor=["second"])
                await board.act("pause", room)
                await at_ann.until(lambda: at_ann.now["paused"] == ["therapist"], 3)
            await board.shows(room, presence={"first": "away", "second": "away"})

    with at("one") as one, at("two") as two:
        asyncio.run(scene(one, two))
