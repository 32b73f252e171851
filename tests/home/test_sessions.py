"""The page after signing in, and asking for a dialogue."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.couple.couples import form_couple
from dialogue.home.ending import end_couple
from dialogue.models import Partner, Person
from dialogue.safety import own_consent
from tests.home.visits import ask, sessions
from tests.support import cast
from tests.support.page import Page
from tests.support.rooms import TOPIC, asked_by, done


def test_a_newcomer_is_offered_to_invite_a_partner_and_nothing_else(browser, omar, couple, ann):
    asked_by(ann)
    page = sessions(browser(omar))
    assert "There’s a place for your partner" in page.text
    assert TOPIC not in page.html and "Ann" not in page.html
    assert not page.fields


def test_ann_and_ben_see_their_dialogue_and_whose_turn_it_is(browser, couple, ann, ben):
    room = asked_by(ann)
    for person, line in ((ann, "Ben’s turn · Settling in"), (ben, "Your turn · Settling in")):
        page = sessions(browser(person))
        assert TOPIC in page.text and line in page.text
        assert f"/room/{room}" in [link.attributes["href"] for link in page.all("a")]


def test_a_dialogue_that_is_over_is_listed_as_earlier_and_leads_to_what_was_said(
    browser, couple, ann, ben
):
    room = asked_by(ann)
    done(ben, room, "end")
    page = sessions(browser(ann))
    assert "Earlier" in page.text and "Stopped at" in page.text
    links = [link.attributes["href"] for link in page.all("a")]
    assert f"/transcript/{room}" in links and f"/room/{room}" not in links


def test_what_goes_on_is_never_pushed_off_the_page_by_what_is_over(browser, couple, ann, ben):
    old = asked_by(ann, topic="The old one")
    for _ in range(50):
        done(ben, asked_by(ann), "end")
    page = sessions(browser(ann))
    assert "The old one" in page.text and f"/room/{old}" in page.html
    assert page.html.count('<a class="topic" href="/transcript/') == 49


def test_thea_sees_the_rooms_of_her_couples_and_of_no_others(browser, couple, thea, ann):
    asked_by(ann)
    eve = cast.person("Eve")
    others = form_couple(first=eve, second=cast.person("Carl"), therapist=cast.therapist("Tom"))
    cast.agreed(others)
    asked_by(eve, topic="The garden")
    page = sessions(browser(thea))
    assert "Ann and Ben" in page.text and TOPIC in page.text
    assert "Eve" not in page.html and "The garden" not in page.html
    assert not page.fields


def test_ada_is_shown_the_way_to_the_accounts_and_no_words(browser, couple, ada, ann):
    asked_by(ann)
    page = sessions(browser(ada))
    assert "/admin/" in [link.attributes["href"] for link in page.all("a")]
    assert TOPIC not in page.html and "Invite" not in page.text


def test_ann_who_has_left_sees_nothing_of_it_anymore(browser, couple, ann, ben):
    asked_by(ann)
    Partner.objects.filter(person=ann).update(left_at=couple.created_at)
    assert TOPIC not in sessions(browser(ann)).html
    assert TOPIC in sessions(browser(ben)).html


def test_a_couple_that_has_ended_sees_nothing_of_it_and_each_is_free(browser, couple, ann, omar):
    asked_by(ann)
    end_couple(couple=couple)
    page = sessions(browser(ann))
    assert TOPIC not in page.html and "There’s a place for your partner" in page.text
    form_couple(first=ann, second=omar)
    assert "With Omar." in sessions(browser(ann)).text


def test_the_page_asks_the_database_as_often_for_twenty_dialogues_as_for_one(
    browser, couple, ann, ben, thea
):
    def queries(person):
        client = browser(person)
        client.get("/safety")  # it is noted once in a while that the login is in use
        with CaptureQueriesContext(
            connection,
        ) as counted:
            client.get("/sessions")
        return len(counted)

    asked_by(ann)
    first = queries(ann), queries(thea)
    for number in range(20):
        room = asked_by(ann)
        if number % 2:
            done(ben, room, "end")
    assert (queries(ann), queries(thea)) == first
    # Hers also asks what she sees on any page, for the mark by which it waits (home/seen.py).
    assert first[0] <= 50 and first[1] <= 20


NASTY = "</script><img src=x onerror=alert(1)>{{7*7}}'\"&<!--"


def test_a_nasty_name_and_topic_are_shown_as_they_are_written(browser, couple, ann, ben, thea):
    Person.objects.filter(pk=ann.pk).update(name=NASTY, pronoun=NASTY[:30])
    room = asked_by(ann, topic=NASTY)
    done(ben, room, "accept")
    done(ann, room, "ready", NASTY)
    for person in (ann, ben, thea):
        for address in ("/sessions", f"/transcript/{room}", f"/room/{room}", "/profile"):
            page = Page(browser(person).get(address))
            assert "<img" not in page.html and "<!--" not in page.html
            assert not page.all("img")
            if address in ("/sessions", f"/transcript/{room}"):
                assert NASTY in page.text
            if address.startswith("/room"):
                assert page.json("room-config")["topic"] == NASTY


def test_a_nasty_topic_that_is_refused_comes_back_as_it_was_written(browser, couple, ann):
    page = Page(ask(browser(ann), topic=NASTY, exercise=NASTY))
    assert page.all("textarea")[0].text.strip() == NASTY
    assert not page.all("img")


def test_every_dialogue_is_on_some_page_of_the_list(browser, couple, ann, omar, monkeypatch):
    monkeypatch.setattr("dialogue.home.views.LISTED", 2)
    topics = [f"Topic {number}" for number in range(5)]
    for topic in topics:
        asked_by(ann, topic=topic)
    client, shown = browser(ann), []
    for number, (newer, older) in enumerate([(0, 1), (1, 1), (1, 0)], start=1):
        text = client.get(f"/sessions?page={number}").content.decode()
        shown += [topic for topic in topics if topic in text]
        assert ('rel="prev"' in text, 'rel="next"' in text) == (bool(newer), bool(older))
    assert sorted(shown) == topics
    for odd in ("0", "-1", "x", "99999999999", "9999"):
        assert client.get("/sessions", {"page": odd}).status_code == 200
    assert "Topic" not in browser(omar).get("/sessions?page=2").content.decode()


def test_thea_reads_the_neutral_line_while_the_sessions_of_her_couple_are_closed(
    browser, couple, ann, ben, thea
):
    asked_by(ann, topic="The lake")
    before = browser(thea).get("/sessions").content.decode()
    assert "Not open yet" not in before and "’s turn" in before
    own_consent.withdraw(person_id=ben.pk)
    after = browser(thea).get("/sessions").content.decode()
    assert "Not open yet" in after and "’s turn" not in after and "/room/" not in after
