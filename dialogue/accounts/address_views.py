"""One's own e-mail addresses."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import ConfirmEmailVerificationCodeView, EmailView
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _


class OwnAddresses(EmailView):
    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """One may add any address, but not sign in by one that another account signs in by."""
        try:
            with transaction.atomic():
                answer: HttpResponse = super().post(request, *args, **kwargs)
                return answer
        except IntegrityError:
            messages.error(request, _("This address can’t be used here."))
            return redirect("account_email")


class AddressCode(ConfirmEmailVerificationCodeView):
    """Where one signs up, or adds an address."""

    def _resend_form_valid(self, form: Any) -> HttpResponse:
        """A new code. Whoever is here already gets a mail once more, too: else one could tell by how long it
        takes who is. Too early, the one before goes on."""
        process = self._process
        before = process.state["code"]
        try:
            process.generate_code()
            process.send()
        except ImmediateHttpResponse:  # too early
            process.state["code"] = before
            messages.warning(self.request, get_adapter().error_messages["rate_limited"])
        else:
            process.record_resend()
            messages.success(self.request, _("We’ve sent a new code. The old one no longer works."))
        process.persist()
        return redirect(self.passthrough_next_url(self.request.path))
