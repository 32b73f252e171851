"""A reminder of what is asked in the course: a day after it came up, if it was not answered by then.

For whom it is due is known to that person alone, and so is whether they want to be reminded.
"""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from dialogue.base.reminding import remind, reminded
from dialogue.course.occasions import due
from dialogue.models import Person

AFTER = timedelta(days=1)
UNTIL = timedelta(days=14)  # what came up long before somebody wished for it is not recalled


def send_reminders() -> int:
    """Once for each occasion. How many were sent."""
    now = timezone.now()
    people = reminded().filter(calendar__course_reminders=True, role=Person.Role.PARTNER)
    return sum(_remind(person, now) for person in people)


def _remind(person: Person, now: datetime) -> bool:
    due_now = due(person_id=person.pk, now=now)
    if due_now is None or not AFTER <= now - due_now.occasion.at <= UNTIL:
        return False
    return remind(person, key=f"c{due_now.course_id}", at=due_now.occasion.at, text=_text)


def _text() -> str:
    return _("Here’s the reminder you asked for.")
