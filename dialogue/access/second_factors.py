"""Second factors: without one, a therapist or an admin sees nothing of others."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import (
    QuerySet,
)

from dialogue.models import Person

SECOND_FACTORS = ("totp", "webauthn")  # recovery codes only stand in for one


def lacks_second_factor(person: Person) -> bool:
    """Whether this person has to set one up before anything else: not partners."""
    return person.role != Person.Role.PARTNER and not factors_of(person.pk).exists()


def factors_of(person: Any) -> "QuerySet[Authenticator]":
    """The second factors of a person, or of those of an outer query."""
    found: QuerySet[Authenticator] = Authenticator.objects.filter(
        user=person, type__in=SECOND_FACTORS
    )
    return found
