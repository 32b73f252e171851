"""What a form does, it does once. Sent again, by a second press, while the server is slow or from a tab that was
restored hours later, it is answered as the first time.

The token of a form is the one that every form carries anyway: the CSRF token is masked anew for each page
that is made. So what is sent from the same page, at the same login and with the same content is the same act.
"""

import json
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext

from dialogue.base import autosave, receipts, vault
from dialogue.models.receipts import Receipt

_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - a field's name
WAIT_SECONDS = 20.0  # for the first answer
_LOOK_SECONDS = 0.05


class Once:
    """A middleware, the last one: what is refused before it never began."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        begun = getattr(request, "act_begun", None)
        if begun:
            _finish(begun, response, request)
        return response

    def process_view(self, request: HttpRequest, view: Any, *_given: Any) -> HttpResponse | None:
        if getattr(view, "csrf_exempt", False):
            return None  # no form of a page: its body is the view's own to read
        act = _act(request)
        return None if act is None else _begun_or_answered(act, request)


def _act(request: HttpRequest) -> str | None:
    """What is being done, by a name that tells nothing; None for what has no form, and for what is kept
    while it is written, again and again."""
    if request.method != "POST" or autosave.is_autosave(request):
        return None
    if not request.POST.get(_TOKEN):
        return None
    # After signing out and in again, leaving quickly from an older page is another act.
    login = request.session.session_key if request.user.is_authenticated else ""
    files = [(one.name, one.size) for _, found in request.FILES.lists() for one in found]
    content = [login, request.get_full_path(), sorted(request.POST.lists()), files]
    return salted_hmac("imago once", json.dumps(content), algorithm="sha256").hexdigest()


def _begun_or_answered(act: str, request: HttpRequest) -> HttpResponse | None:
    """None for the one that does it; each other waits for its answer."""
    until = time.monotonic() + WAIT_SECONDS
    begun = receipts.begin(act)
    while begun is None:
        first = receipts.find(act)
        if first is None:  # the first time it came to nothing
            begun = receipts.begin(act)
        elif receipts.is_past(first, signed_in=request.user.is_authenticated):
            begun = receipts.begin_again(first)
        elif first.sealed:
            return _as_the_first_time(first, request)
        elif time.monotonic() < until:
            time.sleep(_LOOK_SECONDS)
        else:
            messages.warning(request, gettext("This is still being sent. Look again in a moment."))
            return HttpResponseRedirect(request.get_full_path())
    request.act_begun = act, begun  # type: ignore[attr-defined]
    return None


def _finish(begun: tuple[str, datetime], response: HttpResponse, request: HttpRequest) -> None:
    """Nothing was done where something was wrong: then it may be sent again as it is."""
    if response.status_code >= 400 or response.streaming:
        receipts.drop(*begun)
        return
    if request.session.modified and not request.session.session_key:
        request.session.save()  # which gives it a key: see _at_login
    login = request.session.session_key
    answer = {
        "to": response.headers.get("Location", ""),
        "type": response.headers.get("Content-Type", ""),
        "body": response.content.decode(),
        "login": login or "",
    }
    receipts.keep(*begun, json.dumps(answer), login=login)


def _as_the_first_time(first: Receipt, request: HttpRequest) -> HttpResponse:
    try:
        answer = json.loads(receipts.opened(first))
    except vault.CannotOpen:  # it was done all the same
        return HttpResponseRedirect(request.get_full_path())
    _at_login(request, answer["login"])
    if answer["to"]:
        return HttpResponseRedirect(answer["to"])
    return HttpResponse(answer["body"].encode(), content_type=answer["type"])


def _at_login(request: HttpRequest, login: str) -> None:
    """Signing in or up began a login, whose cookie may have been in the answer that nobody saw."""
    if login != (request.session.session_key or ""):
        request.session = type(request.session)(login)
        request.session.modified = True
