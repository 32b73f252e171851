"""One reminder by e-mail: to an address marked as safe, once, and saying next to nothing."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from dialogue.base import mails
from dialogue.models import Person, Reminder

log = logging.getLogger(__name__)


def reminded() -> QuerySet[Person]:
    """Those who may be sent a reminder, if they wish for it: their address is marked as safe."""
    return Person.objects.filter(is_active=True, calendar__safe_address=F("email")).order_by("pk")


def remind(person: Person, *, key: str, at: datetime, text: Callable[[], str]) -> bool:
    """Whether it was sent now: once for what ``key`` and ``at`` name. ``text``, made in the person's
    language, holds neither names nor places nor a link.

    The row is committed before the e-mail leaves: no doubled reminder, and no transaction that waits
    for a mail server. If the mail server refuses, the row goes again, and the next tick tries."""
    try:
        with transaction.atomic():
            made = Reminder.objects.create(person=person, key=key, begins_at=at)
    except IntegrityError:  # done before, or by another tick at this moment
        return False
    try:
        with translation.override(person.language):
            mails.send(_("Reminder"), f"{text()}\n", person.email)
    except OSError as error:  # also what smtplib raises; its text may hold the address
        log.warning("a reminder could not be sent: %s", type(error).__name__)
        made.delete()
        return False
    return True
