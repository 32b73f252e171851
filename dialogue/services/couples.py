"""How two people become a couple: an invitation that works once."""

import hashlib
import secrets
import uuid
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from dialogue import live, vault
from dialogue.models import Couple, DialogueSession, Invitation, Partner, Person

INVITATION_HOURS = 72
_TOKEN_BYTES = 24


class InvitationProblem(Exception):
    """Why an invitation does not work; ``code`` is stable."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def couple_of(*, person_id: int) -> Couple | None:
    """The couple the person works in now, if any."""
    return Couple.objects.filter(
        ended_at=None, partners__person=person_id, partners__left_at=None
    ).first()


def partner_of(*, person_id: int, couple: Couple) -> Person | None:
    return (
        Person.objects.filter(partnerships__couple=couple, partnerships__left_at=None)
        .exclude(pk=person_id)
        .first()
    )


def invite(*, inviter: Person) -> tuple[Invitation, str]:
    """A fresh invitation and its token, which is not kept and cannot be shown again.
    An older open one stops working. Raises InvitationProblem("in_a_couple")."""
    if couple_of(person_id=inviter.pk):
        raise InvitationProblem("in_a_couple")
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    with transaction.atomic():
        _one_at_a_time(inviter)
        revoke_invitations(inviter=inviter)
        invitation = Invitation.objects.create(
            inviter=inviter,
            token_hash=_hash(token),
            expires_at=timezone.now() + timedelta(hours=INVITATION_HOURS),
        )
    return invitation, token


def revoke_invitations(*, inviter: Person) -> None:
    Invitation.objects.filter(inviter=inviter, redeemed_at=None, revoked_at=None).update(
        revoked_at=timezone.now()
    )


def open_invitation_of(*, inviter: Person) -> Invitation | None:
    return Invitation.objects.filter(
        inviter=inviter, redeemed_at=None, revoked_at=None, expires_at__gt=timezone.now()
    ).first()


def find_invitation(*, token: str, invited: Person) -> Invitation:
    """The open invitation behind ``token``, if ``invited`` could accept it; else InvitationProblem."""
    invitation = (
        Invitation.objects.select_related("inviter").filter(token_hash=_hash(token)).first()
    )
    if (
        invitation is None
        or invitation.redeemed_at
        or invitation.revoked_at
        or invitation.expires_at <= timezone.now()
        or not invitation.inviter.is_active
    ):
        raise InvitationProblem("not_valid")
    if invitation.inviter_id == invited.pk:
        raise InvitationProblem("own")
    if invited.role != Person.Role.PARTNER or couple_of(person_id=invited.pk):
        raise InvitationProblem("in_a_couple")
    if couple_of(person_id=invitation.inviter_id):
        raise InvitationProblem("not_valid")
    return invitation


def accept_invitation(*, token: str, invited: Person) -> Couple:
    """Redeem the invitation. Of many at once one succeeds; the others get InvitationProblem."""
    with transaction.atomic():
        inviter = find_invitation(token=token, invited=invited).inviter
        _one_at_a_time(inviter, invited)
        invitation = find_invitation(token=token, invited=invited)
        invitation.redeemed_at = timezone.now()
        invitation.save(update_fields=["redeemed_at"])
        try:
            return form_couple(first=inviter, second=invited)
        except IntegrityError:  # one of them became a couple on another way
            raise InvitationProblem("in_a_couple") from None


def form_couple(*, first: Person, second: Person, therapist: Person | None = None) -> Couple:
    """A couple of two people who are in none. IntegrityError if one of them is."""
    couple_id = uuid.uuid4()
    with transaction.atomic():
        couple = Couple.objects.create(
            id=couple_id, therapist=therapist, wrapped_key=vault.new_couple_key(couple_id)
        )
        Partner.objects.create(couple=couple, person=first, seat=Partner.Seat.FIRST)
        Partner.objects.create(couple=couple, person=second, seat=Partner.Seat.SECOND)
    return couple


def end_couple(*, couple: Couple) -> None:
    """Their work together is over: its dialogues close to them, and each may work with another."""
    now = timezone.now()
    with transaction.atomic():
        couple.ended_at = couple.ended_at or now
        couple.save(update_fields=["ended_at"])
        Partner.objects.filter(couple=couple, left_at=None).update(left_at=now)
        wake_rooms(couple=couple)


def forget_words(*, couple: Couple) -> None:
    """Forget the couple's key: nothing they wrote opens any more, in back-ups neither."""
    vault.forget(bytes(couple.wrapped_key))
    couple.wrapped_key = b""
    couple.save(update_fields=["wrapped_key"])


def wake_rooms(*, couple: Couple) -> None:
    """Who may be with this couple has changed: every open room asks again, at once (I10)."""
    for dialogue in DialogueSession.objects.filter(couple=couple, closed_at=None):
        live.wake_on_commit(dialogue.pk)


def _one_at_a_time(*people: Person) -> None:
    """Of what happens to these people at once, one goes first. In the order of their numbers, so
    that two who accept each other's invitation do not wait for each other for ever."""
    ids = [person.pk for person in people]
    list(Person.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
