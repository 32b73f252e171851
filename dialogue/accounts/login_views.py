"""One's own logins, and the way to a second factor."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.conf import settings
from django.contrib import messages
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dialogue.access.lending import end_loans
from dialogue.access.second_factors import lacks_second_factor
from dialogue.base.http import PersonRequest, number

_BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
_DEVICES = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "CrOS": "ChromeOS",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    id: int
    device: str
    ip: str
    began: datetime
    used: datetime
    current: bool


class OwnLogins(ListUserSessionsView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        logins: list[UserSession] = context["sessions"]
        ends = Session.objects.in_bulk([login.session_key for login in logins])
        rest = timedelta(seconds=settings.SESSION_COOKIE_AGE)
        rows = [
            Row(
                id=login.pk,
                device=device(login.user_agent),
                ip=login.ip,
                began=login.created_at,
                used=ends[login.session_key].expire_date - rest,
                current=login.is_current(),
            )
            for login in logins
            if login.session_key in ends
        ]
        context["logins"] = sorted(rows, key=lambda row: (row.current, row.used), reverse=True)
        return context

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """End one of them, or all others."""
        one = request.POST.get("login", "")
        if not one:
            end_loans(person_id=cast(int, request.user.pk))
            answer: HttpResponse = super().post(request, *args, **kwargs)
            return answer
        own = UserSession.objects.filter(user=request.user).exclude(
            session_key=request.session.session_key
        )
        for login in own.filter(pk=number(one)):
            login.end()
            messages.success(request, _("That device is signed out."))
        return redirect("usersessions_list")


@require_safe
def second_factor(request: PersonRequest) -> HttpResponse:
    """For those who need one before they see anything of others."""
    if not lacks_second_factor(request.user):
        return redirect("mfa_index")
    return render(request, "accounts/second_factor.html")


def device(user_agent: str) -> str:
    """What a browser says of itself, in a few words."""
    browser = next((name for mark, name in _BROWSERS.items() if mark in user_agent), "")
    machine = next((name for mark, name in _DEVICES.items() if mark in user_agent), "")
    if browser and machine:
        return _("%(browser)s on %(device)s") % {"browser": browser, "device": machine}
    return browser or machine or _("Another browser")
