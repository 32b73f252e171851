"""Whether somebody has just shown who they are. What is for one alone is shown to them only then."""

import time

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.http import HttpRequest

SIGNED_UP = "signed_up_as"  # in the session of the browser that signed up: the account's id
SIGNED_IN_AT = "signed_in_at"  # in a login's session: when it began, as seconds since 1970
SECONDS = 15 * 60


def is_fresh(request: HttpRequest) -> bool:
    """Who has signed up in this browser chose the password minutes ago. A code by e-mail alone does not do:
    somebody else may read that mailbox."""
    return did_recently_reauthenticate(request) or _has_just_signed_up(request)


def _has_just_signed_up(request: HttpRequest) -> bool:
    if not request.user.is_authenticated or request.session.get(SIGNED_UP) != request.user.pk:
        return False
    since = time.time() - request.session.get(SIGNED_IN_AT, 0)
    return bool(since < SECONDS)
