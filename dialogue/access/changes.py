"""What may have closed a room is told to it, so that it asks again at once (I10)."""

from datetime import timedelta

from django.db.models import (
    Q,
    QuerySet,
)
from django.utils import timezone

from dialogue.base import live
from dialogue.models import Couple, DialogueSession


def login_changed(*, person_id: int) -> None:
    """A login of this person has ended, or may have: their rooms and pages ask again, at once (I10)."""
    live.wake_board(person_id)
    live.wake_pages([person_id])
    for dialogue_id in _open_rooms(person_id).values_list("pk", flat=True):
        live.wake(dialogue_id)


def gate_changed(*, couple: Couple | None = None) -> None:
    """The sessions of this couple, or of all couples, may have closed: their rooms ask again."""
    rooms = DialogueSession.objects.filter(_recent())
    if couple:
        rooms = rooms.filter(couple=couple)
    for dialogue_id in rooms.values_list("pk", flat=True):
        live.wake_on_commit(dialogue_id)


def _open_rooms(person_id: int) -> QuerySet[DialogueSession]:
    """Where the person may have a socket: allowed or no longer."""
    place = Q(couple__partners__person=person_id) | Q(couple__therapist=person_id)
    return DialogueSession.objects.filter(place, _recent()).distinct()


def _recent() -> Q:
    """Where anybody may have a socket: the dialogue goes on, or has lately ended."""
    return Q(closed_at=None) | Q(closed_at__gt=timezone.now() - timedelta(days=1))
