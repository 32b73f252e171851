"""Each person reads in their own language and time zone; and who left quickly stays away a while."""

import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone, translation

GetResponse = Callable[[HttpRequest], HttpResponse]


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

    COOKIE = "n"
    SECONDS = 180

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.COOKIES.get(self.COOKIE) and request.path != "/leave":
            response: HttpResponse = HttpResponseRedirect(settings.IMAGO_QUICK_EXIT)
            response.headers["Cache-Control"] = "no-store, private"
            return response
        return self.get_response(request)

    @classmethod
    def remember(cls, response: HttpResponse) -> None:
        response.set_cookie(
            cls.COOKIE,
            "1",
            max_age=cls.SECONDS,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
