"""Ann's tabs, after her login has ended, or become Ben's; and a room whose socket is blocked."""

import re
from typing import Any

import pytest
from playwright.sync_api import Dialog, WebSocketRoute, expect

from tests.support.cast import PASSWORD

pytestmark = pytest.mark.timeout(60)

HERS = "That nobody else may read this"
OTHER = "Someone else is signed in now"


def becomes(person, name, house):
    """In this browser somebody else is signed in now, and opens a page."""
    person.context.clear_cookies()
    key = house.logins[name].pop()
    person.context.add_cookies([{"name": "sessionid", "value": key, "url": house.server.url}])
    page = person.tab()
    page.goto("/sessions")
    return page


def test_a_room_that_slept_comes_back_as_ben_s_login_and_lets_go_of_all_that_was_ann_s(sit, house):
    ann = sit("Ann", "somebody else")
    sent: list[str] = []
    tabs: list[WebSocketRoute] = []
    asleep = False

    def through(tab: WebSocketRoute) -> None:
        if asleep:
            tab.close(code=1012)
            return
        server = tab.connect_to_server()

        def up(message: Any) -> None:
            sent.append(str(message))
            server.send(message)

        tab.on_message(up)
        tabs.append(tab)

    ann.page.route_web_socket(re.compile(r"/socket$"), through)
    ann.page.reload()
    ann.sees("Ann, your turn to share")
    asleep = True
    tabs[-1].close(code=1012)
    sent.clear()
    ann.write(HERS)
    ann.click("Send")
    ann.page.wait_for_function("() => JSON.stringify(sessionStorage).includes('nobody else')")
    bens = becomes(ann, "Ben", house)
    asleep = False
    expect(ann.page.get_by_role("heading", name=OTHER)).to_be_visible(timeout=15_000)
    assert HERS not in ann.page.content()
    assert ann.page.evaluate("() => JSON.stringify(sessionStorage)") == "{}"
    assert not [frame for frame in sent if "draft" in frame or "command" in frame]
    bens.goto(house.path("somebody else"))
    expect(bens.locator("#now")).to_be_visible()
    assert HERS not in bens.content()


def test_a_form_whose_login_ended_is_covered_and_there_again_after_signing_in(sit, house):
    ann = sit("Ann")
    ann.page.goto("/sessions")
    topic = ann.page.get_by_label("Your topic, in one sentence")
    topic.fill(HERS)
    ann.context.clear_cookies(name="sessionid")
    ann.page.get_by_role("button", name="Ask Ben").click()
    ann.page.wait_for_url("**/account/login/?next=/sessions")
    ann.page.locator("[name=login]").fill("ann@example.org")
    ann.page.locator("[name=password]").fill(PASSWORD)
    ann.page.keyboard.press("Enter")
    ann.page.wait_for_url("**/sessions")
    expect(topic).to_have_value(HERS)
    ann.page.get_by_role("button", name="Delete what I wrote").click()
    expect(topic).to_have_value("")


def test_what_is_kept_while_it_is_written_goes_on_by_itself_once_ann_is_signed_in_again(sit):
    ann = sit("Ann")
    ann.page.goto("/workup")
    ann.page.get_by_role("button", name="Start").first.click()
    ann.page.get_by_role("button", name="Continue", exact=True).click()
    area, says = ann.page.get_by_label("Person 1"), ann.page.locator("[data-autosave-says]")
    area.fill("We sing")
    expect(says).to_contain_text("Saved at")
    ann.context.clear_cookies(name="sessionid")
    area.fill("We sing in the car")
    expect(says).to_contain_text("You’re signed out")
    other = ann.tab()
    other.goto("/account/login/")
    expect(ann.page.get_by_role("heading", name="You’re signed out")).to_be_visible()
    expect(area).not_to_be_visible()
    other.locator("[name=login]").fill("ann@example.org")
    other.locator("[name=password]").fill(PASSWORD)
    other.keyboard.press("Enter")
    expect(area).to_have_value("We sing in the car")
    expect(area).to_be_visible()
    expect(says).to_contain_text("Saved at")
    area.fill("We sing in the car, and dance")
    ann.page.get_by_role("button", name="Continue", exact=True).click()
    ann.page.go_back()
    expect(area).to_have_value("We sing in the car, and dance")


def test_what_was_begun_is_there_when_the_tab_comes_back_and_gone_for_ben(sit, house):
    """A telephone has taken the page away, or a link has led on."""
    ann = sit("Ann")
    ann.page.goto("/sessions")
    topic = ann.page.get_by_label("Your topic, in one sentence")
    topic.fill(HERS)
    for come_back in (ann.page.reload, lambda: [ann.page.goto("/gifts"), ann.page.go_back()]):
        topic.press("End")  # a page that nobody touched may not ask before it goes
        come_back()
        expect(topic).to_have_value(HERS)
    asked: list[str] = []

    def goes(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    other = ann.tab()
    other.on("dialog", goes)
    other.goto("/sessions")
    other.get_by_label("Your topic, in one sentence").fill(HERS)
    saved = ann.tab()
    saved.on("dialog", goes)
    saved.goto("/workup")
    saved.get_by_role("button", name="Start").first.click()
    saved.get_by_role("button", name="Continue", exact=True).click()
    saved.get_by_label("Person 1").fill("We laugh")
    expect(saved.locator("[data-autosave-says]")).to_contain_text("Saved at")
    for tab in (saved, other):
        with tab.expect_event("close"):
            tab.close(run_before_unload=True)
    becomes(ann, "Ben", house)
    ann.page.goto("/sessions")
    expect(topic).to_have_value("")
    assert ann.page.evaluate("() => JSON.stringify(sessionStorage)") == "{}"
    assert asked == ["beforeunload"]  # once: what is saved is not asked about


def test_going_back_the_browser_puts_none_of_ann_s_choices_into_ben_s_forms(sit, house):
    ann = sit("Ann")
    ann.page.goto("/appointments")
    ann.page.get_by_label("Every week at this time").check()
    ann.page.goto("/account/email/")
    ann.page.locator("[name=email][type=email]").fill("secret@example.org")
    ann.page.goto("/gifts")
    becomes(ann, "Ben", house)
    ann.page.goto("/sessions")
    for _ in range(2):
        ann.page.go_back()
    ann.page.evaluate(
        "() => new Promise((done) => setTimeout(done))"
    )  # after all that the browser does then
    expect(ann.page.locator("[name=email][type=email]")).to_have_value("")
    ann.page.go_back()
    expect(ann.page.get_by_label("Every week at this time")).not_to_be_checked()


def test_words_that_were_sent_to_where_nobody_answers_are_in_the_form_again(sit):
    ann = sit("Ann")
    ann.page.goto("/sessions")
    topic = ann.page.get_by_label("Your topic, in one sentence")
    topic.fill(HERS)
    ann.page.route("**/sessions/start", lambda route: route.abort("connectionrefused"))
    ann.page.get_by_role("button", name="Ask Ben").click()
    ann.page.wait_for_url("chrome-error://**")
    ann.page.go_back()
    expect(ann.page.get_by_role("alert")).to_contain_text("Your words are still here")
    expect(topic).to_have_value(HERS)
    ann.context.set_offline(True)
    ann.page.get_by_role("button", name="Ask Ben").click()
    expect(ann.page.get_by_role("alert")).to_contain_text("Your words are still here")
    expect(topic).to_have_value(HERS)


def test_a_room_whose_socket_is_blocked_says_so_and_shows_a_way_back(sit, house):
    ann = sit("Ann")
    ann.page.route_web_socket(re.compile(r"/socket$"), lambda tab: tab.close())
    ann.has_a_clock()
    ann.page.goto(house.path("sending"))
    expect(ann.page.get_by_role("heading", name="Connecting …")).to_be_visible()
    ann.wait(11)
    expect(ann.page.get_by_role("heading", name="We can’t connect to the dialogue")).to_be_visible()
    expect(ann.page.get_by_role("link", name="Go to our dialogues")).to_be_visible()
