"""Ann and Ben with one phone, Ann's: Ben lends his seat on it, and it goes from hand to hand."""

from playwright.sync_api import expect

from tests.browser.people import PHONE
from tests.support.cast import PASSWORD

SAID = "I’ve said it"


def test_a_dialogue_on_one_phone_from_hand_to_hand_and_the_last_word_on_two(sit, house):
    ann = sit("Ann", "one phone", **PHONE)
    page = ann.page
    everything = page.locator("body")

    def passes_to(name: str) -> None:
        """The whole screen says so, and shows nothing that is either's."""
        ann.sees(f"Hand the phone to {name}")
        expect(page.locator(".transcript, .dock, .stage")).to_have_count(0)
        expect(everything).not_to_contain_text("Begin small, Ann.")
        ann.click(f"{name} has the phone")

    ann.click("Only one phone?")
    page.get_by_role("link", name="Use this phone").click()
    page.get_by_label("Ben, your password").fill("a guess")
    ann.click("Lend my place")
    expect(page.get_by_text("That isn’t Ben’s password.")).to_be_visible()
    page.get_by_label("Ben, your password").fill(PASSWORD)
    ann.shot("password")
    ann.click("Lend my place")

    ann.shot("hand-to")
    passes_to("Ann")
    ann.sees("Ann, tell Ben what you appreciate")
    expect(page.locator(".whispered")).to_contain_text("Begin small, Ann.")
    ann.shot("own")
    ann.click(SAID)
    passes_to("Ben")
    ann.sees("Ben, your turn to mirror")
    expect(page.locator("#now")).to_be_focused()
    expect(page.get_by_role("button", name="Add a line")).to_have_count(0)
    expect(page.locator(".so-far, .whispered, .lent-away")).to_have_count(0)
    expect(everything).not_to_contain_text("Begin small, Ann.")
    ann.shot("borrowed")
    ann.click(SAID)

    # Whoever has it after a reload says so first.
    ann.sees("Hand the phone to Ann")
    page.reload()
    passes_to("Ann")
    ann.sees("Ann, did Ben get that?")
    ann.click("Yes, you got it")
    passes_to("Ben")
    ann.click("Ask: Is there more about that?")
    passes_to("Ann")
    ann.click("That’s all")
    ann.sees("Ann, thank Ben")
    ann.click(SAID)
    passes_to("Ben")
    ann.sees("Ben, thank Ann")
    ann.click("Pause")
    expect(page.get_by_role("heading", name="A pause")).to_be_visible()
    expect(everything).not_to_contain_text("Begin small, Ann.")
    ann.shot("pause")
    ann.click("I’m ready to continue")
    ann.click(SAID)
    ann.sees("Swap now, later, or stop here?")  # each answers, and Ben has it already
    ann.shot("switch")
    ann.click("Stop here")  # Ann is not asked any more
    passes_to("Ann")
    ann.click(SAID)
    ann.sees("Hand the phone to Ben")

    ben = sit("Ben", "one phone", **PHONE)
    expect(ben.page.locator(".lent-away")).to_contain_text("Ann’s phone has your place")
    expect(ben.page.locator(".whispered, .transcript")).to_contain_text("Breathe, Ben.")
    ben.shot("lent")
    ann.click("Back to two phones")
    ann.shot("back")
    page.get_by_role("dialog").get_by_role("button", name="Back to two phones").click()
    ann.sees("Ben is closing")
    expect(ben.page.locator(".lent-away")).to_have_count(0)
    ben.click(SAID)
    for person in (ann, ben):
        person.sees("You’ve reached the end")
    page.get_by_role("link", name="Read it again").click()
    log = page.locator("main").inner_text()
    told = "Ben mirrored and asked “Did I get that?”, out loud, on Ann’s phone"
    assert log.count(told) == 1
    assert "Breathe, Ben." not in log
