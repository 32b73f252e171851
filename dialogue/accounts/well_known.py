"""Addresses that programs know by heart, below ``/.well-known/``."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

_DAYS = 90  # after which whoever has kept a copy asks again


@login_not_required
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to write to about a hole (RFC 9116). Http404 where nobody is named."""
    if not settings.IMAGO_SECURITY_CONTACT:
        raise Http404
    until = (timezone.now() + timedelta(days=_DAYS)).replace(microsecond=0)
    lines = (
        f"Contact: {settings.IMAGO_SECURITY_CONTACT}",
        f"Expires: {until.isoformat()}",
        "Preferred-Languages: en",
        *(f"Canonical: {origin}/.well-known/security.txt" for origin in settings.IMAGO_ORIGINS),
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def change_password(request: HttpRequest) -> HttpResponse:
    """Where a password manager leads to."""
    return redirect("account_change_password")
