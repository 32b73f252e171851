"""From which pages a socket may be opened: from ours."""

from collections.abc import Sequence
from typing import Any


class OwnOrigins:
    """Refuses each handshake whose Origin is not, letter by letter, one of ours.

    A comparison by parts would let through what no browser sends, ``https://evil@imago.example``
    or ``https://imago.example/path``."""

    def __init__(self, sockets: Any, origins: Sequence[str]) -> None:
        self._sockets = sockets
        self._ours = frozenset(origin.encode() for origin in origins)

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        sent = [value for name, value in scope["headers"] if name == b"origin"]
        if len(sent) == 1 and sent[0] in self._ours:
            await self._sockets(scope, receive, send)
        else:
            await receive()
            await send({"type": "websocket.close", "code": 1000})
