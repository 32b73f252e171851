"""How two people become a couple: by an invitation that works once, and a yes from each."""

from datetime import timedelta
from typing import ClassVar

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue.base import tokens
from dialogue.base.problems import Problem
from dialogue.couple.couples import form_couple, former_couple
from dialogue.models import (
    Couple,
    Invitation,
    Person,
)

INVITATION_HOURS = 72


class InvitationProblem(Problem):
    """Why an invitation does not work."""

    WORDS: ClassVar = {
        "own": _("This is your own link. Send it to your partner, so they can open it."),
        "in_a_couple": _("You’re already here with a partner, so you can’t accept another link."),
        "damaged": _(
            "This link looks damaged: part of it is missing. Copy it whole from the message you got."
        ),
        "not_valid": _(
            "This link has been used or replaced, or is older than three days. Ask for a new one."
        ),
    }


def invite(*, inviter: Person) -> tuple[Invitation, str]:
    """A fresh invitation and its token, of which only a hash is kept.
    An older open one stops working. Raises InvitationProblem: "in_a_couple", or "answer_first" if
    somebody who has said yes waits for the inviter."""
    token, token_hash = tokens.new_token()
    with transaction.atomic():
        _one_at_a_time(inviter)
        if Couple.objects.current_of(inviter.pk):
            raise InvitationProblem("in_a_couple")
        if yes_to(inviter=inviter):
            raise InvitationProblem("answer_first")
        revoke_invitations(inviter=inviter)
        invitation = Invitation.objects.create(
            inviter=inviter,
            token_hash=token_hash,
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


def check_whole(*, token: str) -> None:
    """InvitationProblem if part of it is missing, or something else stands in it."""
    if not tokens.is_whole(token):
        raise InvitationProblem("damaged")


def check_open(*, token: str) -> None:
    """InvitationProblem where nobody could accept it: nobody makes an account for a dead link. Whoever holds
    one that works has been invited; more than that it does not tell, and not by whom."""
    _open(token)


def find_invitation(*, token: str, invited: Person) -> Invitation:
    """The open invitation behind ``token``, if ``invited`` could accept it; else InvitationProblem."""
    invitation = _open(token)
    if invitation.inviter_id == invited.pk:
        raise InvitationProblem("own")
    if invited.role != Person.Role.PARTNER or Couple.objects.current_of(invited.pk):
        raise InvitationProblem("in_a_couple")
    if Couple.objects.current_of(invitation.inviter_id):
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


def has_accepted(*, token: str, invited: Person) -> bool:
    """Whether they have said yes to it before, as on another device, and that holds."""
    yes = Invitation.objects.filter(token_hash=tokens.hashed(token), redeemed_by=invited).first()
    return yes is not None and (_made_a_couple(yes) or _waiting().filter(pk=yes.pk).exists())


def yes_to(*, inviter: Person) -> list[Invitation]:
    """Those who have said yes and wait for the inviter to confirm."""
    return list(_waiting().filter(inviter=inviter).select_related("redeemed_by"))


def to_confirm(*, inviter: Person) -> list[tuple[Invitation, bool]]:
    """The same, with whether the two were a couple here before."""
    return [
        (yes, former_couple(one=inviter, other=yes.redeemed_by) is not None)
        for yes in yes_to(inviter=inviter)
        if yes.redeemed_by
    ]


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


def has_confirmed(*, inviter: Person, invitation_id: int) -> bool:
    """The same for the inviter's own yes."""
    yes = Invitation.objects.filter(inviter=inviter, pk=invitation_id).first()
    return yes is not None and _made_a_couple(yes)


def decline_partner(*, inviter: Person, invitation_id: int) -> None:
    """The inviter says: this is not my partner. The link stays used up."""
    _waiting().filter(inviter=inviter, pk=invitation_id).update(declined_at=timezone.now())


def recent_failure(*, person: Person) -> str:
    """Why this person's latest invitation failed, if recently: "declined" (for who was invited),
    "taken_back" (for who invited), or ""."""
    lately = Invitation.objects.filter(expires_at__gt=timezone.now(), confirmed_at=None)
    newest = lately.filter(Q(inviter=person) | Q(redeemed_by=person)).order_by("-pk").first()
    if newest is None or newest.redeemed_by_id is None:
        return ""
    if newest.declined_at and newest.redeemed_by_id == person.pk:
        return "declined"
    return "taken_back" if newest.revoked_at and newest.inviter_id == person.pk else ""


def _open(token: str) -> Invitation:
    check_whole(token=token)
    invitation = (
        Invitation.objects.select_related("inviter").filter(token_hash=tokens.hashed(token)).first()
    )
    if (
        invitation is None
        or invitation.redeemed_at
        or invitation.revoked_at
        or invitation.expires_at <= timezone.now()
        or not invitation.inviter.is_active
    ):
        raise InvitationProblem("not_valid")
    return invitation


def _made_a_couple(invitation: Invitation) -> bool:
    """And they are one still."""
    if not invitation.confirmed_at or not invitation.redeemed_by_id:
        return False
    theirs = Couple.objects.current_of(invitation.inviter_id)
    return theirs is not None and theirs == Couple.objects.current_of(invitation.redeemed_by_id)


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


def _one_at_a_time(*people: Person) -> None:
    """Of what happens to these people at once, one goes first. In the order of their numbers, so
    that two who accept each other's invitation do not wait for each other for ever."""
    ids = [person.pk for person in people]
    list(Person.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
