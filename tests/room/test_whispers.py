"""What passes between Thea and Ben alone leaves no trace with Ann: not a byte, not a number, not a wait.

Two dialogues that differ only in that: whispers, Ben's answer, his raised hand, a stem offered and
set aside. All that Ann can hold in her hands is compared.
"""

import asyncio
import json
import random
import re
import time
from contextlib import AsyncExitStack
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import pytest
from django.test import Client

from dialogue.accounts import people
from tests.support.rooms import asked_by, done

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

ROUNDS = 60
MASKED = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}"  # the dialogue, in addresses
    r"|\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)"
    r"|\d{1,2}:\d\d\s[AP]M(?=</time>)"
    r'|name="(csrfmiddlewaretoken|command)" value="[^"]+"'
    r'|nonce="[^"]+"|"now": \d+|"offsets": \[\[\d+'
)
SCRIPT = (
    ("ben", "accept", ""), ("ann", "ready", ""), ("ben", "ready", ""),
    ("ann", "intend", ""), ("ben", "intend", ""), ("ann", "send", "When it is late, I feel alone."),
    ("ben", "mirror", "When it is late, you feel alone."), ("ann", "got_it", ""),
    ("ben", "ask_more", ""),
    ("ann", "no_more", ""), ("ben", "summarize", "Late evenings leave you alone."),
    ("ann", "all", ""), ("thea", "pause", ""), ("thea", "resume", ""),
)  # fmt: skip
SECRET = "Let her finish, and breathe."
BESIDE: Any = (
    ("thea", "whisper", SECRET, {"to": "second"}),
    ("ben", "reply", "I am trying to.", {}),
    ("ben", "raise_hand", "This is hard.", {}),
    ("thea", "see_hand", "", {"to": "second"}),
)
WHEN_BEN_ACTS: Any = (
    ("thea", "offer", "What I hear is …", {"to": "second"}),
    ("ben", "dismiss", "", {}),
)


async def play(rooms, cast, dialogue_id, *, beside):
    """Run SCRIPT with all three there; what Ann's socket received, and where the others stood."""
    async with AsyncExitStack() as stack:
        at = {}
        for name in ("thea", "ben", "ann"):  # she comes last, so presence is at rest
            client = rooms.client(cast[name], dialogue_id)
            at[name] = await stack.enter_async_context(client)
        await at["ann"].until(lambda: list(at["ann"].presence.values()) == ["here"] * 3)
        for place, (name, act, words) in enumerate(SCRIPT):
            who = at[name]
            if name == "ben":  # his answer to Thea must not be seen by his typing coming to an end
                await who.say({"type": "typing"})
                await at["ann"].until(lambda: at["ann"].presence["second"] == "typing")
            if beside:
                floor = at["thea"].now["floor"]
                for one, what, private, more in (
                    *BESIDE, *(WHEN_BEN_ACTS if "second" in floor else ())
                ):  # fmt: skip
                    await at[one].act(what, private, **more)
            if name == "ben":
                await at["ann"].beat()
                assert at["ann"].presence["second"] == "typing"
            await who.command(
                {
                    "type": "command",
                    "id": str(uuid5(NAMESPACE_OID, str(place))),
                    "name": act,
                    "words": words,
                    "moment": who.now["moment"],
                }
            )
            for client in at.values():
                moment = who.now["moment"]
                await client.until(lambda one=client, moment=moment: one.now["moment"] >= moment)
        await at["ann"].beat()
        return at["ann"].frames, at["thea"].number


def masked(text: str) -> str:
    return MASKED.sub("*", text)


def by_kind(frames):
    """Acks and events reach her by two ways, in either order; each of them is compared in its own."""
    kinds: dict[str, list[str]] = {}
    for frame in frames:
        text = json.dumps(frame)
        kinds.setdefault(frame["type"], []).append(masked(text))
    return kinds


def test_anns_frames_pages_and_export_are_the_same(rooms, live, couple, ann, ben, thea, omar):
    cast = {"ann": ann, "ben": ben, "thea": thea}
    plain, whispered = asked_by(ann), asked_by(ann)

    def pages(dialogue_id):
        client = Client()
        client.force_login(ann)
        answers = [client.get(f"/{page}/{dialogue_id}") for page in ("room", "transcript")]
        assert [answer.status_code for answer in answers] == [200, 200]
        return [masked(answer.content.decode()) for answer in answers]

    def exports():
        client = Client()
        client.force_login(ann)
        hers = client.get("/copies/ours.md").content.decode()
        admins = people.export(person=ann, by=ann)
        return hers, json.dumps(admins | {"accesses": []}, default=str)

    heard, newest = asyncio.run(play(rooms, cast, plain, beside=False))
    heard_beside, newest_beside = asyncio.run(play(rooms, cast, whispered, beside=True))
    assert newest_beside > newest + 40  # it did happen
    assert by_kind(heard) == by_kind(heard_beside)
    assert [len(masked(json.dumps(frame))) for frame in heard if frame["type"] == "events"] == [
        len(masked(json.dumps(frame))) for frame in heard_beside if frame["type"] == "events"
    ]
    assert pages(plain) == pages(whispered)
    assert SECRET not in json.dumps(heard_beside)
    before = exports()
    done(thea, plain, "whisper", SECRET, to="second")
    done(ben, plain, "reply", "I am trying to.")
    assert exports() == before
    assert SECRET not in before[0] and "When it is late" in before[0]


def test_how_long_ann_waits_does_not_tell(rooms, live, couple, ann, ben, thea, omar):
    """Her acknowledgements, with a whisper and its answer under way in her room, and in another one.

    Told apart by the share of pairs in which the one with a whisper in her room took longer: one
    half, if there is nothing to tell. That the server is busy anybody may notice; so it is as busy both ways.
    """
    room, elsewhere = asked_by(ann), asked_by(ann)
    chance = random.Random(7)

    async def share(anns, here, there):
        took: dict[bool, list[float]] = {True: [], False: []}

        async def beside(bens, theas):
            await theas.act("whisper", SECRET, to="second")
            await bens.act("reply", "I am trying to.")

        for turn in range(ROUNDS):
            whispered = turn % 2 == 1
            private = asyncio.ensure_future(beside(*(here if whispered else there)))
            await asyncio.sleep(chance.random() * 0.06)
            began = time.perf_counter()
            await anns.act("resume" if "first" in anns.now["paused"] else "pause")
            took[whispered].append(time.perf_counter() - began)
            await private
        longer = sum(a > b for a in took[True] for b in took[False])
        return longer / (len(took[True]) * len(took[False]))

    async def scene(anns, *here):
        async with rooms.client(ben, elsewhere) as bens, rooms.client(thea, elsewhere) as theas:
            shares: list[float] = []
            while len(shares) < 3 and not any(0.35 < one < 0.65 for one in shares):
                shares.append(await share(anns, here, (bens, theas)))
            assert any(0.35 < one < 0.65 for one in shares), shares

    rooms.play(room, [ann, ben, thea], scene)
