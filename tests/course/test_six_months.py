"""Ann and Ben, without a therapist, from opening a course to the look back six months after it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command

from dialogue.base.follow_ups import months_after
from dialogue.couple.couples import form_couple
from dialogue.measures import answers
from dialogue.models import Calendar, DialogueSession
from tests.course.conftest import form_of, held
from tests.home.test_path import appreciated
from tests.support import cast
from tests.support.page import Page

pytestmark = pytest.mark.django_db
SAID = "Here’s the reminder you asked for.\n"


@pytest.fixture
def alone(ann, ben):
    return cast.agreed(form_couple(first=ann, second=ben))


def ticks():
    """What is sent now, however often it ticks."""
    mail.outbox.clear()
    for _ in range(2):
        call_command("tick")
    return [(one.to, one.body) for one in mail.outbox]


def answers_all(browser, person):
    """By the pages alone, as far as they ask: the measures that were asked."""
    client, asked = browser(person), []
    while (answer := client.get("/course/questions")).status_code == 200:
        page = Page(answer)
        asked.append(
            next(one for one in page.all("input") if one.attributes.get("name") == "measure")
        )
        client.post("/course/questions", form_of(asked[-1].attributes["value"]))
    return [one.attributes["value"] for one in asked]


def test_from_opening_it_to_the_six_months_follow_up(browser, alone, ann, ben, clock):
    to_ann = [(["ann@example.org"], SAID)]
    browser(ann).post("/course", {"act": "propose", "planned": "8", "goal": "To listen."})
    clock.on(hours=3)
    asked = "Ann would like to plan a course with you"
    assert asked in Page(browser(ben).get("/today")).text
    assert asked not in Page(browser(ann).get("/today")).text
    course_id = alone.courses.get().pk
    browser(ben).post("/course", {"act": "agree", "course": str(course_id), "goal": ""})
    wish = {"save": "1", "of_course": "on", "address_is_safe": "on"}
    assert browser(ann).post("/appointments/calendar", wish).url == "/appointments/calendar"

    # Before: asked at once, reminded of a day later, and once.
    assert ticks() == []
    clock.on(days=1, minutes=1)
    assert ticks() == to_ann and ticks() == []
    assert answers_all(browser, ann) == ["csi4", "areas"]

    # Around each dialogue, one a week; of the fourth Ann is reminded.
    for number in range(1, 9):
        clock.on(days=7)
        if number == 1:
            appreciated(ann, ben)
            assert "1 of 8 dialogues so far" in Page(browser(ben).get("/course")).text
        else:
            held(ann)
        clock.on(minutes=1)
        if number == 4:
            clock.on(days=2)
            assert ticks() == to_ann
        questions = answers_all(browser, ann)
        assert questions == (["csi4", "areas"] if number in (4, 8) else ["csi4"])
        assert ticks() == []

    # After the last one nothing is urged; it is looked back at three times.
    last = DialogueSession.objects.latest("closed_at").closed_at
    assert last
    told = Page(browser(ben).get("/course")).text
    assert "Your course has ended, after 8 dialogues" in told and "It’s there if you like" in told
    for months, act in ((1, "answers"), (3, "skips"), (6, "answers")):
        clock.to(months_after(last, months) - timedelta(minutes=1))
        for address in ("/sessions", "/today"):
            assert "A few questions, if you like" not in Page(browser(ann).get(address)).text
        clock.on(days=1, minutes=2)
        assert "A few questions, if you like" in Page(browser(ann).get("/today")).text
        assert ticks() == to_ann and ticks() == []
        if act == "skips":
            skip = {"act": "skip", "occasion": f"month {months}"}
            browser(ann).post("/course/questions", skip)
            assert answers_all(browser, ann) == []
        else:
            assert answers_all(browser, ann) == ["csi4", "areas"]
    clock.on(days=200)
    assert ticks() == [] and answers_all(browser, ann) == []
    given = answers.answers_of(person_id=ann.pk)
    assert [one.measure for one in given].count("csi4") == 1 + 8 + 2
    assert not answers.has_any(person_id=ben.pk)


# --- who is reminded -------------------------------------------------------------------------


def wishes(person, **changed):
    Calendar.objects.update_or_create(
        person=person,
        defaults={"course_reminders": True, "safe_address": person.email} | changed,
    )


@pytest.mark.parametrize(
    "changed", [{"course_reminders": False, "reminders": True}, {"safe_address": ""}]
)
def test_nobody_is_reminded_who_did_not_wish_it_or_whose_address_is_not_safe(
    couple, ann, course_id, clock, changed
):
    wishes(ann, **changed)
    clock.on(days=2)
    assert ticks() == []


def test_what_came_up_long_before_ann_wished_for_reminders_is_not_recalled(
    couple, ann, course_id, clock
):
    clock.on(days=15)
    wishes(ann)
    assert ticks() == []


def test_the_form_asks_if_the_address_is_safe_and_therapists_have_no_course(
    browser, couple, ann, thea
):
    form = {"save": "1", "of_course": "on"}
    answer = Page(browser(ann).post("/appointments/calendar", form))
    assert answer.status == 422 and "nobody else reads" in answer.field("address_is_safe").errors
    assert "our course" not in Page(browser(thea).get("/appointments/calendar")).text
