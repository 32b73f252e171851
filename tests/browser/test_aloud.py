"""Ann and Ben, each with a phone, say it aloud: without a keyboard, and written for a while in between."""

from playwright.sync_api import expect

from tests.browser.people import PHONE

SAID = "I’ve said it"
AWAKE = """window.awake = 0;
WakeLock.prototype.request = async () => {
  window.awake += 1;
  return { release: async () => void (window.awake -= 1) };
};"""


def meet(sit):
    people = []
    for name in ("Ann", "Ben"):
        person = sit(name, **PHONE)
        person.page.add_init_script(AWAKE)
        people.append(person)
    return people


def test_a_whole_dialogue_aloud_with_two_phones_and_a_part_of_it_in_writing(sit, house):
    ann, ben = (person.enter(house, "aloud") for person in meet(sit))
    # Nobody's phone turns unasked.
    ben.click("Talk instead")
    expect(ben.page.locator(".turning")).to_contain_text("until Ann answers")
    said = ann.page.locator("[aria-live]", has_text="Ben asked to talk out loud")
    expect(said.first).to_contain_text("Ann, tell Ben what you appreciate")
    ann.click("Keep writing")
    expect(ben.page.locator(".turned")).to_have_text("Ann would rather leave it as it is")
    ben.click("Talk instead")
    ann.click("Talk out loud")
    expect(ben.page.locator(".turned")).to_have_text("Ann switched to talking out loud")
    for person in (ann, ben):
        person.page.wait_for_function("() => window.awake === 1")

    expect(ann.page.locator(".to-say li").first).to_have_text(
        "One thing I appreciate about you is …"
    )
    expect(ann.page.locator("textarea, input")).to_have_count(0)
    expect(ann.page.get_by_role("button", name="Sound")).to_have_attribute("aria-pressed", "false")
    expect(ben.page.locator(".meantime")).to_contain_text("Breathe. You don’t have to answer")
    expect(ben.page.get_by_role("button", name=SAID)).to_have_count(0)
    ann.click(SAID)
    ben.sees("Ben, your turn to mirror")
    ben.click(SAID)
    ann.sees("Ann, did Ben get that?")
    ann.click("Almost")
    ann.click(SAID)

    # Ben would rather write; the screen may go dark again, and words are asked for.
    ben.sees("Ben, your turn to mirror")
    ben.click("Write instead")
    ann.page.locator(".turning").get_by_role("button", name="Write").click()
    expect(ben.page.locator(".turned")).to_have_text("Ann switched to writing")
    ben.page.wait_for_function("() => window.awake === 0")
    ben.says("You were glad that I called.", "Send, and ask: Did I get that?")
    ann.sees("Ann, did Ben get that?")
    assert ann.heard()[-1] == "You were glad that I called."
    ann.click("Talk instead")
    ben.click("Talk out loud")
    expect(ann.page.locator(".turned")).to_have_text("Ben switched to talking out loud")
    ann.click("Yes, you got it")
    ben.click("Ask: Is there more about that?")
    ann.click("That’s all")

    ann.sees("Ann, thank Ben")
    expect(ann.page.locator(".to-say")).to_contain_text("Thank you for listening")
    ann.click(SAID)
    ben.sees("Ben, thank Ann")
    ben.click("Add a line")
    expect(ben.page.locator("#words")).to_be_focused()
    ben.page.keyboard.type("Sunday, on the phone")
    ben.click(SAID)
    for person in (ann, ben):
        person.sees("Swap now, later, or stop here?")
    ben.click("Swap now")
    ann.sees("Swap now, later, or stop here?")  # what Ben chose is not told, nor that he has
    ann.click("Stop here")
    ann.click(SAID)
    ben.sees("Ben, closing words for Ann")
    ben.click(SAID)
    for person in (ann, ben):
        person.sees("You’ve reached the end")
        person.page.wait_for_function("() => window.awake === 0")
    ann.page.get_by_role("link", name="Read it again").click()
    log = ann.page.locator("main").inner_text()
    assert (
        log.count("Ann shared, out loud") == 1
        and log.count("Ben mirrored and asked “Did I get that?”, out loud") == 1
    )
    assert log.count("You were glad that I called.") == log.count("Sunday, on the phone") == 1
    assert "Thank you for listening" not in log  # nobody knows in which words she said it
