"""Ann answers, and looks at it: by keyboard alone, at every size, in light and in dark."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import PHONE, At, shoot
from tests.browser.soundness import faults
from tests.support.cast import PASSWORD

pytestmark = pytest.mark.timeout(180)


def choose(person: At, name: str, steps: int) -> None:
    """With the arrows, from the first answer on."""
    person.page.locator(f"[name={name}]").first.focus()
    person.page.keyboard.press("Space")
    for _ in range(steps):
        person.page.keyboard.press("ArrowDown")


def test_ann_answers_by_keyboard_and_reads_it_in_the_figure_and_in_the_table(at):
    ann = at("Ann", **PHONE)
    ann.page.emulate_media(reduced_motion="reduce")  # colors are looked at when they have arrived
    ann.page.goto("/progress/csi4")
    for name in ("happiness", "warm", "rewarding", "satisfied"):
        choose(ann, name, 3)
    assert faults(ann.page) == []
    ann.page.get_by_role("button", name="Save").focus()
    ann.page.keyboard.press("Enter")
    ann.page.wait_for_url("**/sessions")
    ann.page.goto("/progress")  # to read asks for the password once more
    ann.page.locator("[name=password]").fill(PASSWORD)
    ann.page.keyboard.press("Enter")
    ann.page.wait_for_url("**/progress")
    figure = ann.page.locator("figure.panel")
    expect(figure).to_have_count(1)
    expect(figure.locator(".plot .dot")).to_have_count(1)
    expect(figure.get_by_role("img")).to_have_accessible_name(
        "One answer on a scale from 0 to 21. The table below says the same."
    )
    figure.locator("summary").focus()
    ann.page.keyboard.press("Enter")
    expect(figure.get_by_role("cell", name="12", exact=True)).to_be_visible()
    expect(figure.get_by_role("cell", name="below 13.5")).to_be_visible()
    assert faults(ann.page) == []
    shoot(ann.page, "progress")
    for address in (
        "/progress/areas",
        "/progress/share",
        "/progress/partner",
        "/findings",
        "/course",
    ):
        ann.page.goto(address)
        assert faults(ann.page) == [], address


def test_ann_looks_at_forty_answers_and_picks_what_she_feels_before_ben_guesses_it(sit, house):
    ann = sit("Ann")
    ann.page.emulate_media(reduced_motion="reduce")
    ann.page.goto("/progress")  # asks for the password once more
    ann.page.locator("[name=password]").fill(PASSWORD)
    ann.page.keyboard.press("Enter")
    both = ann.page.locator("figure.panel").first
    expect(both.locator(".plot .dot")).to_have_count(80)
    expect(both.locator(".plot .mark")).to_have_count(1)
    assert faults(ann.page) == []
    shoot(ann.page, "progress-of-both")
    ann.page.goto("/guesses")
    ann.page.get_by_role("button", name="Take part").click()
    ann.enter(house, "guessing")
    own = ann.page.locator("details.feelings")
    own.locator("summary").click()
    for feeling in ("sad", "alone"):
        own.get_by_role("button", name=feeling, exact=True).click()
    expect(own).to_contain_text("Saved. Only you see this.")
    expect(own.locator("[aria-pressed=true]")).to_have_count(2)
    own.get_by_role("button", name="alone", exact=True).click()
    expect(own.locator("[aria-pressed=true]")).to_have_count(1)
    assert faults(ann.page) == []
    shoot(ann.page, "feelings")
    ann.page.goto("/guesses")
    ann.page.get_by_role("button", name="Stop, and delete what I picked").click()
