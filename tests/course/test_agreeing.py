"""Ann proposes a course; it begins when Ben agrees, and either ends it. What each wrote, both read."""

import pytest
from django.db import connection

from dialogue.access.seats import seat_of
from dialogue.base.problems import NotOpen
from dialogue.couple.couples import form_couple
from dialogue.course import service as courses
from dialogue.course.occasions import due
from dialogue.course.reading import standing
from dialogue.course.service import CourseProblem
from dialogue.home import ending
from dialogue.models import Couple, Course, CourseGoal
from dialogue.safety import own_consent
from tests.course.conftest import HERS, HIS, asked, began, held
from tests.support import cast
from tests.support.page import Page

pytestmark = pytest.mark.django_db


def read(browser, person, address="/course"):
    return Page(browser(person).get(address)).text


def test_ann_asks_ben_agrees_and_both_read_what_both_would_like(browser, couple, ann, ben):
    browser(ann).post("/course", {"act": "propose", "planned": "10", "goal": HERS})
    assert "You asked Ben" in read(browser, ann) and due(person_id=ann.pk) is None
    assert "Ann would like to plan a course" in read(browser, ben, "/sessions")
    assert "course with you" not in read(browser, ann, "/sessions")
    shown = read(browser, ben)
    assert HERS in shown and "10 dialogues" in shown
    row = Course.objects.get()
    browser(ben).post("/course", {"act": "agree", "course": str(row.pk), "goal": HIS})
    for person in (ann, ben):
        told = read(browser, person)
        assert "0 of 10 dialogues so far" in told and HERS in told and HIS in told
        assert "Maybe next" in told
        asked_of = due(person_id=person.pk)
        assert asked_of and asked_of.occasion.id == "before"
    assert "would like to plan" not in read(browser, ben, "/sessions")


def test_neither_thea_nor_omar_nor_ada_gets_anything_of_it(
    browser, couple, ann, ben, thea, omar, ada, course_id
):
    for person in (thea, omar, ada):
        client = browser(person)
        for address in ("/course", "/course/questions", "/sessions"):
            told = client.get(address, follow=True).content.decode()
            assert HERS not in told and HIS not in told and "dialogues so far" not in told
        form = {"act": "end", "course": str(course_id), "goal": "Mine"}
        for act in ("end", "agree", "goal", "decline"):
            assert client.post("/course", form | {"act": act}).url == "/sessions"
    assert Course.objects.get().ended_at is None and CourseGoal.objects.count() == 2


def test_not_this_time_needs_no_reason_takes_the_words_along_and_rests_for_a_day(
    browser, couple, ann, ben, clock
):
    course_id = asked(ann)
    browser(ben).post("/course", {"act": "decline", "course": str(course_id)})
    assert not CourseGoal.objects.exists()
    assert "Ben would rather not for now" in read(browser, ann)
    with pytest.raises(CourseProblem, match="rests"):
        asked(ann)
    assert "How many dialogues?" in read(browser, ben)  # who may ask at once
    clock.on(days=1, minutes=1)
    assert asked(ann)


def test_who_asked_takes_it_back_and_it_never_was(browser, couple, ann, ben):
    course_id = asked(ann)
    browser(ann).post("/course", {"act": "take_back", "course": str(course_id)})
    assert not Course.objects.exists()
    assert "plan a course with you" not in read(browser, ben)
    assert asked(ann)


def test_ben_agrees_to_what_he_has_read_and_ann_never_to_her_own(couple, ann, ben):
    first = asked(ann)
    with pytest.raises(CourseProblem, match="not_yours"):
        courses.agree(person_id=ann.pk, course_id=first)
    courses.decline(person_id=ann.pk, course_id=first)
    second = asked(ann, 12)
    for act in (courses.agree, courses.decline):
        with pytest.raises(CourseProblem, match="moved"):
            act(person_id=ben.pk, course_id=first + 1000)
    courses.agree(person_id=ben.pk, course_id=second)
    assert Course.objects.get().planned == 12


def test_there_is_one_at_a_time_and_another_after_the_last_dialogue(couple, ann, ben):
    began(ann, ben)
    with pytest.raises(CourseProblem, match="going_on"):
        asked(ben)
    held(ann, 8)
    another = asked(ben, None)
    with pytest.raises(CourseProblem, match="going_on"):
        asked(ann)
    courses.agree(person_id=ann.pk, course_id=another)
    assert Course.objects.filter(ended_at=None).get().pk == another


def test_each_changes_what_is_their_own_and_what_is_empty_goes(
    browser, couple, ann, ben, course_id
):
    form = {"act": "goal", "course": str(course_id), "goal": "More walks."}
    browser(ben).post("/course", form)
    told = read(browser, ann)
    assert "More walks." in told and HERS in told and HIS not in told
    browser(ben).post("/course", form | {"goal": " "})
    assert "More walks." not in read(browser, ann) and HERS in read(browser, ann)


def test_while_dialogues_are_not_open_nothing_new_is_said_and_nothing_is_lost(
    browser, couple, ann, ben, course_id
):
    own_consent.withdraw(person_id=ann.pk)
    form = {"act": "goal", "course": str(course_id), "goal": "Something new."}
    answer = Page(browser(ben).post("/course", form))
    assert answer.status == 423 and "Something new." in answer.html and HIS in answer.text
    assert "Something new." not in read(browser, ann)
    with pytest.raises(NotOpen):
        asked(ben)
    browser(ben).post("/course", {"act": "end", "course": str(course_id)})
    assert Course.objects.get().ended_at


def test_what_was_written_for_a_proposal_that_is_gone_stays_on_the_page(browser, couple, ann, ben):
    gone = asked(ann)
    courses.decline(person_id=ann.pk, course_id=gone)
    form = {"act": "agree", "course": str(gone), "goal": HIS}
    answer = Page(browser(ben).post("/course", form))
    assert answer.status == 409 and "changed in the meantime" in answer.text and HIS in answer.html


def test_what_is_wrong_with_the_form_is_said_beside_it(browser, couple, ann):
    form = {"act": "propose", "planned": "9", "goal": "x" * 1001}
    answer = Page(browser(ann).post("/course", form))
    assert answer.status == 422
    assert "Choose how many." in answer.text
    assert "too long" in answer.field("goal").errors
    assert not Course.objects.exists()


def test_goals_lie_sealed_and_are_part_of_what_the_two_may_save(browser, couple, ann, course_id):
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM dialogue_coursegoal")
        rows = [bytes(sealed) for (sealed,) in cursor.fetchall()]
    assert len(rows) == 2 and not any(HERS.encode() in row for row in rows)
    saved = browser(ann).get("/copies/ours.md").content.decode()
    assert f"> {HERS}" in saved and f"> {HIS}" in saved


@pytest.mark.parametrize("by", ["a parting", "an erased account"])
def test_it_goes_with_the_couple(couple, ann, ben, ada, course_id, by):
    held(ann, 2)
    if by == "an erased account":
        ending.erase(person=ben, by=ada)
        assert not Course.objects.exists() and not CourseGoal.objects.exists()
        return
    ending.end_couple(couple=couple)
    assert Course.objects.get().ended_at and due(person_id=ann.pk) is None
    Couple.objects.update(forget_at=Couple.objects.get().ended_at)
    assert ending.forget_former_couples() == 1
    assert not Course.objects.exists()


def test_with_another_partner_ann_has_no_course_yet(couple, ann, omar, course_id):
    ending.end_couple(couple=couple)
    cast.agreed(form_couple(first=ann, second=omar))
    place = seat_of(person_id=ann.pk)
    assert place and standing(place=place).course is None
