"""What each partner writes alone, sealed under the couple's key, until both have said ready.

Before that nobody learns of the other's sheet: neither what stands on it, nor how much, nor whether
there is one, nor whether they are ready.
"""

import json
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from dialogue.access.seats import PartnerSeat, seat_of
from dialogue.base import vault
from dialogue.engine.protocol import PARTNERS
from dialogue.models import Couple, Sheet


class NotTogether(Exception):
    """The person is in no couple, or the sessions of their couple are not open."""


class SaidReady(Exception):
    """The person has said ready to what stands there; until that is taken back it stays as it is."""


def changing(*, person_id: int) -> PartnerSeat:
    """The place, locked with its couple until the transaction ends. NotTogether where nothing can
    be changed."""
    place = seat_of(person_id=person_id)
    if place is None or not place.is_open:
        raise NotTogether
    Couple.objects.select_for_update().get(pk=place.couple.pk)
    return place


def read(*, place: PartnerSeat, what: Sheet.What, seat: str = "") -> Any:
    """What stands on one's own sheet, or with ``seat`` on the other's, where that is revealed;
    None where nothing does."""
    seat = seat or place.seat
    if seat != place.seat and not revealed(place=place, what=what):
        return None
    row = Sheet.objects.filter(couple=place.couple, what=what, seat=seat).first()
    if row is None:
        return None
    return json.loads(vault.unseal(place.key, bytes(row.sealed), *_bound(row)))


def write(*, place: PartnerSeat, what: Sheet.What, content: Any, seat: str = "") -> None:
    """Within the transaction of ``changing``."""
    row = Sheet(couple=place.couple, what=what, seat=seat or place.seat)
    sealed = vault.seal(place.key, json.dumps(content), *_bound(row))
    Sheet.objects.update_or_create(
        couple=place.couple, what=what, seat=row.seat, defaults={"sealed": sealed}
    )


def say_ready(*, person_id: int, what: Sheet.What, ready: bool) -> bool:
    """Ready, or not yet after all, as long as the other is not. Nothing where nothing is written.
    Whether both are ready now."""
    with transaction.atomic():
        place = changing(person_id=person_id)
        if not revealed(place=place, what=what) and read(place=place, what=what):
            own = Sheet.objects.filter(couple=place.couple, what=what, seat=place.seat)
            own.update(ready_at=timezone.now() if ready else None)
        return revealed(place=place, what=what)


def is_ready(*, place: PartnerSeat, what: Sheet.What) -> bool:
    return _ready(place.couple.pk, what).filter(seat=place.seat).exists()


def revealed(*, place: PartnerSeat, what: Sheet.What) -> bool:
    return _ready(place.couple.pk, what).count() == len(PARTNERS)


def _ready(couple_id: UUID, what: Sheet.What) -> "QuerySet[Sheet]":
    return Sheet.objects.filter(couple=couple_id, what=what, ready_at__isnull=False)


def _bound(row: Sheet) -> tuple[object, ...]:
    return ("sheet", row.couple_id, str(row.what), str(row.seat))
