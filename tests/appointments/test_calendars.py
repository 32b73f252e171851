"""What is agreed comes into calendars, and to mind; of what it is about nothing is said there."""

import smtplib
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from icalendar import Calendar as ICalendar

from dialogue.appointments import calendar_links
from dialogue.appointments import service as times
from dialogue.appointments.reminders import send_reminders
from dialogue.appointments.service import propose
from dialogue.models import Appointment, Calendar, Person, Reminder
from tests.appointments.test_appointments import say
from tests.couple.test_invitation_pages import at_once
from tests.support import cast
from tests.support.page import Page

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
    old, new = calendar_links.new_link(person=ann), calendar_links.new_link(person=ann)
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
    calendar_links.set_reminders(person=person, wanted=True, address_is_safe=safe)


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

        patch.setattr("dialogue.base.mails.send", refuse)
        assert send_reminders() == 0
    assert send_reminders() == 1


@pytest.mark.django_db(transaction=True)
def test_of_ticks_at_once_one_reminds(monkeypatch):
    from dialogue.couple.couples import form_couple

    ann, ben = cast.person("Ann"), cast.person("Ben")
    form_couple(first=ann, second=ben)
    time = propose(person=ann, begins_at=timezone.now() + timedelta(hours=1), minutes=60)
    say(ben, time)
    wish(ann)
    assert at_once(*[send_reminders] * 5) == [None] * 5
    assert len(mail.outbox) == 1 and Reminder.objects.count() == 1
