"""How the dialogues of a couple close: for both at once, in one way, whoever it was and why ever."""

from datetime import datetime

from django.utils import timezone

from dialogue.access.changes import gate_changed
from dialogue.access.consent import current
from dialogue.models import Consent, ConsentText, Couple, Partner, Person


class NotNow(Exception):
    """This is not offered at this step. Nothing has changed."""


def one_at_a_time(person_id: int) -> Couple | None:
    """Lock both partners of the person's couple, so that nobody agrees by answers that are replaced
    just then, or beside an agreement that just ends. Returns the couple; None for who is in none."""
    couple = Couple.objects.current_of(person_id)
    places = Partner.objects.in_place().filter(couple=couple) if couple else Partner.objects.none()
    both = {person_id, *places.values_list("person", flat=True)}
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=both).order_by("pk"))
    return Couple.objects.current_of(person_id)


def close(*, person_id: int, couple: Couple) -> None:
    """End the person's agreement and, if it held, the partner's too: both look again before the
    dialogues open. Where it did not hold there is nothing to close, and the partner's stays: else
    two who agree one after the other would never be done."""
    now = timezone.now()
    held = current(now).filter(person=person_id, couple=couple).exists()
    ending = Consent.objects.filter(couple=couple, withdrawn_at=None)
    (ending if held else ending.filter(person=person_id)).update(withdrawn_at=now)
    gate_changed(couple=couple)


def close_both(*, couple: Couple) -> None:
    """End both agreements, whichever hold."""
    now = timezone.now()
    Consent.objects.filter(couple=couple, withdrawn_at=None).update(withdrawn_at=now)
    gate_changed(couple=couple)


def ended_at(*, person_id: int, couple: Couple, newest: ConsentText) -> datetime | None:
    """When the person's latest agreement ended: withdrawn, run out, or to an older wording than the
    ``newest``. None if there was none, or it holds."""
    own = Consent.objects.filter(person=person_id, couple=couple).select_related("text")
    last = own.order_by("-given_at", "-pk").first()
    if last is None:
        return None
    if last.withdrawn_at:
        return last.withdrawn_at
    if last.ends_at <= timezone.now():
        return last.ends_at
    return newest.published_at if last.text.version < newest.version else None
