"""Ann writes her workup on a phone, while the connection comes and goes."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.people import PHONE
from tests.browser.soundness import faults

pytestmark = pytest.mark.timeout(60)


def test_what_ann_writes_without_a_connection_is_kept_when_it_is_back(sit):
    ann = sit("Ann", **PHONE)
    page = ann.page
    page.goto("/workup")
    page.get_by_role("button", name="Start").first.click()
    page.get_by_role("button", name="Continue", exact=True).click()
    page.get_by_label("Person 1").fill("Mama")
    page.get_by_role("button", name="Continue", exact=True).click()
    page.get_by_label("What was good").fill("warm")
    kept = page.locator("[data-autosave-says]")
    expect(kept).to_have_text(re.compile("Saved at "))
    ann.context.set_offline(True)
    page.get_by_label("What was hard").fill("quick to shout")
    expect(kept).to_contain_text("You’re offline")
    ann.context.set_offline(False)
    expect(kept).to_have_text(re.compile("Saved at "))
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
    page.get_by_role("button", name="Start").first.click()
    page.get_by_label("What you saw").press_sequentially("a red door")
    with page.expect_request("**/leave?told"):
        for _ in range(3):
            page.keyboard.press("Shift")
    assert asked == []


HEARD = """
window.sounds = [];
window.gains = [];
window.AudioContext = class extends AudioContext {
  constructor() { super(); sounds.push(this); }
};
window.GainNode = class extends GainNode {
  constructor(...how) { super(...how); gains.push(this.gain); }
};"""
AT = """(seconds) => {
  for (const one of document.querySelector(".breath").getAnimations({ subtree: true })) {
    one.pause();
    one.currentTime = seconds * 1000;
  }
}"""


def test_a_calm_sound_breathes_with_the_circle_while_ann_wants_it_and_not_after(sit):
    page = sit("Ann", **PHONE).page
    page.add_init_script(HEARD)
    page.goto("/workup")
    page.get_by_role("button", name="Start").first.click()
    sound = page.get_by_role("button", name="Calming sound")
    expect(sound).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("sounds.length") == 0

    sound.click()
    expect(sound).to_have_attribute("aria-pressed", "true")
    swell, fade = "gains[0]?.value", "gains[1]?.value"
    for second, heard in ((4, f"{swell} > 0.28"), (10, f"{swell} < 0.03")):
        page.evaluate(AT, second)
        page.wait_for_function(f"() => {heard}")
    page.wait_for_function(f"() => {fade} > 0.2")
    assert page.evaluate("sounds[0].state") == "running"
    assert page.locator("[data-trouble]").inner_text() == ""  # a breath is never announced
    sound.click()
    page.wait_for_function("() => sounds[0].state === 'suspended'")
    assert page.evaluate(f"({fade} < 0.02) && sessionStorage.length + localStorage.length === 0")

    # The circle rests: the sound is the pace. The tab is put away: it is quiet, and stays so.
    page.emulate_media(reduced_motion="reduce")
    sound.click()
    page.wait_for_function("() => gains[2]?.value > 0.022")
    page.evaluate(
        "Object.defineProperty(document, 'hidden', { get: () => true, configurable: true })"
    )
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(sound).to_have_attribute("aria-pressed", "false")
    page.wait_for_function("() => sounds[0].state === 'suspended'")

    page.route("**/leave", lambda route: route.abort())
    sound.click()
    page.wait_for_function("() => sounds[0].state === 'running'")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_function("() => sounds.every((one) => one.state === 'closed')")
