"""Clocks that change, series that move, hours that are taken, and a device in another zone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from icalendar import Calendar

from dialogue.appointments import forms
from dialogue.appointments import service as times
from dialogue.appointments.icalendars import icalendar_of
from dialogue.appointments.meetings import meetings
from dialogue.appointments.service import propose
from dialogue.couple.couples import form_couple
from dialogue.models import Appointment, DialogueSession, Person
from dialogue.room.wire import view
from tests.appointments.test_appointments import only, say
from tests.support import cast
from tests.support.page import Page
from tests.support.rooms import asked_by, done, seat_of, seen_by


@pytest.fixture
def at(monkeypatch):
    """Lets it be another time."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


def living_in(person, zone):
    Person.objects.filter(pk=person.pk).update(time_zone=zone)
    person.refresh_from_db()


# --- clocks that are go forward and back ------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "wall", "begins", "said"),
    [
        ("Europe/Berlin", "2027-03-28T02:30", None, "Choose 3:30 AM, or another time"),
        ("Africa/Cairo", "2027-04-30T00:00", None, "Choose 1:00 AM, or another time"),
        ("America/New_York", "2026-11-01T01:30", datetime(2026, 11, 1, 5, 30, tzinfo=UTC), ""),
        ("Europe/Berlin", "2027-03-28T03:00", datetime(2027, 3, 28, 1, 0, tzinfo=UTC), ""),
        ("Etc/GMT+1", "2027-03-28T03:00", datetime(2027, 3, 28, 4, 0, tzinfo=UTC), ""),
    ],
)
def test_an_hour_that_is_skipped_is_said_plainly_and_one_that_comes_twice_is_the_first(
    browser, couple, ann, at, zone, wall, begins, said
):
    at(datetime(2026, 10, 1, tzinfo=UTC))
    living_in(ann, zone)
    form = {"slot": "other", "at": wall, "minutes": "60"}
    answer = browser(ann).post("/appointments", form)
    if begins:
        assert Appointment.objects.get().starts_at == begins
    else:
        errors = Page(answer).field("at").errors
        assert answer.status_code == 422 and said in errors and "go forward" in errors


def test_tomorrow_carries_its_date_and_is_that_day_also_when_it_is_pressed_the_next_morning(
    browser, couple, ann, at
):
    at(datetime(2026, 11, 28, 21, 0, tzinfo=UTC))
    client = browser(ann)
    page = Page(client.get("/appointments"))
    assert "Tomorrow, Sunday, November 29, 6:00 PM" in page.text
    evening = datetime(2026, 11, 29, 18, 0, tzinfo=UTC)
    value = evening.isoformat(timespec="minutes")
    assert value in [one.attributes.get("value") for one in page.all("input")]
    at(datetime(2026, 11, 29, 7, 0, tzinfo=UTC))
    client = browser(ann)
    client.post("/appointments", {"slot": value, "minutes": "60"})
    assert Appointment.objects.get().starts_at == evening
    shown = Page(client.post("/appointments", {"slot": value, "minutes": "x"}))
    assert "Today, Sunday, November 29, 6:00 PM" in shown.text


def test_no_hour_that_a_clock_skips_is_offered(at, monkeypatch):
    monkeypatch.setattr(forms, "_HOURS", ((2, 30), (9, 0)))
    at(datetime(2027, 3, 27, 20, 0, tzinfo=UTC))
    with timezone.override("Europe/Berlin"):
        assert [one.hour for one in forms._soon()] == [9]


# --- what was pressed --------------------------------------------------------------------------


@pytest.mark.parametrize("second", [0, 1, 29, 31, 35, 50, 59])
def test_the_time_that_was_pressed_is_the_one_that_is_logged_and_kept(couple, ann, ben, at, second):
    now = datetime(2026, 11, 28, 17, 30, second, 420_000, tzinfo=UTC)
    at(now)
    room = asked_by(ann)
    pressed = datetime(2026, 11, 28, 18, 5, tzinfo=UTC)
    done(ben, room, "propose", time=pressed)
    assert DialogueSession.objects.get(pk=room).due_at == pressed
    seated = seat_of(ann, room)
    event = view.event_for(
        "first", entry=seen_by(ann, room)[-1], exercise=seated.exercise, names={}
    )
    assert event.time == pressed


# --- a series that moves -------------------------------------------------------------------------


def test_no_week_of_the_old_days_is_left_out_of_the_new_ones(couple, ann, ben, at):
    monday = datetime(2026, 11, 30, 18, 0, tzinfo=UTC)
    at(datetime(2026, 11, 28, 9, 0, tzinfo=UTC))
    weekly = propose(person=ann, begins_at=monday, minutes=60, weekly=True)
    say(ben, weekly)
    times.skip(person=ben, appointment_id=weekly.pk, begins_at=monday)
    first: Any = Calendar.from_ical(icalendar_of(meetings=[only(ben)])).walk("VEVENT")[0]
    sequence = first["SEQUENCE"]
    for revision, day in ((0, monday + timedelta(days=1)), (2, monday)):
        times.move(person=ann, appointment_id=weekly.pk, revision=revision, begins_at=day)
        weekly.refresh_from_db()
        assert not only(ann).skipped and only(ann).begins_at == day
        event: Any = Calendar.from_ical(icalendar_of(meetings=[only(ann)])).walk("VEVENT")[0]
        assert "EXDATE" not in event and event["SEQUENCE"] > sequence
        sequence = event["SEQUENCE"]


# --- hours that are taken ------------------------------------------------------------------------

TAKEN = "You already have something at that time."


def test_thea_proposes_one_hour_to_two_couples_and_is_told(browser, couple, thea, evening):
    other = form_couple(first=cast.person("Eve"), second=cast.person("Fay"), therapist=thea)
    client = browser(thea)
    for couple_id, told in ((couple.pk, False), (other.pk, True)):
        form = {"slot": evening.isoformat(), "minutes": "60", "couple_id": str(couple_id)}
        page = Page(client.post("/appointments", form, follow=True))
        assert (TAKEN in page.text) is told
    assert Appointment.objects.count() == 2
    assert page.text.count("You have something else at that time.") == 2


@pytest.mark.parametrize(
    ("minutes", "weekly", "told"),
    [(30, False, True), (60, False, False), (-60, False, False), (-30, True, True)],
)
def test_ann_hears_of_her_own_hour_and_ben_of_his_and_neither_of_the_other_s(
    browser, couple, ann, ben, evening, minutes, weekly, told
):
    agreed = propose(person=ann, begins_at=evening + timedelta(days=7), minutes=60, weekly=False)
    begins = evening + timedelta(minutes=minutes) + timedelta(days=0 if weekly else 7)
    form = {"slot": begins.isoformat(), "minutes": "60", "weekly": "on" if weekly else ""}
    assert (TAKEN in Page(browser(ann).post("/appointments", form, follow=True)).text) is told
    newest = Appointment.objects.order_by("-pk")[0]
    answer = {"revision": "0", "answer": "yes"}
    said = browser(ben).post(f"/appointments/{newest.pk}/answer", answer, follow=True)
    assert TAKEN not in Page(said).text  # he has not agreed to the first one yet
    said = browser(ben).post(f"/appointments/{agreed.pk}/answer", answer, follow=True)
    assert (TAKEN in Page(said).text) is told
    assert len(meetings(person=ann)) == 2


# --- where somebody is ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("Asia/Tokyo", "Asia/Tokyo"), ("Mars/Base", "UTC"), ("", "UTC"), ("x" * 99, "UTC")],
)
def test_who_signs_up_in_tokyo_has_the_clock_of_tokyo(browser, db, sent, kept):
    form = {"name": "Ann", "email": "ann@example.org", "password1": cast.PASSWORD}
    client = browser()
    hidden = [one.attributes for one in Page(client.get("/account/signup/")).all("input")]
    assert any("data-zone" in one and one["name"] == "time_zone" for one in hidden)
    client.post("/account/signup/", form | {"time_zone": sent})
    assert Person.objects.get().time_zone == kept


def test_ann_is_asked_when_her_device_is_elsewhere_and_keeps_or_takes_it(browser, ann, omar):
    living_in(ann, "Europe/Berlin")
    client = browser(ann)
    page = Page(client.get("/sessions"))
    (notice,) = [one for one in page.all("div") if "data-zone-notice" in one.attributes]
    assert (
        notice.attributes["data-zone-notice"] == "Europe/Berlin" and "hidden" in notice.attributes
    )
    asked = Page(client.get("/profile/time-zone?to=Asia/Tokyo"))
    assert "In Asia/Tokyo it’s" in asked.text and "In Europe/Berlin it’s" in asked.text
    client.post("/profile/time-zone", {"zone": "Asia/Tokyo", "act": "keep"})
    assert Person.objects.get(pk=ann.pk).time_zone == "Europe/Berlin"
    assert 'data-kept="Asia/Tokyo"' in client.get("/sessions").content.decode()
    for zone, kept in (("Mars/Base", "Europe/Berlin"), ("Asia/Tokyo", "Asia/Tokyo")):
        client.post("/profile/time-zone", {"zone": zone, "act": "take"})
        assert Person.objects.get(pk=ann.pk).time_zone == kept
    assert Person.objects.get(pk=omar.pk).time_zone == "UTC"


def test_a_zone_that_this_machine_no_longer_knows_shuts_no_page(browser, couple, ann, thea):
    room = asked_by(ann)
    for zone in ("Mars/Base", "Factory", "../etc/passwd", ""):
        Person.objects.update(time_zone=zone)
        for person in (ann, thea):
            for address in ("/sessions", "/appointments", f"/room/{room}", "/profile"):
                assert browser(person).get(address).status_code == 200, (zone, address)


def test_room_and_page_name_the_place_where_two_read_different_clocks(
    browser, couple, ann, ben, thea
):
    living_in(ann, "Asia/Tokyo")
    room = asked_by(ann)
    done(ben, room, "propose", time=timezone.now() + timedelta(hours=3))
    for person, place in ((ann, "Tokyo"), (ben, "UTC")):
        client = browser(person)
        clock = Page(client.get(f"/room/{room}")).json("room-config")["clock"]
        assert clock["place"] == place and clock["offsets"][0][1] == (
            540 if place == "Tokyo" else 0
        )
        assert f"({place})" in Page(client.get("/sessions")).text
    for person in (ben, thea):
        living_in(person, "Asia/Seoul")  # the same time all year
    clock = Page(browser(ann).get(f"/room/{room}")).json("room-config")["clock"]
    assert clock["place"] == ""
