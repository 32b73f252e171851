"""Thea reads, and does nothing: her login is in use."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.timeout(120)

BEAT = "document.dispatchEvent(new Event('visibilitychange'))"


def test_a_page_says_at_most_once_a_minute_that_somebody_reads_it_and_only_if_so(sit):
    thea = sit("Thea")
    beats: list[str] = []
    thea.page.on(
        "websocket", lambda socket: socket.on("framesent", lambda sent: beats.append(str(sent)))
    )

    def reading():
        thea.page.evaluate(BEAT)
        thea.page.wait_for_timeout(100)
        assert "heartbeat" in beats[-1]
        return "reading" in beats[-1]

    def untouched():
        thea.page.goto("/board")
        expect(thea.page.locator(".room-card").first).to_be_visible()
        thea.page.evaluate("scrollTo(0, 400)")  # as a room does it for whoever is away
        return not reading()

    # A browser that was handed on may still deliver what somebody did in it before.
    assert any(untouched() for _ in range(3))
    thea.page.mouse.move(100, 200)
    assert reading()
    thea.page.keyboard.press("PageDown")
    assert not reading()
