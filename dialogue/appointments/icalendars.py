"""Times as an iCalendar file. It says when, and nothing else: calendars are shared and synced."""

import zoneinfo
from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from dialogue.appointments.meetings import Meeting


def icalendar_of(*, meetings: Iterable[Meeting]) -> bytes:
    """A calendar with ``meetings``. No names, no topic, no address of a page."""
    calendar = Calendar()
    calendar.add("prodid", "-//Together//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Together"))
    for meeting in meetings:
        calendar.add_component(_event(meeting))
    calendar.add_missing_timezones()
    content: bytes = calendar.to_ical()
    return content


def _event(meeting: Meeting) -> Event:
    event = Event()
    event.add("uid", f"{meeting.key}@together")
    event.add("summary", _("Together"))
    event.add("dtstamp", timezone.now())
    event.add("sequence", meeting.revision + len(meeting.skipped))
    event.add("class", "PRIVATE")
    begins_at = meeting.begins_at
    if meeting.weekly:  # in its own zone, so that it stays at its hour when the clocks change
        zone = zoneinfo.ZoneInfo(meeting.time_zone)
        begins_at = meeting.first_at.astimezone(zone)
        event.add("rrule", {"freq": "weekly"})
        if meeting.skipped:
            event.add("exdate", [at.astimezone(zone) for at in meeting.skipped])
    event.add("dtstart", begins_at)
    event.add("dtend", begins_at + timedelta(minutes=meeting.minutes))
    return event
