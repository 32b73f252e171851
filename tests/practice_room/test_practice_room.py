"""Anybody may practise, without an account; what they write never arrives, and nothing is kept."""

import json
from typing import Any

import pytest
from django.core import signing

from dialogue.engine.exercises import OFFERED, exercise
from dialogue.stories import DEMO, stories_of
from tests.support.page import Page

ROOM = f"/try/{DEMO[0]}/{DEMO[1]}"
STEP = "/try/step"
STORIES = [f"/try/{one.exercise}/{one.name}" for id in OFFERED for one in stories_of(id)]


@pytest.fixture
def visitor(browser):
    return browser()


def begun(visitor, address: str = ROOM) -> dict[str, Any]:
    page = Page(visitor.get(address))
    [config] = [one for one in page.all("script") if one.attributes.get("id") == "room-config"]
    found: dict[str, Any] = json.loads(config.text)["practice"]
    return found


def send(visitor, **step: Any):
    return visitor.post(STEP, json.dumps(step), content_type="application/json")


def mirror(visitor, **more: Any):
    beat = begun(visitor)["beats"][-1]
    step = {"name": "mirror", "moment": beat["now"]["moment"], "words": True, "heard": True}
    return send(visitor, **{"state": beat["state"], **step, **more})


def test_the_front_page_leads_a_visitor_to_the_demo_in_one_click(visitor):
    links = [link.attributes.get("href") for link in Page(visitor.get("/")).all("a")]
    assert ROOM in links and "/try" in links


def test_a_visitor_finds_every_story(visitor):
    links = [link.attributes.get("href") for link in Page(visitor.get("/try")).all("a")]
    assert set(STORIES) <= set(links)
    for address in STORIES:
        assert visitor.get(address).status_code == 200, address


def test_a_story_that_is_not_there_answers_like_any_other_page_that_is_not(visitor):
    nowhere = visitor.get("/nowhere")
    for address in ("/try/couples_dialogue/no", "/try/no/kitchen", "/try/common/x"):
        answer = visitor.get(address)
        assert (answer.status_code, answer.content) == (404, nowhere.content)


def test_the_partner_has_spoken_before_the_visitor_s_first_mirror_without_any_request(visitor):
    first = begun(visitor)["beats"][-1]
    assert first["event"]["name"] == "send" and first["now"]["step"] == "mirroring"
    assert first["seconds"] <= 8, "there is time for a mirror within the first minute"


def test_in_a_language_without_the_words_nothing_is_listened_for(visitor, settings):
    """Else a visitor would be told in it that they left out what they gave back."""
    assert begun(visitor)["beats"][-1]["listen"]
    settings.LANGUAGES = [("en", "English"), ("eo", "Esperanto")]
    visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = "eo"
    beat = begun(visitor)["beats"][-1]
    assert beat["listen"] == [] and beat["wants"] == []


def test_a_mirror_is_decided_by_the_engine_and_the_partner_goes_on(visitor):
    beats = mirror(visitor).json()["beats"]
    assert [beat["event"]["name"] for beat in beats][:2] == ["mirror", "got_it"]
    assert beats[0]["event"]["kind"] == "echo" and beats[0]["seconds"] == 0
    assert all(beat["seconds"] >= 1 for beat in beats[1:]), "at a human pace"


def test_a_partner_who_was_not_heard_says_so(visitor):
    beats = mirror(visitor, heard=False).json()["beats"]
    assert [beat["event"]["name"] for beat in beats] == ["mirror", "correct"]
    assert beats[1]["event"]["tells"] == "said “almost”" and "alone" in beats[1]["event"]["words"]


def test_words_are_not_even_understood_when_they_are_sent(visitor):
    for words in ("What I hear you saying is …", ["alone"], {"text": "alone"}, 1):
        answer = mirror(visitor, words=words)
        assert (answer.status_code, answer.json()["code"]) == (400, "malformed")
    answer = mirror(visitor, text="What I hear you saying is …")
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


def test_nothing_is_kept(visitor, django_assert_num_queries):
    """How often an address has asked is counted where all such counts are, for a minute."""
    beat = begun(visitor)["beats"][-1]
    step = {"name": "mirror", "moment": beat["now"]["moment"], "words": True}
    with django_assert_num_queries(0):
        assert send(visitor, state=beat["state"], **step).status_code == 200
        assert visitor.get(ROOM).status_code == visitor.get("/try").status_code == 200
    assert not visitor.cookies


def test_a_place_holds_no_words_either(visitor):
    practice = begun(visitor)
    place = signing.loads(practice["beats"][-1]["state"], salt="dialogue.practice")
    assert "kitchen" in str(place), "its name"
    assert practice["beats"][-1]["event"]["words"] not in str(place)


# --- what is no step ---------------------------------------------------------------------------


def test_a_place_cannot_be_made_up_or_changed(visitor):
    state = begun(visitor)["beats"][-1]["state"]
    other = signing.dumps({"exercise": "couples_dialogue"}, salt="elsewhere")
    for forged in ("", "x", state[:-1], state[1:], f"{state}x", f"A{state}", state.upper(), other):
        answer = mirror(visitor, state=forged)
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_state"), forged
        assert answer.json()["message"]


def test_a_place_in_a_story_that_was_changed_since_is_not_gone_on_from(visitor, monkeypatch):
    state = begun(visitor)["beats"][-1]["state"]
    monkeypatch.setattr("dialogue.stories.Story.mark", 7)
    answer = mirror(visitor, state=state)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_state")
    assert mirror(visitor).status_code == 200, "whoever loads the page again goes on"


def test_what_is_the_partner_s_to_do_is_not_the_visitor_s(visitor):
    waiting = begun(visitor)["beats"][0]
    step = {"state": waiting["state"], "moment": waiting["now"]["moment"], "words": True}
    answer = send(visitor, name="send", **step)
    assert (answer.status_code, answer.json()["code"]) == (409, "not_your_turn")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"1",
        b'"x"',
        b"\xff\xfe",
        b"NaN",
        b"{}",
        b'{"state": 1, "name": 2}',
    ],
)
def test_what_is_no_step_is_refused_without_a_fuss(visitor, body):
    answer = visitor.post(STEP, body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


def test_what_is_too_long_is_not_read(visitor):
    answer = visitor.post(STEP, b"x" * 9000, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (413, "too_long")


@pytest.mark.parametrize(
    ("step", "code"),
    [
        ({"moment": 3}, "stale"),
        ({"name": "validate"}, "not_now"),
        ({"name": "x"}, "not_now"),
        ({"words": False}, "words_needed"),
        ({"name": "resume", "words": False}, "not_paused"),
        ({"name": "whisper"}, "not_for_you"),
        ({"minutes": 5}, "bad_time"),
    ],
)
def test_the_engine_s_refusals_are_those_of_a_room(visitor, step, code):
    answer = mirror(visitor, **step)
    assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert answer.json()["message"]


def test_who_asks_too_often_waits(visitor, settings):
    settings.ACCOUNT_RATE_LIMITS = {"practice_step": "2/m/ip"}
    assert [mirror(visitor).status_code for _ in range(3)] == [200, 200, 429]
    answer = mirror(visitor)
    assert answer.json()["code"] == "too_fast" and answer.json()["message"]


def test_a_story_is_the_same_for_ann_and_nothing_of_hers_is_in_it(browser, couple, ann):
    answer = browser(ann).get(ROOM)
    assert answer.status_code == 200
    assert begun(browser(ann))["people"] == begun(browser())["people"]
    assert "ann@example.org" not in answer.content.decode()


def test_thea_may_look_without_her_second_factor(browser, thea, monkeypatch):
    monkeypatch.setattr("dialogue.accounts.middleware.lacks_second_factor", lambda _person: True)
    for address in ("/try", ROOM):
        assert browser(thea).get(address).status_code == 200
    assert browser(thea).get("/sessions").status_code == 302


# --- our first evening -----------------------------------------------------------------------


def test_our_first_evening_says_what_the_appreciation_says_and_nobody_has_to_sign_in(browser, ann):
    for client in (browser(), browser(ann)):
        page = Page(client.get("/try/together"))
        told = page.json("evening")["screens"]
        steps = exercise("appreciation").steps
        for name, screen in told.items():
            if name != "correct":  # which begins where somebody checks
                assert (screen["by"], screen["title"]) == (steps[name].who, steps[name].title)
            assert {screen["then"], screen.get("or", "")} <= {*told, ""}
        assert "ann@example.org" not in page.html and not page.all("textarea")
        assert client.post("/try/together").status_code == 405
