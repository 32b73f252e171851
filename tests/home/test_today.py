"""Today: one thing for Ann, found by rule, and what is between her and Ben below it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from dialogue.appointments import service as appointments
from dialogue.appointments.meetings import Meeting
from dialogue.course import service as courses
from dialogue.engine.protocol import PARTNERS
from dialogue.gifts import service as gifts
from dialogue.gifts.reading import Gift
from dialogue.home import seen
from dialogue.home.today import (
    Facts,
    Sentence,
    due_promise,
    kept_long_enough,
    live_promise,
    of_the_day,
    one_thing,
)
from dialogue.home.waking import LIVE
from dialogue.models import Person
from dialogue.room.kept_sentences import Kept
from dialogue.room.rows import Row
from dialogue.safety import own_consent
from dialogue.together import vision
from dialogue.workup import service as workup
from dialogue.workup import sharing
from tests.pages.who_may import SIGNED_IN
from tests.support.history import gift, the_two, written
from tests.support.page import Page
from tests.support.rooms import TOPIC, asked_by, done

NOW = datetime(2026, 11, 29, 18, 0, tzinfo=UTC)
ANN, BEN = 1, 2
ROW = Row(
    uuid4(),
    "The evenings",
    "Appreciation",
    "",
    NOW,
    my_turn=True,
    ended=False,
    url="/",
    couple_names="",
)
TONIGHT = Meeting(
    key="k", begins_at=NOW + timedelta(hours=2), minutes=60, weekly=True, with_therapist=False, agreed=True,
    mine=True, declined=False, revision=1, time_zone="UTC", others=(), first_at=NOW,
)  # fmt: skip
TOMORROW = replace(TONIGHT, begins_at=NOW + timedelta(hours=7))


def promise(giver: int, *, given: bool = False) -> Gift:
    today = NOW.date()
    values: dict[str, Any] = dict.fromkeys(Gift.__dataclass_fields__)
    values |= {"id": giver, "giver": Person(pk=giver), "given": given, "let_go": False}
    return Gift(**values | {"today": today, "until": today + timedelta(days=7)})


STATES = {
    "closed": Facts(opened=False),
    "turn": Facts(turn=ROW, asked=ROW, theirs=ROW),
    "asked": Facts(asked=ROW, suggested=TONIGHT, meeting=TONIGHT),
    "suggested": Facts(suggested=TONIGHT, meeting=TONIGHT),
    "time": Facts(meeting=TONIGHT, gifts=(promise(ANN),)),
    "promise": Facts(meeting=TOMORROW, gifts=(promise(BEN), promise(ANN)), shown=True),
    "shown": Facts(gifts=(promise(BEN), promise(ANN, given=True)), shown=True, theirs=ROW),
    "theirs": Facts(theirs=ROW, next="vision"),
    "next": Facts(next="vision", meeting=TOMORROW),
    "free": Facts(),
}


@pytest.mark.parametrize("kind", STATES)
def test_one_thing_is_found_and_what_waits_for_ann_comes_before_what_she_could_begin(kind):
    assert one_thing(STATES[kind], person_id=ANN, now=NOW) == kind


def test_a_promise_of_bens_is_nothing_that_ann_is_reminded_of_and_stands_below():
    his, hers = promise(BEN), promise(ANN)
    assert due_promise((his,), ANN) is None and due_promise((his, hers), ANN) == hers
    assert live_promise((his, hers), hers) == his and live_promise((hers,), hers) is None


def test_a_sentence_is_the_same_all_day_and_another_one_tomorrow():
    two = [Sentence("We laugh."), Sentence("We walk.")]
    assert of_the_day(two, NOW) == of_the_day(two, NOW + timedelta(hours=5))
    assert of_the_day(two, NOW) != of_the_day(two, NOW + timedelta(days=1))
    assert of_the_day([], NOW) is None


def test_what_ann_kept_of_ben_comes_back_to_her_after_a_week_and_not_what_he_kept():
    hers, his = (Kept(uuid4(), by, "I’m here.", NOW - timedelta(days=7)) for by in PARTNERS)
    fresh = replace(hers, at=NOW)
    assert kept_long_enough([his, fresh, hers], "first", NOW) == [hers]


def today(client) -> Page:
    return Page(client.get("/today"))


def links(page: Page) -> list[str | None]:
    return [link.attributes["href"] for link in page.all("a")]


def test_ben_is_asked_and_ann_waits_and_omar_has_no_such_page(
    browser, couple, ann, ben, omar, thea
):
    room = asked_by(ann)
    asked, waits = today(browser(ben)), today(browser(ann))
    assert "would like a dialogue" in asked.text and TOPIC in asked.text and "Answer" in asked.text
    assert "Ben hasn’t answered yet" in waits.text and "Answer" not in waits.text
    assert f"/room/{room}" in links(asked) and f"/room/{room}" in links(waits)
    for person in (omar, thea):
        assert browser(person).get("/today").url == browser(person).get("/us").url == "/sessions"


def test_it_is_anns_turn_until_somebody_pauses(browser, couple, ann, ben):
    room = asked_by(ann)
    done(ben, room, "accept")
    assert "It’s your turn" in today(browser(ann)).text
    done(ben, room, "pause")
    assert "Nothing to do right now" in today(browser(ann)).text


def test_a_time_today_its_answer_and_a_promise_are_found(browser, couple, ann, ben):
    at = appointments.propose(
        person=ben, begins_at=timezone.now() + timedelta(minutes=1), minutes=60
    )
    asked = today(browser(ann))
    assert "A time to meet" in asked.text and "Yes, that works" in asked.text
    appointments.answer(person=ann, appointment_id=at.pk, revision=at.revision, accepted=True)
    assert "Yes, that works" not in today(browser(ann)).text
    appointments.cancel(person=ann, appointment_id=at.pk)
    promised = gift(*the_two())
    assert "Something you promised" in today(browser(ben)).text
    assert "Something you promised" not in today(browser(ann)).text
    assert "’s promise" in today(browser(ann)).text
    gifts.tick(person=ben, gift_id=promised, given=True)
    assert "Something you promised" not in today(browser(ben)).text


def test_what_ann_shows_is_said_to_ben_once_and_she_is_told_nothing_of_it(
    browser, couple, ann, ben
):
    own = written(ann)
    sharing.show(person_id=ann.pk, workup_id=own, part="wish", words="I wish to be waited for.")
    before = browser(ann).get(f"/workup/{own}").content
    shown = today(browser(ben))
    assert (
        "shared something with you" in shown.text and "I wish to be waited for." not in shown.html
    )
    assert "I wish to be waited for." in Page(browser(ben).get("/workup/shown")).text
    assert "shared something with you" not in today(browser(ben)).text
    assert "shared something with you" not in today(browser(ann)).text
    assert len(browser(ann).get(f"/workup/{own}").content) == len(before)
    assert workup.has_any(person_id=ann.pk)


def test_where_it_is_not_open_there_is_the_same_page_for_both_and_no_word(
    browser, couple, ann, ben
):
    asked_by(ann)
    own_consent.withdraw(person_id=ben.pk)
    pages = [today(browser(person)) for person in (ann, ben)]
    assert all("Not open right now" in page.text and TOPIC not in page.html for page in pages)


def test_us_has_all_that_is_the_twos_and_talk_has_the_dialogues(browser, couple, ann):
    us = links(Page(browser(ann).get("/us")))
    assert {"/path", "/vision", "/caring", "/gifts", "/appointments", "/side"} <= set(us)
    assert {"/today", "/sessions", "/us", "/profile"} <= set(links(today(browser(ann))))


def test_what_waits_beside_the_one_thing_is_a_row_and_what_the_mail_counts_is_found_here(
    browser, couple, ann, ben
):
    courses.propose(person_id=ann.pk, planned=None, goal="")
    for person in (ann, ben):
        vision.write(person_id=person.pk, texts=["We laugh.", person.name])
        vision.say_ready(person_id=person.pk, ready=True)
    page = today(browser(ben))
    assert {what for what, *_which in seen.waits_for(ben)} == {"course", "vision", "open"}
    assert {"/course", "/vision"} <= set(links(page))
    assert (
        "would like to plan a course" in page.text and "are waiting for your yes or no" in page.text
    )
    assert "would like to plan a course" not in today(browser(ann)).text


def test_the_pages_that_wait_are_pages_and_bear_the_mark_and_private_ones_do_not(
    browser, couple, ben
):
    assert LIVE and LIVE <= SIGNED_IN
    waits = '<meta\n  name="waiting"\n  content="%s"'
    assert waits % seen.mark_of(ben) in browser(ben).get("/today").content.decode()
    for private in ("/progress", "/workups", "/profile", "/pulses"):
        assert 'name="waiting"' not in browser(ben).get(private).content.decode()


def test_a_page_that_fetches_itself_keeps_no_login_going(browser, couple, ben):
    client = browser(ben)
    client.get("/today")
    session = client.session
    session["used_at"] = 1
    session.save()
    client.get("/today", headers={"X-By-Itself": "1"})
    assert client.session["used_at"] == 1
    client.get("/today")
    assert client.session["used_at"] > 1
