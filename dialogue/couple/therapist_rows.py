"""A couple's therapist, as one of the three sees it."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from dialogue.base.names import couple_names
from dialogue.models import CoupleTherapist, Person


@dataclass(frozen=True, slots=True)
class TherapistRow:
    """Whose therapist somebody is, or is to be, as one of the three sees it."""

    id: int
    couple_id: UUID
    therapist: Person
    names: str
    i_agreed: bool
    begun: bool
    partner_agreed: bool
    proposer: Literal["me", "partner", "site"]  # for a therapist: "partner" is both of them


def therapist_row(person: Person, agreement: CoupleTherapist) -> TherapistRow:
    partners = agreement.couple.partners.all()
    agreed = {
        partner.person_id: bool(getattr(agreement, f"{partner.seat}_agreed_at"))
        for partner in partners
    }
    mine = agreed.get(person.pk, bool(agreement.therapist_agreed_at))
    seats = {partner.seat: partner.person_id for partner in partners}
    proposer = seats.get(agreement.proposed_by)
    return TherapistRow(
        id=agreement.pk,
        couple_id=agreement.couple_id,
        therapist=agreement.therapist,
        names=couple_names(agreement.couple),
        i_agreed=mine,
        begun=agreement.couple.therapist_id == agreement.therapist_id
        and bool(agreement.therapist_agreed_at),
        partner_agreed=all(agreed.values()),
        proposer="me" if proposer == person.pk else "partner" if proposer else "site",
    )
