"""Which couples exist for a therapist, and which rooms of theirs."""

from datetime import datetime
from uuid import UUID

from django.db.models import (
    Exists,
    F,
    OuterRef,
    QuerySet,
    Value,
)

from dialogue.access.askers import Asker, NoSuchDialogue, SignedOut, login_holds
from dialogue.access.consent import gate_open
from dialogue.access.second_factors import factors_of
from dialogue.models import Couple, DialogueSession, Person


def rooms_in_care(*, asker: Asker, now: datetime) -> QuerySet[DialogueSession]:
    """The dialogues that go on of this therapist's couples, where their sessions are open. Each
    tells by ``signed_in`` whether the login still holds. No words."""
    holds = Person.objects.filter(login_holds(asker, now), pk=asker.person_id)
    care = cared_for().filter(pk=OuterRef("couple"), therapist=asker.person_id)
    return (
        DialogueSession.objects.filter(
            Exists(care), couple__therapist=asker.person_id, closed_at=None
        )
        .filter(gate_open(OuterRef("couple"), now))
        .annotate(
            signed_in=Exists(holds),
            seat=Value("therapist"),
            wrapped_key=F("couple__wrapped_key"),
        )
    )


def check_therapist(asker: Asker) -> None:
    """Raises SignedOut where the login is over, NoSuchDialogue for who is no therapist (any more)."""
    holds = Person.objects.filter(login_holds(asker), pk=asker.person_id)
    found = holds.annotate(has_factor=Exists(factors_of(OuterRef("pk")))).first()
    if found is None:
        raise SignedOut
    if found.role != Person.Role.THERAPIST or not found.has_factor:
        raise NoSuchDialogue


def at_work() -> QuerySet[Person]:
    """Who may open what a therapist keeps: not without a second factor."""
    return Person.objects.filter(
        Exists(factors_of(OuterRef("pk"))), is_active=True, role=Person.Role.THERAPIST
    )


def cared_for() -> QuerySet[Couple]:
    """Couples with a therapist who may see them: not without a second factor."""
    factors = factors_of(OuterRef("therapist"))
    return Couple.objects.going_on().filter(
        Exists(factors), therapist__is_active=True, therapist__role=Person.Role.THERAPIST
    )


def couple_in_care(*, therapist_id: int, couple_id: UUID) -> Couple | None:
    """A couple of this therapist; anybody else's does not exist for them."""
    return cared_for().filter(pk=couple_id, therapist=therapist_id).first()
