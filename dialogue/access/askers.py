"""Who asks, by which login, and the two answers for whom something does not exist."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.sessions.models import Session
from django.db.models import (
    Exists,
    Q,
)
from django.utils import timezone

from dialogue.base.problems import Absent


class NoSuchDialogue(Absent):
    """The dialogue is absent, or foreign to the person; nobody learns which."""


class SignedOut(Exception):
    """The login that was used is over: log-out, disabled account, changed password."""


@dataclass(frozen=True, slots=True, repr=False)
class Asker:
    """A person and, where one is at work, the login that vouches for them."""

    person_id: int
    login: str = ""  # the key of the login session
    password: str = ""  # the password hash at the time of the login; another one ends it


def login_holds(asker: Asker, now: datetime | None = None) -> Q:
    """The account is active and, where a login vouches for the person, that login goes on."""
    holds = Q(is_active=True)
    if asker.login:
        goes_on = Session.objects.filter(pk=asker.login, expire_date__gt=now or timezone.now())
        holds &= Q(password=asker.password) & Q(Exists(goes_on))
    return holds
