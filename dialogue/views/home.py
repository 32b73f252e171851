"""The front page, one's own settings, and the quick way out."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from dialogue.forms import ProfileForm
from dialogue.middleware import AfterLeaving
from dialogue.models import Person
from dialogue.services import audit


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("sessions")
    return render(request, "home.html")


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    person = cast(Person, request.user)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("profile")
    return render(request, "profile.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def accesses(request: HttpRequest) -> HttpResponse:
    """Who looked at, or changed, something of this person."""
    found = audit.accesses_to(person_id=cast(int, request.user.pk))[:200]
    return render(request, "accesses.html", {"accesses": found})


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Leave quickly: end the login, forget everything in the browser, go somewhere ordinary.

    Without a CSRF token, and by GET too: it must work from a page that is old, offline or without
    JavaScript, and the worst a forger achieves is that somebody has to sign in again.
    """
    if request.method != "HEAD":
        logout(request)
    response = HttpResponseRedirect(settings.IMAGO_QUICK_EXIT)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    response.headers["Cache-Control"] = "no-store, private"
    for cookie in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        response.set_cookie(
            cookie,
            max_age=0,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    AfterLeaving.remember(response)
    return response
