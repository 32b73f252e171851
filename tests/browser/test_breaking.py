"""Impatient, torn, unlucky: what Ann and Ben do to a room, and what it does not do to them."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import PHONE
from tests.browser.rooms_at_every_step import WORDS
from tests.browser.soundness import faults
from tests.browser.wire import Wire

pytestmark = pytest.mark.timeout(60)

SENT = "When the light is on and nobody comes, I feel alone."


def said(page: Page) -> list[str]:
    return [text.strip() for text in page.locator(".transcript .words").all_inner_texts()]


def test_an_impatient_double_click_sends_once_however_slow_the_server(sit):
    ann, ben = sit("Ann", "double"), sit("Ben", "double")
    wire = Wire(ann.page)
    ann.page.reload()
    ann.sees("Ann, your turn to share")
    ann.write(SENT)
    wire.held = True
    ann.page.get_by_role("button", name="Send", exact=True).dblclick()
    expect(ann.page.get_by_role("button", name="Sending …")).to_be_visible()
    expect(ann.page.locator("#composer-state")).to_have_text("Sending …")
    ann.page.get_by_role("button", name="Sending …").click(force=True)
    expect(ann.page.locator("#words")).to_have_value(SENT)
    ben.sees("Ben, your turn to mirror")
    wire.let_go()
    ann.sees("Ben is mirroring what you said")
    assert wire.said("command") == 1
    assert said(ann.page).count(SENT) == said(ben.page).count(SENT) == 1


def test_two_tabs_of_one_person_are_in_step_and_a_stale_click_loses_no_word(sit, house):
    ann = sit("Ann", "two tabs")
    second = ann.tab()
    wire = Wire(second)
    second.goto(house.path("two tabs"))
    ann.write("Begun in the first tab")
    expect(second.locator("#words")).to_have_value("Begun in the first tab")
    second.locator("#words").fill("and gone on in the second")
    expect(ann.page.locator("#words")).to_have_value("and gone on in the second")

    # The second tab does not know yet that the first has sent something else.
    expect(second.get_by_text("Saved. Only you see this until you send it.")).to_be_visible()
    wire.held = True
    ann.says(SENT, "Send")
    ann.sees("Ben is mirroring what you said")
    second.get_by_role("button", name="Send", exact=True).click()
    expect(second.get_by_role("button", name="Sending …")).to_be_visible()
    wire.let_go()
    expect(second.locator("#now")).to_have_text("Ben is mirroring what you said")
    expect(second.get_by_role("alert")).to_have_text(
        "The dialogue has moved on in the meantime. Your words are still here."
    )
    kept = second.get_by_role("note")
    expect(kept).to_contain_text("and gone on in the second")
    assert said(ann.page) == said(second)
    kept.get_by_role("button", name="Delete it").click()
    expect(kept).to_have_count(0)
    expect(ann.page.get_by_role("note")).to_have_count(0)


def test_signing_out_in_another_tab_closes_the_room_and_keeps_the_words(sit, house):
    ann = sit("Ann", "signing out")
    ann.write(SENT)
    other = ann.tab()
    other.goto("/account/logout/")
    other.get_by_role("button", name="Sign out").click()
    ann.sees("You’re signed out")
    # In the room's own panel, or behind the one that covers every page of a login that has ended.
    expect(ann.page.get_by_text("The words you hadn’t sent are saved.")).to_be_attached()
    expect(ann.page.locator(".topic")).to_have_text("Your dialogue")
    expect(ann.page.get_by_role("button", name="Pause")).to_have_count(0)
    expect(ann.page.locator(".transcript, .dock")).to_have_count(0)
    ann.shot("signed-out")
    assert faults(ann.page) == []
    ann.page.get_by_role("link", name="Sign in").click()
    ann.page.locator("[name=login]").fill("ann@example.org")
    ann.page.locator("[name=password]").fill(ann.password)
    ann.page.keyboard.press("Enter")
    ann.page.wait_for_url(f"**{house.path('signing out')}")
    expect(ann.page.locator("#words")).to_have_value(SENT)


def test_fifty_thousand_letters_are_too_many_and_none_is_lost(sit):
    ann = sit("Ann", "fifty")
    wire = Wire(ann.page)
    ann.page.reload()
    ann.sees("Ann, your turn to share")
    book = "I wait. " * 6250
    ann.write(book)
    told = "That’s 45999 characters too long for one message. Share it in smaller parts."
    expect(ann.page.get_by_text(told)).to_be_visible()
    expect(ann.page.get_by_text("Saved on this device. Only you see this.")).to_be_visible()
    send = ann.page.get_by_role("button", name="Send", exact=True)
    expect(send).to_have_attribute("aria-disabled", "true")
    send.click(force=True)
    ann.page.locator("#words").press("Control+Enter")
    ann.page.wait_for_timeout(800)  # longer than a draft waits
    assert wire.said("command") == wire.said("draft") == 0
    ann.page.reload()
    expect(ann.page.locator("#words")).to_have_value(book)
    ann.write("🫶" * 4000)  # as many as the server takes, though twice as many in UTF-16
    expect(ann.page.get_by_text("too long")).to_have_count(0)
    ann.click("Send")
    ann.sees("Ben is mirroring what you said")


@pytest.mark.parametrize("kind", WORDS)
def test_words_show_as_they_were_written(visits, kind):
    ann = visits("Ann", "every word")
    words = ann.page.locator(".transcript .words").filter(has_text=WORDS[kind])
    expect(words).to_have_count(2)
    assert set(words.all_inner_texts()) == {WORDS[kind]}
    assert words.first.evaluate("one => one.children.length") == 0
    direction = words.first.evaluate("one => getComputedStyle(one).direction")
    assert direction == ("rtl" if kind == "rtl" else "ltr")


def test_without_a_network_the_room_says_so_and_what_is_sent_goes_through_once(sit):
    ann, ben = sit("Ann", "offline", **PHONE), sit("Ben", "offline")
    ann.has_a_clock()
    wire = Wire(ann.page)
    ann.page.reload()
    ann.sees("Ann, your turn to share")
    wire.held = True
    ann.context.set_offline(True)
    banner = ann.page.locator(".connection")
    ann.wait(8)  # for a sign of life
    expect(banner).to_have_text(
        "You’re offline. Your words are saved here, and we’ll reconnect automatically.",
        timeout=15_000,
    )
    expect(banner).to_be_in_viewport(ratio=1)
    ann.page.evaluate("scrollTo(0, 0)")
    expect(banner).to_be_in_viewport(ratio=1)
    ann.says(SENT, "Send")
    expect(banner).to_contain_text("We’ll send them, once, when you’re back")
    expect(
        ann.page.get_by_text("You’re offline. This will be sent, once, when you’re back.")
    ).to_be_visible()
    box, dock = banner.bounding_box(), ann.page.locator(".dock").bounding_box()
    header = ann.page.locator(".room-header").bounding_box()
    assert header["y"] + header["height"] <= box["y"]
    assert box["y"] + box["height"] <= dock["y"]
    ann.shot("offline")
    assert faults(ann.page) == []
    wire.held = False
    ann.context.set_offline(False)
    ben.sees("Ben, your turn to mirror")
    ann.sees("Ben is mirroring what you said")
    expect(banner).to_have_count(0)
    assert said(ben.page).count(SENT) == 1


def test_a_reload_while_a_command_is_on_its_way_sends_it_once(sit):
    ann, ben = sit("Ann", "reload"), sit("Ben", "reload")
    wire = Wire(ann.page)
    ann.page.reload()
    ann.sees("Ann, your turn to share")
    wire.held = True  # it arrives, and the answer does not
    ann.says(SENT, "Send")
    ben.sees("Ben, your turn to mirror")
    wire.held = False
    ann.page.reload()
    ann.sees("Ben is mirroring what you said")
    expect(ann.page.get_by_role("note")).to_have_count(0)
    ann.page.wait_for_function("() => sessionStorage.length === 0")  # once it is answered
    assert wire.said("command") == 2
    assert said(ann.page).count(SENT) == said(ben.page).count(SENT) == 1


def test_back_and_forward_find_the_room_as_it_is_now(sit, house):
    ann, ben = sit("Ann", "history"), sit("Ben", "history")
    ann.write(SENT)
    ann.page.get_by_role("link", name="Our dialogues").click()
    ann.page.wait_for_url("**/sessions")
    ann.page.go_back()
    expect(ann.page.locator("#words")).to_have_value(SENT)
    ann.click("Send")
    ann.page.go_forward()
    ben.says("You feel alone.", "Send, and ask: Did I get that?")
    ann.page.go_back()
    ann.sees("Ann, did Ben get that?")
    assert said(ann.page) == said(ben.page)


def test_nobody_else_finds_the_room(house, sit):
    omar = sit("Omar")
    answer = omar.page.goto(house.path("sending"))
    assert answer is not None and answer.status == 404
    expect(omar.page.get_by_role("heading", level=1)).to_have_text("There’s nothing here")
    assert "evenings" not in omar.page.content()


def test_leaving_quickly_keeps_no_word_in_the_tab_even_if_an_answer_comes_late(sit):
    ben = sit("Ben", "leaving")
    wire = Wire(ben.page)
    ben.page.reload()
    ben.sees("Ben, your turn to mirror")
    # The way out answers nothing, so that the browser stays, and the room is answered once more.
    ben.page.route("https://www.wikipedia.org/", lambda route: route.fulfill(status=204))
    wire.held = True
    ben.write("What I hear you")
    while not wire.said("draft"):
        ben.page.wait_for_timeout(50)
    ben.write("What I hear you saying")
    assert ben.page.evaluate("sessionStorage.length") == 1
    ben.page.get_by_role("link", name="Leave quickly").click()
    wire.let_go()
    ben.page.wait_for_timeout(300)
    assert ben.page.evaluate("[sessionStorage.length, localStorage.length]") == [0, 0]
    assert "hear" not in ben.page.content()


def test_the_newest_words_stay_above_the_dock_while_it_grows(sit):
    ann = sit("Ann", "growing", **PHONE)
    gap = """() => document.querySelector(".dock").getBoundingClientRect().top
        - document.querySelector(".said > li:last-child").getBoundingClientRect().bottom"""
    assert ann.page.evaluate(gap) > 0
    ann.write("You always come home late. " * 12)
    expect(ann.page.get_by_text("“Always” is hard to hear")).to_be_visible()
    assert ann.page.evaluate(gap) > 0


def test_nothing_moves_for_those_who_asked_for_less_motion(sit):
    ben = sit("Ben", "waiting", reduced_motion="reduce")
    expect(ben.page.locator(".breath")).to_be_visible()
    assert ben.page.evaluate("document.getAnimations().length") == 0


def test_from_right_to_left_nothing_spills(visits):
    ann = visits("Ann", "every word")
    ann.page.evaluate("document.documentElement.dir = 'rtl'")
    for width in (390, 1280):
        ann.page.set_viewport_size({"width": width, "height": 844})
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert ann.page.evaluate(wide) == 0
        ann.shot(f"rtl-{width}")
