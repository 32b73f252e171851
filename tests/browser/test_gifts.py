"""Ann asks, Ben gives, both at real browsers: from the third request to the next dialogue."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import PHONE, At

pytestmark = pytest.mark.timeout(90)

THIRD = "For two weeks, would you sit with me for ten minutes each evening?"
SMALLER = "For a week, would you sit with me for five minutes each evening?"


def helped(person: At) -> list[str]:
    """What Ann's request has already, as it is ticked for her alone."""
    found: list[str] = person.page.locator(".asked .there").evaluate_all(
        "all => all.map(one => one.firstElementChild.nextSibling.textContent)"
    )
    return found


def enter(person: At, room: str) -> None:
    person.page.goto(f"/room/{room}")
    expect(person.page.locator("#now")).to_be_visible()


def test_a_request_becomes_a_gift_that_is_ticked_thanked_for_and_changed(at, server):
    room = server.python("from tests.browser.rooms_at_every_step import wishing; wishing()").strip()
    ann, ben = at("Ann", **PHONE), at("Ben", **PHONE)
    for person in (ann, ben):
        enter(person, room)

    ann.sees("Ann, and a third")
    ann.write("Stop being so far away in the evenings.")
    expect(ann.page.get_by_text("instead of what should stop")).to_be_visible()
    assert helped(ann) == []
    ann.shot("1-request")
    ann.write("Would you sit with me for ten minutes each evening?")
    expect(ann.page.get_by_text("Until when?")).to_be_visible()
    assert helped(ann) == ["positive", "specific", "measurable"]
    ann.write(THIRD)
    expect(ann.page.locator(".asked .there")).to_have_count(4)
    expect(ben.page.locator(".asked")).to_have_count(0)
    ann.shot("2-request")
    ann.click("Send")
    ben.says(THIRD, "Send, and ask: Did I get that?")
    ann.click("Yes, you got it")

    ben.sees("Ben, is there one you’d like to do?")
    expect(ben.page.locator(".gives .gift-words")).to_have_count(3)
    ben.shot("3-choose")
    ann.shot("3-choose")
    ben.page.locator(".button.gives", has_text=THIRD).click()
    ben.sees("Ben, how often, and until when?")
    ben.click("7")
    expect(ben.page.locator(".transcript")).to_contain_text(
        "noted in private how hard it will be: 7"
    )
    ben.shot("4-effort")
    expect(ann.page.locator(".transcript")).not_to_contain_text("how hard")
    ben.click("Day by day")
    ben.shot("5-until")
    ben.page.get_by_label("Or choose a day").fill("2020-01-01")
    ben.click("Until this day")
    expect(ben.page.get_by_text("Choose a day between tomorrow and")).to_be_visible()
    ben.page.get_by_role("button", name="For two weeks").click()
    ann.sees("Ann, thank Ben")
    expect(ann.page.locator(".transcript")).to_contain_text("Ben will do it day by day, until")
    ann.shot("6-thanks")

    ben.page.goto("/gifts")
    ben.shot("7-gifts")
    ben.page.get_by_role("button", name="I did this today").click()
    expect(ben.page.locator(".given")).to_be_visible()
    ben.page.get_by_role("button", name="Undo").click()
    expect(ben.page.locator(".given")).to_have_count(0)
    ben.page.get_by_role("button", name="I did this today").click()
    expect(ben.page.locator(".given")).to_be_visible()

    ann.page.goto("/gifts")
    assert ann.page.get_by_role("button", name="I did this today").count() == 0
    expect(ann.page.locator(".given")).to_be_visible()
    ann.page.get_by_text("Say thank you").click()
    ann.page.get_by_label("A few words").fill("For the quiet, and for your hand.")
    ann.shot("8-thank")
    ann.page.get_by_role("button", name="Thank Ben").click()
    expect(ann.page.locator(".thanks")).to_contain_text("For the quiet")

    ben.page.reload()
    expect(ben.page.locator(".thanks")).to_contain_text("For the quiet")
    ben.shot("9-thanked")
    ben.page.get_by_role("link", name="Talk about it again").click()
    ben.shot("10-talk")
    ben.page.get_by_label("The new wording").fill(SMALLER)
    ben.page.get_by_role("button", name="Suggest").click()
    expect(ben.page.get_by_text("You suggested this.")).to_be_visible()

    ann.page.goto("/sessions")
    expect(ann.page.get_by_text("Ben would like to talk about it again")).to_be_visible()
    ann.shot("11-sessions")
    ann.page.goto("/gifts")
    ann.shot("12-proposed")
    ann.page.get_by_role("button", name="Yes, like this").click()
    expect(ann.page.locator(".gift > .gift-words")).to_have_text(SMALLER)

    # The next one opens with it, for both.
    ann.page.goto("/sessions")
    ann.page.get_by_text("Appreciation dialogue", exact=True).first.click()
    ann.page.get_by_label("Your topic, in one sentence").fill("The week")
    ann.page.get_by_role("button", name="Ask Ben").click()
    expect(ann.page.locator(".gift-now")).to_contain_text(SMALLER)
    ann.shot("13-asked")
    ben.page.goto(ann.page.url)
    expect(ben.page.locator(".gift-now")).to_contain_text(SMALLER)
    ben.click("Yes, now is good")
    ben.shot("14-arrive")
    for person in (ann, ben):
        person.click("I’m ready")
    ann.sees("Ann, say your intention")
    expect(ann.page.locator(".gift-now")).to_have_count(0)

    ben.page.goto("/gifts")
    ben.page.get_by_role("link", name="Talk about it again").click()
    ben.page.get_by_role("button", name="End this promise").click()
    expect(ben.page.get_by_text("You ended this promise")).to_be_visible()
    ben.shot("15-let-go")
