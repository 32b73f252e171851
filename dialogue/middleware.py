"""Each person reads in their own language and time zone."""

import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
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
