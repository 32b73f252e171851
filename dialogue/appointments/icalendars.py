"""Times as an iCalendar file. It says when, and nothing else: calendars are shared and synced."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import (
    Calendar,
    Component,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
)

from dialogue import clocks
from dialogue.appointments.meetings import Meeting

_YEARS = 10
_WEEK = timedelta(days=7)


def icalendar_of(*, meetings: Iterable[Meeting]) -> bytes:
    """A calendar with ``meetings``. No names, no topic, no address of a page."""
    calendar = Calendar()
    calendar.add("prodid", "-//Together//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Together"))
    for meeting in meetings:
        calendar.add_component(_event(meeting))
    now = timezone.now()
    for name in sorted(calendar.get_used_tzids()):
        calendar.add_component(_zone(name, now.year))
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
        zone = clocks.zone(meeting.time_zone)
        begins_at = meeting.first_at.astimezone(zone)
        event.add("rrule", {"freq": "weekly"})
        if meeting.skipped:  # at the hour of the series, also where the clock skips that one
            weeks = [round((at - meeting.first_at) / _WEEK) for at in meeting.skipped]
            event.add("exdate", [begins_at + week * _WEEK for week in weeks])
    event.add("dtstart", begins_at)
    event.add("dtend", begins_at + timedelta(minutes=meeting.minutes))
    return event


@cache
def _zone(name: str, year: int) -> Timezone:
    """Its clock, from the year before on, for as long as anybody plans. Not the library's own, which misses
    years in which clocks are put back for a month (Morocco)."""
    since, until = (datetime(one, 1, 1, tzinfo=UTC) for one in (year - 1, year + _YEARS))
    (_first, before), *changes = clocks.offsets(name, since, until)
    found = Timezone()
    found.add("tzid", name)
    found.add_component(_observed(before, before, [datetime(1970, 1, 1)]))  # noqa: DTZ001 - on its clock
    days: dict[tuple[int, int], list[datetime]] = {}
    for second, after in changes:
        at = datetime.fromtimestamp(second, UTC) + timedelta(minutes=before)
        days.setdefault((before, after), []).append(at.replace(tzinfo=None))
        before = after
    for (one, other), starts in days.items():
        found.add_component(_observed(one, other, starts))
    return found


def _observed(before: int, after: int, starts: list[datetime]) -> Component:
    """From ``starts`` on, its clock is ``after`` minutes ahead of UTC; ``before`` them, by so many."""
    found: Component = TimezoneDaylight() if after > before else TimezoneStandard()
    found.add("tzoffsetfrom", timedelta(minutes=before))
    found.add("tzoffsetto", timedelta(minutes=after))
    found.add("dtstart", starts[0])
    if starts[1:]:
        found.add("rdate", starts[1:])
    return found
