"""Each person reads in their own language and time zone; logins end that nobody uses; therapists set
up a second factor first; and who left quickly stays away a while."""

import time
import zoneinfo
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.deprecation import MiddlewareMixin

from dialogue.services.access import lacks_second_factor
from dialogue.services.logins import SIGNED_IN_AT

GetResponse = Callable[[HttpRequest], HttpResponse]


class SameOriginOnly(MiddlewareMixin):
    """No other site may put a page, a picture or a script of ours into its own."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class PersonalSettings:
    """Also keeps pages out of every cache, so that Back shows nothing after leaving."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        if person.is_authenticated:
            translation.activate(person.language)
            request.LANGUAGE_CODE = translation.get_language() or "en"
            timezone.activate(zoneinfo.ZoneInfo(person.time_zone))
        try:
            response = self.get_response(request)
        finally:
            timezone.deactivate()
        # Also those of nobody in particular: an invitation, or a form with an address filled in.
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class AfterLeaving:
    """Whoever left quickly is not shown these pages again for three minutes: not by going back, not
    by a hand that reaches for the history. The cookie says nothing but that, and runs out by itself."""

    SECONDS = 180

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.COOKIES.get(settings.IMAGO_LEFT_COOKIE_NAME) and request.path != "/leave":
            response: HttpResponse = HttpResponseRedirect(settings.IMAGO_QUICK_EXIT)
            response.headers["Cache-Control"] = "no-store, private"
            return response
        return self.get_response(request)

    @classmethod
    def remember(cls, response: HttpResponse) -> None:
        response.set_cookie(
            settings.IMAGO_LEFT_COOKIE_NAME,
            "1",
            max_age=cls.SECONDS,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )


class Activity:
    """A login goes on while it is used: each page puts off its end, but not beyond some hours."""

    USED_AT = "used_at"
    NOTED_SECONDS = 30  # no more often, since it writes to the database

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            if now - request.session.get(SIGNED_IN_AT, now) > 3600 * settings.IMAGO_LOGIN_HOURS:
                logout(request)
            elif now - request.session.get(self.USED_AT, 0) >= self.NOTED_SECONDS:
                request.session.setdefault(SIGNED_IN_AT, now)
                request.session[self.USED_AT] = now
        return self.get_response(request)


class CalmRefusals:
    """A method that an address does not know gets a page, as everything else that goes wrong."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.content:
            return response
        page = render(request, "405.html", status=response.status_code)
        page.headers["Allow"] = response.headers["Allow"]
        return page


class SecondFactorFirst:
    """Therapists and admins can be asked by others for what they see, so a password is not enough.
    The rooms keep to it by themselves (services.access); this shows the way."""

    OPEN = frozenset({"home", "leave", "safety", "profile", "stories", "story", "story_step"})

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        match = request.resolver_match
        if (
            request.user.is_authenticated
            and not request.path.startswith("/account/")
            and (match is None or match.url_name not in self.OPEN)
            and lacks_second_factor(request.user)
        ):
            return redirect("second_factor")
        return None
