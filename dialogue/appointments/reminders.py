"""Reminders by e-mail: wished for, to an address marked as safe, and saying next to nothing."""

import logging
from datetime import datetime, timedelta

from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from dialogue import clocks
from dialogue.appointments.meetings import Meeting, meetings
from dialogue.models import Person, Reminder

log = logging.getLogger(__name__)

AHEAD = timedelta(hours=3)
_KEPT = timedelta(days=30)


def send_reminders(*, now: datetime | None = None) -> int:
    """Remind everybody of what begins within AHEAD. Once each, however often and by however many at
    once this is called. How many were sent."""
    now = now or timezone.now()
    Reminder.objects.filter(begins_at__lt=now - _KEPT).delete()
    people = Person.objects.filter(
        is_active=True, calendar__reminders=True, calendar__safe_address=F("email")
    )
    return sum(
        _remind(person, meeting)
        for person in people.order_by("pk")
        for meeting in meetings(person=person, now=now)
        if meeting.agreed and now < meeting.begins_at <= now + AHEAD
    )


def _remind(person: Person, meeting: Meeting) -> bool:
    """The row is committed before the e-mail leaves: no doubled reminder, and no transaction that
    waits for a mail server. If the mail server refuses, the row goes again, and the next tick tries."""
    try:
        with transaction.atomic():
            made = Reminder.objects.create(
                person=person, key=meeting.key, begins_at=meeting.begins_at
            )
    except IntegrityError:  # done before, or by another tick at this moment
        return False
    try:
        _send(person, meeting)
    except OSError as error:  # also what smtplib raises; its text may hold the address
        log.warning("a reminder could not be sent: %s", type(error).__name__)
        made.delete()
        return False
    return True


def _send(person: Person, meeting: Meeting) -> None:
    """Neither names nor places nor a link: whoever else sees this mail learns a time, and no more."""
    at = clocks.on_clock(meeting.begins_at, person.time_zone)
    with translation.override(person.language):
        text = _("Here’s the reminder you asked for: %(day)s, %(time)s (%(zone)s).") % {
            "day": formats.date_format(at, "DATE_FORMAT"),
            "time": formats.date_format(at, "TIME_FORMAT"),
            "zone": clocks.place(person.time_zone),
        }
        send_mail(_("Reminder"), f"{text}\n", None, [person.email])
