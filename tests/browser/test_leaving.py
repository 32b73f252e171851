"""Ann leaves quickly, on the worst evening of her month."""

import signal
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import ConsoleMessage, expect

from tests.browser.people import PHONE
from tests.support.servers import Server


class Ordinary(BaseHTTPRequestHandler):
    """An ordinary site, on this machine: tests reach no other."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<h1>Ordinary</h1>")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def ordinary() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Ordinary) as site:
        Thread(target=site.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{site.server_port}/"
        site.shutdown()


@pytest.fixture(scope="module")
def server(
    template: Path, tmp_path_factory: pytest.TempPathFactory, ordinary: str
) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("leaving") / "server"
    with Server(folder, template=template, IMAGO_QUICK_EXIT=ordinary) as running:
        yield running


def write_in_the_room(ann):
    """Or go on there: who has asked once does not ask again."""
    ann.page.goto("/sessions")
    if ann.page.get_by_role("link", name="Open").count():
        ann.page.get_by_role("link", name="Open").first.click()
        expect(ann.page.locator("#now")).to_be_visible()
        return
    ann.page.get_by_text("Appreciation dialogue", exact=True).click()
    ann.page.get_by_label("Your topic, in one sentence").fill("A quiet secret")
    ann.page.get_by_role("button", name="Ask Ben").click()
    ann.sees("Ben is deciding if now is a good time")


@pytest.mark.parametrize("way", ["link", "shift"])
def test_the_page_is_covered_at_once_and_going_back_shows_nothing(at, way, ordinary):
    ann = at("Ann", **PHONE)
    write_in_the_room(ann)
    covered: list[float] = []

    def heard(said: ConsoleMessage) -> None:
        if said.text.startswith("covered"):
            covered.append(float(said.text.split()[1]))

    ann.page.on("console", heard)
    ann.page.evaluate(
        """() => { new MutationObserver(() => {
            if (!document.body) console.log("covered", performance.now() - window.began);
        }).observe(document.documentElement, {childList: true});
        for (const kind of ["keydown", "pointerdown"])
            addEventListener(kind, () => { window.began = performance.now(); }, true); }"""
    )
    if way == "link":
        ann.page.get_by_role("link", name="Leave quickly").click()
    else:
        for _ in range(3):
            ann.page.keyboard.press("Shift")
    ann.page.wait_for_url(ordinary)
    assert len(covered) == 1
    assert covered[0] < 100  # milliseconds, from the press
    for _ in range(5):
        if ann.page.go_back(wait_until="commit") is None:
            break
        expect(ann.page.locator("body")).not_to_contain_text("secret")
        expect(ann.page.locator("body")).not_to_contain_text("Together")
        assert ann.page.url in (ordinary, "about:blank")
    assert [c["name"] for c in ann.context.cookies(ann.server.url)] == ["n"]


WHAT_IS_KEPT = """async () => [
    ...Object.entries(localStorage), ...Object.entries(sessionStorage),
    ...(await indexedDB.databases()).map((one) => one.name), ...await caches.keys()]"""


def test_nothing_stays_in_ann_s_browser_and_ben_sees_what_a_lost_connection_shows(
    at, server, ordinary
):
    ann, ben = at("Ann", **PHONE), at("Ben")
    write_in_the_room(ann)
    ben.page.goto(ann.page.url)
    place = ben.page.locator(".place.seat-first .presence")
    expect(place).to_have_text("here")
    ben.click("Yes, now is good")
    ann.sees("Take a moment before you start")
    server.signal(signal.SIGSTOP)  # so that the draft is kept in the browser, as nowhere else
    ann.write("That nobody hears of this")
    ann.page.wait_for_function(
        "() => Object.values(sessionStorage).join().includes('nobody hears')"
    )
    for _ in range(3):
        ann.page.keyboard.press("Shift")
    server.signal(signal.SIGCONT)
    ann.page.wait_for_url(ordinary)
    expect(place).to_have_text("away")
    expect(ben.page.locator(".transcript")).not_to_contain_text("left")
    ben.sees("Take a moment before you start")
    # A page of the same origin, in the same tab, and without a script of ours.
    ann.page.route("**/empty", lambda route: route.fulfill(body="", content_type="text/html"))
    ann.page.goto(f"{server.url}/empty")
    assert ann.page.evaluate(WHAT_IS_KEPT) == []


def test_while_the_server_hangs_she_is_away_at_once_from_a_dialog_and_so_is_her_other_tab(
    at, server, ordinary
):
    ann = at("Ann", **PHONE)
    write_in_the_room(ann)
    other = ann.context.new_page()
    other.goto(f"{server.url}/sessions")
    ann.page.get_by_role("button", name="Pause").click()
    ann.click("Stop here")
    dialog = ann.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    server.signal(signal.SIGSTOP)
    try:
        dialog.get_by_role("link", name="Leave quickly").click(no_wait_after=True)
        for page in (ann.page, other):
            page.wait_for_url(ordinary, timeout=3000)
    finally:
        server.signal(signal.SIGCONT)
    other.goto(f"{server.url}/sessions", wait_until="commit")
    assert other.url == ordinary


def test_without_javascript_the_link_leaves_too(at, server, ordinary):
    ann = at("Ann", java_script_enabled=False)
    ann.page.get_by_role("link", name="Leave quickly").click()
    ann.page.wait_for_url(ordinary)
    ann.page.goto(f"{server.url}/sessions", wait_until="commit")
    assert ann.page.url == ordinary
