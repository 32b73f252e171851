"""Impatient, torn, unlucky: what Ann and Ben do to a room, and what it does not do to them."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
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


def test_after_three_corrections_it_may_be_said_shorter(sit):
    ann, ben = sit("Ann", "shorter"), sit("Ben", "shorter")
    ann.click("Say it shorter")
    expect(ann.page.get_by_label("The heart of it, in one short sentence")).to_be_focused()
    ann.says("I am alone.", "Send")
    ben.says("You are alone.", "Send, and ask: Did I get that?")
    ann.sees("Ann, did Ben get that?")
    expect(ann.page.get_by_role("button", name="Say it shorter")).to_have_count(0)


def test_another_time_is_proposed_and_a_bad_one_is_told_beside_the_field(sit):
    ann, ben = sit("Ann", "another time"), sit("Ben", "another time")
    ben.click("Another time")
    field = ben.page.get_by_label("Or choose a time, within a day")
    for bad in ("", "2020-01-01T20:00", "2999-01-01T20:00"):
        field.fill(bad)
        ben.click("Suggest this time")
        expect(field).to_have_accessible_description("Choose a time within the next 24 hours.")
        expect(field).to_be_focused()
    ben.page.get_by_role("group", name="Suggested times").get_by_role("button").nth(1).click()
    for person in (ann, ben):
        person.sees("You’ve set a time for your dialogue")
        expect(
            person.page.get_by_text(re.compile("^Ben suggested another time: .*:..(.[AP]M)?$"))
        ).to_be_visible()
    ann.click("Is now a good time?")
    expect(ann.page.get_by_text("Your partner asked for a later time.")).to_be_visible()
    ben.click("Now is good")
    ann.sees("Take a moment before you start")


def test_no_is_an_honest_answer(sit):
    ann, ben = sit("Ann", "decline"), sit("Ben", "decline")
    ben.click("Not this time")
    for person in (ann, ben):
        person.sees("Not this time")
        expect(person.page.get_by_text("That’s an honest answer.")).to_be_visible()
        expect(person.page.locator(".dock")).to_have_count(0)


def test_both_pause_and_an_end_is_asked_for_twice(sit):
    ann, ben = sit("Ann", "pausing"), sit("Ben", "pausing")
    ben.write("What I hear you saying")
    ann.click("Pause")
    ben.sees("Ann asked for a pause")
    expect(ben.page.get_by_role("button", name="I’m ready to continue")).to_have_count(0)
    ben.click("I need a pause too")
    ann.sees("You asked for a pause")
    expect(ann.page.get_by_text("Ben asked for a pause too.")).to_be_visible()
    ann.click("I’m ready to continue")
    ann.sees("Ben asked for a pause")
    ben.click("I’m ready to continue")
    ben.sees("Ben, your turn to mirror")
    expect(ben.page.locator("#words")).to_have_value("What I hear you saying")
    ben.click("Pause")
    ann.click("Stop here")
    ann.click("Stay")
    ben.click("I’m ready to continue")
    ann.sees("Ben is mirroring what you said")
    ann.click("Pause")
    ann.click("Stop here")
    ann.page.get_by_role("dialog").get_by_role("button", name="Stop here").click()
    for person in (ann, ben):
        person.sees("This dialogue has ended")
    expect(ben.page.locator("main")).not_to_contain_text("Ann")


def test_the_ladder_has_eight_rungs(sit):
    ann, ben = sit("Ann", "rungs"), sit("Ben", "rungs")
    rungs = ann.page.locator(".ladder").get_by_role("button")
    expect(rungs).to_have_text(
        [
            "What bothers me",
            "What I feel",
            "How I react",
            "The story I tell myself",
            "What hurts me",
            "What I’m afraid of",
            "What it reminds me of",
            "What I long for",
            "My own part in it",
        ]
    )
    for rung, stem in (
        ("What bothers me", "What bothers me is …"),
        ("What I long for", "What I long for is …"),
    ):
        ann.click(rung)
        ann.click(stem)
        ann.page.keyboard.type("that you come home.")
        ann.click("Send")
        ben.says("That I come home.", "Send, and ask: Did I get that?")
        ann.click("Yes, you got it")
        ben.click("Ask: Is there more about that?")
        ann.click("Another step")
    expect(rungs).to_have_count(10)
    ann.click("That’s all")
    ben.sees("Ben, sum up all of it")


def test_ben_asks_ann_to_pause_so_that_he_gets_it(sit):
    ann, ben = sit("Ann", "hold"), sit("Ben", "hold")
    ann.write("When the light is on")
    ben.click("Pause, please. Let me mirror that first")
    asked = (
        "Ben would like to mirror what you’ve said so far. Share it now; you can add more after."
    )
    expect(ann.page.get_by_text(asked)).to_be_visible()
    expect(ann.page.locator("#words")).to_have_value("When the light is on")


def test_the_therapist_is_seen_and_holds_no_floor_and_a_whisper_is_for_one(sit):
    ann, ben = sit("Ann", "therapist"), sit("Ben", "therapist")
    expect(ann.page.locator(".place.seat-therapist")).to_have_count(0)
    thea = sit("Thea", "therapist")
    for person in (ann, ben):
        place = person.page.locator(".place.seat-therapist")
        expect(place).to_contain_text("Thea")
        expect(place).to_contain_text("here")
    expect(thea.page.locator("textarea")).to_have_count(0)
    desk = thea.page.get_by_role("region", name="What you can do").get_by_role("button")
    acts = ["Pause", "Lead", "Whisper", "Offer a stem", "Frame", "Slow", "End safely"]
    acts.append("Let them talk out loud")
    expect(desk).to_have_text(acts)
    expect(ben.page.locator(".whisper")).to_contain_text("You can breathe.")
    expect(ann.page.locator("body")).not_to_contain_text("breathe")
    thea.click("Pause")
    for person in (ann, ben):
        person.sees("Thea asked for a pause")
    thea.click("Go on")
    ben.sees("Ben, your turn to mirror")
    thea.page.close()
    expect(ann.page.locator(".place.seat-therapist")).to_have_count(0)


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
