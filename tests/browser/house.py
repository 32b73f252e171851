"""A house full of rooms, and the devices at which people sit down in it."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.support import servers
from tests.support.servers import Server


class House:
    """One server for many tests, with a room at every step; nobody enters a room that another test
    changes. rooms_at_every_step.py makes them, once a run: each worker has a copy."""

    events_in_long = 2000

    def __init__(self, server: Server, made: Path) -> None:
        self.server = server
        found = json.loads(made.read_text())
        self.rooms: dict[str, str] = found["rooms"]
        self.logins: dict[str, list[str]] = found["logins"]

    @classmethod
    def prepare(cls, folder: Path, template: Path) -> Path:
        """The database and what it is opened with, for servers to copy."""
        if not folder.exists():
            unfinished = folder.with_suffix(".unfinished")
            code = f"from tests.browser.rooms_at_every_step import prepare; prepare({cls.events_in_long})"
            made = Server(unfinished, template=template).python(code)
            (unfinished / "house.json").write_text(made)
            servers.close_database(unfinished)
            unfinished.rename(folder)
        return folder

    def path(self, room: str) -> str:
        return f"/room/{self.rooms[room]}"


class Devices:
    """Browsers that are handed on, wiped, from one person to the next: what was loaded once is still
    there, as for people who come back. That takes a third of the time."""

    def __init__(self, browser: Browser, url: str) -> None:
        self._browser, self._url = browser, url
        self._free: defaultdict[str, list[BrowserContext]] = defaultdict(list)

    def take(self, device: dict[str, Any]) -> Page:
        free = self._free[repr(device)]
        return free.pop().new_page() if free else new_device(self._browser, self._url, device)

    def give_back(self, context: BrowserContext, device: dict[str, Any]) -> None:
        """Without a tab, a cookie or a word of whoever had it."""
        tabs, blank = context.pages, context.new_page()
        for tab in tabs:
            tab.close()
        context.set_offline(False)
        context.clear_cookies()
        wipe = {"origin": self._url, "storageTypes": "local_storage,indexeddb,service_workers"}
        context.new_cdp_session(blank).send("Storage.clearDataForOrigin", wipe)
        blank.close()
        self._free[repr(device)].append(context)


def new_device(browser: Browser, url: str, device: dict[str, Any]) -> Page:
    return browser.new_context(base_url=url, **device).new_page()
