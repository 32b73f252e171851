"""Browsers in which somebody has shown who they are, by what they know or hold. A mailbox may be read by others, so
a code that came there opens nothing that was said before, in a browser that was never theirs.

It is known again by its kind alone (which browser, on which system; no version), of which the account keeps a keyed
print. Nothing stays in the browser, where it would tell that somebody is here.
"""

import re

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from dialogue.base.fresh import SIGNED_UP
from dialogue.models import Person

_NEW = "new_browser"  # in a login's session
_MOST = 20
_VERSIONS = re.compile(r"[\d._]+")


def login_began(request: HttpRequest, person: Person) -> bool:
    """Whether it is a browser of another kind than all in which this person was before."""
    kind = _kind(request, person)
    if kind in person.known_browsers:
        return False
    is_new = bool(person.known_browsers)
    if _has_shown(request, person):
        _learn(person, kind)
    elif is_new:
        request.session[_NEW] = True
    return is_new


def must_show(request: HttpRequest, person: Person) -> bool:
    """Who they are, before anything that was said is opened. Once in a login; not where there is nothing
    that could be shown."""
    if not request.session.get(_NEW):
        return False
    if _has_shown(request, person):
        _learn(person, _kind(request, person))
        del request.session[_NEW]
        return False
    return person.has_usable_password() or Authenticator.objects.filter(user=person).exists()


def _has_shown(request: HttpRequest, person: Person) -> bool:
    shown = get_authentication_records(request, person)
    return (
        any(record["method"] in {"password", "mfa"} for record in shown)
        or request.session.get(SIGNED_UP) == person.pk
    )


def _learn(person: Person, kind: str) -> None:
    person.known_browsers = [*person.known_browsers, kind][-_MOST:]
    person.save(update_fields=["known_browsers"])


def _kind(request: HttpRequest, person: Person) -> str:
    said = _VERSIONS.sub("", request.headers.get("User-Agent", ""))[:400]
    return salted_hmac("kinds of browsers", f"{person.pk} {said}").hexdigest()[:16]
