"""What a couple's therapist says about joint work: it must wait, or it is suitable.

Partners see a wait as they see any pause, so neither learns why. That the therapist recorded
"suitable" is seen by nobody but a partner whose own answers had kept the dialogues closed.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from dialogue.base import live
from dialogue.models import Couple, CoupleTherapist
from dialogue.safety.closing import close_both


def let_joint_work_wait(*, therapist_id: int, couple: Couple) -> None:
    """Close the dialogues of this couple for now; what was recorded as suitable is taken back."""
    with transaction.atomic():
        care = _care(therapist_id, couple)
        waiting = care.filter(waits_since=None).update(waits_since=timezone.now(), suitable_at=None)
        if waiting:
            close_both(couple=couple)


def resume_joint_work(*, therapist_id: int, couple: Couple) -> None:
    """End the wait. The dialogues open when both partners have looked and agreed again."""
    _care(therapist_id, couple).update(waits_since=None)
    live.wake_board_on_commit(therapist_id)


def record_suitable(*, therapist_id: int, couple: Couple) -> None:
    """The therapist has seen each partner alone; joint work is suitable. A partner whose answers kept
    them from agreeing may agree again. It counts for answers that were given before it."""
    _care(therapist_id, couple).update(suitable_at=timezone.now(), waits_since=None)
    live.wake_board_on_commit(therapist_id)


def take_back_suitable(*, therapist_id: int, couple: Couple) -> None:
    """The record is gone. Who has agreed by then has agreed; ``let_joint_work_wait`` closes."""
    _care(therapist_id, couple).update(suitable_at=None)


def joint_work_waits(*, couple: Couple) -> bool:
    going_on = CoupleTherapist.objects.filter(couple=couple, ended_at=None)
    return going_on.filter(waits_since__isnull=False).exists()


def suitable_since(*, couple: Couple) -> datetime | None:
    """When the therapist of now recorded that joint work is suitable, if they did."""
    if couple.therapist_id is None:
        return None
    care = _care(couple.therapist_id, couple).values_list("suitable_at", flat=True)
    return care.first()


def _care(therapist_id: int, couple: Couple) -> QuerySet[CoupleTherapist]:
    return CoupleTherapist.objects.filter(couple=couple, therapist=therapist_id, ended_at=None)
