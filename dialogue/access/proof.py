"""That somebody is here, at another one's login: by their password, for one act."""

from allauth.account.adapter import get_adapter
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from dialogue.access.second_factors import factors_of
from dialogue.models import Person


class NotProven(Exception):
    """Why, for the person who tried."""


def prove(request: HttpRequest, person: Person, password: str) -> None:
    """That ``person`` is here, at somebody else's login. Raises NotProven. Nobody is signed in by it,
    and attempts count together with those at signing in."""
    try:
        found = get_adapter(request).authenticate(request, email=person.email, password=password)
    except forms.ValidationError as problem:  # too many
        raise NotProven(" ".join(problem.messages)) from None
    if found is None or found.pk != person.pk:
        raise NotProven(_("That isn’t %(name)s’s password.") % {"name": person.name})
    if factors_of(person.pk).exists():
        # Half of a login opens nothing.
        raise NotProven(
            _(
                "You sign in with a second step, so a password isn’t enough. Lend "
                "your place from your own phone or account."
            )
        )
