"""One time of a weekly appointment is left out, and the others take place."""

from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar as ICalendar

from dialogue.appointments import calendar_links
from dialogue.appointments import service as times
from dialogue.appointments.icalendars import icalendar_of
from dialogue.appointments.meetings import meetings
from dialogue.appointments.reminders import send_reminders
from dialogue.appointments.service import AppointmentProblem, propose
from dialogue.models import Person, SkippedWeek
from tests.appointments.test_appointments import only, say
from tests.support.page import Page


@pytest.fixture
def weekly(couple, ann, ben, evening):
    """Agreed by both, with the clock of New York."""
    Person.objects.filter(pk=ann.pk).update(time_zone="America/New_York")
    ann.refresh_from_db()
    time = propose(person=ann, begins_at=evening, minutes=60, weekly=True)
    say(ben, time)
    return time


def test_ben_leaves_one_week_out_and_both_see_it(browser, weekly, ann, ben, evening):
    form = {"begins_at": evening.isoformat()}
    client = browser(ben)
    assert client.post(f"/appointments/{weekly.pk}/skip", form).url == "/appointments"
    for person in (ann, ben):
        next_one = only(person)
        assert next_one.agreed and next_one.skipped == (evening,)
        days = (next_one.begins_at - evening) / timedelta(days=1)
        assert 6.9 < days < 7.1  # the clocks may change in between
        assert "Not on" in Page(browser(person).get("/appointments")).text
    client.post(f"/appointments/{weekly.pk}/skip", form)  # pressed twice
    assert only(ann).skipped == (evening,)
    weekly.refresh_from_db()
    assert weekly.cancelled_at is None


def test_calendars_leave_it_out_too(weekly, ben, evening):
    before = icalendar_of(meetings=[only(ben)])
    assert b"EXDATE" not in before
    times.skip(person=ben, appointment_id=weekly.pk, begins_at=evening)
    event: Any = ICalendar.from_ical(icalendar_of(meetings=[only(ben)])).walk("VEVENT")[0]
    (left_out,) = event["EXDATE"].dts
    assert left_out.dt == evening == event["DTSTART"].dt
    assert event["EXDATE"].params["TZID"] == event["DTSTART"].params["TZID"]
    assert event["RRULE"] == {"FREQ": ["WEEKLY"]} and event["SEQUENCE"] == 1


def test_nobody_is_reminded_of_what_is_left_out(weekly, ann, ben, evening):
    calendar_links.set_reminders(person=ben, wanted=True, address_is_safe=True)
    times.skip(person=ann, appointment_id=weekly.pk, begins_at=evening)
    assert send_reminders(now=evening - timedelta(hours=1)) == 0


def test_only_the_next_time_of_a_weekly_one_and_only_by_whom_it_concerns(
    browser, weekly, ann, ben, thea, omar, evening
):
    with pytest.raises(AppointmentProblem, match="moved"):
        times.skip(person=ben, appointment_id=weekly.pk, begins_at=evening + timedelta(days=7))
    once = propose(person=ann, begins_at=evening, minutes=60)
    with pytest.raises(AppointmentProblem, match="moved"):
        times.skip(person=ben, appointment_id=once.pk, begins_at=evening)
    for person in (thea, omar):  # it is without the therapist
        form = {"begins_at": evening.isoformat()}
        assert browser(person).post(f"/appointments/{weekly.pk}/skip", form).status_code == 404
    assert all(not meeting.skipped for meeting in meetings(person=ann))


def test_the_week_takes_place_after_all(browser, weekly, ann, ben, omar, evening):
    times.skip(person=ben, appointment_id=weekly.pk, begins_at=evening)
    event: Any = ICalendar.from_ical(icalendar_of(meetings=[only(ben)])).walk("VEVENT")[0]
    read = Page(browser(ben).get("/appointments"))
    (form,) = [one for one in read.all("form") if "after all" in one.text]
    address = form.attributes["action"]
    assert browser(omar).post(address, {"begins_at": evening.isoformat()}).status_code == 404
    assert only(ann).skipped
    client = browser(ben)
    client.post(address, {"begins_at": read.value("begins_at")})
    for person in (ann, ben):
        again = only(person)
        assert (again.begins_at, again.agreed, again.skipped) == (evening, True, ())
    newer: Any = ICalendar.from_ical(icalendar_of(meetings=[only(ben)])).walk("VEVENT")[0]
    assert "EXDATE" not in newer and newer["SEQUENCE"] > event["SEQUENCE"]
    again = client.post(address, {"begins_at": evening.isoformat()}, follow=True)  # pressed twice
    assert "in the meantime" not in Page(again).text and only(ann).skipped == ()
    for wrong in (timedelta(days=1), timedelta(minutes=1)):
        with pytest.raises(AppointmentProblem, match="moved"):
            times.bring_back(person=ben, appointment_id=weekly.pk, begins_at=evening + wrong)


def test_a_week_that_has_passed_is_not_brought_back(weekly, ben, evening):
    SkippedWeek.objects.create(appointment=weekly, begins_at=evening - timedelta(days=7))
    with pytest.raises(AppointmentProblem, match="past"):
        times.bring_back(
            person=ben, appointment_id=weekly.pk, begins_at=evening - timedelta(days=7)
        )
