"""What a form does, it does once. Sent again, by a second press or while the server is slow, it is
answered as the first time.

The token of a form is the one that every form carries anyway: the CSRF token is masked anew for each page
that is made. So what is sent from the same page, at the same login and with the same content is the same act.
"""

import hashlib
import json
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext

from dialogue.base import autosave, vault

_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - a field's name
_BEGUN = "begun"
KEPT_SECONDS = 600  # for as long somebody may press again
RUNNING_SECONDS = 60  # after which whatever began it is taken to be gone
WAIT_SECONDS = 20.0  # for the first answer
_LOOK_SECONDS = 0.05


class Once:
    """A middleware, the last one: what is refused before it never began."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        act = getattr(request, "act_begun", None)
        if act:
            _finish(act, response, request)
        return response

    def process_view(self, request: HttpRequest, view: Any, *_given: Any) -> HttpResponse | None:
        if getattr(view, "csrf_exempt", False):
            return None  # no form of a page: its body is the view's own to read
        act = _act(request)
        if act is None:
            return None
        if cache.add(act, _BEGUN, RUNNING_SECONDS):
            request.act_begun = act  # type: ignore[attr-defined]
            return None
        return _first_answer(act, request)


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
    return f"once:{hashlib.sha256(json.dumps(content).encode()).hexdigest()}"


def _finish(act: str, response: HttpResponse, request: HttpRequest) -> None:
    """Nothing was done where something was wrong: then it may be sent again as it is."""
    if response.status_code >= 400 or response.streaming:
        cache.delete(act)
        return
    if request.session.modified and not request.session.session_key:
        request.session.save()  # which gives it a key: see _at_login
    answer = {
        "to": response.headers.get("Location", ""),
        "type": response.headers.get("Content-Type", ""),
        "body": response.content.decode(),
        "login": request.session.session_key or "",
    }
    cache.set(act, vault.seal_secret(json.dumps(answer), act), KEPT_SECONDS)


def _first_answer(act: str, request: HttpRequest) -> HttpResponse | None:
    """As the first time. None if that came to nothing, so that it may be done now."""
    until = time.monotonic() + WAIT_SECONDS
    while (kept := cache.get(act)) == _BEGUN and time.monotonic() < until:
        time.sleep(_LOOK_SECONDS)
    if kept is None:
        if cache.add(act, _BEGUN, RUNNING_SECONDS):
            request.act_begun = act  # type: ignore[attr-defined]
        return None
    if kept == _BEGUN:
        messages.warning(request, gettext("This is still being sent. Look again in a moment."))
        return HttpResponseRedirect(request.get_full_path())
    with suppress(vault.CannotOpen):
        answer = json.loads(vault.unseal_secret(kept, act))
        _at_login(request, answer["login"])
        if answer["to"]:
            return HttpResponseRedirect(answer["to"])
        return HttpResponse(answer["body"].encode(), content_type=answer["type"])
    return None


def _at_login(request: HttpRequest, login: str) -> None:
    """Signing in or up began a login, whose cookie may have been in the answer that nobody saw."""
    if login != (request.session.session_key or ""):
        request.session = type(request.session)(login)
        request.session.modified = True
