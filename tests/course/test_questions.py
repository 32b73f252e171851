"""What is asked in a course, and when: the latest occasion alone, once, and never of who skipped it."""

from datetime import UTC, datetime, timedelta

import pytest

from dialogue.course import occasions
from dialogue.course import service as courses
from dialogue.course.occasions import due, latest
from dialogue.course.reading import Progress
from dialogue.measures import answers
from dialogue.models import CourseSkip
from tests.course.conftest import began, form_of, held
from tests.support.page import Page

BEGAN = datetime(2026, 1, 1, 20, tzinfo=UTC)
BOTH, SHORT = ("csi4", "areas"), ("csi4",)


def asked_of(person):
    found = due(person_id=person.pk)
    return (found.occasion.id, found.measures) if found else None


def after(number, planned=8, *, over=False, days=0):
    """The occasion ``days`` after so many dialogues, of which there was one each week."""
    times = tuple(BEGAN + timedelta(weeks=one + 1) for one in range(number))
    progress = Progress(1, planned, BEGAN, times, over or number == planned)
    found = latest(progress, (times[-1] if times else BEGAN) + timedelta(days=days))
    return (found.id, found.measures) if found else None


def test_before_after_each_every_fourth_and_at_the_last():
    assert after(0) == ("before", BOTH)
    asked = [after(number, 10) for number in range(1, 11)]
    assert [name for name, _measures in asked] == [f"after {number}" for number in range(1, 11)]
    longer = [number for number, (_name, measures) in enumerate(asked, 1) if measures == BOTH]
    assert longer == [4, 8, 10]
    assert {measures for _name, measures in asked} == {SHORT, BOTH}


@pytest.mark.parametrize(
    ("days", "name"),
    [(27, "after 8"), (28, "month 1"), (88, "month 1"), (89, "month 3"), (400, "month 6")],
)
def test_after_the_last_one_it_is_asked_at_one_three_and_six_months(days, name):
    occasion = after(8, days=days)
    assert occasion and occasion[0] == name and occasion[1] == BOTH


def test_while_others_are_to_come_a_long_pause_is_no_end():
    assert after(3, days=400) == ("after 3", SHORT)
    assert after(3, None, days=400) == ("after 3", SHORT)
    assert after(3, None, over=True, days=40) == ("month 1", BOTH)


def test_what_ended_before_anything_came_of_it_is_not_looked_back_at():
    assert after(0, over=True) is None


# --- answering -------------------------------------------------------------------------------


def test_ann_answers_one_page_is_called_away_and_goes_on_where_she_was(
    browser, couple, ann, ben, course_id
):
    client = browser(ann)
    assert "Two short pages" in Page(client.get("/course/questions")).text
    sent = client.post("/course/questions", form_of("csi4"))
    assert sent.url == "/course/questions" and asked_of(ann) == ("before", ("areas",))
    later = browser(ann)
    assert "Our relationship wears me out." in Page(later.get("/course/questions")).text
    assert later.post("/course/questions", form_of("areas")).url == "/course"
    assert asked_of(ann) is None and later.get("/course/questions").url == "/course"
    assert asked_of(ben) == ("before", BOTH)


def test_what_ann_saves_in_a_second_tab_takes_the_place_of_the_first(
    browser, couple, ann, course_id, clock
):
    clock.on(minutes=1)
    client = browser(ann)
    for edge in (min, max):
        for measure in BOTH:
            assert client.post("/course/questions", form_of(measure, edge)).status_code == 302
    (short,) = answers.answers_of(person_id=ann.pk, measure="csi4")
    assert list(short.scores.values()) == [21] and asked_of(ann) is None
    assert client.get("/course/questions").url == "/course"


def test_a_form_with_nothing_answered_says_so_and_keeps_nothing(browser, couple, ann, course_id):
    answer = Page(browser(ann).post("/course/questions", {"measure": "csi4"}))
    assert answer.status == 422 and "Answer at least one" in answer.text
    assert not answers.has_any(person_id=ann.pk)


def test_the_card_stands_where_something_is_due_and_nowhere_else(browser, couple, ann, course_id):
    card, client = "A few questions, if you like", browser(ann)
    assert card in Page(client.get("/sessions")).text
    form = {"act": "skip", "occasion": "before"}
    assert client.post("/course/questions", form).url == "/sessions"
    assert card not in Page(client.get("/sessions")).text and asked_of(ann) is None
    held(ann)
    assert card in Page(client.get("/sessions")).text and asked_of(ann) == ("after 1", SHORT)


def test_one_page_is_skipped_and_the_other_answered(browser, couple, ann, course_id):
    form = {"act": "skip", "occasion": "before", "measure": "csi4"}
    browser(ann).post("/course/questions", form)
    assert asked_of(ann) == ("before", ("areas",))


def test_a_skip_from_an_old_page_skips_nothing_of_what_came_since(browser, couple, ann, course_id):
    held(ann)
    browser(ann).post("/course/questions", {"act": "skip", "occasion": "before"})
    assert asked_of(ann) == ("after 1", SHORT)
    occasions.skip(person=ann, occasion_id="after 1", measure="areas")  # which is not asked
    assert not CourseSkip.objects.exists()


def test_what_ann_answered_by_herself_since_is_not_asked_again(couple, ann, course_id, clock):
    clock.on(minutes=1)
    answers.keep(person_id=ann.pk, measure="csi4", answers={"happiness": 3})
    assert asked_of(ann) == ("before", ("areas",))


def test_an_answer_after_a_dialogue_does_not_take_the_place_of_the_one_before_it(
    browser, couple, ann, course_id, clock
):
    clock.on(minutes=1)
    browser(ann).post("/course/questions", form_of("csi4", min))
    clock.on(minutes=90)
    held(ann)
    clock.on(minutes=1)
    browser(ann).post("/course/questions", form_of("csi4", max))
    low, high = answers.answers_of(person_id=ann.pk, measure="csi4")
    assert [*low.scores.values(), *high.scores.values()] == [0, 21] and asked_of(ann) is None


def test_dialogues_count_since_it_began_as_far_as_they_were_brought_to_their_end(
    couple, ann, ben, clock
):
    held(ann)
    clock.on(minutes=1)
    began(ann, ben, None)
    clock.on(minutes=1)
    assert asked_of(ann) == ("before", BOTH)
    held(ann, 3)
    assert asked_of(ann) == asked_of(ben) == ("after 3", SHORT)
    row = couple.courses.get()
    clock.on(minutes=1)
    courses.end(person_id=ben.pk, course_id=row.pk)
    clock.on(minutes=1)
    held(ann)  # a booster: nothing is asked about it
    assert asked_of(ann) == ("after 3", SHORT)


def test_whoever_has_no_course_is_asked_nothing(couple, ann, omar, thea):
    assert asked_of(ann) is asked_of(omar) is asked_of(thea) is None
