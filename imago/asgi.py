"""Pages, and the sockets of the room, of the board and of pages that wait, for daphne."""

import os
from typing import Any

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imago.settings")
pages = get_asgi_application()  # before anything that needs the models

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.conf import settings  # noqa: E402
from django.urls import path, re_path  # noqa: E402

from dialogue.board.socket import board  # noqa: E402
from dialogue.home.socket import waiting  # noqa: E402
from dialogue.room.sockets.room import room  # noqa: E402
from imago.health import Health  # noqa: E402
from imago.origins import OwnOrigins  # noqa: E402
from imago.pages import InLine  # noqa: E402


async def nowhere(_scope: dict[str, Any], _receive: Any, send: Any) -> None:
    """Without it, the router's own complaint would write the path to the log."""
    await send({"type": "websocket.close"})


rooms: list[Any] = [
    path("room/<uuid:dialogue_id>/socket", room),  # type: ignore[arg-type]
    path("board/socket", board),  # type: ignore[arg-type]
    path("waiting/socket", waiting),  # type: ignore[arg-type]
    re_path("", nowhere),  # type: ignore[arg-type]
]
application = ProtocolTypeRouter(
    {
        "http": Health(InLine(pages, at_once=settings.IMAGO_PAGES_AT_ONCE)),
        "websocket": OwnOrigins(URLRouter(rooms), settings.IMAGO_ORIGINS),
    }
)
