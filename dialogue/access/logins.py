"""Logins: they rest when nobody uses them, and are ended with all that is open by them."""

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
from django.contrib.sessions.models import Session
from django.utils import timezone

from dialogue.access.lending import end_loans
from dialogue.base.fresh import SIGNED_IN_AT
from dialogue.models import Person

# In a session: what allauth keeps of a login that waits for a code.
_ON_THE_WAY = (
    LOGIN_SESSION_KEY,
    EMAIL_VERIFICATION_CODE_SESSION_KEY,
    PASSWORD_RESET_VERIFICATION_SESSION_KEY,
)


def login_used(*, login: str) -> None:
    """Something was done by this login: it goes on, but not for more than the hours of any login."""
    now = timezone.now()
    row = Session.objects.filter(pk=login, expire_date__gt=now).first()
    if row is None:
        return
    since = datetime.fromtimestamp(row.get_decoded().get(SIGNED_IN_AT, now.timestamp()), UTC)
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
