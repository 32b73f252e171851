"""A dialogue that Ann and Ben break off tonight is easily taken up on another evening."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dialogue.home.ending import end_couple
from dialogue.models import DialogueSession
from dialogue.together import vision
from dialogue.workup import service as workup
from dialogue.workup import sharing
from tests.home.visits import sessions
from tests.support.history import slept_on
from tests.support.page import Page
from tests.support.rooms import TOPIC, asked_by, done, given, to_sending

SENT, MIRRORED = "I sit in the kitchen and wait.", "You sit in the kitchen."
HELP = "What would help me now is a hand on my shoulder when you come home."
GO_ON = "It continues right there, when you both want to."


@pytest.fixture
def broken_off(couple, ann, ben):
    room = to_sending(ann, ben)
    done(ann, room, "send", SENT)
    return room


def stands_for(room, time):
    since = timezone.now() - time
    DialogueSession.objects.filter(pk=room).update(stands_since=since)


def page_at(client, address):
    return Page(client.get(address))


def topic(page):
    """What the form for a new dialogue already holds."""
    return next((one.text for one in page.all("textarea")), "").strip()


def links(page):
    return [link.attributes.get("href", "") for link in page.all("a")]


def test_both_read_where_they_stopped_and_no_words_of_it(browser, broken_off, ann, ben):
    done(ben, broken_off, "pause")
    for person in (ann, ben):
        page = sessions(browser(person))
        assert f"You stopped here: “Ben, your turn to mirror”. {GO_ON}" in page.text
        assert f"/room/{broken_off}" in links(page)
        assert SENT not in page.html


def test_a_dialogue_that_waits_is_told_from_one_that_goes_on(browser, broken_off, ann):
    assert GO_ON not in sessions(browser(ann)).text
    stands_for(broken_off, timedelta(days=1))
    assert GO_ON in sessions(browser(ann)).text


def test_before_anybody_has_spoken_nothing_was_broken_off(browser, couple, ann):
    stands_for(asked_by(ann), timedelta(days=1))
    page = sessions(browser(ann))
    assert GO_ON not in page.text and "Ben’s turn · Settling in" in page.text


def test_ann_who_had_asked_may_take_up_what_ended_early_with_the_same_topic(
    browser, broken_off, ann, ben
):
    done(ben, broken_off, "end")
    again = f"/sessions?again={broken_off}"
    page = sessions(browser(ann))
    assert "Stopped at “Share and mirror”" in page.text and f"{again}#begin" in links(page)
    form = page_at(browser(ann), again)
    assert topic(form) == TOPIC
    assert 'value="couples_dialogue" required checked' in " ".join(form.html.split())
    # The topic is in Ann's words: Ben asks in his own.
    assert f"{again}#begin" not in links(sessions(browser(ben)))
    assert topic(page_at(browser(ben), again)) == ""


def test_nobody_else_gets_a_topic_by_its_address(browser, broken_off, couple, ann, omar):
    done(ann, broken_off, "end")
    omars = browser(omar)
    omars.get("/safety")  # it is noted once in a while that the login is in use
    answers = []
    for dialogue in (broken_off, uuid4()):  # foreign, and absent
        with CaptureQueriesContext(connection) as asked:
            html = page_at(omars, f"/sessions?again={dialogue}&from={dialogue}").html
        assert TOPIC not in html
        answers.append((re.sub(r'(nonce|value)="[^"]+"', "", html), len(asked)))
    assert answers[0] == answers[1]
    assert topic(page_at(browser(ann), "/sessions?again=<b>")) == ""
    end_couple(couple=couple)
    assert TOPIC not in page_at(browser(ann), f"/sessions?again={broken_off}").html


def test_what_is_done_or_goes_on_is_not_taken_up_again(browser, broken_off, ann):
    assert topic(page_at(browser(ann), f"/sessions?again={broken_off}")) == ""


# --- on the path -------------------------------------------------------------------------------


def test_the_path_leads_to_where_they_stopped_and_shows_no_words_at_all(browser, couple, ann, ben):
    room = asked_by(ann, "deepening")
    for person, name in ((ben, "accept"), (ann, "ready"), (ben, "ready"), (ann, "pause")):
        done(person, room, name)
    page = page_at(browser(ben), "/path")
    assert "You stopped here: “Ann, say your intention”." in page.text
    assert f"/room/{room}" in links(page) and TOPIC not in page.html
    done(ann, room, "end")
    again = f"/sessions?again={room}#begin"
    assert again in links(page_at(browser(ann), "/path"))
    page = page_at(browser(ben), "/path")
    assert "Stopped at “Settling in”" in page.text and again not in links(page)


def test_a_couple_s_dialogue_that_waits_stands_on_the_path_too(browser, broken_off, ann):
    stands_for(broken_off, timedelta(days=1))
    assert f"/room/{broken_off}" in links(page_at(browser(ann), "/path"))


def test_what_the_two_have_shared_stands_at_its_place(browser, couple, ann, ben):
    given(ann, ben)
    mine = workup.begin(person_id=ann.pk)
    sentence = "When they don’t, I feel alone."
    slept_on(mine)
    sharing.show(person_id=ann.pk, workup_id=mine, part="feel", words=sentence)
    vision.write(person_id=ann.pk, texts=["We laugh every day."])
    own, bens = (page_at(browser(person), "/path") for person in (ann, ben))
    assert "Ben can read 1 sentence of yours" in own.text
    assert "Ann shares 1 sentence with you" in bens.text and "/workup/shown" in links(bens)
    assert "You’ve started yours" in own.text
    assert "begun" not in bens.text  # a sheet is nobody's but hers, until both are ready
    for page in (own, bens):
        assert "Ben’s promise, until" in page.text and "/gifts" in links(page)
        assert sentence not in page.html and "laugh" not in page.html
    for person, text in ((ann, ""), (ben, "We are outdoors.")):
        if text:
            vision.write(person_id=person.pk, texts=[text])
        vision.say_ready(person_id=person.pk, ready=True)
    assert "Revealed. Mark what’s true for both of you" in page_at(browser(ben), "/path").text
    sharing.take_back(person_id=ann.pk, workup_id=mine, part="feel")
    assert "shares 1 sentence" not in page_at(browser(ben), "/path").text


# --- what would help now -----------------------------------------------------------------------


@pytest.fixture
def told(couple, ann, ben):
    """A parent-child dialogue in which Ann has said what would help now."""
    room = asked_by(ann, "parent_child")
    heard = ((ben, "mirror", MIRRORED), (ann, "got_it", ""))
    for person, name, words in (
        *((ben, "accept", ""), (ann, "ready", ""), (ben, "ready", "")),
        *((ann, "intend", ""), (ben, "intend", "")),
        *((ann, "mother", ""), (ann, "say_age", "I am six."), (ann, "ask_partner", "")),
        (ben, "enrol", ""),
        *((ann, "send", SENT), *heard, (ben, "ask_more", ""), (ann, "no_more", "")),
        *(
            line
            for ask in ("ask_hurts", "ask_best", "ask_needed")
            for line in ((ben, ask, ""), (ann, "rather_not", ""))
        ),
        *((ben, "summarize", MIRRORED), (ann, "all", "")),
        *((ben, "validate", "You make sense."), (ann, "understood", "")),
        *((ben, "empathize", "Alone."), (ann, "yes", "")),
        *((ben, "derole", ""), (ann, "say_grown", ""), (ann, "rather_not", "")),
        *((ann, "say_help", HELP), *heard),
    ):
        done(person, room, name, words)
    return room


def test_what_would_help_ann_may_become_a_request_of_hers_and_of_nobody_else(
    browser, told, ann, ben, thea
):
    grown = f"/sessions?from={told}"
    assert topic(page_at(browser(ann), grown)) == ""  # not while it goes on
    done(ben, told, "end")
    assert f"{grown}#begin" in links(page_at(browser(ann), f"/transcript/{told}"))
    form = page_at(browser(ann), grown)
    assert topic(form) == HELP
    assert 'value="behavior_change" required checked' in " ".join(form.html.split())
    assert DialogueSession.objects.count() == 1  # nothing begins by itself
    for other in (ben, thea):
        assert f"{grown}#begin" not in links(page_at(browser(other), f"/transcript/{told}"))
        assert HELP not in page_at(browser(other), grown).html


def test_the_room_knows_where_it_may_lead_without_the_words(browser, told, ann, ben, thea):
    seed = page_at(browser(ann), f"/room/{told}").json("room-config")["seed"]
    assert seed["moves"] == ["say_help"] and seed["url"] == f"/sessions?from={told}#begin"
    assert page_at(browser(thea), f"/room/{told}").json("room-config")["seed"] is None
    plain = asked_by(ann)
    assert page_at(browser(ann), f"/room/{plain}").json("room-config")["seed"] is None
