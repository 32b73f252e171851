"""Logins: they rest when nobody uses them, and are ended with all that is open by them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account.internal.flows.email_verification_by_code import (
    EMAIL_VERIFICATION_CODE_SESSION_KEY,
)
from allauth.account.internal.flows.password_reset_by_code import (
    PASSWORD_RESET_VERIFICATION_SESSION_KEY,
)
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.account.utils import user_pk_to_url_str
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from dialogue.access.askers import Asker, SignedOut
from dialogue.access.lending import end_loans
from dialogue.base.fresh import SIGNED_IN_AT
from dialogue.base.prepared import Prepared
from dialogue.models import Person

# In a session: what allauth keeps of a login that waits for a code.
_ON_THE_WAY = (
    LOGIN_SESSION_KEY,
    EMAIL_VERIFICATION_CODE_SESSION_KEY,
    PASSWORD_RESET_VERIFICATION_SESSION_KEY,
)


@dataclass(frozen=True, slots=True, repr=False)
class Login:
    """One that goes on: whom it vouches for, what they read, and when it began."""

    asker: Asker
    language: str
    since: datetime


def login_of(cookie: str) -> Login:
    """What a page's cookie stands for, as Django's own middlewares have it for pages. Raises SignedOut."""
    now = timezone.now()
    rows = _SESSION.rows(key=cookie, now=now)
    known = SessionStore().decode(rows[0][0]) if rows else {}
    if known.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        raise SignedOut
    people = _PERSON.models(person=int(known[SESSION_KEY]))
    if not people or not _signed(people[0], known.get(HASH_SESSION_KEY, "")):
        raise SignedOut
    person = people[0]
    since = datetime.fromtimestamp(known.get(SIGNED_IN_AT, now.timestamp()), UTC)
    return Login(Asker(person.pk, login=cookie, password=person.password), person.language, since)


def _signed(person: Person, given: str) -> bool:
    """Whether the login was made with the password of now, by this site's key of now or of before."""
    ours = (person.get_session_auth_hash(), *person.get_session_auth_fallback_hash())
    return any(constant_time_compare(given, one) for one in ours)


def login_used(*, login: str, since: datetime) -> None:
    """Something was done by this login of ``since``: it goes on, but not for more than the hours of any."""
    now = timezone.now()
    rest = now + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    end = min(rest, since + timedelta(hours=settings.IMAGO_LOGIN_HOURS))
    # Only the date: a page may be writing the rest of the row just now.
    Session.objects.filter(pk=login, expire_date__gt=now).update(expire_date=end)


def used_since(*, person_id: int, since: datetime) -> bool:
    """Whether somebody has done something by a login of this person since then."""
    rests = since + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    logins = UserSession.objects.filter(user=person_id).values("session_key")
    return Session.objects.filter(pk__in=logins, expire_date__gte=rests).exists()


def end_other_logins(*, person_id: int, but: str | None) -> None:
    """End all logins of this person except for the one with the key ``but``, and what other phones
    may do for them."""
    end_loans(person_id=person_id)
    for login in UserSession.objects.filter(user=person_id).exclude(session_key=but):
        login.end()


def sign_out_everywhere(person: Person, *, but: str | None = None) -> None:
    """Every login, and what is on the way to one: a code that was asked for earlier opens nothing.
    ``but`` is the key of the one that goes on."""
    end_loans(person_id=person.pk)
    # One by one: each deletion closes the sockets of that login.
    for session in Session.objects.filter(expire_date__gt=timezone.now()).exclude(pk=but):
        if _leads_to(person, session.get_decoded()):
            session.delete()


def _leads_to(person: Person, login: dict[str, Any]) -> bool:
    on_the_way = [login[name] for name in _ON_THE_WAY if login.get(name)]
    return (
        login.get("_auth_user_id") == str(person.pk)
        or any(state.get("user_id") == str(person.pk) for state in on_the_way)
        or any(state.get("user_pk") == user_pk_to_url_str(person) for state in on_the_way)
    )


def _session(*, key: str, now: datetime) -> "QuerySet[Session, Any]":
    return Session.objects.filter(pk=key, expire_date__gt=now).values_list("session_data")


def _person(*, person: int) -> "QuerySet[Person, Any]":
    return Person.objects.filter(pk=person, is_active=True)


_SESSION = Prepared(_session, key="a key", now=datetime(1970, 1, 2, tzinfo=UTC))
_PERSON = Prepared(_person, person=-1)
