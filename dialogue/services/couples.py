"""How two people become a couple, by an invitation that works once, and how they part."""

import hashlib
import secrets
import uuid
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from dialogue import vault
from dialogue.measures.sharing import end_shares
from dialogue.models import (
    Appointment,
    Care,
    Consent,
    Couple,
    Invitation,
    Partner,
    Person,
)
from dialogue.services import retention, workup
from dialogue.services.access import doors_changed

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
    An older open one stops working. Raises InvitationProblem: "in_a_couple", or "answer_first" if
    somebody who has said yes waits for the inviter."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    with transaction.atomic():
        _one_at_a_time(inviter)
        if couple_of(person_id=inviter.pk):
            raise InvitationProblem("in_a_couple")
        if yes_to(inviter=inviter):
            raise InvitationProblem("answer_first")
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


def end_invitations(*, person: Person) -> None:
    """Whatever waits for an answer of this person, or for somebody's answer to them, comes to
    nothing: from now on somebody else may hold the account. Also while it is disabled."""
    now = timezone.now()
    under_way = Invitation.objects.filter(confirmed_at=None, declined_at=None, revoked_at=None)
    under_way.filter(inviter=person, redeemed_at__isnull=False).update(declined_at=now)
    under_way.filter(Q(inviter=person) | Q(redeemed_by=person)).update(revoked_at=now)


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


def accept_invitation(*, token: str, invited: Person) -> Couple | None:
    """Say yes: the invitation is used up, and now the inviter confirms. Of many at once one
    succeeds; the others get InvitationProblem.

    A couple at once where the inviter has said yes to an invitation by ``invited`` before: then each
    of them has named the other.
    """
    with transaction.atomic():
        inviter = find_invitation(token=token, invited=invited).inviter
        _one_at_a_time(inviter, invited)
        invitation = find_invitation(token=token, invited=invited)
        # One yes at a time: whoever says it to another has taken the earlier one back.
        take_back_yes(invited=invited)
        now = timezone.now()
        invitation.redeemed_at, invitation.redeemed_by = now, invited
        invitation.expires_at = now + timedelta(hours=INVITATION_HOURS)
        invitation.save(update_fields=["redeemed_at", "redeemed_by", "expires_at"])
        if any(yes.redeemed_by_id == inviter.pk for yes in yes_to(inviter=invited)):
            return _confirmed(invitation)
    return None


def yes_to(*, inviter: Person) -> list[Invitation]:
    """Those who have said yes and wait for the inviter to confirm."""
    return list(_waiting().filter(inviter=inviter).select_related("redeemed_by"))


def own_yes(*, invited: Person) -> Invitation | None:
    """To whom the person has said yes, and waits."""
    return _waiting().filter(redeemed_by=invited).select_related("inviter").first()


def take_back_yes(*, invited: Person) -> None:
    _waiting().filter(redeemed_by=invited).update(revoked_at=timezone.now())


def confirm_partner(*, inviter: Person, invitation_id: int) -> Couple:
    """The inviter says: yes, this is my partner. Only now there is a couple. InvitationProblem if
    the yes is no longer there, or not for this inviter."""
    with transaction.atomic():
        invitation = _waiting().filter(inviter=inviter, pk=invitation_id).first()
        if invitation is None or invitation.redeemed_by is None:
            raise InvitationProblem("not_valid")
        _one_at_a_time(inviter, invitation.redeemed_by)
        if not _waiting().select_for_update().filter(pk=invitation.pk):
            raise InvitationProblem("not_valid")
        return _confirmed(invitation)


def decline_partner(*, inviter: Person, invitation_id: int) -> None:
    """The inviter says: this is not my partner. The link stays used up."""
    _waiting().filter(inviter=inviter, pk=invitation_id).update(declined_at=timezone.now())


def last_no(*, person: Person) -> str:
    """What a person should hear of an invitation that came to nothing lately: "declined" (who was
    invited hears it), "taken_back" (who invited), or nothing."""
    lately = Invitation.objects.filter(expires_at__gt=timezone.now(), confirmed_at=None)
    newest = lately.filter(Q(inviter=person) | Q(redeemed_by=person)).order_by("-pk").first()
    if newest is None or newest.redeemed_by_id is None:
        return ""
    if newest.declined_at and newest.redeemed_by_id == person.pk:
        return "declined"
    return "taken_back" if newest.revoked_at and newest.inviter_id == person.pk else ""


def _waiting() -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        redeemed_by__is_active=True,
        inviter__is_active=True,
        confirmed_at=None,
        declined_at=None,
        revoked_at=None,
        expires_at__gt=timezone.now(),
    )


def _confirmed(invitation: Invitation) -> Couple:
    """In a transaction, with both locked."""
    assert invitation.redeemed_by
    invitation.confirmed_at = timezone.now()
    invitation.save(update_fields=["confirmed_at"])
    try:
        couple = form_couple(first=invitation.inviter, second=invitation.redeemed_by)
    except IntegrityError:  # one of them became a couple on another way
        raise InvitationProblem("in_a_couple") from None
    for person in (invitation.inviter, invitation.redeemed_by):
        revoke_invitations(inviter=person)
        take_back_yes(invited=person)
    return couple


def form_couple(*, first: Person, second: Person, therapist: Person | None = None) -> Couple:
    """A couple of two people who are in none. IntegrityError if one of them is.

    Two who were a couple lately come back to what they had: see Retention. With ``therapist``,
    all three are taken to have agreed.
    """
    couple_id = uuid.uuid4()
    with transaction.atomic():
        if (former := former_couple(one=first, other=second)) is not None:
            return _come_back(former)
        couple = Couple.objects.create(
            id=couple_id, therapist=therapist, wrapped_key=vault.new_couple_key(couple_id)
        )
        Partner.objects.create(couple=couple, person=first, seat=Partner.Seat.FIRST)
        Partner.objects.create(couple=couple, person=second, seat=Partner.Seat.SECOND)
        if therapist:
            now = timezone.now()
            agreed = {f"{who}_agreed_at": now for who in ("first", "second", "therapist")}
            Care.objects.create(couple=couple, therapist=therapist, **agreed)
    return couple


def end_couple(*, couple: Couple) -> None:
    """Their work together is over, at once: its dialogues close to them and to the therapist, what
    was planned is off, and each may work with another. Their words stay sealed until ``forget_at``: both
    together may undo a parting."""
    now = timezone.now()
    kept = timedelta(days=retention.kept().return_days)
    with transaction.atomic():
        partners = Partner.objects.filter(couple=couple).values_list("person", flat=True)
        end_shares(people=[*partners, *filter(None, [couple.therapist_id])])
        couple.ended_at, couple.therapist = couple.ended_at or now, None
        couple.forget_at = couple.forget_at or now + kept
        couple.save(update_fields=["ended_at", "forget_at", "therapist"])
        Partner.objects.filter(couple=couple, left_at=None).update(left_at=now)
        Care.objects.filter(couple=couple, ended_at=None).update(ended_at=now)
        Consent.objects.filter(couple=couple, withdrawn_at=None).update(withdrawn_at=now)
        Appointment.objects.filter(couple=couple, cancelled_at=None).update(cancelled_at=now)
        doors_changed(couple=couple)


def former_couple(*, one: Person, other: Person) -> Couple | None:
    """The couple that these two were until lately, if both may still come back to it."""
    return (
        _within_return()
        .filter(partners__person=one)
        .filter(partners__person=other)
        .order_by("-ended_at")
        .first()
    )


def ended_lately(*, person: Person) -> Couple | None:
    """The couple that the person left, or was left by, and can still come back to."""
    return _within_return().filter(partners__person=person).order_by("-ended_at").first()


def forget_former_couples() -> int:
    """Erase the keys of couples that did not come back in time. How many they were."""
    now = timezone.now()
    forgotten = 0
    for former in Couple.objects.filter(forget_at__lte=now).exclude(wrapped_key=b""):
        with transaction.atomic():
            couple = Couple.objects.select_for_update().get(pk=former.pk)
            if couple.forget_at is not None and couple.forget_at <= now and couple.wrapped_key:
                forget_words(couple=couple)
                forgotten += 1
    return forgotten


def _within_return() -> QuerySet[Couple]:
    return Couple.objects.filter(forget_at__gt=timezone.now()).exclude(wrapped_key=b"")


def _come_back(former: Couple) -> Couple:
    couple = Couple.objects.select_for_update().get(pk=former.pk)
    couple.ended_at = couple.forget_at = None
    couple.save(update_fields=["ended_at", "forget_at"])
    Partner.objects.filter(couple=couple).update(left_at=None)
    return couple


def forget_words(*, couple: Couple) -> None:
    """Forget the couple's key: nothing they wrote opens any more, in back-ups neither. Nor is what
    one of them showed the other of a workup shown again."""
    vault.forget(bytes(couple.wrapped_key))
    couple.wrapped_key = b""
    couple.save(update_fields=["wrapped_key"])
    workup.take_back_all(couple_id=couple.pk)


def _one_at_a_time(*people: Person) -> None:
    """Of what happens to these people at once, one goes first. In the order of their numbers, so
    that two who accept each other's invitation do not wait for each other for ever."""
    ids = [person.pk for person in people]
    list(Person.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
