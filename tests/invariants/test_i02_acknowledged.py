"""I2: acknowledged means committed; without an answer the client sends the same id again."""

import asyncio
import uuid

import pytest

from tests.support.rooms import to_sending

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


@pytest.mark.own_server
def test_what_was_acknowledged_survives_a_power_cut(rooms, live, ann, ben):
    room = to_sending(ann, ben)

    async def scene(ann, ben):
        await ann.act("send", "I feel alone.")
        live.kill()
        live.start()
        await ben.until(lambda: any(e["words"] == "I feel alone." for e in ben.events))
        await ann.until(lambda: ann.now["step"] == "mirroring")

    rooms.play(room, [ann, ben], scene)


@pytest.mark.own_server
def test_what_was_sent_into_a_dead_line_goes_through_once_when_it_is_back(rooms, live, ann, ben):
    room = to_sending(ann, ben)

    async def scene(ann, ben):
        live.kill()
        sending = ann.act("send", "I feel alone.")
        task = asyncio.ensure_future(sending)
        live.start()
        answer = await task
        assert answer["type"] == "ack"
        await ben.until(lambda: ben.number >= answer["number"])
        assert [e["words"] for e in ben.events].count("I feel alone.") == 1

    rooms.play(room, [ann, ben], scene)


def test_an_answer_that_was_lost_comes_again(rooms, ann, ben):
    room = to_sending(ann, ben)

    async def scene(ann, ben):
        frame = {"type": "command", "id": str(uuid.uuid4()), "name": "send", "words": "Once."}
        frame["moment"] = ann.now["moment"]
        first = await ann.command(frame)
        await ann.cut()
        assert await ann.command(frame) == first
        assert [e["words"] for e in ann.events].count("Once.") == 1

    rooms.play(room, [ann, ben], scene)
