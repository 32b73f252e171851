"""A visitor without an account practises with a scripted partner, in a real browser."""

import time

import pytest
from playwright.sync_api import expect

from tests.browser.people import PHONE
from tests.browser.soundness import faults

pytestmark = pytest.mark.timeout(120)

MIRROR = "You sit in the kitchen and feel alone when I’m late and don’t write."

KEYS_A_SECOND = 3  # of a thumb that is in no hurry

SECRET = "Zanzibar"


def test_a_visitor_sends_a_first_mirror_within_a_minute_and_three_clicks_of_the_front_page(visitor):
    """Waiting for the partner as long as the partner takes, and writing no faster than people do."""
    anybody = visitor(**PHONE)
    began = time.monotonic()
    anybody.page.goto("/")
    anybody.tap("link", "Try it: three minutes, no account")
    anybody.sees("Sam, your turn to mirror")
    expect(anybody.page.locator(".transcript .say .words")).to_contain_text("kitchen")
    anybody.write(MIRROR)
    anybody.tap("button", "Send, and ask: Did I get that?")
    expect(anybody.page.locator(".say.echo .words")).to_have_text(MIRROR)
    took = time.monotonic() - began + len(MIRROR) / KEYS_A_SECOND
    assert anybody.clicks <= 3
    assert took < 60, f"{took:.0f} seconds"
    assert "You mirrored all of it: late" in anybody.told()
    print(f"first mirror: {anybody.clicks} clicks, {took:.1f} s")


def test_who_leaves_something_out_hears_of_it_from_the_partner_and_in_private(visitor):
    anybody = visitor().hurries()
    anybody.page.goto("/try/couples_dialogue/kitchen")
    anybody.listens()
    ask = "Send, and ask: Did I get that?"
    anybody.says("You’re wrong, I was late, but you are not alone in the kitchen.", ask)
    expect(anybody.page.locator(".whisper")).to_have_count(2)
    assert "your view" in anybody.told() and "Not yet" not in anybody.told()
    anybody.listens()
    expect(anybody.page.locator(".fix .words")).to_contain_text("That felt like a no to me.")
    anybody.says("You are in the kitchen when I’m late.", ask)
    expect(anybody.page.locator(".whisper .words").last).to_contain_text(
        "Not yet: the message, alone."
    )
    anybody.listens()
    expect(anybody.page.locator(".fix .words").last).to_have_text(
        "What matters to me is that I’m alone there."
    )
    anybody.says("That you are alone there.", ask)
    expect(anybody.page.locator(".note.ok")).to_have_text("Mira felt heard")


def test_a_hard_story_to_its_end_without_a_word_leaving_the_page(visitor):
    """Jonas gives back a half, then defends. Which half was left out is told after the answer."""
    lea = visitor().hurries()
    lea.page.goto("/try/couples_dialogue/half")
    lea.sees("Lea, your turn to share")
    lea.says(f"The suitcase stood in the hall for a week. I felt alone with {SECRET}.", "Send")
    lea.listens()
    echo = lea.page.locator(".say.echo .words").last
    expect(echo).to_contain_text("The suitcase stood in the hall for a week.")
    assert SECRET not in echo.inner_text() and SECRET not in lea.told()
    lea.click("Almost")
    lea.says(f"It was {SECRET} that I was alone with.", "Send")
    expect(lea.page.locator(".whisper .words").last).to_contain_text("had mirrored half of it")
    assert SECRET in lea.told()
    lea.listens()
    expect(lea.page.locator(".say.echo .words").last).to_contain_text("that’s not fair")
    lea.click("Almost")
    lea.says("I would like you to hear it.", "Send")
    expect(lea.page.locator(".whisper .words").last).to_contain_text("explained instead")
    lea.listens()
    expect(lea.page.locator(".say.echo .words").last).to_contain_text(
        "You would like me to hear it."
    )
    for button in ("Yes, you got it", "", "That’s all", "", "Yes, all of it", ""):
        lea.click(button) if button else lea.listens()
    lea.click("Yes, I feel understood")
    lea.listens()
    lea.click("Yes, that’s it")
    lea.click("Say it")
    lea.listens()
    lea.click("Stop here")
    lea.says("That you said it again.", "Send")
    lea.listens()
    expect(lea.page.get_by_role("heading", name="You’ve reached the end")).to_be_visible()
    expect(lea.page.locator("#afterwards")).to_be_visible()

    steps = [request for request in lea.sent if request.url.endswith("/try/step")]
    assert len(steps) >= 10
    for request in lea.sent:
        body = request.post_data or ""
        assert SECRET not in request.url + body + str(request.headers) and "suitcase" not in body
    for request in steps:
        assert set(request.post_data_json) == {"state", "name", "moment", "words", "heard", "hurt"}
        assert request.post_data_json["words"] in (True, False)
    assert lea.page.evaluate("sessionStorage.length + localStorage.length") == 0
    assert lea.context.cookies() == []


def test_one_of_three_requests_becomes_a_gift_until_a_day(visitor):
    """In the story only: afterwards it stands nowhere."""
    noah = visitor(**PHONE).hurries()
    noah.page.goto("/try/behavior_change/evenings")
    for words in (
        "You long for a time when I am there, with you, and curious about you.",
        "For two weeks, my phone in the drawer each evening while we eat.",
        "Twice a week until the end of the month, a walk of twenty minutes.",
        "Seven evenings, one question about your day, and I listen to the answer.",
    ):
        noah.listens()
        noah.says(words, "Send, and ask: Did I get that?")
        expect(noah.page.locator(".whisper .words").last).to_contain_text("all of it")
    noah.listens()
    gifts = noah.page.locator(".gives .gift-words")
    expect(gifts).to_have_count(3)
    expect(gifts.nth(1)).to_contain_text("walk around the block")
    gifts.nth(1).click()
    noah.click("4")
    expect(noah.page.locator(".transcript")).to_contain_text("noted in private how hard")
    noah.click("Week by week")
    noah.page.get_by_role("button", name="two weeks").click()
    expect(noah.page.locator(".transcript")).to_contain_text("will do it week by week, until")
    steps = [one.post_data_json for one in noah.sent if one.url.endswith("/try/step")]
    [minutes] = [step["minutes"] for step in steps if "minutes" in step]
    assert 13 * 1440 < minutes < 15 * 1440
    noah.listens()
    noah.click("Say it")
    noah.listens()
    noah.says("That you left me free.", "Send")
    noah.listens()
    expect(noah.page.get_by_role("heading", name="You’ve reached the end")).to_be_visible()


def test_without_a_connection_the_words_stay_and_the_story_goes_on_later(visitor):
    anybody = visitor().hurries()
    anybody.page.goto("/try/appreciation/soup")
    anybody.listens()
    anybody.context.set_offline(True)
    words = "You felt looked after when I made soup, when you were ill."
    anybody.says(words, "Send, and ask: Did I get that?")
    expect(anybody.page.locator(".connection")).to_contain_text("Your words are saved here")
    expect(anybody.page.locator("#words")).to_have_value(words)
    anybody.context.set_offline(False)
    expect(anybody.page.locator(".say.echo .words")).to_have_text(words, timeout=20_000)
    expect(anybody.page.locator(".connection")).to_have_count(0)


def test_a_pause_holds_the_partner_too(visitor):
    anybody = visitor().hurries()
    anybody.page.goto("/try/couples_dialogue/reproach")
    anybody.click("Pause")
    anybody.sees("You asked for a pause")
    expect(anybody.page.get_by_text("The story waits for you")).to_be_visible()
    anybody.click("I’m ready to continue")
    anybody.listens()
    expect(anybody.page.locator(".say .words").first).to_contain_text("I’m so angry")


def test_a_visitor_with_a_keyboard_and_a_screen_reader_follows_the_story(visitor):
    anybody = visitor(reduced_motion="reduce", viewport={"width": 1280, "height": 860})
    anybody.page.goto("/try/couples_dialogue/kitchen")
    skip = anybody.page.get_by_role("button", name="Don’t wait")
    skip.focus()
    anybody.page.keyboard.press("Enter")
    anybody.sees("Sam, your turn to mirror")
    heard = anybody.page.locator("p[aria-live=polite].visually-hidden").last
    expect(heard).to_contain_text("Mira shared: When you come home late")
    expect(anybody.page.locator("#words, #now, .composer button").first).to_be_visible()
    assert anybody.page.evaluate("document.activeElement !== document.body")
    anybody.page.locator("#words").focus()
    anybody.page.keyboard.type(MIRROR)
    anybody.page.keyboard.press("Control+Enter")
    expect(heard).to_contain_text("Private")


def test_leaving_quickly_works_in_the_practice_room(visitor):
    anybody = visitor().hurries()
    ordinary = "<h1>Weather</h1>"
    anybody.page.route(
        "https://www.wikipedia.org/",
        lambda route: route.fulfill(body=ordinary, content_type="text/html"),
    )
    anybody.page.goto("/try/couples_dialogue/kitchen")
    expect(anybody.page.locator("#now")).to_be_visible()
    anybody.page.get_by_role("link", name="Leave quickly").click()
    expect(anybody.page.get_by_role("heading", name="Weather")).to_be_visible()


def test_the_practice_room_is_sound_at_every_size(visitor):
    """The list; in the middle, with a private notice; and what stands below the end."""
    anybody = visitor().hurries()
    anybody.page.goto("/try")
    assert not faults(anybody.page)
    anybody.page.goto("/try/appreciation/soup")
    anybody.listens()
    anybody.says("You mean soup.", "Send, and ask: Did I get that?")
    anybody.listens()
    assert not faults(anybody.page)
    for words in ("You felt looked after.", "I put it beside the bed, and stayed."):
        anybody.says(words, "Send, and ask: Did I get that?")
        anybody.listens()
        anybody.click("Ask: Is there more about that?")
        anybody.listens()
    anybody.click("Say it")
    anybody.listens()
    anybody.click("Stop here")
    anybody.listens()
    anybody.says("That you told me.", "Send")
    expect(anybody.page.get_by_role("heading", name="What you mirrored")).to_be_visible()
    assert not faults(anybody.page)


def test_an_act_that_is_tried_again_just_when_the_network_comes_back_is_asked_once(visitor):
    anybody, asked = visitor(), []

    def step(route):
        asked.append(route)
        if len(asked) == 1:
            route.abort()  # the others wait here

    anybody.hurries()
    anybody.page.goto("/try/appreciation/soup")
    anybody.listens()
    anybody.page.route("**/try/step", step)
    anybody.says("You mean soup.", "Send, and ask: Did I get that?")
    while len(asked) < 2:
        anybody.page.wait_for_timeout(100)
    anybody.page.evaluate("dispatchEvent(new Event('online'))")
    anybody.page.wait_for_timeout(300)
    assert len(asked) == 2
    asked[1].continue_()
    expect(anybody.page.locator(".said .words").filter(has_text="You mean soup.")).to_have_count(1)
