"""One time is one time: on the page, in the room, in the mail, in the file and in the copy, in every zone."""

import json
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import cycle, pairwise
from pathlib import Path
from typing import Any

from django.utils import formats, timezone
from icalendar import Calendar

from dialogue import clocks
from dialogue.appointments import reminders
from dialogue.appointments import service as times
from dialogue.appointments.forms import TimeForm
from dialogue.appointments.icalendars import icalendar_of
from dialogue.appointments.meetings import meeting_of, occurrence
from dialogue.models import Appointment, Person

ROOT = Path(__file__).parents[2]
SECONDS = cycle(["", ":00", ":00.000"])  # as browsers send them
NOW = timezone.now().replace(second=0, microsecond=0)


def moments(zone: str) -> list[datetime]:
    """In an hour, and on both sides of every change of its clocks within a year."""
    changes = [
        datetime.fromtimestamp(second, UTC)
        for second, _ahead in clocks.offsets(zone, NOW, NOW + timedelta(days=365))[1:]
    ]
    around = [change + timedelta(minutes=m) for change in changes for m in (-90, -30, 0, 30, 90)]
    return [NOW + timedelta(hours=1), *around]


def distinct() -> list[str]:
    """Many zones have several names: one of each clock."""
    tables = {
        tuple(clocks.offsets(zone, NOW, NOW + timedelta(days=365))): zone for zone in clocks.zones()
    }
    return sorted(tables.values())


def shown(at: datetime, zone: str) -> str:
    return clocks.on_clock(at, zone).strftime("%Y-%m-%dT%H:%M")


def first_shown(at: datetime, zone: str) -> datetime:
    return clocks.instant(clocks.on_clock(at, zone).replace(tzinfo=None), zone)


def test_all_zones_are_walked():
    assert len(clocks.zones()) > 400 and "Factory" not in clocks.zones()
    assert sum(len(moments(zone)) > 1 for zone in clocks.zones()) > 100


def test_a_room_shows_what_pages_show_in_every_zone():
    asked = [
        {
            "name": zone,
            "offsets": clocks.offsets(zone, NOW - timedelta(days=1), NOW + timedelta(days=367)),
            "seen": [
                (at.timestamp(), shown(at, zone), first_shown(at, zone).timestamp())
                for at in moments(zone)
            ],
        }
        for zone in clocks.zones()
    ]
    walk = ["node", "--import", "./tests/js/modules.js", "tests/js/clock_walk.mjs"]
    said = subprocess.run(
        walk, input=json.dumps(asked), capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert json.loads(said.stdout) == []


def test_forms_mails_and_files_show_what_pages_show_in_every_zone(couple, ann, ben):
    time = times.propose(person=ann, begins_at=NOW + timedelta(hours=1), minutes=60)
    whole = distinct()
    for zone in clocks.zones():
        ann.time_zone = ben.time_zone = zone
        for at in moments(zone) if zone in whole else moments(zone)[:1]:
            with timezone.override(clocks.zone(zone)):
                page = formats.date_format(timezone.localtime(at), "DATETIME_FORMAT")
                form = TimeForm({"slot": "other", "at": f"{shown(at, zone)}{next(SECONDS)}"})
                assert form.is_valid(), (zone, at, form.errors)
                assert form.cleaned_data["begins_at"] == first_shown(at, zone)
            time.starts_at = at
            meeting = only(time, ann)
            day, clock = page.rsplit(", ", 1)
            assert f"{day}, {clock} (" in reminders.said(ann, meeting), zone
            event: Any = Calendar.from_ical(icalendar_of(meetings=[meeting])).walk("VEVENT")[0]
            assert event["DTSTART"].dt == at


def only(time: Appointment, person: Person) -> Any:
    return meeting_of(time, person, NOW)


WEEKS = range(1, 53)


def weekly(zone: str) -> list[datetime]:
    """In an hour; and so that a week of it lies where the clock is put forward."""
    changes = clocks.offsets(zone, NOW + timedelta(weeks=5), NOW + timedelta(days=300))
    forward = (at for (_, before), (at, after) in pairwise(changes) if after > before)
    walls = [
        clocks.on_clock(datetime.fromtimestamp(at - 60, UTC), zone).replace(tzinfo=None)
        + timedelta(minutes=6)
        - timedelta(weeks=4)
        for at in forward
    ]
    return [NOW + timedelta(hours=1), *(clocks.instant(wall, zone) for wall in walls)]


def test_a_calendar_returns_weekly_when_we_do_in_every_zone(couple, ann):
    """And leaves out the weeks that we do."""
    time = times.propose(person=ann, begins_at=NOW + timedelta(hours=1), minutes=60, weekly=True)
    skipped = 0
    for zone in distinct():
        for time.starts_at in weekly(zone):
            time.time_zone = zone
            ours = [time.starts_at]
            for _week in WEEKS:
                ours.append(occurrence(time.starts_at, zone, ours[-1]))
            meeting = replace(only(time, ann), skipped=tuple(ours[1:]))
            calendar: Any = Calendar.from_ical(icalendar_of(meetings=[meeting]))
            event = calendar.walk("VEVENT")[0]
            start = event["DTSTART"].dt.replace(tzinfo=None)
            own = [one.to_tz(lookup_tzid=False) for one in calendar.walk("VTIMEZONE")]
            walls = [start + timedelta(weeks=week) for week in WEEKS]
            for wall, at in zip(walls, ours[1:], strict=True):
                theirs = wall.replace(tzinfo=own[0] if own else UTC).astimezone(UTC)
                # Of an hour that is skipped, programs say this or that.
                assert theirs == at or clocks.is_skipped(wall, zone), (zone, wall)
            assert [one.dt.replace(tzinfo=None) for one in event["EXDATE"].dts] == walls, zone
            skipped += any(clocks.is_skipped(wall, zone) for wall in walls)
    assert skipped > 10
