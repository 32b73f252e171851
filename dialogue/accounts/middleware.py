"""Each person reads in their own language and time zone; logins end that nobody uses; therapists set
up a second factor first; and who left quickly stays away a while."""

import logging
import time
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.deprecation import MiddlewareMixin
from django.views.defaults import page_not_found

from dialogue import clocks
from dialogue.access.second_factors import lacks_second_factor
from dialogue.base.fresh import SIGNED_IN_AT
from dialogue.base.http import NOT_OPEN, comes_by_itself
from dialogue.base.problems import Absent, NotOpen
from dialogue.base.vault import CannotOpen
from dialogue.safety.quick_exit import GetResponse

log = logging.getLogger(__name__)


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
            timezone.activate(clocks.zone(person.time_zone))
        try:
            response = self.get_response(request)
        finally:
            timezone.deactivate()
        # Also those of nobody in particular: an invitation, or a form with an address filled in.
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response


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
            elif (
                not comes_by_itself(request)
                and now - request.session.get(self.USED_AT, 0) >= self.NOTED_SECONDS
            ):
                request.session.setdefault(SIGNED_IN_AT, now)
                request.session[self.USED_AT] = now
        return self.get_response(request)


class CalmRefusals:
    """What cannot be had gets a page: an address that does not know the method, something absent or
    foreign, and the dialogues of a couple that are not open."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.content:
            return response
        page = render(request, "405.html", status=response.status_code)
        page.headers["Allow"] = response.headers["Allow"]
        return page

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if isinstance(problem, Absent):
            return page_not_found(request, Http404())
        if isinstance(problem, CannotOpen):
            log.error("what is kept for a page does not open")
            return render(request, "damaged.html", status=HTTPStatus.INTERNAL_SERVER_ERROR)
        if isinstance(problem, NotOpen):
            match = request.resolver_match
            context = {"dialogue_id": match.kwargs.get("dialogue_id") if match else None}
            return render(request, "room/not_open.html", context, status=NOT_OPEN)
        return None


class SecondFactorFirst:
    """Therapists and admins can be asked by others for what they see, so a password is not enough.
    The rooms keep to it by themselves (services.access); this shows the way."""

    OPEN = frozenset(
        {"home", "leave", "safety", "profile", "stories", "story", "story_step", "first_evening"}
    )

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
