"""One mail when something waits, for whom wishes it: always the same sentence, and no other until they come back.

What waits is what they would find on their own pages: nothing is sent that differs by what the other does in private.
"""

from datetime import UTC, datetime, timedelta

from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from dialogue import clocks
from dialogue.access.logins import used_since
from dialogue.base.reminding import remind, reminded
from dialogue.home.seen import waits_for
from dialogue.models import Calendar, Person, Reminder

HERE = timedelta(minutes=15)  # so long after the last thing they did, somebody counts as here
DAY = range(7, 22)  # hours on their clock; at night nothing is sent, and it waits until morning
_KEY = "waits"
_UNTIL_BACK = datetime(
    3000, 1, 1, tzinfo=UTC
)  # the row is deleted when they come back, not by its date


def send_notices() -> int:
    """How many were sent."""
    people = reminded().filter(calendar__waiting=True, role=Person.Role.PARTNER)
    return sum(_notice(person) for person in people.annotate(known=F("calendar__known")))


def _notice(person: Person) -> bool:
    now, waits = timezone.now(), _marks(person)
    if used_since(person_id=person.pk, since=now - HERE):
        _came_back(person, waits)
        return False
    is_new = bool(waits - set(person.known.split()))  # type: ignore[attr-defined]
    if not is_new or clocks.on_clock(now, person.time_zone).hour not in DAY:
        return False
    return remind(person, key=_KEY, at=_UNTIL_BACK, text=_text)


def _came_back(person: Person, waits: set[str]) -> None:
    """What waits now, they have before them."""
    Calendar.objects.filter(person=person).update(known=" ".join(sorted(waits)))
    Reminder.objects.filter(person=person, key=_KEY).delete()


def _text() -> str:
    return _("Something is here for you.")


def _marks(person: Person) -> set[str]:
    return {
        salted_hmac("imago waits", repr((person.pk, one))).hexdigest()[:16]
        for one in waits_for(person)
    }
