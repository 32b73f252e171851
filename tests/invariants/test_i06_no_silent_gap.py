"""I6: the heartbeat carries the newest number, so that even a lost last event is found."""

import pytest
from asgiref.sync import sync_to_async

from tests.support.rooms import done, rounds, to_sending

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_event_that_nobody_was_woken_for_is_found_by_the_next_heartbeat(rooms, ann, ben):
    """The test writes to the server's database behind its back: exactly a poke that was lost."""
    room = to_sending(ann, ben)

    async def scene(client):
        answer = await sync_to_async(done)(ann, room, "send", "Nobody was woken.")
        assert client.number < answer.number
        await client.beat()
        await client.until(lambda: client.number == answer.number, 3)
        assert client.events[-1]["words"] == "Nobody was woken."

    rooms.play(room, [ben], scene)


def test_a_client_that_missed_much_is_given_the_newest_page_and_may_ask_for_the_rest(
    rooms, ann, ben
):
    room = to_sending(ann, ben)
    rounds(ann, ben, room, 130)

    async def scene(client):
        assert client.welcome["gap"]
        first = client.events[0]["number"]
        await client.say({"type": "earlier", "before": first})
        await client.until(lambda: client.frames[-1]["type"] == "page")
        page = client.frames[-1]
        assert page["events"][-1]["number"] == first - 1
        assert page["more"]

    rooms.play(room, [ben], scene)
