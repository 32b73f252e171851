"""The server's own bounds, its farewell, and what it refuses to start with."""

import contextlib
import http.client
import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from dialogue.copies.file_format import MOST_BYTES
from dialogue.models import Couple, Person
from dialogue.room.wire import bounds
from tests.support import processes, servers
from tests.support.environment import for_server
from tests.support.rooms import asked_by, done, to_sending
from tests.support.servers import Server

pytestmark = pytest.mark.long


@contextlib.contextmanager
def enter(live: Server, person: Person, dialogue_id: UUID) -> Iterator[ClientConnection]:
    with connect(
        f"{live.url.replace('http', 'ws', 1)}/room/{dialogue_id}/socket",
        origin=Origin(live.url),
        additional_headers={"Cookie": servers.cookie_for(person)},
        proxy=None,
    ) as room:
        room.send(json.dumps({"type": "hello", "version": 1}))
        yield room


@pytest.fixture
def ann_in_her_room(live: Server, couple: Couple, ann: Person) -> Iterator[ClientConnection]:
    with enter(live, ann, asked_by(ann)) as room:
        assert "welcome" in str(room.recv(10))
        yield room


def closed_with(room: ClientConnection) -> int | None:
    with contextlib.suppress(ConnectionClosed):
        while True:
            room.recv(10)
    return room.close_code


def test_a_frame_over_the_bound_is_told_so(ann_in_her_room: ClientConnection) -> None:
    ann_in_her_room.send(" " * (bounds.FRAME_BYTES + 1))
    assert closed_with(ann_in_her_room) == 1009


def test_frames_add_up_to_a_message(ann_in_her_room: ClientConnection) -> None:
    """A message may come in many frames; it is their sum that is bounded."""
    with contextlib.suppress(ConnectionClosed):  # it may be closed before all of it was sent
        ann_in_her_room.send(" " * 20_000 for _ in range(2))
    assert closed_with(ann_in_her_room) == 1009


def test_a_message_larger_than_the_bound_may_be_sent_to_the_client(
    live: Server, couple: Couple, ann: Person, ben: Person
) -> None:
    dialogue_id = to_sending(ann, ben)
    for _ in range(6):
        done(ann, dialogue_id, "send", "x" * 4_000)
        done(ben, dialogue_id, "mirror", "x" * 4_000)
        done(ann, dialogue_id, "got_it")
        done(ben, dialogue_id, "ask_more")
        done(ann, dialogue_id, "more")
    with enter(live, ann, dialogue_id) as room:
        assert len(room.recv(10)) > bounds.FRAME_BYTES


@pytest.mark.own_server
def test_a_client_that_only_pings_and_never_reads_fills_no_memory(
    live: Server, couple: Couple, ann: Person
) -> None:
    path = f"/room/{asked_by(ann)}/socket"
    before = memory(live.pid)
    with socket.create_connection(("localhost", live.port), 1) as raw:
        raw.send(
            f"GET {path} HTTP/1.1\r\nHost: localhost:{live.port}\r\nOrigin: {live.url}\r\n"
            f"Cookie: {servers.cookie_for(ann)}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {'A' * 22}==\r\n\r\n".encode()
        )
        assert b"101 Switching" in raw.recv(1_000)
        ping = b"\x89\xfd" + bytes(4) + b"x" * 125
        sent = 0
        # The server reads no more either, or has cut off who does not stop.
        with pytest.raises((TimeoutError, ConnectionResetError, BrokenPipeError)):
            while sent < 60_000_000:
                sent += raw.send(ping * 500)
    assert memory(live.pid) - before < 20_000_000


def memory(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096


@pytest.mark.own_server
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_rooms_are_told_that_the_server_restarts(
    live: Server, ann_in_her_room: ClientConnection, how: signal.Signals
) -> None:
    began = time.monotonic()
    live.signal(how)
    assert closed_with(ann_in_her_room) == 1012
    assert live.wait() == 0
    assert time.monotonic() - began < 3


def test_what_is_too_much_or_cannot_be_read_is_answered_with_a_page_that_leads_on(
    live: Server,
) -> None:
    """A body, with its length told and in chunks; an address; cookies; a form that is no form. A browser
    that is still sending reads why."""
    big, chunks = b"x" * 3_000_000, iter([b"x" * 100_000] * 30)
    cookies = {f"Cookie{number}": "x" * 7_000 for number in range(3)}
    form = {"Content-Type": "multipart/form-data"}
    asked: list[tuple[int, str, str, Any, dict[str, str]]] = [
        (413, "what you wrote is still there", "/account/login/", big, {}),
        (413, "what you wrote is still there", "/account/login/", chunks, {}),
        (414, "That address is too long", "/" + "x" * 70_000, None, {}),
        (414, "That address is too long", "/" + "x" * 16_350, None, {}),
        (431, "cookies", "/", None, {"Cookie": "x" * 30_000}),
        (431, "cookies", "/", None, cookies),
        (400, "We couldn’t read that", "/account/login/", b"--b\r\nno form", form),
        (400, "We couldn’t read that", "/?\u00e4", None, {}),
    ]
    for status, said, address, body, headers in asked:
        connection = http.client.HTTPConnection("localhost", live.port, timeout=10)
        connection._encode_request = lambda line: line.encode()  # type: ignore[attr-defined]
        connection._validate_path = lambda _: None  # type: ignore[attr-defined]
        connection.request("POST" if body else "GET", address, body, headers)
        answer = connection.getresponse()
        page = answer.read().decode()
        assert (answer.status, said in page) == (status, True), address[:20]
        assert 'href="/leave"' in page and 'href="/"' in page
        assert "no-store" in str(answer.headers["Cache-Control"])


def test_a_file_of_dialogues_may_be_as_big_as_its_form_says(live: Server) -> None:
    connection = http.client.HTTPConnection("localhost", live.port, timeout=20)
    part = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.json"\r\n\r\n'
    body = part + b"x" * MOST_BYTES + b"\r\n--b--\r\n"
    connection.request("POST", "/copies", body, {"Content-Type": "multipart/form-data; boundary=b"})
    assert connection.getresponse().status == 403  # not 413: it came without a token


def test_an_unknown_socket_is_refused_and_its_path_not_written_down(live: Server) -> None:
    with (
        pytest.raises(InvalidStatus),
        connect(f"ws://localhost:{live.port}/secret", proxy=None),
    ):
        pass
    urls = ["/room/not-here", "/invitation/secret-token"]
    for url in urls:
        connection = http.client.HTTPConnection("localhost", live.port, timeout=10)
        connection.request("GET", url)
        connection.getresponse().read()
    assert "secret" not in live.said()


LINK = (
    "from dialogue.models import Person; from dialogue.appointments.calendar_links import new_link; "
    "print(new_link(person=Person.objects.get(name='Ann')))"
)


def test_the_link_of_a_calendar_is_not_written_down(template: Path, tmp_path: Path) -> None:
    """Whoever reads the log would read Ann's times: while the link works, and when it did."""
    with Server(tmp_path / "server", template=template, IMAGO_LOG_LEVEL="INFO") as server:
        token = server.python(LINK).strip()
        statuses = []
        for path in (f"/calendar/{token}.ics", f"/calendar/{token}x.ics", f"/calendar/{token}"):
            connection = http.client.HTTPConnection("localhost", server.port, timeout=10)
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            statuses.append(answer.status)
        said = server.said()
    assert statuses == [200, 404, 404]
    assert "WARNING django.request Not Found" in said and token not in said


def test_several_processes_need_redis(template: Path) -> None:
    said = refusal(template, IMAGO_PROCESSES="2")
    assert "Set REDIS_URL" in said


def test_two_servers_cannot_share_a_folder_without_redis(live: Server) -> None:
    other = subprocess.run(
        [sys.executable, "-m", "imago.serve", "--port", str(processes.free_port())],
        env=live.env,
        cwd=processes.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert other.returncode == 1
    assert "set REDIS_URL for both" in other.stderr


def test_a_taken_port_is_explained(live: Server, template: Path) -> None:
    said = refusal(template, port=live.port)
    assert f"PORT={live.port + 1} make run" in said


def test_without_keys_it_says_what_to_set(template: Path) -> None:
    said = refusal(template, IMAGO_SECRET_KEY="")
    assert "IMAGO_SECRET_KEY is not set" in said
    assert "manage.py newkeys" in said


def refusal(folder: Path, port: int | None = None, **env: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "imago.serve", "--port", str(port or processes.free_port())],
        env=for_server(IMAGO_VAR=str(folder), **env),
        cwd=processes.ROOT,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr
