"""The way after an honest answer, at a phone: no answer is a trap, and nobody is named by what closes."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import PHONE, SHOTS, At
from tests.browser.soundness import faults
from tests.support.cast import PASSWORD

WITHOUT_A_THERAPIST = """
from dialogue.couple.couple_therapist import assign
from dialogue.models import Couple
from tests.support.cast import agreed_again
couple = Couple.objects.get()
assign(couple=couple, therapist=None)
agreed_again(Couple.objects.get())
"""


def look(page: Page, name: str) -> None:
    """Nothing is wider than the phone, in light and in dark; and a picture of the whole, if wanted."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/pathway-{name}-{scheme}.png", full_page=True)
    page.emulate_media(color_scheme="light")
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0, name


def unsound(page: Page) -> list[str]:
    """A radio button's label is what a thumb meets, and that is large enough."""
    return [one for one in faults(page) if '<input type="radio"' not in one]


def heads(person: At, title: str, name: str) -> None:
    expect(person.page.get_by_role("heading", name=title, exact=True)).to_be_visible()
    look(person.page, name)


def side(person: At) -> None:
    """To the private page, with the password once more if it is asked for."""
    person.page.goto("/side")
    proved(person)


def proved(person: At) -> None:
    if "/reauthenticate/" in person.page.url:
        person.page.locator("[name=password]").fill(PASSWORD)
        person.page.keyboard.press("Enter")
        person.page.wait_for_url(lambda url: "/reauthenticate/" not in url)


def answers(person: At, **given: str) -> None:
    """On the private page, from wherever its questions are."""
    page = person.page
    side(person)
    again = page.locator("summary", has_text="Answer the questions again")
    if again.count():
        again.first.click()
    for name, answer in given.items():
        page.locator(f"[name={name}][value={answer}]").first.check()
    person.click("Save my answers")


def agrees(person: At) -> None:
    side(person)
    if person.page.get_by_role("button", name="Skip all questions").first.is_visible():
        person.page.get_by_role("button", name="Skip all questions").first.click()
    person.click("I agree")
    heads(person, "You’ve agreed to dialogues", f"agreed-{person.name}")


@pytest.mark.timeout(240)
def test_an_honest_yes_about_somebody_before_and_about_ben_with_a_therapist(at):
    ann = at("Ann", **PHONE)
    answers(ann, hurt="yes")
    heads(ann, "Is this about Ben, or about someone before?", "about")
    assert unsound(ann.page) == []
    ann.page.set_viewport_size(PHONE["viewport"])
    ann.click("It’s about someone before")
    heads(ann, "What you agree to", "agree")
    ann.click("I agree")
    # Another day it is about Ben. Thea has said no policy, so nothing can be told to her.
    answers(ann, afraid="yes", controlled="yes")
    ann.click("It’s about Ben")
    heads(ann, "Three ways forward", "three-ways")
    assert unsound(ann.page) == []
    ann.page.set_viewport_size(PHONE["viewport"])
    expect(ann.page.locator("main")).to_contain_text("Thea hasn’t said yet how they treat")
    expect(ann.page.get_by_role("button", name="Let Thea read my answers")).to_have_count(0)
    thea = at("Thea")
    thea.page.goto("/practice")
    thea.page.get_by_label("I keep no secrets between partners").check()
    thea.page.get_by_label("Safety isn’t part of any agreement about secrets").check()
    thea.click("Save")
    answers(ann, afraid="yes")
    ann.click("It’s about Ben")
    ann.click("Let Thea read my answers")
    heads(ann, "Three ways forward", "told")
    thea.page.goto("/sessions")
    thea.page.get_by_role("link", name="Dialogues and safety").first.click()
    thea.page.wait_for_url(lambda url: "/sessions" not in url)
    proved(thea)
    expect(thea.page.locator("main")).to_contain_text("have you been afraid")
    look(thea.page, "thea")
    thea.page.get_by_label("I’ve seen each of them alone.").check()
    thea.click("Record that dialogues are suitable")
    expect(thea.page.locator("main")).to_contain_text("seen alone; dialogues are suitable")
    side(ann)
    heads(ann, "What you agree to", "cleared")
    # And she may change her mind once more.
    ann.page.locator("summary", has_text="Change what I said").click()
    ann.click("It’s about someone before")
    heads(ann, "What you agree to", "changed")
    answers(ann, crisis="yes", substances="yes")
    heads(ann, "Please take care", "caution")
    ann.click("Go on to the agreement")
    ann.click("I agree")
    heads(ann, "You’ve agreed to dialogues", "agreed")


@pytest.mark.timeout(240)
def test_closing_without_a_therapist_as_ben_sees_it_and_a_pause(at, server):
    server.python(WITHOUT_A_THERAPIST)
    ann, ben = at("Ann", **PHONE), at("Ben", **PHONE)

    def bens(name: str) -> str:
        ben.page.goto("/sessions")
        heads(ben, "You’re both here", name)
        card = ben.page.locator("section.card.empty").inner_text()
        assert "therapist" not in card and "Ann" not in card
        return str(card)

    side(ann)
    ann.page.locator("summary", has_text="Withdraw my agreement").click()
    ann.click("Withdraw my agreement")
    heads(ann, "First, a few private questions about safety", "screen")
    assert unsound(ann.page) == []
    ann.page.set_viewport_size(PHONE["viewport"])
    closed = bens("ben-closed")
    side(ben)
    heads(ben, "First, a few private questions about safety", "ben-screen")
    answers(ann, free_to_say_no="no")
    heads(ann, "Three ways forward", "unfree")
    assert bens("ben-unfree") == closed
    ann.page.get_by_label("For how long?").select_option("6")
    ann.click("Set the pause")
    heads(ann, "Dialogues are paused", "pause-own")
    assert bens("ben-paused") == closed
    side(ben)
    heads(ben, "Dialogues are paused", "pause-ben")
    expect(ben.page.locator("main")).not_to_contain_text("You asked for this pause")
    ann.click("End my pause now")
    answers(ann, afraid="no")
    ann.click("I agree")
    assert bens("ben-again") == closed
    agrees(ben)
    ben.page.goto("/sessions")
    expect(ben.page.locator("#begin")).to_be_visible()
