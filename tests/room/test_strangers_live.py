"""Every role at every frame of the socket, in a room that is foreign and in one that never was."""

import asyncio
import json
import statistics
import time
from itertools import product
from typing import get_args
from uuid import uuid4

import pytest
import websockets
from django.db import transaction
from websockets.typing import Origin

from dialogue.engine.allowed import allowed
from dialogue.engine.exercises import all_exercises
from dialogue.engine.protocol import UNIVERSAL
from dialogue.room.attempts import Refused
from dialogue.room.wire import requests
from tests.support import cast
from tests.support.rooms import (
    TO_SENDING,
    act,
    asked_by,
    done,
    moment,
    seat_of,
    state_of,
    to_sending,
)
from tests.support.servers import cookie_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

# Every command that there is, in any exercise and from any seat.
COMMANDS = sorted(
    set(UNIVERSAL).union(
        *(step.moves for kind in all_exercises() for step in kind.steps.values()),
    )
)
FRAMES: list[dict[str, object]] = [
    {"type": "hello", "version": 1, "number": 0},
    *(
        {"type": "command", "id": str(uuid4()), "name": name, "moment": 5, "words": "Mine"}
        for name in COMMANDS
    ),
    {"type": "draft", "moment": 0, "move": "send", "words": "Mine", "revision": 1},
    {"type": "typing"},
    {"type": "heartbeat", "number": 0},
    {"type": "resync", "after": 0},
    {"type": "earlier", "before": 2},
]
# Refusals that do not depend on what is written with a command.
NOT_OFFERED = {
    "not_now",
    "not_your_turn",
    "not_for_you",
    "not_paused",
    "already_done",
    "over",
    "not_yet",
    "nobody_there",
    "only_aloud",
}


async def answered(
    url: str, cookie: str, origin: str, frames
) -> tuple[list[str], int | None, float]:
    """What comes back, with which code it closes, and how long the closing took."""
    headers = {"Cookie": cookie} if cookie else {}
    began = time.perf_counter()
    async with websockets.connect(
        url,
        origin=Origin(origin),
        additional_headers=headers,
        proxy=None,
    ) as connection:
        heard = []
        try:
            for frame in frames:
                await connection.send(json.dumps(frame))
            async with asyncio.timeout(5):
                heard = [str(text) async for text in connection]
        except websockets.ConnectionClosed:
            pass
        return heard, connection.close_code, time.perf_counter() - began


@pytest.fixture
def strangers(omar, ada):
    """Everybody who has no place in the room of Ann and Ben, by the login they come with."""
    other = cast.therapist("Theo")
    return {person.name: cookie_for(person) for person in (omar, ada, other)} | {"nobody": ""}


def test_every_kind_of_frame_is_in_the_matrix():
    kinds = get_args(get_args(requests.ClientFrame)[0])
    assert {get_args(kind.model_fields["type"].annotation)[0] for kind in kinds} == {
        frame["type"] for frame in FRAMES
    }
    assert {"send", "mirror", "got_it", "accept", "whisper", "pause"} < set(COMMANDS)
    for frame in FRAMES:
        requests.parse(json.dumps(frame))


def test_a_foreign_room_and_an_absent_one_are_answered_alike(live, couple, ann, ben, strangers):
    room = to_sending(ann, ben)
    before = state_of(room), moment(room)

    async def scene():
        for name, cookie in strangers.items():
            for sent in [[frame] for frame in FRAMES if frame["type"] != "command"] + [FRAMES]:
                got = []
                for dialogue_id in (room, uuid4()):
                    url = f"{live.url.replace('http', 'ws')}/room/{dialogue_id}/socket"
                    heard, code, _ = await answered(url, cookie, live.url, sent)
                    got.append((heard, code))
                assert got == [([], 4404 if cookie else 4401)] * 2, (name, sent[0]["type"])

    asyncio.run(scene())
    assert (state_of(room), moment(room)) == before


@pytest.mark.parametrize("script", ["", "accept", TO_SENDING, f"{TO_SENDING} send", "end"])
def test_in_the_room_of_ones_own_each_command_is_for_whoever_is_offered_it(
    couple, ann, ben, thea, script
):
    """Every seat, every command: done if it is offered, else refused, and then nothing is changed."""
    room = asked_by(ann)
    for name in script.split():
        for person in (ben, ann):
            if name in offered(person, room):
                done(person, room, name, "Late." if name == "send" else "")
                break
    for person in (ann, ben, thea):
        for name in COMMANDS:
            before, may = state_of(room), name in offered(person, room)
            hers = name in UNIVERSAL and UNIVERSAL[name].private and person == thea
            for words, to in product(("", "Mine"), (None, "first", "second") if hers else (None,)):
                with transaction.atomic():
                    answer = act(person, room, name, words, to=to)
                    if isinstance(answer, Refused):
                        assert state_of(room) == before
                        assert may or answer.code in NOT_OFFERED, (person.name, name)
                    else:
                        assert may, (person.name, name)
                    transaction.set_rollback(True)


def offered(person, room):
    seated = seat_of(person, room)
    return allowed(seated.exercise, seated.state, seated.seat)


def test_the_time_it_takes_does_not_tell_them_apart(live, couple, ann, ben, omar):
    """Interleaved, medians, and a generous bound: this machine is noisy, and a query more is not."""
    room, cookie = to_sending(ann, ben), cookie_for(omar)
    times: dict[bool, list[float]] = {True: [], False: []}

    async def scene():
        for turn in range(60):
            foreign = turn % 2 == 0
            url = f"{live.url.replace('http', 'ws')}/room/{room if foreign else uuid4()}/socket"
            times[foreign].append((await answered(url, cookie, live.url, []))[2])

    asyncio.run(scene())
    ratio = statistics.median(times[True]) / statistics.median(times[False])
    assert 0.7 < ratio < 1.4


def test_another_site_cannot_open_a_socket_with_anns_cookie(live, couple, ann, ben):
    room, cookie = to_sending(ann, ben), cookie_for(ann)
    url = f"{live.url.replace('http', 'ws')}/room/{room}/socket"
    here = live.url

    async def scene():
        for origin in (
            "https://evil.example",
            here.replace("http:", "https:"),
            "http://localhost:1",
            "null",
        ):
            with pytest.raises(websockets.InvalidStatus) as refused:
                await answered(url, cookie, origin, FRAMES[:1])
            assert refused.value.response.status_code == 403

    asyncio.run(scene())
