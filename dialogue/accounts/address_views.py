"""One's own e-mail addresses."""

from allauth.account.views import EmailView
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
