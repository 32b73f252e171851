"""I8: published bounds. What passes one gets a clear refusal, then a close; and nobody else notices."""

import asyncio
import contextlib
import json
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import transaction
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from dialogue.couple.couples import form_couple
from dialogue.models import Event
from dialogue.room.wire import bounds
from dialogue.room.wire.closing import Close
from tests.support import cast
from tests.support.processes import wait_for
from tests.support.rooms import done, moment, to_sending
from tests.support.servers import cookie_for

pytestmark = pytest.mark.django_db(transaction=True)

TOO_LARGE_FOR_THE_SERVER = 1009
HELLO = {"type": "hello", "version": 1, "number": 0}


@pytest.fixture
def room(couple, ann, ben):
    return to_sending(ann, ben)


@pytest.fixture
def enter(live, room, ann, ben):
    """A socket, Ann's if it is not said whose; ``reading`` or deaf."""
    cookies = {person.name: cookie_for(person) for person in (ann, ben)}

    @contextlib.contextmanager
    def entered(name="Ann", *, reading=True):
        with connect(
            f"{live.url.replace('http', 'ws', 1)}/room/{room}/socket",
            origin=live.url,
            additional_headers={"Cookie": cookies[name]},
            compression=None,
            max_queue=None if reading else 1,
            max_size=None,
            close_timeout=1,
            proxy=None,
        ) as socket:
            with contextlib.suppress(ConnectionClosed):
                socket.send(json.dumps(HELLO))
            yield socket

    return entered


@pytest.fixture(autouse=True)
def elsewhere(rooms, room):
    """Whatever Ann did: in another room, Cara and Dan have noticed nothing."""
    cara, dan = cast.person("Cara"), cast.person("Dan")
    cast.agreed(form_couple(first=cara, second=dan))
    rooms.sign_in(cara, dan)
    theirs = to_sending(cara, dan)
    yield

    async def scene(cara, dan):
        async with asyncio.timeout(5):
            await cara.act("send", "Is everything all right?")
            await dan.until(lambda: dan.number >= cara.number)

    rooms.play(theirs, [cara, dan], scene)


def closed_with(socket):
    with contextlib.suppress(ConnectionClosed):
        while True:
            socket.recv(10)
    return socket.close_code


def command(room, words):
    frame = {"type": "command", "id": str(uuid4()), "name": "send", "words": words}
    return json.dumps(frame | {"moment": moment(room)})


def answer(socket, kind):
    while (frame := json.loads(socket.recv(10)))["type"] != kind:
        pass
    return frame


def test_a_frame_that_is_too_large_ends_the_connection(enter):
    with enter() as socket:
        socket.send("x" * (bounds.FRAME_BYTES + 1))
        assert closed_with(socket) == TOO_LARGE_FOR_THE_SERVER


def test_a_frame_of_the_largest_size_is_read(enter):
    with enter() as socket:
        answer(socket, "welcome")
        socket.send(json.dumps({"type": "typing"}).ljust(bounds.FRAME_BYTES))
        socket.send(json.dumps({"type": "heartbeat", "number": 0}))
        assert answer(socket, "heartbeat")["number"] > 0


def test_words_that_are_too_long_are_refused_and_nothing_changes(enter, room):
    before = Event.objects.count()
    with enter() as socket:
        socket.send(command(room, "x" * (bounds.TEXT_LENGTH + 1)))
        assert answer(socket, "refusal")["code"] == "too_long"
        assert Event.objects.count() == before
        socket.send(command(room, "x" * bounds.TEXT_LENGTH))
        assert answer(socket, "ack")


def test_a_flood_ends_the_connection(enter):
    beat = json.dumps({"type": "heartbeat", "number": 0})
    with enter() as socket:
        with contextlib.suppress(ConnectionClosed):
            for _ in range(10_000):
                socket.send(beat)
        assert closed_with(socket) == Close.TOO_FAST


PING, PONG, PIECE = (bytes([first, 0x80]) + bytes(4) for first in (0x89, 0x8A, 0x00))


@pytest.mark.parametrize("frame", [PING, PONG, PIECE], ids=["pings", "pongs", "empty pieces"])
def test_a_flood_of_what_no_message_is_ends_the_connection_too(enter, frame):
    with enter() as ann:
        ann.recv(5)
        begin = b"\x01\x80" + bytes(4) if frame is PIECE else b""
        with contextlib.suppress(OSError):
            ann.socket.sendall(begin + frame * 2_000)
        assert closed_with(ann) == Close.TOO_FAST


def test_ann_reads_back_through_more_than_a_megabyte_page_by_page(enter, room, ann, ben):
    long = "🙂" * bounds.TEXT_LENGTH
    for _ in range(35):
        for person, name, words in (
            (ann, "send", long),
            (ben, "mirror", long),
            (ann, "got_it", ""),
            (ben, "ask_more", ""),
            (ann, "more", ""),
        ):
            done(person, room, name, words)
    with enter() as socket:
        told = answer(socket, "welcome")
        size, told = len(json.dumps(told, ensure_ascii=False).encode()), told | {"more": True}
        while told["more"]:
            first = told["events"][0]["number"]
            socket.send(json.dumps({"type": "earlier", "before": first}))
            told = answer(socket, "page")
            size += len(json.dumps(told, ensure_ascii=False).encode())
        assert told["events"][0]["number"] == 1 and size > bounds.UNHEARD_BYTES


def test_who_asks_too_soon_has_made_no_mistake(live, enter):
    with enter() as socket:
        socket.send(json.dumps({"type": "typing"}))
        assert answer(socket, "welcome")
    cookie = socket.request.headers["Cookie"]
    path = f"ws{live.url.removeprefix('http')}{socket.request.path}"
    headers = {"Cookie": cookie}
    with connect(path, origin=live.url, additional_headers=headers, proxy=None) as early:
        for _ in range(8):
            early.send(json.dumps({"type": "typing"}))
            assert answer(early, "refusal")["code"] == "hello_first"
        early.send(json.dumps(HELLO))
        assert answer(early, "welcome")


def test_as_many_pings_as_a_browser_or_library_sends_are_answered(enter):
    with enter() as ann:
        ann.recv(5)
        for _ in range(50):
            assert ann.ping().wait(5)


@pytest.mark.parametrize(
    ("frame", "ends"),
    [
        ({"type": "heartbeat", "number": 0}, False),
        ({"type": "resync", "after": 9}, True),
        ({"type": "earlier", "before": 2}, True),
    ],
)
def test_reading_again_and_again_counts_for_more_than_a_heartbeat(enter, frame, ends):
    with enter() as socket:
        answer(socket, "welcome")
        with contextlib.suppress(ConnectionClosed):
            for _ in range(60):
                socket.send(json.dumps(frame))
        if ends:
            assert closed_with(socket) == Close.TOO_FAST
        else:
            answers = [answer(socket, "heartbeat") for _ in range(60)]
            assert len(answers) == 60


def test_nonsense_is_refused_a_few_times(enter):
    with enter() as socket:
        answer(socket, "welcome")
        for _ in range(5):
            socket.send("nonsense")
            assert answer(socket, "refusal")["code"] == "not_json"
        socket.send("nonsense")
        assert closed_with(socket) == Close.MALFORMED


def test_a_person_has_a_few_sockets_in_a_room_and_no_more(enter):
    with contextlib.ExitStack() as stack:
        for _ in range(bounds.SOCKETS_PER_PERSON):
            answer(stack.enter_context(enter()), "welcome")
        with enter() as one_too_many:
            assert closed_with(one_too_many) == Close.TOO_MANY
    wait_for(lambda: joins(enter), "the room that was left")


def joins(enter):
    with enter() as socket, contextlib.suppress(ConnectionClosed):
        return answer(socket, "welcome")


def test_whoever_gives_no_sign_of_life_is_sent_so_much_and_no_more(enter, room, ann, ben):
    with enter() as silent:
        answer(silent, "welcome")
        for words in ("x" * bounds.TEXT_LENGTH, "Is anybody there?"):
            say_much(ann, ben, room, words, bounds.UNHEARD_BYTES // 8_000)
            with enter("Ben") as joining:  # by this, the server learns of it: all at once
                answer(joining, "welcome")
        assert closed_with(silent) == Close.NOT_READING


def say_much(ann, ben, room, words, rounds):
    first = moment(room)
    with transaction.atomic():  # one wait for the disk
        for at in range(first, first + 5 * rounds, 5):
            done(ann, room, "send", words, at=at)
            done(ben, room, "mirror", words, at=at + 1)
            done(ann, room, "got_it", at=at + 2)
            done(ben, room, "ask_more", at=at + 3)
            done(ann, room, "more", at=at + 4)


@pytest.mark.own_server
@pytest.mark.parametrize(
    "question", [HELLO, {"type": "resync", "after": 0}, {"type": "earlier", "before": 90}]
)
def test_whoever_asks_and_does_not_read_the_answers_fills_no_memory(
    live, enter, room, ann, ben, question
):
    say_much(ann, ben, room, "\N{FACE WITH TEARS OF JOY}" * bounds.TEXT_LENGTH, 20)
    before = memory(live.pid)
    with enter(reading=False) as deaf:
        for _ in range(bounds.FRAMES_AT_ONCE - 5):
            deaf.send(json.dumps(question))
        assert closed_with(deaf) in {1006, Close.NOT_READING}
    # The answers to all of these questions would take 50 MB.
    assert memory(live.pid) - before < 20_000_000


def memory(pid):
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096
