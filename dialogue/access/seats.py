"""Where a partner sits, and what they need there: for what the two do outside of dialogues."""

from dataclasses import dataclass, field

from dialogue.access.consent import is_open
from dialogue.base import vault
from dialogue.engine.protocol import PARTNERS
from dialogue.models import Couple, Partner


@dataclass(frozen=True, slots=True)
class PartnerSeat:
    """Where a partner sits. ``is_open``: if false, everything is read-only."""

    couple: Couple
    seat: str
    names: dict[str, str]
    is_open: bool
    key: bytes = field(repr=False)

    @property
    def other(self) -> str:
        return PARTNERS[self.seat == PARTNERS[0]]


def seat_of(*, person_id: int) -> PartnerSeat | None:
    """None for who is in no couple."""
    mine = Partner.objects.current().filter(person=person_id)
    partner = mine.select_related("couple").first()
    return seat_in(couple=partner.couple, seat=partner.seat) if partner else None


def seat_in(*, couple: Couple, seat: str) -> PartnerSeat:
    """The caller has asked whether this couple exists for who is asking."""
    partners = Partner.objects.filter(couple=couple).select_related("person")
    return PartnerSeat(
        couple=couple,
        seat=seat,
        names={partner.seat: partner.person.name for partner in partners},
        is_open=is_open(couple=couple),
        key=vault.couple_key(couple.pk, bytes(couple.wrapped_key)),
    )
