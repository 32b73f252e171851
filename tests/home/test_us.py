"""Us: what belongs to Ann and Ben. A weekly time, and one's own words found again; ideas for a topic."""

import logging
import re

import pytest
from django.utils import timezone

from dialogue import text
from dialogue.home.starters import moods, starter
from dialogue.models import Appointment, Person
from dialogue.room.opening import TOPIC_LENGTH
from dialogue.safety import own_consent
from dialogue.together import vision
from tests.home.test_kept_sentences import HERS, HIS, keeps, over
from tests.support.page import Page
from tests.support.rooms import asked_by, done

__all__ = ["over"]


@pytest.fixture
def us(browser):
    return lambda person: Page(browser(person).get("/us"))


def test_each_empty_place_invites_and_omar_has_no_such_page(browser, couple, us, ann, omar):
    page = us(ann)
    for invites in (
        "A weekly time",
        "You each write on your own first",
        "You’ll find them here",
        "None right now",
    ):
        assert invites in page.text
    for address in ("/us", "/us/words"):
        assert browser(omar).get(address).url == "/sessions"


def test_ann_suggests_a_weekly_time_and_it_is_theirs_once_ben_says_yes(
    browser, couple, us, ann, ben
):
    Person.objects.update(time_zone="America/New_York")
    browser(ann).post("/appointments/weekly", {"weekday": "6", "at": "20:00"})
    made = Appointment.objects.get()
    with timezone.override("America/New_York"):
        at = timezone.localtime(made.starts_at)
    assert made.weekly and (at.weekday(), at.hour, at.minute) == (6, 20, 0)
    assert "Ben hasn’t answered yet" in us(ann).text
    asked = us(ben).text
    assert "Ann suggested this time" in asked and "Sunday, 8:00 PM" in asked
    answer = {"revision": made.revision, "answer": "yes", "back": "us"}
    assert browser(ben).post(f"/appointments/{made.pk}/answer", answer).url == "/us"
    for person in (ann, ben):
        assert "You both said yes" in us(person).text


def test_their_vision_and_what_they_kept_is_there_until_their_dialogues_close(
    browser, couple, us, over, ann, ben
):
    for person in (ann, ben):
        vision.write(person_id=person.pk, texts=["We laugh."])
        vision.say_ready(person_id=person.pk, ready=True)
    for person, words in ((ann, HIS), (ben, HERS)):
        keeps(browser, person, over, words)
    for person in (ann, ben):
        assert HIS in us(person).text and HERS in us(person).text
    own_consent.withdraw(person_id=ben.pk)
    assert HIS not in us(ann).text and "Not open right now" in us(ann).text


def test_ann_finds_her_own_words_and_nobody_elses(browser, couple, ann, ben, thea, caplog):
    room = asked_by(ann)
    for who, name, words in (
        (ben, "accept", ""), (ann, "ready", ""), (ben, "ready", ""), (ann, "intend", ""),
        (ben, "intend", ""), (ann, "send", "In the kitchen, I wait for you."),
        (ben, "mirror", "You wait in the kitchen. I heard that."), (thea, "whisper", "Kitchen."),
    ):  # fmt: skip
        done(who, room, name, words, **({"to": "first"} if name == "whisper" else {}))
    done(ann, room, "reply", "I left the kitchen.")
    with caplog.at_level(logging.DEBUG):
        hers = Page(browser(ann).post("/us/words", {"wanted": "KITCHEN"}))
    assert "Found once" in hers.text and "In the kitchen, I wait for you." in hers.text
    assert "I heard that" not in hers.text and "I left" not in hers.text
    assert "kitchen" not in caplog.text.casefold()
    assert f"/room/{room}" in [link.attributes["href"] for link in hers.all("a")]
    assert (
        "Nothing found in your own words"
        in Page(browser(ben).post("/us/words", {"wanted": "I wait"})).text
    )
    assert Page(browser(ann).post("/us/words", {"wanted": " "})).status == 422
    assert "In the kitchen" not in Page(browser(ann).get("/us/words?wanted=kitchen")).text


def test_ideas_are_gentle_fit_and_come_kind_first_and_one_fills_in_the_form(browser, couple, ann):
    ideas = [one for mood in moods() for one in mood.starters]
    assert 30 <= len(ideas) <= 50 and ideas[0].exercise == "appreciation"
    assert [one.number for one in ideas] == list(range(1, len(ideas) + 1))
    for one in ideas:
        assert text.length(one.text) <= TOPIC_LENGTH
        assert not re.search(
            r"\b(always|never|should|must|why (do|don’t) you|your fault)\b", one.text, re.I
        )
    found = Page(browser(ann).get("/sessions?starter=3"))
    assert found.field("topic").attributes["name"] == "topic" and ideas[2].text in found.html
    assert starter(0) is None and starter(999) is None
