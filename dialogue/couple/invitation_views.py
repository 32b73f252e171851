"""Invite the partner, and accept an invitation."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from dialogue.base.http import PersonRequest, page, posted
from dialogue.couple import couples, invitations
from dialogue.couple.invitations import InvitationProblem
from dialogue.models import Couple, Person


@page
def invite(request: PersonRequest) -> HttpResponse:
    """The link is shown once, right after it was made: only its hash is kept."""
    person = request.user
    if person.role != Person.Role.PARTNER or Couple.objects.current_of(person.pk):
        return redirect("sessions")
    if invitations.yes_to(inviter=person):  # somebody waits for an answer; that comes first
        return redirect("sessions")
    link = None
    if request.method == "POST":
        try:
            _invitation, token = invitations.invite(inviter=person)
        except InvitationProblem:  # they have become a couple, or got a yes, in the meantime
            return redirect("sessions")
        link = request.build_absolute_uri(reverse("invitation", args=[token]))
    pending = invitations.open_invitation_of(inviter=person)
    context = {
        "link": link,
        "pending": pending is not None,
        "expires": pending.expires_at if pending else None,
    }
    return render(request, "couple/invite.html", context)


@posted(back_to="invite")
def revoke_invitation(request: PersonRequest) -> HttpResponse:
    invitations.revoke_invitations(inviter=request.user)
    messages.success(request, _("The link no longer works."))
    return redirect("invite")


@login_not_required
@page
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link changes nothing; accepting is a POST. Signed out, it names nobody."""
    person = request.user
    try:
        if not person.is_authenticated:
            # Nobody makes an account for half a link. Whether a whole one works, a stranger does not learn.
            invitations.check_whole(token=token)
            return render(request, "couple/invitation_signin.html", {"next": request.path})
        if request.method == "POST":
            couple = invitations.accept_invitation(token=token, invited=person)
            if couple is not None:
                messages.success(request, _("You’re here together now."))
            return redirect("sessions")
        invitation = invitations.find_invitation(token=token, invited=person)
    except InvitationProblem as problem:
        context: dict[str, Any] = {"can_accept": False, "problem": problem.said}
        return render(request, "couple/invitation.html", context, status=410)
    context = {
        "can_accept": True,
        "problem": "",
        "inviter_name": invitation.inviter.name,
        "again": couples.former_couple(one=invitation.inviter, other=person) is not None,
    }
    return render(request, "couple/invitation.html", context)


@posted(back_to="sessions")
def confirm_partner(request: PersonRequest, invitation_id: int) -> HttpResponse:
    """The inviter's answer to "Is this your partner?". What is not theirs to answer changes nothing."""
    person = request.user
    if request.POST.get("answer") != "yes":
        invitations.decline_partner(inviter=person, invitation_id=invitation_id)
        messages.success(
            request, _("You can’t use this link. It was used before, and works only once.")
        )
        return redirect("sessions")
    try:
        invitations.confirm_partner(inviter=person, invitation_id=invitation_id)
    except InvitationProblem:
        messages.warning(request, _("This confirmation has expired. You can create a new link."))
    else:
        messages.success(request, _("You’re here together now."))
    return redirect("sessions")


@posted(back_to="sessions")
def take_back_yes(request: PersonRequest) -> HttpResponse:
    invitations.take_back_yes(invited=request.user)
    messages.success(request, _("You’ve taken back your yes."))
    return redirect("sessions")
