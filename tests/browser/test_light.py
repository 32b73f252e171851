"""The room on a bad phone: what its first load asks for, and how much that is."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.house import House, new_device
from tests.browser.people import PHONE, At

pytestmark = pytest.mark.timeout(60)

REQUESTS, KILOBYTES = 16, 155  # it is 12 and 149


def test_the_first_load_of_the_room_is_small(browser: Browser, house: House) -> None:
    page = new_device(browser, house.server.url, PHONE)
    ben = At(page, house.server, "Ben")
    ben.log_in(house)
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    loaded: list[float] = []
    asked: list[str] = []
    line.on("Network.loadingFinished", lambda one: loaded.append(one["encodedDataLength"]))
    line.on("Network.requestWillBeSent", lambda one: asked.append(one["request"]["url"]))
    ben.enter(house, "mirroring")
    expect(page.locator("#words")).to_be_visible()
    page.evaluate("() => document.fonts.ready.then(() => 0)")
    page.context.close()
    assert 4 < len(asked) <= REQUESTS, asked
    assert 60 < sum(loaded) / 1000 <= KILOBYTES, (sum(loaded), asked)
