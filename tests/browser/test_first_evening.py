"""Our first evening: two at one phone, who have no account. From the front page to the first sentence in a minute."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.people import PHONE
from tests.browser.soundness import faults
from tests.browser.visitor import HURRIED

pytestmark = pytest.mark.timeout(120)
SAID = "I’ve said it"
IN_SIGHT = """() => [...document.querySelectorAll("h1, p, li, label, button, .button")]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().bottom < innerHeight)
  .map((one) => one.innerText).join(" ").split(/\\s+/).filter(Boolean).length"""
WORDS_A_SECOND, KEYS_A_SECOND, A_PRESS = 4, 5, 1.0
KEPT = "[localStorage.length, sessionStorage.length, document.cookie, history.length].join()"


class TwoAtOnePhone:
    """As people read, type and press: ``seconds`` counts that, and what the pages themselves take."""

    def __init__(self, visitor):
        self.visitor, self.page, self.seconds = visitor, visitor.page, 0.0
        self.page.add_init_script(HURRIED)  # what is kept from a second tap of one thumb

    def reads(self):
        self.seconds += self.page.evaluate(IN_SIGHT) / WORDS_A_SECOND

    def sound(self):
        assert faults(self.page) == []
        self.page.set_viewport_size(PHONE["viewport"])

    def opens(self, link):
        self.reads()
        self.page.get_by_role("link", name=link).first.click()
        self.page.wait_for_load_state("networkidle")
        took = "performance.getEntriesByType('navigation')[0].loadEventEnd / 1000"
        self.seconds += A_PRESS + self.page.evaluate(took)

    def types(self, label, words):
        self.page.get_by_label(label, exact=True).fill(words)
        self.seconds += A_PRESS + len(words) / KEYS_A_SECOND

    def press(self, button, then):
        """Each screen has the way out, and someone to talk to."""
        self.reads()
        expect(self.page.get_by_role("link", name="Leave quickly")).to_be_in_viewport()
        expect(self.page.get_by_role("link", name="Your safety")).to_be_in_viewport()
        self.page.get_by_role("button", name=button, exact=True).click()
        self.seconds += A_PRESS
        expect(self.page.get_by_role("heading", level=2)).to_have_text(re.compile(re.escape(then)))
        expect(self.page.get_by_role("heading", level=2)).to_be_focused()

    def over(self, name, then, button=SAID):
        self.press(button, f"Hand the phone to {name}")
        self.press(f"{name} has the phone", then)


def test_two_hear_each_other_within_minutes_and_nothing_of_it_leaves_the_page(visitor):
    two = TwoAtOnePhone(visitor(**PHONE))
    page = two.page
    page.goto("/")
    two.opens("Try it together on this phone")
    two.sound()
    two.types("Your first name", "Ann")
    two.types("Your partner’s name", "Ben")
    sent, kept = len(two.visitor.sent), page.evaluate(KEPT)
    two.press("Let’s start", "Take a breath together")
    two.press("We’re ready", "Hand the phone to Ann")
    two.press("Ann has the phone", "Ann, tell Ben what you appreciate")
    assert two.seconds < 60, two.seconds
    expect(page.locator(".to-say li")).to_have_count(3)
    two.sound()
    two.over("Ben", "Ben, your turn to mirror")
    expect(page.get_by_text("Did I get that?")).to_be_visible()
    two.over("Ann", "Ann, did Ben get that?")
    two.press("Almost", "Only the part that is missing")
    two.over("Ben", "Ben, your turn to mirror")
    two.over("Ann", "Ann, did Ben get that?")
    two.press("Yes, you got it", "Ann, thank Ben")
    two.over("Ben", "Ben, thank Ann")
    two.press(SAID, "Now the other way around?")
    two.press("Yes, swap", "Ben, tell Ann what you appreciate")
    two.over("Ann", "Ann, your turn to mirror")
    two.over("Ben", "Ben, did Ann get that?")
    two.press("Yes, you got it", "Ben, thank Ann")
    two.over("Ann", "Ann, thank Ben")
    two.press(SAID, "You’ve shared an appreciation")
    assert two.seconds < 5 * 60, two.seconds
    two.sound()
    expect(page.get_by_role("img", name=re.compile("the other phone"))).to_be_visible()
    assert len(two.visitor.sent) == sent and page.evaluate(KEPT) == kept
    page.reload()
    expect(page.get_by_label("Your first name")).to_have_value("")
    # And one may stop anywhere, without a reason.
    two.types("Your first name", "Ann")
    two.types("Your partner’s name", "ann")
    two.press("Let’s start", "Take a breath together")
    two.press("We’re ready", "Hand the phone to Ann 1")
    two.press("Stop here", "You stopped here")
    expect(page.locator("main")).not_to_contain_text("Ann")
