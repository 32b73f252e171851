"""The page after signing in, and asking for a dialogue."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dialogue.couple.couples import form_couple
from dialogue.engine.exercises import all_exercises
from dialogue.home.ending import end_couple
from dialogue.models import DialogueSession, Partner, Person
from dialogue.safety import own_consent
from tests.support import cast
from tests.support.page import Page
from tests.support.rooms import TOPIC, asked_by, done, to_sending


def sessions(client):
    return Page(client.get("/sessions"))


def ask(client, **changed):
    form = {"exercise": "appreciation", "topic": TOPIC, "command": str(uuid4())}
    return client.post("/sessions/start", form | changed)


# --- who sees what ---------------------------------------------------------------------------


def test_a_newcomer_is_offered_to_invite_a_partner_and_nothing_else(browser, omar, couple, ann):
    asked_by(ann)
    page = sessions(browser(omar))
    assert "There’s a place for your partner" in page.text
    assert TOPIC not in page.html and "Ann" not in page.html
    assert not page.fields


def test_ann_and_ben_see_their_dialogue_and_whose_turn_it_is(browser, couple, ann, ben):
    room = asked_by(ann)
    for person, line in ((ann, "Ben’s turn · Getting ready"), (ben, "Your turn · Getting ready")):
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
    assert max(first) <= 20


# --- asking ----------------------------------------------------------------------------------


def test_each_kind_of_dialogue_asks_its_own_question_and_shows_the_words_that_open_it(
    browser, couple, ann, omar
):
    page = sessions(browser(ann))
    cards = {
        one.attributes["value"]: one.labels[0].text
        for one in page.all("input")
        if one.attributes.get("name") == "exercise"
    }
    assert set(cards) == {one.id for one in all_exercises()} and len(cards) > 3
    questions = {exercise.topic for exercise in all_exercises()}
    assert len(questions) == len(cards)
    for exercise in all_exercises():
        own = {one for one in questions if one in cards[exercise.id]}
        assert own == {exercise.topic} and exercise.topic_stem in cards[exercise.id]
    assert not [one for one in questions if one in sessions(browser(omar)).text]


def test_ann_asks_for_a_dialogue_and_is_in_its_room(browser, couple, ann, ben):
    client = browser(ann)
    command = sessions(client).value("command")
    answer = ask(client, command=command)
    row = DialogueSession.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/room/{row.pk}")
    assert (row.exercise, row.opener) == ("appreciation", "first")
    assert TOPIC in sessions(browser(ben)).text


def test_a_form_that_is_sent_twice_asks_once(browser, couple, ann, ben):
    client, command = browser(ann), str(uuid4())
    assert ask(client, command=command).url == ask(client, command=command).url
    assert DialogueSession.objects.count() == 1
    done(ben, DialogueSession.objects.get().pk, "accept")
    ask(client)
    assert DialogueSession.objects.count() == 2


def test_the_same_command_of_somebody_else_is_their_own(browser, couple, ann, ben):
    command = str(uuid4())
    anns = ask(browser(ann), command=command).url
    done(ben, DialogueSession.objects.get().pk, "accept")
    assert ask(browser(ben), command=command).url != anns


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("topic", "", "Write one sentence"),
        ("topic", " \n ", "Write one sentence"),
        ("topic", "x" * 5000, "300 characters or fewer"),
        ("topic", "\u200b\u3164\0", "Write one sentence"),
        ("exercise", "", "Choose a kind of dialogue."),
        ("exercise", "wrestling", "Choose a kind of dialogue."),
        ("exercise", "common", "Choose a kind of dialogue."),
    ],
)
def test_what_is_wrong_is_said_next_to_it_and_the_rest_is_kept(
    browser, couple, ann, field, value, said
):
    answer = ask(browser(ann), **{field: value})
    page = Page(answer)
    assert answer.status_code == 422
    wrong = {one.name: one.errors for one in page.fields if one.errors}
    assert list(wrong) == [field] and said in wrong[field]
    if field == "exercise":
        assert page.all("textarea")[0].text.strip() == TOPIC
    assert not DialogueSession.objects.exists()


def test_a_form_without_its_command_or_with_a_broken_one_says_so(browser, couple, ann):
    for command in ("", "'; DROP TABLE"):
        page = Page(ask(browser(ann), command=command))
        assert page.status == 422 and page.alert


def test_without_a_partner_one_is_told_that_one_is_needed(browser, omar):
    page = Page(ask(browser(omar)))
    assert page.status == 422
    assert page.alert == "First, invite your partner below."


def test_thea_and_ada_ask_for_no_dialogue(browser, couple, thea, ada):
    for person in (thea, ada):
        assert ask(browser(person)).url == "/sessions"
    assert not DialogueSession.objects.exists()


def test_who_signs_in_again_after_asking_too_late_is_back_at_the_form(browser, couple, ann):
    assert ask(browser()).url == "/account/login/?next=/sessions/start"
    assert browser(ann).get("/sessions/start").url == "/sessions"
    assert not DialogueSession.objects.exists()


def test_another_site_cannot_ask_in_ann_s_name(couple, ann):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ann)
    answer = ask(client)
    assert answer.status_code == 403
    assert Page(answer).heading == "This page was open for too long"
    assert not DialogueSession.objects.exists()


# --- rooms and transcripts -------------------------------------------------------------------


def test_the_room_carries_what_its_script_needs_and_nothing_said(browser, couple, ann, ben):
    room = to_sending(ann, ben)
    done(ann, room, "send", "When it is late I feel alone.")
    page = Page(browser(ben).get(f"/room/{room}"))
    config = page.json("room-config")
    assert config["topic"] == TOPIC and config["socket"] == f"/room/{room}/socket"
    assert page.json("room-texts")["your_turn"] == "Your turn"
    assert "I feel alone" not in page.html


def test_the_therapist_s_room_knows_the_stems_and_what_a_phase_is_for(browser, couple, ann, thea):
    room = asked_by(ann, "deepening")
    guide = Page(browser(thea).get(f"/room/{room}")).json("room-config")["guide"]
    assert guide["purposes"]["send"].startswith("One shares, one mirrors.")
    assert guide["steps"]["mirroring"]["who"] == "receiver"
    assert "What I hear you saying is …" in guide["steps"]["mirroring"]["stems"]
    rungs = guide["steps"]["sending"]["stems"]
    assert "What I long for is …" in rungs and not any("{rung}" in stem for stem in rungs)
    assert Page(browser(ann).get(f"/room/{room}")).json("room-config")["guide"] is None


def test_both_and_thea_read_what_was_said(browser, couple, ann, ben, thea):
    room = to_sending(ann, ben)
    done(ann, room, "send", "When it is late I feel alone.")
    for person in (ann, ben, thea):
        page = Page(browser(person).get(f"/transcript/{room}"))
        assert page.heading == TOPIC
        assert "When it is late I feel alone." in page.text and "Ann shares" in page.text


def strangers():
    """Everybody for whom the dialogue of Ann and Ben is not there."""
    person = cast.person
    former = person("Fay")
    form_couple(first=former, second=person("Finn"))
    yield from (person("Omar"), cast.admin("Ada"), cast.therapist("Tom"), former)


@pytest.mark.parametrize("page", ["room", "transcript"])
def test_a_foreign_dialogue_is_answered_like_one_that_never_was(browser, dialogue_id, page, couple):
    for stranger in strangers():
        answers = set()
        for id in (dialogue_id, uuid4()):
            answer = browser(stranger).get(f"/{page}/{id}")
            headers = {k: v for k, v in answer.headers.items() if k != "Content-Security-Policy"}
            answers.add((answer.status_code, answer.content, str(headers)))
        assert len(answers) == 1
        status, content, _headers = answers.pop()
        assert status == 404 and TOPIC.encode() not in content and b"Ann" not in content


@pytest.mark.parametrize("page", ["room", "transcript"])
def test_thea_who_is_no_longer_assigned_finds_nothing(browser, dialogue_id, page, couple, thea):
    client = browser(thea)
    assert client.get(f"/{page}/{dialogue_id}").status_code == 200
    couple.therapist = None
    couple.save()
    there, never = client.get(f"/{page}/{dialogue_id}"), client.get(f"/{page}/{uuid4()}")
    assert (there.status_code, there.content) == (never.status_code, never.content)
    assert there.status_code == 404


@pytest.mark.parametrize("page", ["room", "transcript"])
def test_who_is_not_signed_in_is_asked_to_and_then_comes_back(browser, dialogue_id, page):
    for id in (dialogue_id, uuid4()):
        assert browser().get(f"/{page}/{id}").url == f"/account/login/?next=/{page}/{id}"


def test_an_address_that_is_no_dialogue_is_calmly_not_there(browser, ann):
    for address in ("/room/", "/room/1", "/room/../sessions/x", "/transcript/%00", "/room/ÄÖ"):
        answer = browser(ann).get(address)
        assert answer.status_code == 404 and Page(answer).heading == "There’s nothing here"


# --- names and topics are text ---------------------------------------------------------------

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
