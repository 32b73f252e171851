"""Reminders of times by e-mail: wished for, to an address marked as safe, and saying next to nothing."""

from datetime import datetime, timedelta

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from dialogue import clocks
from dialogue.appointments.meetings import Meeting, meetings
from dialogue.base.reminding import remind, reminded
from dialogue.models import Person, Reminder

AHEAD = timedelta(hours=3)
_KEPT = timedelta(days=30)


def send_reminders(*, now: datetime | None = None) -> int:
    """Remind everybody of what begins within AHEAD. Once each, however often and by however many at
    once this is called. How many were sent."""
    now = now or timezone.now()
    Reminder.objects.filter(begins_at__lt=now - _KEPT).delete()
    return sum(
        _remind(person, meeting)
        for person in reminded().filter(calendar__reminders=True)
        for meeting in meetings(person=person, now=now)
        if meeting.agreed and now < meeting.begins_at <= now + AHEAD
    )


def _remind(person: Person, meeting: Meeting) -> bool:
    return remind(person, key=meeting.key, at=meeting.begins_at, text=lambda: said(person, meeting))


def said(person: Person, meeting: Meeting) -> str:
    """Whoever else sees this mail learns a time, and no more."""
    at = clocks.on_clock(meeting.begins_at, person.time_zone)
    return _("Here’s the reminder you asked for: %(day)s, %(time)s (%(zone)s).") % {
        "day": formats.date_format(at, "DATE_FORMAT"),
        "time": formats.date_format(at, "TIME_FORMAT"),
        "zone": clocks.place(person.time_zone),
    }
