"""How far it is from the front page to "Yes, now is good", for two people at two browsers.

    python -m benchmarks.way_in [--shots FOLDER] [--scheme dark]

A real server, real Chromium. Counted for each of the two: pages that were loaded, presses, fields that were filled in,
words that stood on the pages, how often the password was asked for, reloads by hand, requests and bytes, as Markdown.
"""

import argparse
import contextlib
import os
import re
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from playwright.sync_api import Browser, Page, TimeoutError, sync_playwright  # noqa: E402

from tests.browser.chromium import launch  # noqa: E402
from tests.support.processes import chromium, wait_for  # noqa: E402
from tests.support.servers import Server, make_template  # noqa: E402

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "reduced_motion": "reduce",
    "timezone_id": "Europe/Berlin",
}
WORDS = "document.querySelector('main').innerText.split(/\\s+/).filter(Boolean).length"
PATIENCE = 4_000  # milliseconds for the page to tell by itself
KEYS_A_SECOND, WORDS_A_SECOND, A_PRESS = 5, 4, 1.0  # how people type, read and press


@dataclass
class Walk:
    """One person on the way, and what it took."""

    page: Page
    name: str
    shots: Path | None = None
    settles: bool = True  # until all is loaded: else requests and bytes are not all counted
    counts: dict[str, int] = field(default_factory=dict)
    words: list[tuple[str, int]] = field(default_factory=list)
    typed: int = 0
    waited: float = 0.0
    paired: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        session = self.page.context.new_cdp_session(self.page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", lambda _: self.add("requests"))
        session.on(
            "Network.loadingFinished", lambda one: self.add("bytes", int(one["encodedDataLength"]))
        )

    def add(self, what: str, more: int = 1) -> None:
        self.counts[what] = self.counts.get(what, 0) + more

    def arrives(self) -> None:
        """Another page: what stands on it is read."""
        self.page.wait_for_load_state("networkidle" if self.settles else "load")
        self.add("pages")
        path = re.sub(r"[0-9a-f-]{36}|[\w-]{32}", "…", self.page.url.split("/", 3)[3].split("?")[0])
        self.words.append((f"/{path}", int(self.page.evaluate(WORDS))))
        if self.shots:
            name = f"{self.name.lower()}-{len(self.words):02}{path.replace('/', '-') or '-front'}"
            self.page.screenshot(path=self.shots / f"{name}.png", full_page=True)

    def opens(self, address: str) -> None:
        self.page.goto(address)
        self.arrives()

    def presses(self, name: str, *, role: Any = "button", leads: bool = True) -> None:
        """``leads``: to another page."""
        self.add("presses")
        began = time.monotonic()
        found = self.page.locator("main").get_by_role(role, name=name, exact=True).first
        if not leads:
            found.click()
            return
        with self.page.expect_navigation():
            found.click()
        self.waited += time.monotonic() - began
        self.arrives()

    def learns(self, name: str, *, role: Any = "button") -> None:
        """What another has done, without a reload where the page tells it; else by one."""
        found = self.page.locator("main").get_by_role(role, name=name, exact=True).first
        with contextlib.suppress(TimeoutError):
            found.wait_for(timeout=PATIENCE)
        if not found.is_visible():
            self.add("reloads")
            self.page.reload()
            self.arrives()

    def is_paired(self) -> None:
        """So far for whoever counts the way to a couple."""
        self.paired = {
            "pages": self.counts["pages"],
            "words": sum(words for _path, words in self.words),
            "presses": self.counts["presses"],
            "minutes": round(self.seconds / 60, 1),
        }

    def fills(self, **fields: str) -> None:
        for name, value in fields.items():
            self.add("fields")
            self.add("passwords", "password" in name)
            self.typed += len(value)
            self.page.locator(f"[name={name}]").fill(value)

    def proves(self) -> None:
        """With the password once more, where it is asked for."""
        if "/reauthenticate/" in self.page.url:
            self.fills(password=f"{self.name} drinks tea by the sea")
            self.presses("Continue")

    @property
    def seconds(self) -> float:
        """As people read, type and press; what they wait for pages comes on top."""
        read = sum(words for _path, words in self.words) / WORDS_A_SECOND
        return read + self.typed / KEYS_A_SECOND + self.counts["presses"] * A_PRESS + self.waited


def newest_code(server: Server, address: str) -> str:
    """The one in the newest mail to ``address``, which the server has printed."""
    found: list[str] = []

    def came() -> bool:
        mails = server.said().split("Subject: ")
        mine = [mail for mail in mails if f"To: {address}" in mail]
        found[:] = re.findall(r"^(\w{4}-\w{4}|\d{6})$", mine[-1], re.MULTILINE) if mine else []
        return bool(found)

    wait_for(came, f"a mail to {address}")
    return found[-1]


def signs_up(person: Walk, server: Server) -> None:
    address = f"{person.name.lower()}@way.example"
    person.fills(name=person.name, email=address, password1=f"{person.name} drinks tea by the sea")
    person.presses("Create account")
    person.fills(code=newest_code(server, address))
    person.presses("Continue")


def prepares(person: Walk) -> None:
    """The private page: no question answered, the agreement read and given."""
    person.presses("My private page", role="link")
    person.proves()
    person.presses("Skip all questions")
    person.presses("I agree")


def walk(ann: Walk, ben: Walk, server: Server) -> None:
    invites(ann, server)
    goes_on(ann, ben, server)


def invites(ann: Walk, server: Server) -> None:
    ann.opens("/")
    ann.presses("Create an account", role="link")
    signs_up(ann, server)
    ann.presses("Create a link")


def goes_on(ann: Walk, ben: Walk, server: Server) -> None:
    ben.opens(ann.page.locator("#link").input_value())
    ben.presses("Create an account", role="link")
    signs_up(ben, server)
    ben.presses("Yes, I’d like that")
    ann.learns("Yes, this is my partner")
    ann.presses("Yes, this is my partner")
    ann.is_paired()
    ben.learns("My private page", role="link")
    ben.is_paired()
    for one in (ann, ben):
        prepares(one)
        one.presses("Continue", role="link")
    ann.learns("Take a look", role="link")
    ann.presses("Take a look", role="link")
    ann.fills(topic="the tea you made me this morning")
    ann.presses(f"Ask {ben.name}")
    ben.learns("Answer", role="link")
    ben.presses("Answer", role="link")
    ben.presses("Yes, now is good", leads=False)


ROWS: list[tuple[str, Callable[[Walk], object]]] = [
    ("until they are a couple: pages", lambda one: one.paired["pages"]),
    ("… words", lambda one: one.paired["words"]),
    ("… presses", lambda one: one.paired["presses"]),
    ("… minutes, every word read", lambda one: one.paired["minutes"]),
    ("until “Yes, now is good”: pages", lambda one: one.counts["pages"]),
    ("the longest page, words", lambda one: max(words for _path, words in one.words)),
    ("words on all pages", lambda one: sum(words for _path, words in one.words)),
    ("presses", lambda one: one.counts["presses"]),
    ("fields", lambda one: one.counts["fields"]),
    ("the password", lambda one: one.counts.get("passwords", 0)),
    ("reloads by hand", lambda one: one.counts.get("reloads", 0)),
    ("requests", lambda one: one.counts["requests"]),
    ("kB", lambda one: one.counts["bytes"] // 1000),
    ("minutes, every word read", lambda one: f"{one.seconds / 60:.1f}"),
]


def table(people: list[Walk]) -> str:
    lines = [f"| | {' | '.join(one.name for one in people)} |", f"| --- |{' --- |' * len(people)}"]
    lines += [f"| {what} | {' | '.join(str(of(one)) for one in people)} |" for what, of in ROWS]
    for one in people:
        pages = ", ".join(f"`{path}` {words}" for path, words in one.words)
        lines.append(f"\n{one.name}, page by page (words): {pages}")
    return "\n".join(lines)


def at(browser: Browser, server: Server, name: str, options: argparse.Namespace) -> Walk:
    context = browser.new_context(base_url=server.url, color_scheme=options.scheme, **PHONE)
    return Walk(context.new_page(), name, options.shots)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.way_in")
    parser.add_argument("--shots", type=Path, help="a folder for a picture of each page")
    parser.add_argument("--scheme", default="light", choices=["light", "dark"])
    options = parser.parse_args()
    if options.shots:
        options.shots.mkdir(parents=True, exist_ok=True)
    program = chromium()
    assert program, "Chromium is not here"
    with tempfile.TemporaryDirectory(prefix="imago-way-in-") as folder:
        template = make_template(Path(folder) / "template")
        with (
            Server(Path(folder) / "server", template=template) as server,
            sync_playwright() as playwright,
        ):
            browser = launch(playwright, program)
            ann, ben = (at(browser, server, name, options) for name in ("Ann", "Ben"))
            walk(ann, ben, server)
            print(table([ann, ben]))
            browser.close()


if __name__ == "__main__":
    main()
