"""What a page says when it cannot be made."""

import secrets
import sys

from allauth.account.utils import get_next_redirect_url
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.shortcuts import redirect, render
from django.template.loader import render_to_string

from dialogue.base import autosave, unsaved, whose
from dialogue.base.http import CONFLICT
from dialogue.base.problems import MailAway, is_away

_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that looks like another


@login_not_required
def forbidden_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open while its login ended, or that came from elsewhere. What was written in one of
    ours is there again for its author."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    person = request.user
    named = whose.person_in(request.POST.get(whose.FIELD, ""))
    if named and person.is_authenticated and named != person.pk:
        return for_somebody_else(request, named)
    if autosave.is_autosave(request):
        return autosave.not_kept("old" if person.is_authenticated else "out")
    kept = unsaved.keep(request, person_id=named) if named else None
    if kept and person.is_authenticated:
        request.session[unsaved.IN_SESSION] = True
        return redirect(kept.page)
    if kept:
        return redirect_to_login(kept.page)
    if person.is_authenticated and _is_way_in(request):
        return _already_in(request)
    blocked = reason == REASON_NO_CSRF_COOKIE and not request.COOKIES
    return render(request, "403_cookies.html" if blocked else "403_csrf.html", status=403)


def for_somebody_else(request: HttpRequest, person_id: int) -> HttpResponse:
    """The form is that of this person's login, and another is signed in: nothing of it is taken or shown.
    What was written is kept for its author."""
    unsaved.keep(request, person_id=person_id)
    if autosave.is_autosave(request):
        return autosave.not_kept("somebody_else")
    return _coded(render(request, "base/somebody_else.html", status=CONFLICT), "somebody_else")


def _is_way_in(request: HttpRequest) -> bool:
    match = request.resolver_match
    ways = ("account_login", "account_signup", "account_request_login_code", "mfa_login_webauthn")
    return match is not None and match.url_name in ways


def _already_in(request: HttpRequest) -> HttpResponse:
    """A form to sign in that was open in two tabs. Whoever wrote another address is not led on as if they
    were who is signed in."""
    written = request.POST.get("login") or request.POST.get("email") or ""
    if written.strip().casefold() in ("", request.user.get_username().casefold()):
        return redirect(get_next_redirect_url(request) or "sessions")
    return _coded(render(request, "account/already_in.html", status=CONFLICT), "already_in")


def _coded(response: HttpResponse, code: str) -> HttpResponse:
    response.headers["X-Code"] = code  # stable, whatever the page says and in which language
    return response


def broken(request: HttpRequest) -> HttpResponse:
    """Whatever a page has raised: something that is away for a while (503), or a mistake of ours
    (500), with a reference that is in the log as well. Asks no database, which may be what is away."""
    problem = sys.exc_info()[1]
    if isinstance(problem, MailAway):
        return _away("503_mail.html")
    if problem and is_away(problem):
        return _away("503.html")
    reference = "".join(secrets.choice(_SIGNS) for _ in range(6))
    request.reference = reference  # type: ignore[attr-defined]  # for imago.logs
    return HttpResponse(render_to_string("500.html", {"reference": reference}), status=500)


def _away(template: str) -> HttpResponse:
    return HttpResponse(render_to_string(template), status=503, headers={"Retry-After": "60"})
