"""A pause of some weeks that one partner asks for, and both read as set by the app.

Anybody may ask for one, for whatever reason: holidays, an exam, a new child, or because it is not
safe. Who did is found in their own sealed row alone; for the couple there is only a date.
"""

from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from dialogue.models import Couple, Partner, Pause
from dialogue.safety import joint_work, screening
from dialogue.safety.closing import NotNow, close_both, one_at_a_time

WEEKS = range(2, 13)


def set_pause(*, person_id: int, weeks: int) -> None:
    """Close the dialogues for both, for so many weeks from now. Instead of a pause that this person
    asked for before. Raises NotNow for who is in no couple, and for any other number of weeks."""
    with transaction.atomic():
        couple = one_at_a_time(person_id)
        if couple is None or weeks not in WEEKS:
            raise NotNow
        until = timezone.now() + timedelta(weeks=weeks)
        own = screening.screening_of(person_id=person_id)
        kept = replace(own, pause_until=until, pause_of=couple.pk.hex)
        screening.keep(person_id=person_id, look=kept)
        _until_the_later(couple)
        close_both(couple=couple)


def end_pause(*, person_id: int) -> None:
    """End the pause that this person asked for. Their partner's own, if there is one, goes on."""
    with transaction.atomic():
        couple = one_at_a_time(person_id)
        own = screening.screening_of(person_id=person_id)
        screening.keep(person_id=person_id, look=replace(own, pause_until=None, pause_of=""))
        if couple is not None:
            _until_the_later(couple)


def pauses(*, couple: Couple) -> bool:
    """Whether their dialogues rest now: by a pause, or because their therapist lets them wait. Both
    look the same to both partners."""
    rests = Pause.objects.filter(couple=couple, until__gt=timezone.now()).exists()
    return rests or joint_work.joint_work_waits(couple=couple)


def _until_the_later(couple: Couple) -> None:
    """Of what both have asked for in this couple, the later end counts."""
    people = Partner.objects.in_place().filter(couple=couple).values_list("person", flat=True)
    asked = [screening.screening_of(person_id=person_id) for person_id in people.order_by("seat")]
    ends = [one.pause_until for one in asked if one.pause_until and one.pause_of == couple.pk.hex]
    if ends:
        Pause.objects.update_or_create(couple=couple, defaults={"until": max(ends)})
    else:
        Pause.objects.filter(couple=couple).delete()
