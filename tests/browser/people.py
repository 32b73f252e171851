"""Somebody at a browser, on a telephone or at a desk."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.house import House
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
        self.page.wait_for_url(re.compile("/(sessions|today|keys/authenticate/)$"))
        if "/keys/" in self.page.url:
            self.page.locator("[name=code]").fill(next_code())
            self.page.keyboard.press("Enter")
            self.page.wait_for_url(re.compile("/(sessions|today)$"))
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


Sit = Callable[..., At]
