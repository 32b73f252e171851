"""The course: goals, which session it is, follow-ups; the next agenda, homework, and a remote start."""

from datetime import date
from typing import Any

import pytest

from dialogue.couple import couple_therapist
from dialogue.models import Homework
from dialogue.records import course, homework, notes, remote_starts, tasks
from dialogue.records.record import NoSuchRecord, RecordProblem, find_record
from dialogue.records.remote_starts import Start
from tests.records.conftest import DAY
from tests.support import cast
from tests.support.page import Page

pytestmark = pytest.mark.django_db
WALK = "Walk on Sunday, without phones"


def course_of_hers(hers):
    return course.course_of(find_record(**hers))


def keep(hers, revision=0, **more):
    kept: dict[str, Any] = {"goals": "To come home again", "planned": 10, "last_on": None}
    course.keep_course(**hers, revision=revision, **kept | more)


def test_a_course_is_eight_sessions_until_thea_plans_otherwise(hers):
    assert (course_of_hers(hers).planned, course_of_hers(hers).held) == (8, 0)
    keep(hers)
    assert (course_of_hers(hers).planned, course_of_hers(hers).goals) == (10, "To come home again")


def test_a_session_counts_by_its_day_and_a_follow_up_does_not(hers):
    for template, day in (("first", 1), ("session", 8), ("free", 8), ("follow_up", 20)):
        notes.begin_note(**hers, template=template, met_on=date(2026, 3, day))
    notes.begin_note(**hers, whose="first", template="free", met_on=date(2026, 3, 15))
    assert course_of_hers(hers).held == 2


def test_follow_ups_are_due_one_three_and_six_months_after_the_last_session(hers):
    keep(hers, last_on=date(2026, 8, 31))
    due = [(one.months, one.due_on) for one in course_of_hers(hers).follow_ups]
    assert due == [(1, date(2026, 9, 30)), (3, date(2026, 11, 30)), (6, date(2027, 2, 28))]
    notes.begin_note(**hers, template="follow_up", met_on=date(2026, 10, 2))
    held = [one.held_on for one in course_of_hers(hers).follow_ups]
    assert held == [date(2026, 10, 2), None, None]


def test_what_was_changed_elsewhere_is_not_written_over(hers):
    keep(hers)
    with pytest.raises(RecordProblem) as problem:
        keep(hers, goals="Something else")
    assert problem.value.code == "changed" and course_of_hers(hers).goals == "To come home again"
    keep(hers, revision=0)  # the same again does no harm
    course.keep_agenda(**hers, revision=1, agenda="Ask about the walk")
    assert (course_of_hers(hers).agenda, course_of_hers(hers).goals) == (
        "Ask about the walk",
        "To come home again",
    )


def test_the_page_keeps_what_was_written_when_something_is_wrong(browser, thea, couple, hers):
    client, address = browser(thea), f"/couples/{couple.pk}/record"
    wrong = {"act": "course", "revision": "0", "goals": "Peace", "planned": "99", "last_on": ""}
    answer = client.post(address, wrong)
    assert answer.status_code == 422 and "Peace" in Page(answer).text
    assert Page(answer).field("planned").errors == "Enter a number from 1 to 40."
    course.keep_agenda(**hers, revision=0, agenda="On the phone")
    stale = client.post(address, {"act": "agenda", "revision": "0", "agenda": "At the desk"})
    assert stale.status_code == 409 and "On the phone" in Page(stale).alert
    assert course_of_hers(hers).agenda == "On the phone"


def test_a_course_that_ends_in_another_age_is_refused_and_the_record_still_opens(
    browser, thea, couple, hers
):
    client, address = browser(thea), f"/couples/{couple.pk}/record"
    for day in ("9999-12-31", "0001-01-01"):
        wrong = {"act": "course", "revision": "0", "planned": "8", "last_on": day}
        answer = client.post(address, wrong)
        assert Page(answer).field("last_on").errors == "That day is too far away."
    assert client.get(address).status_code == 200 and course_of_hers(hers).last_on is None


def test_what_thea_was_writing_when_the_care_ended_is_on_the_page_and_not_in_the_record(
    browser, thea, ann, couple, hers
):
    client, address = browser(thea), f"/couples/{couple.pk}/record"
    keep(hers)
    (hers_now,) = couple_therapist.couple_therapists_of(person=ann)
    couple_therapist.end_with_therapist(person=ann, couple_therapist_id=hers_now.pk)
    for act, form in {
        "course": {"goals": WALK, "planned": "8", "revision": "1"},
        "agenda": {"agenda": WALK, "revision": "1"},
        "give": {"what": WALK, "who": "both"},
    }.items():
        answer = client.post(address, form | {"act": act})
        assert answer.status_code == 409 and WALK in Page(answer).text
    asked = client.post(f"{address}/start", {"seat": "first", "first-risk": WALK})
    assert asked.status_code == 422 and WALK in Page(asked).text
    assert WALK not in Page(client.get(address)).text


# --- homework ------------------------------------------------------------------------------------


@pytest.fixture
def task(hers):
    tasks.give(**hers, who="both", what=WALK, until=DAY)
    return tasks.tasks(find_record(**hers))[0].id


def home_of(browser, person):
    return Page(browser(person).get("/sessions")).text


def test_a_double_click_gives_homework_once_and_it_can_be_given_again_when_it_is_done(hers, task):
    for _click in range(2):
        tasks.give(**hers, who="both", what=WALK, until=DAY, share=True)
    assert len(tasks.tasks(find_record(**hers))) == Homework.objects.count() == 1
    tasks.mark_done(**hers, task_id=task, done=True)
    tasks.give(**hers, who="both", what=WALK, until=DAY)
    assert len(tasks.tasks(find_record(**hers))) == 2


def test_homework_is_thea_s_alone_until_she_shares_it(browser, hers, task, ann, ben):
    for person in (ann, ben):
        assert WALK not in home_of(browser, person)
    tasks.share(**hers, task_id=task)
    for person in (ann, ben):
        assert WALK in home_of(browser, person)
    tasks.take_back(**hers, task_id=task)
    for person in (ann, ben):
        assert WALK not in home_of(browser, person)
    assert [one.what for one in tasks.tasks(find_record(**hers))] == [WALK]


def test_shared_homework_is_nobody_else_s(browser, couple, hers, task, omar, ada):
    tasks.share(**hers, task_id=task)
    for person in (omar, ada):
        assert WALK not in home_of(browser, person)
    assert browser(ada).get("/admin/dialogue/homework/").status_code == 404
    assert WALK.encode() not in bytes(Homework.objects.get().sealed)


def test_the_next_therapist_s_couple_reads_the_next_therapist_s(couple, hers, task):
    tasks.share(**hers, task_id=task)
    couple.therapist = cast.therapist("Tom")
    couple.save()
    assert homework.shared_with(couple=couple) == []
    with pytest.raises(RecordProblem) as problem:
        tasks.take_back(**hers, task_id=task)
    assert problem.value.code == "closed"


def test_what_is_removed_is_gone_for_them_too(browser, hers, task, ann):
    tasks.share(**hers, task_id=task)
    tasks.share(**hers, task_id=task)  # twice is once
    assert Homework.objects.count() == 1
    tasks.drop(**hers, task_id=task)
    assert not Homework.objects.exists() and WALK not in home_of(browser, ann)
    with pytest.raises(NoSuchRecord):
        tasks.share(**hers, task_id=task)


def test_that_it_is_done_stays_in_the_record(browser, hers, task, ann):
    tasks.share(**hers, task_id=task)
    before = home_of(browser, ann)
    tasks.mark_done(**hers, task_id=task, done=True)
    assert tasks.tasks(find_record(**hers))[0].done_at and home_of(browser, ann) == before


# --- a remote start --------------------------------------------------------------------------------


def test_thea_asks_where_each_of_them_is_and_the_last_answer_is_offered(
    browser, couple, hers, thea
):
    client, address = browser(thea), f"/couples/{couple.pk}/record/start"
    told = {"first-where": "At home", "first-contact": "555 0100", "first-risk": "None seen"}
    assert client.post(address, {"seat": "first", **told}).status_code == 302
    page = Page(client.get(address))
    assert "At home" in page.text and "Not asked yet" in page.text  # Ann was, Ben was not
    (kept,) = remote_starts.starts(find_record(**hers), whose="first")
    assert (kept.where, kept.contact, kept.risk) == ("At home", "555 0100", "None seen")
    assert kept.asked_at and not remote_starts.starts(find_record(**hers), whose="second")


def test_each_asking_is_kept_with_its_time(hers):
    for where in ("At home", "In the car", "In the car"):  # by a double click
        remote_starts.note_start(**hers, whose="first", start=Start(where=where))
    found = remote_starts.starts(find_record(**hers), whose="first")
    assert [one.where for one in found] == ["In the car", "At home"]


def test_an_empty_start_is_told_beside_the_field(browser, couple, thea):
    address = f"/couples/{couple.pk}/record/start"
    answer = browser(thea).post(address, {"seat": "second"})
    assert answer.status_code == 422
    assert Page(answer).field("second-where").errors == "Write something first."
