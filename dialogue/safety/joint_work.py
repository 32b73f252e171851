"""The therapist may let joint work wait. Both partners see the usual neutral line, so neither learns why."""

from django.db import transaction
from django.utils import timezone

from dialogue.access.changes import gate_changed
from dialogue.base import live
from dialogue.models import Couple, CoupleTherapist


def let_joint_work_wait(*, therapist_id: int, couple: Couple) -> None:
    """Close the joint sessions of this couple for now. Both read the line that they always read."""
    now = timezone.now()
    with transaction.atomic():
        care, _new = CoupleTherapist.objects.get_or_create(
            couple=couple,
            ended_at=None,
            defaults={
                "therapist_id": therapist_id,
                "first_agreed_at": now,
                "second_agreed_at": now,
                "therapist_agreed_at": now,
            },
        )
        CoupleTherapist.objects.filter(pk=care.pk, therapist=therapist_id, waits_since=None).update(
            waits_since=now
        )
        gate_changed(couple=couple)


def resume_joint_work(*, therapist_id: int, couple: Couple) -> None:
    CoupleTherapist.objects.filter(couple=couple, therapist=therapist_id, ended_at=None).update(
        waits_since=None
    )
    live.wake_board_on_commit(therapist_id)


def joint_work_waits(*, couple: Couple) -> bool:
    return CoupleTherapist.objects.filter(
        couple=couple, ended_at=None, waits_since__isnull=False
    ).exists()
