"""The wire between one tab and the server, which a test may hold still, and let go again."""

import re
from typing import Any

from playwright.sync_api import Page, WebSocketRoute


class Wire:
    """Put in before the page is opened. While ``held``, what the server says waits here."""

    def __init__(self, page: Page) -> None:
        self.held = False
        self.sent: list[str] = []  # what the page has sent
        self._waiting: list[tuple[WebSocketRoute, Any]] = []
        self._tab: WebSocketRoute | None = None
        page.route_web_socket(re.compile(r"/socket$"), self._open)

    def _open(self, tab: WebSocketRoute) -> None:
        server = tab.connect_to_server()
        self._tab = tab

        def up(message: Any) -> None:
            self.sent.append(str(message))
            server.send(message)

        def down(message: Any) -> None:
            if self.held:
                self._waiting.append((tab, message))
            else:
                tab.send(message)

        tab.on_message(up)
        server.on_message(down)

    def let_go(self) -> None:
        self.held = False
        while self._waiting:
            tab, message = self._waiting.pop(0)
            tab.send(message)

    def cut(self) -> None:
        """The connection is lost, and with it all that waits here."""
        self.held = False
        self._waiting.clear()
        assert self._tab
        self._tab.close(code=1012)

    def said(self, kind: str) -> int:
        """How many frames of that kind the page has sent."""
        return sum(f'"type":"{kind}"' in frame for frame in self.sent)
