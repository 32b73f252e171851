"""A course that goes on gets another number: Ann suggests it, and it is so when Ben agrees."""

import pytest

from dialogue.access.seats import seat_of
from dialogue.course import changing
from dialogue.course.service import CourseProblem, end
from dialogue.models import Course, CourseChange
from tests.course.conftest import held
from tests.support.page import Page

pytestmark = pytest.mark.django_db


def place_of(person):
    place = seat_of(person_id=person.pk)
    assert place
    return place


def suggest(browser, person, course_id, planned):
    form = {"act": "change", "course": str(course_id), "planned": planned}
    return browser(person).post("/course", form)


def answer(browser, person, course_id, act, planned=""):
    form = {"act": f"change_{act}", "course": str(course_id), "planned": planned}
    return browser(person).post("/course", form)


def read(browser, person):
    return Page(browser(person).get("/course")).text


@pytest.mark.parametrize(("planned", "told"), [("12", "2 of 12"), ("open", "2 dialogues so far")])
def test_ann_suggests_ben_agrees_and_it_goes_on_from_where_they_are(
    browser, couple, ann, ben, course_id, planned, told
):
    held(ann, 2)
    assert suggest(browser, ann, course_id, planned).url == "/course"
    assert "You suggested a different number to Ben" in read(browser, ann)
    assert "Ann suggests a different number of dialogues" in read(browser, ben)
    assert answer(browser, ann, course_id, "agree", planned).status_code == 302  # she has already
    assert "2 of 8" in read(browser, ann)
    answer(browser, ben, course_id, "agree", "" if planned == "open" else planned)
    for person in (ann, ben):
        assert told in read(browser, person) and "another number" not in read(browser, person)
    assert not CourseChange.objects.exists()


def test_no_leaves_it_and_rests_for_a_day_for_who_asked(
    browser, couple, ann, ben, course_id, clock
):
    suggest(browser, ann, course_id, "12")
    answer(browser, ben, course_id, "decline")
    assert "Change the number" not in read(browser, ann) and "Change the number" in read(
        browser, ben
    )
    with pytest.raises(CourseProblem, match="rests"):
        changing.suggest(person_id=ann.pk, course_id=course_id, planned=10)
    clock.on(days=1, minutes=1)
    suggest(browser, ann, course_id, "10")
    answer(browser, ann, course_id, "take_back")
    assert not CourseChange.objects.exists() and Course.objects.get().planned == 8


def test_it_is_never_made_shorter_than_what_was_held_nor_agreed_to_unread(
    browser, couple, ann, ben, course_id
):
    suggest(browser, ann, course_id, "12")
    answer(browser, ben, course_id, "agree", "10")  # not what she suggests
    assert Course.objects.get().planned == 8
    answer(browser, ben, course_id, "agree", "12")
    held(ann, 9)
    assert changing.standing(place=place_of(ann)).choices == (10, None)
    assert suggest(browser, ann, course_id, "8").status_code == 422
    end(person_id=ann.pk, course_id=course_id)
    with pytest.raises(CourseProblem, match="moved"):
        changing.suggest(person_id=ann.pk, course_id=course_id, planned=None)


def test_nobody_else_changes_it(browser, couple, ann, thea, omar, ada, course_id):
    suggest(browser, ann, course_id, "12")
    for person in (thea, omar, ada):
        for act in ("agree", "decline"):
            assert answer(browser, person, course_id, act, "12").url == "/sessions"
    assert CourseChange.objects.get().declined_at is None
    assert Course.objects.get().planned == 8
