"""I3: the database is the log, Redis only a poke; lost, doubled or failing pokes do no harm."""

import asyncio
import socket
import uuid

import pytest

from dialogue.base import live as waking
from tests.support.client import Client
from tests.support.rooms import asked_by, done, seen_by, to_sending
from tests.support.servers import Server, cookie_for

pytestmark = pytest.mark.long


@pytest.mark.django_db(transaction=True)
def test_a_turn_is_saved_while_redis_is_away(couple, ann, ben, settings):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"redis://127.0.0.1:{nobody.getsockname()[1]}/0"
        settings.CHANNEL_LAYERS = {
            "default": {
                "BACKEND": "imago.layer.Pokes",
                "CONFIG": {"hosts": [url]},
            }
        }
        room = asked_by(ann)
        done(ben, room, "accept")
    assert [entry.happened.name for entry in seen_by(ann, room)] == ["ask", "accept"]


@pytest.mark.django_db(transaction=True)
def test_pokes_that_come_for_nothing_tell_nobody_anything(rooms, ann, ben):
    room = to_sending(ann, ben)

    async def scene(ann, ben):
        for _ in range(20):
            await ben.say({"type": "resync", "after": ben.number})
        await ben.beat()
        numbers = [e["number"] for e in ben.events]
        assert numbers == list(range(1, len(numbers) + 1))

    rooms.play(room, [ann, ben], scene)


def test_waking_a_room_where_nobody_listens_is_no_error():
    waking.wake(uuid.uuid4())


@pytest.mark.django_db(transaction=True)
def test_two_processes_share_a_room_through_redis_whatever_happens_to_it(
    couple, ann, ben, redis, redis_url, template, tmp_path, settings
):
    """Ann is at one server, Ben at another. Redis is flushed, stopped, and started again."""
    room = to_sending(ann, ben)
    database = f"sqlite:///{settings.DATABASES['default']['NAME']}"
    cookies = cookie_for(ann), cookie_for(ben)

    def at(name: str) -> Server:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "static").symlink_to(template / "static")
        return Server(folder, database=database, REDIS_URL=redis_url)

    async def scene(one: Server, two: Server) -> None:
        async with (
            Client(one.url, str(room), cookies[0]) as ann,
            Client(two.url, str(room), cookies[1]) as ben,
        ):
            await ann.until(lambda: ann.presence.get("second") == "here")
            await ann.act("send", "Over Redis.")
            await ben.until(lambda: ben.number >= ann.number, 3)
            redis.flush()
            await ben.act("mirror", "After a flush.")
            await ann.until(lambda: ann.number >= ben.number, 3)
            redis.stop()
            await ann.act("got_it")
            await ben.beat()  # what a poke did not bring, a heartbeat does
            await ben.until(lambda: ben.number >= ann.number, 5)
            redis.start()
            await asyncio.sleep(2.5)
            await ben.act("ask_more")
            await ann.until(lambda: ann.number >= ben.number, 5)
        assert one.url != two.url

    with at("one") as one, at("two") as two:
        asyncio.run(scene(one, two))
        assert "Over Redis" not in one.said() + two.said()
