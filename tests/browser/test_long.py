"""A dialogue of 2,000 events: it opens at once, and all of it can be read."""

import statistics
import time

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.timeout(120)

ACCEPTED = 3.0  # seconds; far above what it takes, since machines are busy
MORE = "count => document.querySelectorAll('.said > li').length > count"
SHOW = "Show what was said before"


def opened_in(page: Page, path: str) -> float:
    began = time.perf_counter()
    page.goto(path, wait_until="commit")
    page.locator("#now").wait_for()
    return time.perf_counter() - began


def test_a_long_room_opens_as_quickly_as_a_short_one(visits, house, record_property):
    page = visits("Ann", "long").page
    long = statistics.median(opened_in(page, house.path("long")) for _ in range(5))
    short = statistics.median(opened_in(page, house.path("sending")) for _ in range(5))
    record_property("seconds until a room of 2000 events shows whose turn it is", long)
    print(f"{long:.2f} s for {house.events_in_long} events, {short:.2f} s for 6")
    assert long < ACCEPTED


def test_all_of_it_is_paged_back_and_nothing_jumps_meanwhile(visits, house):
    page = visits("Ann", "long").page
    button = page.get_by_role("button", name=SHOW)
    entry = page.locator(".said > li").nth(1)
    # With the page at its very top a browser itself keeps nothing in place.
    page.evaluate("scrollTo(0, 0)")
    marked = entry.evaluate_handle("one => one")
    before = marked.evaluate("one => one.getBoundingClientRect().top")
    count = page.locator(".said > li").count()
    button.press("Enter")
    expect(button).to_be_visible()
    page.wait_for_function(MORE, arg=count)
    assert marked.evaluate("one => one.isConnected")
    assert abs(marked.evaluate("one => one.getBoundingClientRect().top") - before) < 2
    for _ in range(house.events_in_long // 60 + 1):
        if not button.count():
            break
        count = page.locator(".said > li").count()
        page.evaluate("[...document.querySelectorAll('.earlier button')][0].click()")
        page.wait_for_function(MORE, arg=count)
    expect(button).to_have_count(0)
    expect(page.locator(".said > li").first).to_contain_text("asked for a dialogue")
    expect(page.locator(".said")).to_be_focused()
    assert (
        page.locator(".transcript .words").count() > house.events_in_long * 2 / 5 - 10
    )  # of five, two have words
