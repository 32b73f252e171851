"""What a page says when it cannot be made."""

import secrets
import sys

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from dialogue.base.problems import MailAway

_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that looks like another


@login_not_required
def forbidden_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open for too long, or that came from elsewhere."""
    return render(request, "403_csrf.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Whatever a page has raised: something that is away for a while (503), or a mistake of ours
    (500), with a reference that is in the log as well. Asks no database, which may be what is away."""
    problem = sys.exc_info()[1]
    if isinstance(problem, MailAway):
        return _away("503_mail.html")
    if isinstance(problem, OperationalError | InterfaceError):
        return _away("503.html")
    reference = "".join(secrets.choice(_SIGNS) for _ in range(6))
    request.reference = reference  # type: ignore[attr-defined]  # for imago.logs
    return HttpResponse(render_to_string("500.html", {"reference": reference}), status=500)


def _away(template: str) -> HttpResponse:
    return HttpResponse(render_to_string(template), status=503, headers={"Retry-After": "60"})
