"""Ann marks that somebody harmed her: what Ben and Thea hold in their hands is the same with and without.

Dialogues that differ only in what she marks, and takes back, before she chooses how Ben listens: every
frame over open sockets, what a new socket is told, and the pages.
"""

import asyncio
import json
import re
from contextlib import AsyncExitStack

import pytest
from asgiref.sync import sync_to_async
from django.test import Client

from tests.room.test_whispers import by_kind, masked
from tests.support.rooms import asked_by, done

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

TO_THE_CHAIR = (
    ("ben", "accept", ""), ("ann", "ready", ""), ("ben", "ready", ""), ("ann", "intend", ""),
    ("ben", "intend", ""), ("ann", "mother", ""), ("ann", "say_age", "I am six."),
)  # fmt: skip
MARKS = ((), ("harmed",), ("harmed", "not_harmed"), ("harmed", "not_harmed", "harmed"))
CLOCKS = re.compile(r"\[\[\d+")  # since when a clock is as it is
WAYS = (("empty_chair", ""), ("send", "It is loud.")), (("not_today", ""),)


async def play(rooms, cast, room, marks, way):
    """What Ben's and Thea's sockets receive, those that were open and those that are opened later."""
    async with AsyncExitStack() as stack:
        at = {}
        for name in ("ann", "thea", "ben"):
            at[name] = await stack.enter_async_context(rooms.client(cast[name], room))
        anns, others = at["ann"], (at["ben"], at["thea"])
        for one in others:
            await one.until(lambda one=one: list(one.presence.values()) == ["here"] * 3)
        await anns.say(
            {"type": "typing"}
        )  # marking must not be seen by her typing coming to an end
        for one in others:
            await one.until(lambda one=one: one.presence["first"] == "typing")
        for mark in marks:
            await anns.act(mark)
        assert ("not_harmed" in [move["name"] for move in anns.now["moves"]]) == (
            marks[-1:] == ("harmed",)
        )
        for one in others:
            await one.beat()
            assert one.presence["first"] == "typing"
        told = [await told_anew(rooms, cast, room, name) for name in ("ben", "thea")]
        for name, words in way:
            await anns.act(name, words)
            for one in others:
                await one.until(lambda one=one: one.now["moment"] >= anns.now["moment"])
        for one in others:
            await one.beat()
        told += [await told_anew(rooms, cast, room, name) for name in ("ben", "thea")]
        return [by_kind(one.frames) for one in others], told


async def told_anew(rooms, cast, room, name):
    async with rooms.client(cast[name], room) as client:
        return [masked(json.dumps(frame)) for frame in client.frames if frame["type"] != "presence"]


def held_by(person, room):
    """The pages of that dialogue."""
    client = Client()
    client.force_login(person)
    addresses = [f"/{page}/{room}" for page in ("room", "transcript")]
    answers = [client.get(address) for address in addresses]
    assert {answer.status_code for answer in answers} == {200}
    return [CLOCKS.sub("*", masked(answer.content.decode())) for answer in answers]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way[0][0])
def test_ben_and_thea_hold_the_same_in_their_hands_whatever_ann_has_marked(
    rooms, live, couple, ann, ben, thea, omar, way
):
    cast = {"ann": ann, "ben": ben, "thea": thea}

    async def each():
        found = []
        for marks in MARKS:
            room = await sync_to_async(asked_by)(ann, "parent_child")
            for name, act, words in TO_THE_CHAIR:
                await sync_to_async(done)(cast[name], room, act, words)
            heard = await play(rooms, cast, room, marks, way)
            held = [await sync_to_async(held_by)(one, room) for one in (ben, thea)]
            found.append((heard, held))
        return found

    first, *others = asyncio.run(each())
    (bens, theas), told = first[0]
    assert len(bens["events"]) == len(way) == len(theas["events"]) and all(told)
    for marks, found in zip(MARKS[1:], others, strict=True):
        assert found == first, marks
    for person in (ann, ben):  # nor does a line of it stay where Ben looks over Ann's shoulder
        client = Client()
        client.force_login(person)
        copy = client.get("/copies/mine.md").content.decode()
        assert ("I am six." in copy) == (person == ann) and "harm" not in copy
