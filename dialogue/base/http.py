"""Requests of people who are signed in, and what pages answer."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dialogue.base import unsaved
from dialogue.base.browsers import must_show
from dialogue.base.fresh import is_fresh
from dialogue.models import Person

P = ParamSpec("P")

CONFLICT = 409
UNPROCESSABLE = 422
NOT_OPEN = 423  # the dialogues of a couple are not open, for whatever reason


class PersonRequest(HttpRequest):
    """A request of somebody who is signed in. Every page asks for that but those that say
    ``login_not_required``, so a view may count on it."""

    user: Person


View = Callable[Concatenate[PersonRequest, P], HttpResponse]

page = require_http_methods(["GET", "HEAD", "POST"])


def comes_by_itself(request: HttpRequest) -> bool:
    """A page that waits fetches itself (static/js/base/waiting.js): that shows nobody to be there."""
    return "X-By-Itself" in request.headers


def posted(*, back_to: str) -> Callable[[View[P]], View[P]]:
    """A view that only a form calls. Whoever comes by GET, such as by signing in again, is taken to
    the page ``back_to``."""

    def only_posted(view: View[P]) -> View[P]:
        @page
        @wraps(view)
        def answered(request: PersonRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method != "POST":
                return redirect(back_to)
            return view(request, *args, **kwargs)

        return answered

    return only_posted


def step_up(view: Any) -> Any:
    """Only for whoever has written their password lately; what they had posted is there again then. Not
    allauth's own decorator: it would keep that, and so the answers, unsealed in the session's row."""

    @wraps(view)
    def stepped_up(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_fresh(request):
            return _asked_who_they_are(request)
        response: HttpResponse = view(request, *args, **kwargs)
        return response

    return stepped_up


def opens_what_was_said(view: Any) -> Any:
    """Not in a browser of a kind that is new to the account, for whoever came in by a mailbox alone: who they
    are is asked first, once in a login."""

    @wraps(view)
    def opened(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if must_show(request, request.user):
            return _asked_who_they_are(request)
        response: HttpResponse = view(request, *args, **kwargs)
        return response

    return opened


def _asked_who_they_are(request: PersonRequest) -> HttpResponse:
    if request.method == "POST" and unsaved.keep(request, person_id=request.user.pk):
        request.session[unsaved.IN_SESSION] = True
    return redirect(f"{reverse('account_reauthenticate')}?next={request.path}")


def number(text: str) -> int:
    """A number that somebody sent, or -1 for what is none, or longer than any that we give out."""
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def identifier(text: str) -> UUID | None:
    """One that somebody sent, or None for what is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
