"""Ben reads what was said earlier, while the others go on."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.timeout(60)
SMALL = {"viewport": {"width": 1000, "height": 600}}


def test_who_reads_earlier_words_keeps_the_place_and_is_shown_the_way_to_new_ones(sit):
    ben, thea = sit("Ben", "further up", **SMALL), sit("Thea", "further up")
    at = "() => document.documentElement.scrollTop"
    start = ben.page.evaluate(at)
    assert start > 400
    ben.page.mouse.move(300, 300)
    ben.page.mouse.wheel(0, -400)
    new = ben.page.get_by_role("button", name="New from Thea")
    ben.page.wait_for_function("height => document.documentElement.scrollTop < height", arg=start)
    ben.page.wait_for_timeout(300)  # the wheel runs out
    read = ben.page.locator(".said > li").nth(4)
    before = read.bounding_box()
    expect(new).to_have_count(0)
    thea.click("Frame")
    thea.click("Show to both")
    expect(new).to_be_visible()
    after = read.bounding_box()
    assert before and after and abs(after["y"] - before["y"]) < 2
    new.click()
    expect(ben.page.locator(".frame").last).to_be_in_viewport()
    expect(new).to_have_count(0)
