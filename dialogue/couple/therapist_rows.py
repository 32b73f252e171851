"""A couple's therapist, as one of the three sees it."""

from dataclasses import dataclass

from dialogue.base.names import couple_names
from dialogue.models import CoupleTherapist, Person


@dataclass(frozen=True, slots=True)
class TherapistRow:
    """A care as one of the three sees it."""

    care: CoupleTherapist
    names: str
    i_agreed: bool
    begun: bool
    partner_agreed: bool


def therapist_row(person: Person, found: CoupleTherapist) -> TherapistRow:
    partners = found.couple.partners.all()
    agreed = {
        partner.person_id: bool(getattr(found, f"{partner.seat}_agreed_at")) for partner in partners
    }
    mine = agreed.get(person.pk, bool(found.therapist_agreed_at))
    return TherapistRow(
        care=found,
        names=couple_names(partners),
        i_agreed=mine,
        begun=found.couple.therapist_id == found.therapist_id and bool(found.therapist_agreed_at),
        partner_agreed=all(agreed.values()),
    )
