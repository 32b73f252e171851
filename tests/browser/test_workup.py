"""Ann writes her workup on a phone, while the connection comes and goes."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.soundness import faults

pytestmark = pytest.mark.timeout(60)


def test_what_ann_writes_without_a_connection_is_kept_when_it_is_back(sit):
    ann = sit("Ann", **PHONE)
    page = ann.page
    page.goto("/workup")
    page.get_by_role("button", name="Begin").first.click()
    page.get_by_role("button", name="Go on", exact=True).click()
    page.get_by_label("Person 1").fill("Mama")
    page.get_by_role("button", name="Go on", exact=True).click()
    page.get_by_label("What was good").fill("warm")
    kept = page.locator("[data-kept]")
    expect(kept).to_have_text("Kept.")
    ann.context.set_offline(True)
    page.get_by_label("What was hard").fill("quick to shout")
    expect(kept).to_contain_text("No connection")
    ann.context.set_offline(False)
    expect(kept).to_have_text("Kept.")
    page.reload()  # unasked: everything is kept
    expect(page.get_by_label("What was hard")).to_have_value("quick to shout")
    page.get_by_role("link", name="The picture").click()
    expect(page.locator(".circle .trait")).to_have_text(["warm", "quick to shout"])
    assert not faults(page)


def test_who_leaves_quickly_is_not_asked_about_what_is_not_kept_yet(sit):
    ann = sit("Ann", **PHONE)
    page, asked = ann.page, []

    def answer(dialog):
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.goto("/workup")
    page.get_by_role("button", name="Begin").first.click()
    page.get_by_label("What you saw").press_sequentially("a red door")
    with page.expect_request("**/leave"):
        for _ in range(3):
            page.keyboard.press("Shift")
    assert asked == []
