"""Logins: they rest when nobody uses them, and are ended with all that is open by them."""

from datetime import UTC, datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

SIGNED_IN_AT = "signed_in_at"  # in a login's session: when it began, as seconds since 1970


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


def end_other_logins(*, person_id: int, but: str | None) -> None:
    """End all logins of this person except for the one with the key ``but``."""
    for login in UserSession.objects.filter(user=person_id).exclude(session_key=but):
        login.end()
