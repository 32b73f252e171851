"""Whether Imago is well, for whatever watches it on this machine: ``/health`` and ``/ready``.

Before everything else, so that they answer while all pages are busy, and for no host in particular.
Who asks from elsewhere, or through the proxy, finds nothing here.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address
from typing import Any

from imago.environment import CannotServe
from imago.starting import check_while_running

_PASSED_ON = {
    b"x-real-ip",
    b"x-forwarded-for",
    b"x-forwarded-proto",
    b"x-forwarded-host",
    b"forwarded",
}
_SECONDS = 8.0  # before whoever watches gives up


class Health:
    """Answers the two paths, and passes everything else on to ``pages``."""

    def __init__(self, pages: Any) -> None:
        self._pages = pages
        # A thread of its own: one that hangs must not take those of the pages or the rooms along.
        self._asking = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ready")
        self._asked: asyncio.Future[str] | None = None

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        path = scope.get("path")
        if path not in {"/health", "/ready"} or not _from_here(scope):
            await self._pages(scope, receive, send)
        elif path == "/health":
            await _say(send, "")
        else:
            await _say(send, await self._missing())

    async def _missing(self) -> str:
        """What is missing; nothing, if it is well. Who asks meanwhile hears the same answer."""
        if self._asked is None or self._asked.done():
            loop = asyncio.get_running_loop()
            self._asked = loop.run_in_executor(self._asking, _what_is_missing)
        try:
            return await asyncio.wait_for(asyncio.shield(self._asked), _SECONDS)
        except TimeoutError:
            return "the database does not answer."


def _what_is_missing() -> str:
    try:
        check_while_running()
    except CannotServe as problem:
        return str(problem)
    return ""


def _from_here(scope: dict[str, Any]) -> bool:
    client, _port = scope.get("client") or ("", 0)
    try:
        here = ip_address(client).is_loopback
    except ValueError:
        return False
    return here and not any(name in _PASSED_ON for name, _value in scope["headers"])


async def _say(send: Any, missing: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    status = 503 if missing else 200
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{missing or 'ok'}\n".encode()})
