"""Ann asks for a dialogue: each kind in its own words, once, and nobody in her name."""

from uuid import uuid4

import pytest
from django.test import Client

from dialogue.engine.exercises import all_exercises
from dialogue.models import DialogueSession
from tests.home.visits import ask, sessions
from tests.support.page import Page
from tests.support.rooms import TOPIC, done


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
