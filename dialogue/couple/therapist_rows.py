"""A couple's therapist, as one of the three sees it."""

from dataclasses import dataclass

from dialogue.base.names import couple_names
from dialogue.models import Care, Person


@dataclass(frozen=True, slots=True)
class CareRow:
    """A care as one of the three sees it."""

    care: Care
    names: str
    i_agreed: bool
    begun: bool
    partner_agreed: bool


def care_row(person: Person, found: Care) -> CareRow:
    partners = found.couple.partners.all()
    agreed = {
        partner.person_id: bool(getattr(found, f"{partner.seat}_agreed_at")) for partner in partners
    }
    mine = agreed.get(person.pk, bool(found.therapist_agreed_at))
    return CareRow(
        care=found,
        names=couple_names(partners),
        i_agreed=mine,
        begun=found.couple.therapist_id == found.therapist_id and bool(found.therapist_agreed_at),
        partner_agreed=all(agreed.values()),
    )
