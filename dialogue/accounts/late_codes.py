"""A code by e-mail that has expired or was used up: allauth leads back to the beginning without a word."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

# Each page for a code, and where one asks for a new one.
_PAGES = {
    "account_confirm_login_code": "account_request_login_code",
    "account_confirm_password_reset_code": "account_reset_password",
    "account_email_verification_sent": "account_login",
}


class LateCodes:
    """A middleware, within that of messages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        anew = _PAGES.get(match.url_name or "") if match else None
        if anew is None or not isinstance(response, HttpResponseRedirect):
            return response
        if request.user.is_authenticated:
            anew = "account_email"  # which is confirmed there, too
        if response.url not in {reverse(anew), reverse("account_login")} or _has_said(request):
            return response
        if anew == "account_login":
            said = _("That code has expired. Sign in, and we’ll send you a new one.")
        else:
            said = _("That code has expired. Ask for a new one.")
        messages.warning(request, said)
        return HttpResponseRedirect(reverse(anew))


def _has_said(request: HttpRequest) -> bool:
    """That it is confirmed, or that there were too many tries."""
    return bool(len(messages.get_messages(request)))
