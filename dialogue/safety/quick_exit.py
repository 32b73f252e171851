"""Leaving quickly: away from here, at once, leaving nothing behind."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt

from dialogue.base.http import page

BY_THE_WAY = "told"  # in the address that the script tells, which waits for no answer


@login_not_required
@csrf_exempt
@page
def leave(request: HttpRequest) -> HttpResponse:
    """Leave quickly: end the login, forget everything in the browser, go somewhere ordinary.

    Without a CSRF token, and by GET too: it must work from a page that is old, offline or without
    JavaScript, and the worst a forger achieves is that somebody has to sign in again.
    """
    if request.method != "HEAD":
        logout(request)
    # A script that tells us by the way has left already; led elsewhere, its message would be stopped as foreign.
    by_the_way = BY_THE_WAY in request.GET
    response = HttpResponse(status=204) if by_the_way else _away()
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


def _away() -> HttpResponse:
    return HttpResponseRedirect(settings.IMAGO_QUICK_EXIT)


GetResponse = Callable[[HttpRequest], HttpResponse]


class AfterLeaving:
    """Whoever left quickly is not shown these pages again for three minutes: not by going back, not
    by a hand that reaches for the history. The cookie says nothing but that, and runs out by itself.

    The script of the page sets it as ``UNTOLD`` before it is gone (static/js/safety/quick_exit.js). Where that is
    the first that we hear, the login ends now: the device had no network, or we were away."""

    SECONDS = 180
    UNTOLD = "0"

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        left = request.COOKIES.get(settings.IMAGO_LEFT_COOKIE_NAME)
        if left and request.path != "/leave":
            if left == self.UNTOLD:
                return leave(request)
            response = _away()
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
