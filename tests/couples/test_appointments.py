"""Ann proposes a time, Ben answers; both clocks, calendars, and reminders that tell nothing."""

import smtplib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from icalendar import Calendar as ICalendar

from dialogue.models import Appointment, Calendar, Person, Reminder, SkippedWeek
from dialogue.services import appointments as times
from dialogue.services.appointments import AppointmentProblem, meetings, propose
from dialogue.services.icalendars import icalendar_of
from dialogue.services.reminders import send_reminders
from tests import cast
from tests.pages.page import Page
from tests.pages.test_invitations import at_once
from tests.rooms import TOPIC, asked_by, done


@pytest.fixture
def time(couple, ann, evening):
    """Ann has proposed this evening."""
    return propose(person=ann, begins_at=evening, minutes=60)


def say(person, time, accepted=True):
    time.refresh_from_db()
    times.answer(person=person, appointment_id=time.pk, revision=time.revision, accepted=accepted)


def only(person):
    (meeting,) = meetings(person=person)
    return meeting


# --- proposing and answering -----------------------------------------------------------------


def test_a_time_within_a_day_is_preselected_and_one_press_proposes_it(browser, couple, ann, ben):
    client = browser(ann)
    shown = Page(client.get("/appointments"))
    (chosen,) = (one for one in shown.all("input") if "checked" in one.attributes)
    slot = chosen.attributes["value"]
    assert timezone.now() < datetime.fromisoformat(slot) <= timezone.now() + timedelta(hours=24)
    assert client.post("/appointments", {"slot": slot, "minutes": "45"}).url == "/appointments"
    assert only(ben).minutes == 45 and only(ben).mine is None and only(ann).mine
    assert "Does this suit you?" in Page(browser(ben).get("/appointments")).text
    assert "A time was proposed to you" in Page(browser(ben).get("/sessions")).text


def test_any_other_time_is_meant_on_ann_s_own_clock(browser, couple, ann):
    Person.objects.filter(pk=ann.pk).update(time_zone="America/New_York")
    day = (timezone.now() + timedelta(days=9)).strftime("%Y-%m-%d")
    form = {"slot": "other", "at": f"{day}T20:30", "minutes": "60"}
    browser(ann).post("/appointments", form)
    ann.refresh_from_db()
    at = only(ann).begins_at.astimezone(UTC).strftime("%H:%M")
    assert at in ("00:30", "01:30")


@pytest.mark.parametrize(
    ("form", "field", "said"),
    [
        ({"slot": "other"}, "at", "Write a date and a time."),
        ({"slot": "other", "at": "soon"}, "at", "Write a date and a time."),
        ({"slot": "other", "at": "2001-01-01T10:00"}, "at", "This time has passed."),
        ({"slot": "other", "at": "2999-01-01T10:00"}, "at", "within a year"),
    ],
)
def test_what_is_wrong_with_a_time_is_said_beside_it(browser, couple, ann, form, field, said):
    answer = Page(browser(ann).post("/appointments", {"minutes": "60"} | form))
    assert answer.status == 422 and said in answer.field(field).errors
    assert not Appointment.objects.exists()


def test_ben_accepts_and_it_is_agreed(browser, time, ann, ben):
    form = {"answer": "yes", "revision": "0"}
    browser(ben).post(f"/appointments/{time.pk}/answer", form)
    assert only(ann).agreed and only(ben).agreed
    assert "Agreed" in Page(browser(ann).get("/appointments")).text


def test_ben_declines_without_a_reason(browser, time, ann, ben):
    browser(ben).post(f"/appointments/{time.pk}/answer", {"answer": "no", "revision": "0"})
    assert only(ann).declined and not only(ann).agreed


def test_ben_moves_it_and_ann_is_asked_again(time, ann, ben, evening):
    say(ben, time)
    later = evening + timedelta(days=1)
    times.move(person=ben, appointment_id=time.pk, revision=0, begins_at=later)
    assert only(ann).begins_at == later and only(ann).mine is None and only(ben).mine
    with pytest.raises(AppointmentProblem, match="moved"):
        times.answer(person=ann, appointment_id=time.pk, revision=0, accepted=True)


def test_with_thea_all_three_must_accept(couple, ann, ben, thea, evening):
    time = propose(person=ann, begins_at=evening, minutes=60, with_therapist=True)
    say(ben, time)
    assert not only(thea).agreed
    say(thea, time)
    assert only(ann).agreed and only(thea).others == (ann, ben)


def test_thea_proposes_to_her_couple_and_sees_nothing_of_the_two_alone(
    browser, couple, ann, thea, time, evening
):
    assert not meetings(person=thea)
    slot = (evening + timedelta(hours=1)).isoformat()
    form = {"couple_id": str(couple.pk), "slot": slot, "minutes": "60"}
    assert browser(thea).post("/appointments", form).url == "/appointments"
    assert only(thea).with_therapist and len(meetings(person=ann)) == 2


def test_either_calls_it_off(browser, time, ann, ben):
    browser(ben).post(f"/appointments/{time.pk}/cancel")
    assert not meetings(person=ann) and not meetings(person=ben)


def test_omar_and_thea_find_the_two_s_time_as_little_as_one_that_never_was(
    browser, time, omar, thea
):
    for person in (omar, thea):
        for number, key in ((time.pk, f"a{time.pk}"), (7007, "a7007")):
            client = browser(person)
            assert client.get(f"/appointments/{number}/move").status_code == 404
            for act in ("answer", "move", "cancel"):
                assert client.post(f"/appointments/{number}/{act}").status_code == 404
            assert client.get(f"/appointments/{key}.ics").status_code == 404
    time.refresh_from_db()
    assert time.cancelled_at is None and time.answers.count() == 1


# --- when ------------------------------------------------------------------------------------


def test_both_clocks_are_shown_where_they_differ(page, time, ann, ben):
    assert "Ben:" not in page(ann, "/appointments").text
    Person.objects.filter(pk=ben.pk).update(time_zone="Asia/Tokyo")
    assert "Ben:" in page(ann, "/appointments").text
    assert "Ann:" in page(ben, "/appointments").text


def test_every_week_is_the_same_hour_of_the_clock_when_the_clocks_change():
    begins_at = datetime(2026, 10, 20, 18, tzinfo=UTC)  # 20:00 in Berlin, in summer
    after = times.occurrence(begins_at, "Europe/Berlin", begins_at)
    assert after == datetime(2026, 10, 27, 19, tzinfo=UTC)
    assert times.occurrence(begins_at, "Europe/Berlin", after) == after + timedelta(days=7)


def test_what_is_missed_fades_without_a_word(page, time, ann, ben):
    say(ben, time)
    Appointment.objects.update(starts_at=timezone.now() - timedelta(hours=3))
    read = page(ann, "/appointments").text
    assert "Earlier" in read and "missed" not in read.lower()
    assert not meetings(person=ann)


def test_a_dialogue_that_was_kept_for_a_time_is_in_the_list(page, couple, ann, ben, evening):
    room = asked_by(ann)
    done(ben, room, "propose", time=evening)
    assert only(ann).dialogue_id == room and only(ann).begins_at == evening
    read = page(ann, "/appointments")
    assert "A dialogue that you kept for this time" in read.text and TOPIC not in read.html


# --- calendars -------------------------------------------------------------------------------


def test_a_file_says_when_and_nothing_else(browser, time, ann, ben):
    say(ben, time)
    answer = browser(ann).get(f"/appointments/a{time.pk}.ics")
    assert answer.headers["Content-Type"].startswith("text/calendar")
    event: Any = ICalendar.from_ical(answer.content).walk("VEVENT")[0]
    assert str(event["summary"]) == "Together" and event["dtstart"].dt == time.starts_at
    for word in (b"Ann", b"Ben", b"example.org", b"DESCRIPTION", b"LOCATION", b"testserver"):
        assert word not in answer.content


def test_a_weekly_time_repeats_in_its_own_zone(browser, couple, ann, ben, evening):
    Person.objects.filter(pk=ann.pk).update(time_zone="Europe/Berlin")
    ann.refresh_from_db()
    time = propose(person=ann, begins_at=evening, minutes=60, weekly=True)
    say(ben, time)
    content = browser(ann).get(f"/appointments/a{time.pk}.ics").content.decode()
    assert "FREQ=WEEKLY" in content and "TZID=Europe/Berlin" in content and "VTIMEZONE" in content


def test_a_subscription_holds_what_is_agreed_until_it_is_taken_back(
    browser, client, time, ann, ben, evening
):
    say(ben, time)
    propose(person=ann, begins_at=evening + timedelta(days=1), minutes=60)
    mine = browser(ann)
    link = Page(mine.post("/appointments/calendar", {"link": "1"})).by_id("link")
    assert link
    address = link.attributes["value"].removeprefix("http://testserver")
    token = address.removeprefix("/calendar/").removesuffix(".ics")
    assert len(token) >= 32 and token not in str(Calendar.objects.values())
    assert token not in Page(mine.get("/appointments/calendar")).html
    assert client.get(address).content.count(b"BEGIN:VEVENT") == 1
    mine.post("/appointments/calendar", {"revoke": "1"})
    gone, never = client.get(address), client.get("/calendar/nothing.ics")
    assert gone.status_code == never.status_code == 404 and gone.content == never.content


def test_a_new_link_ends_the_old_one_and_a_disabled_account_both(client, time, ann):
    old, new = times.new_link(person=ann), times.new_link(person=ann)
    assert client.get(f"/calendar/{old}.ics").status_code == 404
    assert client.get(f"/calendar/{new}.ics").status_code == 200
    Person.objects.filter(pk=ann.pk).update(is_active=False)
    assert client.get(f"/calendar/{new}.ics").status_code == 404


# --- reminders -------------------------------------------------------------------------------


@pytest.fixture
def soon(couple, ann, ben):
    """Agreed, and within the hour."""
    time = propose(person=ann, begins_at=timezone.now() + timedelta(hours=1), minutes=60)
    say(ben, time)
    return time


def wish(person, *, safe=True):
    times.set_reminders(person=person, wanted=True, address_is_safe=safe)


def test_ann_who_wishes_it_is_reminded_once_and_learns_only_when(soon, ann):
    wish(ann)
    call_command("tick")
    call_command("tick")
    (sent,) = mail.outbox
    assert sent.to == ["ann@example.org"] and sent.subject == "Reminder"
    for word in ("Ann", "Ben", "Thea", "dialogue", "partner", "couple", "http", "Together"):
        assert word not in str(sent.body) + str(sent.subject)


def test_nobody_is_reminded_who_did_not_wish_it_or_whose_address_is_not_safe(soon, ann, ben):
    wish(ann, safe=False)
    assert send_reminders() == 0 and not mail.outbox


def test_another_address_is_not_safe_until_it_is_marked(soon, ann):
    wish(ann)
    Person.objects.filter(pk=ann.pk).update(email="shared@example.org")
    assert send_reminders() == 0


def test_the_page_asks_if_the_address_is_safe(browser, couple, ann):
    form = {"save": "1", "reminders": "on"}
    answer = Page(browser(ann).post("/appointments/calendar", form))
    assert answer.status == 422
    assert "nobody else reads" in answer.field("address_is_safe").errors
    browser(ann).post("/appointments/calendar", form | {"address_is_safe": "on"})
    kept = Calendar.objects.get(person=ann)
    assert kept.reminders and kept.safe_address == ann.email


@pytest.mark.parametrize("why", ["not agreed", "called off", "too far ahead", "over"])
def test_what_is_not_to_be_reminded_of(soon, ann, ben, why):
    wish(ann)
    if why == "not agreed":
        say(ben, soon, accepted=False)
    elif why == "called off":
        times.cancel(person=ben, appointment_id=soon.pk)
    else:
        hours = 4 if why == "too far ahead" else -1
        Appointment.objects.update(starts_at=timezone.now() + timedelta(hours=hours))
    assert send_reminders() == 0


def test_a_moved_time_is_reminded_of_again(soon, ann, ben):
    wish(ann)
    assert send_reminders() == 1
    later = timezone.now() + timedelta(hours=2)
    times.move(person=ann, appointment_id=soon.pk, revision=0, begins_at=later)
    say(ben, soon)
    assert send_reminders() == 1


def test_when_the_mail_server_refuses_the_next_tick_tries_again(soon, ann, monkeypatch):
    wish(ann)
    with monkeypatch.context() as patch:

        def refuse(*_, **__):
            raise smtplib.SMTPServerDisconnected

        patch.setattr("dialogue.services.reminders.send_mail", refuse)
        assert send_reminders() == 0
    assert send_reminders() == 1


@pytest.mark.django_db(transaction=True)
def test_of_ticks_at_once_one_reminds(monkeypatch):
    from dialogue.services.couples import form_couple

    ann, ben = cast.person("Ann"), cast.person("Ben")
    form_couple(first=ann, second=ben)
    time = propose(person=ann, begins_at=timezone.now() + timedelta(hours=1), minutes=60)
    say(ben, time)
    wish(ann)
    assert at_once(*[send_reminders] * 5) == [None] * 5
    assert len(mail.outbox) == 1 and Reminder.objects.count() == 1


# --- one week left out -----------------------------------------------------------------------


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
    times.set_reminders(person=ben, wanted=True, address_is_safe=True)
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
    client.post(address, {"begins_at": evening.isoformat()})  # pressed twice
    assert "The time was changed in the meantime" in Page(client.get("/appointments")).text


def test_a_week_that_has_passed_is_not_brought_back(weekly, ben, evening):
    SkippedWeek.objects.create(appointment=weekly, begins_at=evening - timedelta(days=7))
    with pytest.raises(AppointmentProblem, match="past"):
        times.bring_back(
            person=ben, appointment_id=weekly.pk, begins_at=evening - timedelta(days=7)
        )
