"""What Ann and Ben take along from a dialogue, on one page, and the homework that they answer."""

import pytest
from django.db import connection

from dialogue.appointments import service as appointments
from dialogue.models import HomeworkAnswer, Person
from dialogue.records import homework, tasks
from tests.support.rooms import TOPIC, asked_by, done, given, to_sending
from tests.support.script import lines

HERS, HIS = "I learned that you hide.", "I learned that you wait for me."
TASK, SAID = "Ten minutes of talking, each evening.", "Tuesday was hard, the rest was lovely."


@pytest.fixture
def over(couple, ann, ben):
    people = {"ann": ann, "ben": ben}
    room = asked_by(ann)
    for who, name, words in lines():
        done(people[who], room, name, words)
    return room


@pytest.fixture
def task(couple, thea):
    """Thea has shared homework for both."""
    hers = {"therapist_id": thea.pk, "couple_id": couple.pk}
    tasks.give(**hers, who="both", what=TASK, until=None, share=True)
    return homework.shared_with(couple=couple)[0].id


def test_it_has_the_closing_words_of_both_and_nothing_said_before(page, over, ann, ben, thea, omar):
    for person in (ann, ben):
        read = page(person, f"/takeaway/{over}").text
        assert HERS in read and HIS in read and TOPIC in read and "Nothing is planned yet" in read
        assert "you clean everything" not in read.partition("What you said at the end")[2]
        assert page(person, f"/transcript/{over}").html.count(f"/takeaway/{over}") == 1
    for person in (thea, omar):
        assert page(person, f"/takeaway/{over}").status == 404
    assert page(ann, f"/takeaway/{to_sending(ann, ben)}").status == 404  # it goes on


def test_it_has_the_promise_and_the_topic_to_come(page, couple, ann, ben, evening):
    room = given(ann, ben)
    done(ben, room, "end")
    later = asked_by(ann, topic="The garden")
    done(ben, later, "propose", time=evening)
    read = page(ben, f"/takeaway/{room}").text
    assert "would you sit with me" in read and "The garden" in read


def test_it_has_the_weekly_time_that_they_chose(page, over, couple, ann, ben, evening):
    series = appointments.propose(person=ann, begins_at=evening, minutes=60, weekly=True)
    assert "Your weekly time" not in page(ben, f"/takeaway/{over}").text  # he has not said yes
    for person in couple.partners.values_list("person", flat=True):
        appointments.answer(
            person=Person.objects.get(pk=person),
            appointment_id=series.pk,
            accepted=True,
            revision=0,
        )
    for person in (ann, ben):
        assert "Your weekly time" in page(person, f"/takeaway/{over}").text


def test_what_was_withdrawn_is_in_no_summary(page, browser, over, ann, ben):
    browser(ann).post(f"/transcript/{over}", {"withdraw": "all"})
    read = page(ben, f"/takeaway/{over}").text
    assert HERS not in read and TOPIC not in read and HIS in read


# --- homework ------------------------------------------------------------------------------------


def test_each_ticks_and_answers_and_both_and_thea_read_it(
    page, browser, couple, task, over, ann, ben, thea, omar
):
    form = {"homework": str(task), "done": "on", "words": SAID}
    assert browser(ann).post("/homework", form).url == "/homework"
    for person, address in (
        (ann, "/homework"),
        (ben, "/homework"),
        (ben, f"/takeaway/{over}"),
        (thea, f"/couples/{couple.pk}/record"),
    ):
        read = page(person, address).text
        assert SAID in read and "Ann has done it." in read, address
    assert SAID not in page(omar, "/sessions").text
    assert browser(omar).post("/homework", form).url == "/sessions"
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM dialogue_homeworkanswer")
        assert SAID.encode() not in bytes(cursor.fetchone()[0])
    browser(ann).post("/homework", {"homework": str(task), "words": "Another word."})
    assert "Ann has done it." not in page(ben, "/homework").text
    assert HomeworkAnswer.objects.count() == 1


def test_nobody_answers_what_is_the_other_ones_or_taken_back(
    browser, page, couple, task, ann, ben, thea
):
    hers = {"therapist_id": thea.pk, "couple_id": couple.pk}
    tasks.give(**hers, who="first", what="Write a letter.", until=None, share=True)
    (own,) = [one.id for one in homework.shared_with(couple=couple) if one.who == "first"]
    for id in (str(own), "9" * 9, "x", ""):
        assert browser(ben).post("/homework", {"homework": id, "words": "Mine"}).status_code == 404
    kept = page(ben, "/homework")
    assert "Write a letter." in kept.text
    homework.take_back(homework_id=task)
    form = {"homework": str(task), "words": "Too late"}
    assert browser(ann).post("/homework", form).status_code == 404
    assert not HomeworkAnswer.objects.exists()


def test_while_dialogues_are_not_open_what_was_written_is_on_the_page(browser, couple, task, ann):
    couple.consents.all().update(withdrawn_at="2026-01-01T00:00Z")
    answer = browser(ann).post("/homework", {"homework": str(task), "words": SAID})
    assert answer.status_code == 423 and not HomeworkAnswer.objects.exists()
    assert SAID in answer.content.decode()
