"""One phone for two: a partner lends the seat in one dialogue to the other's phone.

The loan itself is an act in the log. Here is what the log cannot know: that it lapses by itself, and
that it ends with what its owner does about their logins.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from django.utils import timezone

from dialogue.engine.protocol import Seat
from dialogue.engine.state import State
from dialogue.models import DialogueSession, Partner

LASTS = timedelta(hours=12)  # an evening; nobody's seat stays lent because it was forgotten


def as_it_stands(*, row: DialogueSession, state: State, now: datetime | None = None) -> State:
    """``state``, in which a loan that has lapsed is none. The log is not touched by that."""
    if state.lent is None:
        return state
    until = row.lent_until
    return state if until and (now or timezone.now()) < until else replace(state, lent=None)


def still_there(*, row: DialogueSession, seat: Seat) -> bool:
    """Whether somebody who may act sits in that seat: asked at every act on a borrowed one (I10)."""
    return Partner.objects.current().filter(couple=row.couple_id, seat=seat).exists()


def end_loans(*, person_id: int) -> None:
    """Whoever ends all other logins wants nobody to act for them: no other phone does, from now on."""
    now = timezone.now()
    for place in Partner.objects.in_place().filter(person=person_id):
        DialogueSession.objects.filter(
            couple=place.couple_id, lent_until__gt=now, state__lent=place.seat
        ).update(lent_until=now)
