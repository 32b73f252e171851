"""Ann on her phone, Ben and Thea at their desks: all that a therapist does in a room, and who sees it."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.people import PHONE, At
from tests.browser.wire import Wire

pytestmark = pytest.mark.timeout(120)

BEGUN = "When the light is on in the kitchen"
DOUBLED = "When it gets late, I am afraid that I don’t matter."
EDITED = "When it gets late, I am afraid that I don’t count."


class Eyes:
    """All that a person could notice: what the page is, and what the server tells it."""

    def __init__(self, person: At) -> None:
        self.page = person.page
        self.frames: list[str] = []
        self.page.on("websocket", lambda tab: tab.on("framereceived", self._hear))
        self.page.reload()
        expect(self.page.locator("#now")).to_be_visible()

    def _hear(self, frame: Any) -> None:
        if '"heartbeat"' not in str(frame):
            self.frames.append(str(frame))

    def now(self) -> tuple[str, list[str]]:
        return self.page.locator("#room").inner_html(), list(self.frames)


def whisper(thea: At, name: str, words: str) -> None:
    thea.click("Whisper")
    expect(thea.page.get_by_role("button", name="Whisper to")).to_have_count(0)  # nobody is chosen
    thea.page.get_by_label(f"To {name}", exact=True).check()
    thea.page.get_by_label(f"Private, for {name}").fill(words)
    thea.click(f"Whisper to {name}")
    expect(thea.page.get_by_text(f"Whispered to {name}.")).to_be_visible()


def test_thea_leads_a_whole_dialogue_and_each_sees_what_is_theirs(sit, house):
    ann, ben, thea = sit("Ann", "in the room", **PHONE), sit("Ben", "in the room"), sit("Thea")
    for person in (ann, ben):
        expect(person.page.get_by_role("button", name="Ask Thea to join")).to_be_visible()
    thea.enter(house, "in the room")
    for person in (ann, ben):
        expect(person.page.locator(".place.seat-therapist")).to_contain_text("Thea")
        expect(person.page.get_by_role("button", name="Raise a hand")).to_be_visible()
    expect(thea.page.locator("#words")).to_have_count(0)

    # She pauses while Ann is writing: the words are kept, and there again when it goes on.
    ann.write(BEGUN)
    thea.click("Pause")
    for person in (ann, ben):
        person.sees("Thea asked for a pause")
    thea.click("Continue")
    expect(ann.page.locator("#words")).to_have_value(BEGUN)

    # A stem for Ann, who uses it after what she had begun. Ben sees nothing of it.
    quiet = Eyes(ben)
    before = quiet.now()
    thea.click("Offer a stem")
    thea.click("What I’m afraid of is …")
    thea.click("Offer to Ann")
    ann.shot("therapist-stem")
    ann.click("Use it")
    expect(ann.page.locator("#words")).to_have_value(f"{BEGUN} What I’m afraid of is ")
    expect(ann.page.locator(".offered")).to_have_count(0)

    # Ann has raised a hand, and Thea sees it.
    ann.click("Raise a hand")
    ann.page.get_by_label("A word about it, if you like").fill("I am stuck.")
    ann.page.locator(".private-note").get_by_role("button", name="Raise a hand").click()
    expect(ann.page.get_by_text("Your hand is up. Only Thea sees it.")).to_be_visible()
    hand = thea.page.get_by_role("group", name="Ann has raised a hand")
    expect(hand).to_contain_text("I am stuck.")
    hand.get_by_role("button", name="Got it").click()
    expect(ann.page.get_by_text("Your hand is up.")).to_have_count(0)

    # A line in Ann's voice: she changes it before anybody sees it, and her own words are kept.
    thea.click("Double")
    thea.page.get_by_label("One line in Ann’s voice").fill(DOUBLED)
    thea.click("Offer to Ann")
    offered = ann.page.get_by_role("group", name="Thea suggests a line in your voice")
    expect(offered).to_contain_text(DOUBLED)
    ann.shot("therapist-double")
    offered.get_by_role("button", name="Edit").click()
    expect(ann.page.locator("#words")).to_have_value(DOUBLED)
    expect(ann.page.locator(".kept")).to_contain_text(BEGUN)
    assert quiet.now() == before
    ann.says(EDITED, "Send")
    ben.sees("Ben, your turn to mirror")
    expect(ben.page.locator("body")).to_contain_text(EDITED)
    expect(ben.page.locator("body")).not_to_contain_text(DOUBLED)

    # Back to mirroring, with a reason that both read; and what Ben had begun is not lost.
    ben.says("You are angry with me.", "Send, and ask: Did I get that?")
    ann.sees("Ann, did Ben get that?")
    thea.click("Lead")
    thea.page.get_by_label("Mirror the last message again").check()
    thea.page.get_by_label("A reason, if you like. They’ll both read it.").fill(
        "Slowly, only her words."
    )
    ann.click("Yes, you got it")  # it moves on under her hands
    expect(thea.page.get_by_role("alert")).to_contain_text(
        "“Mirror the last message again” wasn’t done"
    )
    reason = thea.page.get_by_label("A reason, if you like. They’ll both read it.")
    expect(reason).to_have_value("Slowly, only her words.")
    thea.page.get_by_label("Mirror the last message again").check()
    thea.click("Mirror the last message again")
    for person, title in (
        (ann, "Ben is mirroring what you said"),
        (ben, "Ben, your turn to mirror"),
    ):
        person.sees(title)
        for place in (".led", ".frame"):
            expect(person.page.locator(place)).to_contain_text("asked for the mirror again")
            expect(person.page.locator(place)).to_contain_text("Slowly, only her words.")
    ben.shot("therapist-led")

    # Slowly: what Ben writes waits for its moment, and so does Ann after him.
    thea.click("Slow")
    thea.click("10 s")
    expect(ben.page.get_by_text("Thea asked you to go slowly.").first).to_be_visible()
    ben.write("You are afraid that you don’t count.")
    wait = ben.page.get_by_role("button", name="Send, and ask: Did I get that? in")
    expect(wait).to_be_disabled()
    ben.page.keyboard.press("Control+Enter")
    ben.shot("therapist-slow")

    # A whisper to Ben, and his answer. For Ann nothing happens: neither on her page nor on her wire.
    quiet = Eyes(ann)
    expect(ann.page.locator(".kept")).to_contain_text(BEGUN)
    before = quiet.now()
    whisper(thea, "Ben", "You can breathe.")
    expect(ben.page.locator(".whisper")).to_contain_text("You can breathe.")
    ben.click("Answer privately")
    ben.page.get_by_label("Your answer to Thea").fill("It is hard to listen.")
    ben.click("Answer Thea")
    expect(thea.page.locator(".whisper").last).to_contain_text("It is hard to listen.")
    ben.page.get_by_role("button", name="Hide").first.click()
    expect(ben.page.locator("body")).not_to_contain_text("You can breathe.")
    ann.page.wait_for_timeout(300)
    assert quiet.now() == before

    expect(ben.page.locator("#words")).to_have_value("You are afraid that you don’t count.")
    ben.page.get_by_role("button", name="Send, and ask: Did I get that?", exact=True).click(
        timeout=15_000
    )
    ann.sees("Ann, did Ben get that?")
    expect(ann.page.get_by_role("button", name="Yes, you got it in")).to_be_disabled()
    ann.shot("therapist-slow")

    # What the step is for; and the end, which she asks herself about first.
    thea.click("Frame")
    thea.click("Show to both")
    for person in (ann, ben):
        expect(person.page.locator(".frame").last).to_contain_text("One shares, one mirrors.")
    thea.click("End safely")
    thea.click("Not yet")
    thea.click("End safely")
    thea.click("Stop here")
    for person in (ann, ben, thea):
        person.sees("This dialogue has ended")
    for person in (ann, ben):
        expect(person.page.locator("#room")).not_to_contain_text("Thea")


def test_theas_sheet_is_for_the_keyboard_and_keeps_her_words_when_the_line_is_cut(sit):
    ben, thea = sit("Ben", "a lost answer"), sit("Thea", "a lost answer")
    wire = Wire(thea.page)
    thea.page.reload()
    tile = thea.page.get_by_role("button", name="Whisper", exact=True)
    tile.press("Enter")
    expect(thea.page.get_by_label("To Ann", exact=True)).to_be_focused()
    thea.page.get_by_label("To Ben", exact=True).check()
    words = thea.page.get_by_label("Private, for Ben")
    words.fill("You can breathe.")
    # What was begun for one partner is never there for the other.
    thea.page.get_by_label("To Ann", exact=True).check()
    expect(thea.page.get_by_label("Private, for Ann")).to_have_value("")
    thea.page.keyboard.press("Escape")
    expect(tile).to_be_focused()
    tile.press("Enter")
    thea.page.get_by_label("To Ben", exact=True).check()
    expect(words).to_have_value("You can breathe.")
    # The server has it, and the answer is lost: it is sent again, and done once.
    wire.held = True
    words.press("Control+Enter")
    expect(ben.page.locator(".whisper")).to_have_count(1)
    wire.cut()
    expect(thea.page.get_by_text("Whispered to Ben.")).to_be_visible()
    assert wire.said("command") == 2
    expect(ben.page.locator(".whisper")).to_have_count(1)
    expect(thea.page.locator(".whisper")).to_have_count(1)


def test_what_ben_has_begun_is_there_again_when_it_comes_back_to_him(sit):
    ann, ben, thea = (sit(name, "led back") for name in ("Ann", "Ben", "Thea"))
    wire = Wire(ben.page)
    ben.page.reload()
    ben.write("What I hear you saying")
    expect(ben.page.get_by_text("Saved. Only you see this until you send it.")).to_be_visible()
    # Sent before he could know that it goes slowly now: the words stay, and he is told.
    wire.held = True
    thea.click("Slow")
    thea.click("40 s")
    expect(ann.page.locator(".note").last).to_have_text("Thea asked to go slowly")
    ben.click("Send, and ask: Did I get that?")
    expect(ben.page.get_by_role("button", name="Sending …")).to_be_visible()
    wire.let_go()
    expect(ben.page.get_by_role("alert")).to_contain_text("Your words are saved")
    expect(ben.page.locator("#words")).to_have_value("What I hear you saying")
    thea.click("Slow 40 s")
    thea.click("Their own pace")
    expect(
        ben.page.get_by_role("button", name="Send, and ask: Did I get that?", exact=True)
    ).to_be_enabled()
    thea.click("Lead")
    expect(thea.page.get_by_role("radio")).to_have_count(1)  # nothing else is allowed from here
    thea.page.get_by_label("Share it shorter").check()
    thea.click("Share it shorter")
    ben.sees("Ann is finding a shorter way to say it")
    expect(ben.page.locator(".kept")).to_contain_text("What I hear you saying")
    ann.says("I wait.", "Say it shorter")
    ben.sees("Ben, your turn to mirror")
    expect(ben.page.locator("#words")).to_have_value("What I hear you saying")
