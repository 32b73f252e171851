"""Ann and Ben without a mouse, and what a screen reader tells them."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.people import At

pytestmark = pytest.mark.timeout(90)

FOCUS = """() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  const around = one.matches("textarea") ? getComputedStyle(one.closest(".composer")) : style;
  const name = one.getAttribute("aria-label") ?? one.labels?.[0]?.textContent ?? one.textContent;
  const box = one.getBoundingClientRect();
  return {
    name: name.trim(),
    tag: one.tagName,
    seen: [style, around].some((s) => s.outlineStyle !== "none" && s.outlineWidth !== "0px"),
    within: box.top >= 0 && box.bottom <= innerHeight,
  };
}"""


class Keys:
    """Somebody who has a keyboard and nothing else."""

    def __init__(self, at: At) -> None:
        self.at, self.page = at, at.page

    def focus(self) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate(FOCUS)
        return found

    def tab_to(self, name: str) -> list[str]:
        """The names of all that Tab passes on the way, each with its focus in sight."""
        passed: list[str] = []
        while not passed or passed[-1] != name:
            assert len(passed) < 25, f"{name!r} is not among {passed}"
            self.page.keyboard.press("Tab")
            focus = self.focus()
            if focus["tag"] != "BODY":  # past the last one the browser itself comes
                assert focus["seen"], f"no focus is seen on {focus}"
                assert focus["within"], f"the focus is out of sight on {focus}"
            passed.append(focus["name"] if focus["tag"] != "BODY" else "")
        return passed

    def press(self, name: str, key: str = "Enter") -> None:
        title = self.page.locator("#now").inner_text()
        self.tab_to(name)
        self.page.keyboard.press(key)
        expect(self.page.locator("#now")).not_to_have_text(title, timeout=30_000)
        self.holds_on()

    def say(self, words: str) -> None:
        """Write in the only field there is, and send by Ctrl+Enter."""
        title = self.page.locator("#now").inner_text()
        self.tab_to(self.page.locator("label[for=words]").inner_text())
        self.page.keyboard.type(words)
        self.page.keyboard.press("Control+Enter")
        expect(self.page.locator("#now")).not_to_have_text(title, timeout=30_000)
        self.holds_on()

    def holds_on(self) -> None:
        """The focus is not lost: it waits at what is asked now."""
        expect(self.page.locator("#now")).to_be_focused()


def test_a_whole_dialogue_by_keyboard_alone(sit):
    ann, ben = sit("Ann", "keyboard"), sit("Ben", "keyboard")
    by_ann, by_ben = Keys(ann), Keys(ben)
    order = by_ben.tab_to("Yes, now is good")
    assert order[:4] == ["Skip to the content", "Our dialogues", "Pause", "Leave quickly"]
    by_ben.page.keyboard.press("Enter")
    for keys in (by_ann, by_ben):
        expect(keys.page.locator("#now")).to_have_text("Take a moment before you start")
        keys.holds_on()
        keys.press("I’m ready")
    for first, second, one, other in (
        (by_ann, by_ben, "Ann", "Ben"),
        (by_ben, by_ann, "Ben", "Ann"),
    ):
        first.at.sees(f"{one}, say your intention")
        first.press("Say it", "Space")
        second.at.sees(f"{other}, say your intention")
        second.press("Say it")
        first.at.sees(f"{one}, tell {other} what you appreciate")
        first.holds_on()
        first.say("One thing I appreciate about you is that you came home.")
        second.at.sees(f"{other}, your turn to mirror")
        second.holds_on()
        second.say("You appreciate that I came home.")
        first.at.sees(f"{one}, did {other} get that?")
        first.press("Yes, you got it", "Space")
        second.press("Ask: Is there more about that?")
        first.press("That’s all")
        first.at.sees(f"{one}, thank {other}")
        first.press("Say it")
        second.at.sees(f"{other}, thank {one}")
        second.press("Say it")
        if first is by_ann:
            by_ann.press("Swap now")
            by_ben.press("Swap now", "Space")
    by_ben.press("Stop here")
    by_ben.at.sees("Ben, closing words for Ann")
    by_ben.say("That you listened.")
    by_ann.at.sees("Ann, closing words for Ben")
    by_ann.say("That you told me.")
    for keys in (by_ann, by_ben):
        keys.at.sees("You’ve reached the end")
        keys.holds_on()
    assert ann.heard() == ben.heard() == []


def test_the_focus_is_caught_when_a_choice_takes_its_button_away(sit):
    ann, ben = sit("Ann", "focus"), sit("Ben", "focus")
    by_ann, by_ben = Keys(ann), Keys(ben)
    by_ben.tab_to("Pause, please. Let me mirror that first")
    ben.page.keyboard.press("Enter")
    expect(
        ben.page.get_by_role("button", name="Pause, please. Let me mirror that first")
    ).to_have_count(0)
    by_ben.holds_on()
    by_ann.say("When the light is on and nobody comes, I feel alone.")
    by_ben.tab_to("Pause, please. Let me mirror that first")
    ben.page.keyboard.press("Enter")
    expect(ben.page.locator("#words")).to_be_focused()
    ben.page.keyboard.type("You feel alone.")
    ben.page.keyboard.press("Control+Enter")
    ann.sees("Ann, did Ben get that?")
    by_ann.tab_to("Almost")
    ann.page.keyboard.press("Enter")
    expect(ann.page.locator("#words")).to_be_focused()
    ann.page.keyboard.press("Tab")
    assert by_ann.focus()["name"] == "Back"
    ann.page.keyboard.press("Enter")
    expect(ann.page.get_by_role("button", name="Yes, you got it")).to_be_focused()
    by_ann.tab_to("Pause")
    ann.page.keyboard.press("Enter")
    for keys, title in ((by_ann, "You asked for a pause"), (by_ben, "Ann asked for a pause")):
        keys.at.sees(title)
    by_ann.holds_on()
    by_ann.tab_to("Stop here")
    ann.page.keyboard.press("Enter")
    expect(ann.page.get_by_role("button", name="Not yet")).to_be_focused()
    ann.page.keyboard.press("Escape")
    expect(ann.page.get_by_role("button", name="Stop here")).to_be_focused()
    by_ann.press("I’m ready to continue")


def test_a_screen_reader_hears_the_partner_and_whose_turn_it_is(sit):
    ann, ben = sit("Ann", "listening"), sit("Ben", "listening")
    heard = ben.page.locator("main > [aria-live=polite]")
    expect(heard).to_have_text("")
    ann.says("When you are late I sit in the kitchen.", "Send")
    expect(heard).to_have_text(
        "Ann shared: When you are late I sit in the kitchen. Ben, your turn to mirror."
    )
    ben.says("When I am late you sit in the kitchen.", "Send, and ask: Did I get that?")
    expect(heard).to_have_text("Ann is checking if you got it.")
    expect(ann.page.locator("main > [aria-live=polite]")).to_have_text(
        "Ben mirrored and asked “Did I get that?”: When I am late you sit in the kitchen. "
        "Ann, did Ben get that?"
    )


def test_headings_landmarks_and_labels_tell_where_one_is(sit):
    ben = sit("Ben", "mirroring")
    page = ben.page
    expect(page.get_by_role("main")).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_text("The evenings you come home late")
    expect(page.get_by_role("heading", level=2)).to_have_text("Ben, your turn to mirror")
    for region in ("Whose turn it is", "What was said"):
        expect(page.get_by_role("region", name=region)).to_be_visible()
    form = page.get_by_role("form", name="Your turn")
    expect(form.get_by_role("textbox", name="What you heard, in your own words")).to_be_visible()
    expect(form.get_by_role("group", name="Ways to start")).to_be_visible()
    steps = page.get_by_role("list", name="Where you are in the dialogue").get_by_role("listitem")
    expect(
        steps.locator("[aria-current]").or_(steps.and_(page.locator("[aria-current]")))
    ).to_have_text("Share and mirror")
    expect(steps.first).to_have_text(re.compile("Settling in.*done"))
    expect(page.get_by_role("status")).to_have_count(1)
