"""Serve pages and rooms from one process; docs/operations.md tells of several."""

import argparse
import asyncio
import fcntl
import gc
import http.client
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from http import HTTPStatus
from typing import IO, Any, cast

import django
from autobahn.websocket import protocol as autobahn
from daphne import server as daphne
from daphne.endpoints import build_endpoint_description_strings
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from twisted.internet import defer, reactor

from imago.connections import PageFactory, SocketFactory, SocketProtocol
from imago.environment import CannotServe

_PING_SECONDS = 15  # a connection that was silent for so long is asked whether it is still there
_PONG_SECONDS = 10  # and dropped when it does not answer
_PAGE_SECONDS = 60
_HANDSHAKE_SECONDS = 30  # when everybody comes back at once, some wait long until it is their turn
_FAREWELL_SECONDS = 3.0
_LAST_SECONDS = 7.0  # after the signal: whatever hangs by then, hangs for good
_RESTARTING = 1012
_ending = threading.Event()
_held: list[IO[str]] = []  # a lock lasts as long as its file is open

log = logging.getLogger(__name__)

# daphne's Server makes its factories by these names.
daphne.HTTPFactory = PageFactory
daphne.WebSocketFactory = SocketFactory
# At each handshake autobahn lays its options out for a debug log: a tenth of the whole handshake.
cast(Any, autobahn).pformat = lambda _options: ""


class Server(daphne.Server):
    """Says good-bye: rooms are told that the server restarts, and requests may finish."""

    def run(self) -> None:
        reactor.callLater(0, _hear_signals_twice)  # type: ignore[arg-type]  # once the reactor has its own handlers
        super().run()

    def kill_all_applications(self) -> Any:
        _end_at_the_latest()
        return defer.Deferred.fromFuture(asyncio.ensure_future(self._farewell()))

    async def _farewell(self) -> None:
        for listening in self.listeners:
            listening.addCallback(lambda port: port.stopListening())
        for protocol in tuple(self.connections):
            if isinstance(protocol, SocketProtocol):
                protocol.serverClose(_RESTARTING)
        running = set(self._running())
        if running:
            _done, late = await asyncio.wait(running, timeout=_FAREWELL_SECONDS)
            for application in late:
                application.cancel()
            if late:
                await asyncio.wait(late, timeout=1)

    def _running(self) -> Iterator["asyncio.Future[None]"]:
        for details in self.connections.values():
            application = details.get("application_instance")
            if application is not None and not application.done():
                yield application


def _hear_signals_twice() -> None:
    """The reactor hears a signal only when it comes round to it; the last deadline runs at once."""
    for name in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(name)

        def heard(number: int, frame: Any, before: Any = before) -> None:
            _end_at_the_latest()
            if callable(before):
                before(number, frame)

        signal.signal(name, heard)


def _end_at_the_latest() -> None:
    """Ends the process after a while, whatever hangs: a thread that waits for a database which is
    gone would keep it for ever. Nothing that was acknowledged is at risk; it is committed."""
    if _ending.is_set():
        return
    _ending.set()
    last = threading.Timer(_LAST_SECONDS, _end)
    last.daemon = True
    last.start()


def _end() -> None:
    log.warning("something hung; ended without it")
    os._exit(0)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m imago.serve", description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    parser.add_argument(
        "--check", action="store_true", help="ask the one that runs on --port whether it is well"
    )
    options = parser.parse_args()
    if options.check:
        sys.exit(ask(port=options.port))
    try:
        serve(host=options.host, port=options.port)
    except (ImproperlyConfigured, CannotServe) as problem:
        sys.exit(f"Imago cannot start: {problem}")


def ask(*, port: int) -> str | None:
    """What the server on this machine lacks; None if it is well. For a container or a monitor."""
    try:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as server:
            server.request("GET", "/ready")
            answer = server.getresponse()
            said = answer.read(1_000).decode(errors="replace").strip()
    except OSError:
        return f"Nothing answers on port {port}."
    return None if answer.status == HTTPStatus.OK else said


def serve(*, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT. Raises CannotServe or ImproperlyConfigured."""
    # Each reads the settings, which may refuse.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imago.settings")
    django.setup()
    from imago.starting import check_everything  # noqa: PLC0415

    check_everything()
    _refuse_lonely_processes()
    _refuse_taken_port(host, port)
    from imago.asgi import application  # noqa: PLC0415

    Server(
        application=application,
        endpoints=build_endpoint_description_strings(host=host, port=port),
        http_timeout=_PAGE_SECONDS,
        websocket_handshake_timeout=_HANDSHAKE_SECONDS,
        ping_interval=_PING_SECONDS,
        ping_timeout=_PONG_SECONDS,
        ready_callable=lambda: _ready(host, port),
        server_name="imago",
        **_behind_proxy(),
    ).run()


def _refuse_lonely_processes() -> None:
    if settings.IMAGO_PROCESSES > 1 and not settings.REDIS_URL:
        raise CannotServe(
            f"IMAGO_PROCESSES is {settings.IMAGO_PROCESSES}, and several processes can wake each "
            "other's rooms through Redis only. Set REDIS_URL, or run one process."
        )
    if settings.REDIS_URL:
        return
    _held.append((settings.VAR_DIR / "serving.lock").open("w"))
    try:
        fcntl.flock(_held[-1], fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise CannotServe(
            "another one is running from the same folder, and the two could not wake each other's "
            "rooms. Stop it first, or set REDIS_URL for both."
        ) from None


def _refuse_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotServe(
                f"it cannot listen on {host}, port {port} ({os.strerror(error.errno or 0)}). "
                f"Try another port: PORT={port + 1} make run"
            ) from None


def _behind_proxy() -> dict[str, Any]:
    """The visitor's address, from the proxy: limits on log-in attempts count by it."""
    if not getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        return {}
    return {"proxy_forwarded_address_header": "X-Real-IP", "proxy_forwarded_port_header": None}


def _ready(host: str, port: int) -> None:
    # What was loaded stays: the collector need not walk through it at every turn.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    name = "localhost" if host in {"127.0.0.1", "::1"} else host
    print(f"Imago is at http://{name}:{port} (Ctrl-C stops it)", flush=True)


if __name__ == "__main__":
    main()
