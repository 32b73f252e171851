"""Thea at her board, while Ann and Ben are in their rooms."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.people import DESKTOP, PHONE
from tests.browser.rooms_at_every_step import SENT
from tests.browser.soundness import faults
from tests.support.rooms import TOPIC

pytestmark = pytest.mark.timeout(120)

# The house has more rooms than any therapist: a few of each kind say the same, in a tenth of the time.
A_FEW = """() => document.querySelectorAll("[data-part]").forEach((part) =>
  [...part.querySelectorAll(".room-card")].slice(3).forEach((card) => (card.closest("li") ?? card).remove()))"""


def card(thea, house, room) -> Locator:
    found: Locator = thea.page.locator(f'[data-room="{house.rooms[room]}"]')
    return found


def at_the_board(sit, **device):
    thea = sit("Thea", **device)
    thea.has_a_clock()
    thea.page.goto("/board")
    expect(thea.page.locator(".room-card").first).to_be_visible()
    return thea


def test_thea_sees_who_needs_her_pauses_from_outside_and_goes_in_with_one_click(sit, house):
    thea, ann = at_the_board(sit), sit("Ann", "board")
    needs, away = (thea.page.locator(f'[data-part="{part}"]') for part in ("needs", "away"))
    assert thea.page.title() == "Together"
    expect(card(thea, house, "thrice")).to_contain_text("Three corrections in a row")
    expect(away.locator(f'[data-room="{house.rooms["board pausing"]}"]')).to_be_visible()

    # Ann is there; she pauses, and the room comes up, and is told once.
    expect(card(thea, house, "board").locator(".seat-first")).to_contain_text("here")
    ann.click("Pause")
    expect(needs.locator(f'[data-room="{house.rooms["board"]}"]')).to_contain_text("Paused by Ann")
    expect(thea.page.locator("p[aria-live]")).to_have_text("Ann and Ben: Paused by Ann.")
    assert card(thea, house, "board").get_by_role("button", name="Resume").count() == 0
    ann.click("I’m ready to continue")
    expect(card(thea, house, "board")).not_to_contain_text("Paused")

    # By keyboard, from outside: the card stays below the hand until it is let go of.
    here = card(thea, house, "board pausing")
    here.get_by_role("button", name="Pause").focus()
    thea.page.keyboard.press("Enter")
    expect(here).to_contain_text("Paused by you")
    expect(here.get_by_role("button", name="Resume")).to_be_focused()
    expect(away.locator(f'[data-room="{house.rooms["board pausing"]}"]')).to_be_visible()
    thea.page.get_by_role("button", name="Sort by need").click()
    expect(needs.locator(f'[data-room="{house.rooms["board pausing"]}"]')).to_be_visible()
    here.get_by_role("button", name="Resume").click()
    expect(here).not_to_contain_text("Paused")

    # Lost: it says so, and comes back by itself.
    thea.context.set_offline(True)
    thea.wait(12)  # for a sign of life
    expect(thea.page.get_by_text("What you see may be out of date")).to_be_visible(timeout=20_000)
    thea.context.set_offline(False)
    expect(thea.page.get_by_text("What you see may be out of date")).to_be_hidden(timeout=20_000)

    assert "therapist" not in ann.page.locator(".seats").first.inner_html()
    card(thea, house, "board").get_by_role("link").click()
    thea.page.wait_for_url(re.compile(f"/room/{house.rooms['board']}$"))
    expect(ann.page.locator(".place.seat-therapist")).to_contain_text("Thea")


def test_the_board_is_sound_at_every_size_and_has_no_word_on_it(sit, house):
    thea = at_the_board(sit, **DESKTOP)
    thea.page.evaluate(A_FEW)
    found = faults(thea.page)
    assert not found, "\n".join(found)
    thea.page.set_viewport_size(PHONE["viewport"])
    said = thea.page.locator("#board").inner_text()
    assert "Ann and Ben" in said and not [one for one in (SENT, TOPIC, "kitchen") if one in said]


def test_ann_has_no_board(sit):
    ann = sit("Ann")
    ann.page.goto("/board")
    ann.page.wait_for_url("**/sessions")
    assert ann.page.get_by_role("link", name="Board").count() == 0
