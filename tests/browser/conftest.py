"""People at real browsers: each has a context of their own, as on a device of their own."""

import json
import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.support import processes, servers
from tests.support.cast import PASSWORD, next_code
from tests.support.servers import Server

expect.set_options(timeout=10_000)

SHOTS = os.environ.get("SHOTS")  # the folder for screenshots, where somebody asked for them
# At the house nothing moves, and a dot is a dot: that is half of what a browser has to draw.
STILL = {"reduced_motion": "reduce"}
PHONE: dict[str, Any] = STILL | {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2 if SHOTS else 1,
    "is_mobile": True,
    "has_touch": True,
}
DESKTOP: dict[str, Any] = STILL | {"viewport": {"width": 1280, "height": 860}}
MOVING = {"reduced_motion": "no-preference"}
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
# Chromium draws its own buttons, which nobody sees here, by a page of their own in each window: that
# takes a quarter of the time. A list replaces Playwright's, so its own come first.
UNUSED = [
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    "InitialWebUI",
    "PreloadTopChromeWebUI",
    "WebUIBackForwardButton",
    "WebUIHomeButton",
    "WebUILocationBar",
    "WebUIOmniboxPopup",
    "WebUIReloadButton",
    "WebUISplitTabsButton",
    "WebUIToolbar",
]
# Pages here are gone before code that was made faster could be worth its making.
BRIEF = ["--js-flags=--no-opt --no-maglev"]
OFFLINE = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="session")
def _playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


def _launch(playwright: Playwright, program: str) -> Browser:
    lean = [f"--disable-features={','.join(UNUSED)}"]
    return playwright.chromium.launch(executable_path=program, args=QUIET + OFFLINE + BRIEF + lean)


@pytest.fixture(scope="session")
def browser(_playwright: Playwright, chromium: str) -> Browser:
    """Chromium as people have it, for what goes from the front door to the end."""
    return _launch(_playwright, chromium)


@pytest.fixture(scope="session")
def _shell(_playwright: Playwright, chromium: str) -> Browser:
    """For the many who only look into a room of the house."""
    return _launch(_playwright, processes.chromium_without_a_window() or chromium)


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


class At:
    """One person at one browser, in the room or on a page. Errors of the page fail the test."""

    has_set_the_clock = False  # which cannot be taken back: nobody else can have this device

    def __init__(self, page: Page, server: Server, name: str, *, password: str = PASSWORD) -> None:
        self.server, self.name, self.password = server, name, password
        self.page, self.context = page, page.context
        self.problems: list[str] = []
        self._watch(page)

    def _watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", self._console)

    def _console(self, message: Any) -> None:
        # A lost connection and a refused page are what some tests are about.
        expected = re.search(r"WebSocket|ERR_|status of 4", message.text)
        if message.type == "error" and not expected:
            self.problems.append(message.text)

    def sign_in(self) -> "At":
        self.page.goto("/account/login/")
        self.page.locator("[name=login]").fill(f"{self.name.lower()}@example.org")
        self.page.locator("[name=password]").fill(self.password)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(re.compile("/(sessions|keys/authenticate/)$"))
        if "/keys/" in self.page.url:
            self.page.locator("[name=code]").fill(next_code())
            self.page.keyboard.press("Enter")
            self.page.wait_for_url("**/sessions")
        return self

    def log_in(self, house: "House") -> None:
        """By a login of one's own, made beforehand."""
        key = house.logins[self.name].pop()
        self.context.add_cookies([{"name": "sessionid", "value": key, "url": house.server.url}])

    def enter(self, house: "House", room: str) -> "At":
        self.page.goto(house.path(room))
        expect(self.page.locator("#now")).to_be_visible()
        return self

    def tab(self) -> Page:
        page = self.context.new_page()
        self._watch(page)
        return page

    def has_a_clock(self) -> None:
        """From the next page on, ``wait`` puts the page's clock forward; else it goes as all do."""
        self.has_set_the_clock = True
        self.page.clock.install()

    def wait(self, seconds: int) -> None:
        self.page.clock.run_for(seconds * 1000)

    # --- in the room -----------------------------------------------------------------------

    def sees(self, title: str) -> None:
        expect(self.page.locator("#now")).to_have_text(title)

    def click(self, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).click(timeout=10_000)

    def write(self, words: str) -> None:
        self.page.locator("#words").fill(words)

    def says(self, words: str, button: str) -> None:
        self.write(words)
        self.click(button)

    def heard(self) -> list[str]:
        """All words of the transcript, in the order of the page."""
        return [text.strip() for text in self.page.locator(".transcript .words").all_inner_texts()]

    def shot(self, name: str) -> None:
        """A screenshot, where somebody asked for them: SHOTS=folder."""
        shoot(self.page, f"{name}-{self.name.lower()}")


def shoot(page: Page, name: str) -> None:
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.wait_for_timeout(1100)  # until the talking piece has arrived
        page.screenshot(path=f"{SHOTS}/{name}.png")


class House:
    """One server for many tests, with a room at every step; nobody enters a room that another test
    changes. prepared.py makes them, once a run: each worker has a copy."""

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


@pytest.fixture(scope="session")
def house(
    template: Path, run_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    with processes.locked(run_folder / "house.lock"):
        prepared = House.prepare(run_folder / "house", template)
    with Server(tmp_path_factory.mktemp("house"), template=prepared) as running:
        yield House(running, prepared / "house.json")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest begins at once, so that no worker waits for it at the end."""
    items.sort(key=lambda item: "test_dialogue.py" not in item.nodeid)


Sit = Callable[..., At]


@pytest.fixture(scope="session")
def devices(_shell: Browser, house: House) -> Devices:
    return Devices(_shell, house.server.url)


@pytest.fixture
def sit(devices: Devices, house: House) -> Iterator[Sit]:
    """``sit("Ann", "sending", **device)``: at a browser of her own, in that room of the house; a
    ``kind`` of person who can do more than others may be named."""
    people: list[tuple[At, dict[str, Any]]] = []

    def sit_down(name: str, room: str = "", *, kind: type[At] = At, **device: Any) -> At:
        device = DESKTOP | device
        person = kind(devices.take(device), house.server, name)
        people.append((person, device))
        if name in house.logins:
            person.log_in(house)
        return person.enter(house, room) if room else person

    yield sit_down
    for person, device in people:
        if person.has_set_the_clock:
            person.context.close()
        else:
            devices.give_back(person.context, device)
    assert [problem for person, _device in people for problem in person.problems] == []


@pytest.fixture(scope="session")
def _visitors() -> dict[str, At]:
    return {}


@pytest.fixture
def visits(_shell: Browser, house: House, _visitors: dict[str, At]) -> Iterator[Sit]:
    """``visits("Ann", "check")``: the same Ann again and again, who looks into a room and changes
    nothing there; quicker than sitting down."""

    def visit(name: str, room: str) -> At:
        if name not in _visitors:
            page = new_device(_shell, house.server.url, DESKTOP)
            _visitors[name] = At(page, house.server, name)
            _visitors[name].log_in(house)
        _visitors[name].page.set_viewport_size(DESKTOP["viewport"])
        return _visitors[name].enter(house, room)

    yield visit
    assert [problem for person in _visitors.values() for problem in person.problems] == []


@pytest.fixture
def at(browser: Browser, server: Server) -> Iterator[Any]:
    """``at("Ann", **device)`` sits Ann down at a browser of her own, signed in."""
    people: list[At] = []

    def sit_down(name: str, *, password: str = PASSWORD, **device: Any) -> At:
        page = new_device(browser, server.url, (device or DESKTOP) | MOVING)
        people.append(At(page, server, name, password=password))
        return people[-1].sign_in()

    yield sit_down
    for person in people:
        person.shot("zz-last")
        person.context.close()
    assert [problem for person in people for problem in person.problems] == []
