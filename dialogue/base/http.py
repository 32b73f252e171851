"""Requests of people who are signed in, and what pages answer."""

from functools import wraps
from typing import Any

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

UNPROCESSABLE = 422
CONFLICT = 409
NOT_OPEN = 423  # the dialogues of a couple are not open, for whatever reason


def step_up(view: Any) -> Any:
    """Only for whoever has written their password lately. Not allauth's own decorator: it would
    keep what a form held, and so the answers, in the session's row."""

    @wraps(view)
    def stepped_up(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not did_recently_reauthenticate(request):
            return redirect(f"{reverse('account_reauthenticate')}?next={request.path}")
        response: HttpResponse = view(request, *args, **kwargs)
        return response

    return stepped_up


def number(text: str) -> int:
    """A number that somebody sent, or -1 for what is none, or longer than any that we give out."""
    return int(text) if text.isdecimal() and len(text) < 10 else -1
