"""Thea writes a note at a real browser: it is kept by itself, and nothing is lost on the way."""

import re

import pytest
from playwright.sync_api import Dialog, expect

from tests.browser.soundness import faults

pytestmark = pytest.mark.timeout(120)


def test_a_note_is_kept_while_thea_writes_and_never_written_over(sit):
    thea = sit("Thea")
    thea.has_a_clock()
    page = thea.page
    page.goto("/sessions")
    page.get_by_role("link", name="Ann and Ben", exact=True).last.click()
    page.get_by_text("A meeting elsewhere").click()
    page.get_by_role("button", name="Start the note").click()
    status, brought = page.locator("[data-autosave-says]"), page.get_by_label("What they brought")
    brought.fill("The kitchen, again.")
    expect(status).to_have_text(re.compile("Saved at "))

    other = thea.tab()
    other.goto(page.url)
    expect(other.get_by_label("What they brought")).to_have_value("The kitchen, again.")
    page.get_by_label("What we did").fill("Mirrored it.")
    expect(status).to_have_text("Not saved yet …")
    expect(status).to_have_text(re.compile("Saved at "))
    other.get_by_label("Plan").fill("The father.")
    expect(other.locator("[data-autosave-says]")).to_contain_text("changed in another tab")

    other.get_by_role("button", name="Save").click()
    expect(other.get_by_role("alert")).to_contain_text("Mirrored it.")
    expect(other.get_by_label("Plan")).to_have_value("The father.")
    assert not faults(other)
    other.get_by_label("Plan").fill("The father. And hers.")
    other.clock.run_for(2500)  # nothing is decided by going on writing
    page.reload()
    expect(page.get_by_label("Plan")).to_have_value("")
    other.get_by_role("button", name="Save").click()
    expect(other.get_by_text("Saved.", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_label("Plan")).to_have_value("The father. And hers.")

    thea.context.set_offline(True)
    page.get_by_label("What I saw").fill("Tears.")
    expect(status).to_contain_text("You’re offline")
    expect(page.get_by_label("What I saw")).to_have_value("Tears.")
    thea.context.set_offline(False)
    expect(status).to_have_text(re.compile("Saved at "))


def test_the_pages_of_a_record_and_the_timeline_are_sound(sit, house):
    page = sit("Thea").page
    page.goto("/sessions")
    record = page.get_by_role("link", name="Ann and Ben", exact=True).last.get_attribute("href")
    for address in (
        record,
        f"{record}/first",
        f"{record}/start",
        house.path("completed").replace("room", "timeline"),
    ):
        page.goto(address)
        page.evaluate("document.querySelectorAll('main details').forEach((one) => one.open = true)")
        # A box to tick is as large as its label.
        left = [
            one
            for one in faults(page)
            if 'type="radio"' not in one and 'type="checkbox"' not in one
        ]
        assert not left, address


def test_leaving_quickly_is_never_asked_about(sit):
    """Not even while something is not kept yet, about which a browser would ask."""
    page = sit("Thea").page
    page.goto("/sessions")
    page.get_by_role("link", name="Ann and Ben", exact=True).last.click()
    page.get_by_text("A meeting elsewhere").click()
    page.get_by_role("button", name="Start the note").click()
    asked: list[str] = []

    def hear(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", hear)
    page.get_by_label("Plan").press_sequentially("The fa")
    with page.expect_request("**/leave?*"):
        for _press in range(3):
            page.keyboard.press("Shift")
    assert asked == []
    # Otherwise it is asked about: what one has just written would be lost.
    page = sit("Thea").page
    page.on("dialog", hear)
    page.goto("/sessions")
    page.get_by_role("link", name="Ann and Ben", exact=True).last.click()
    page.locator(".note-row a").first.click()
    page.get_by_label("Plan").press_sequentially("The fa")
    page.goto("/profile")
    assert asked == ["beforeunload"]
