"""Invite the partner, and accept an invitation."""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dialogue.base import qr
from dialogue.base.http import PersonRequest, page, posted
from dialogue.couple import couples, invitations, own_link
from dialogue.couple.invitations import InvitationProblem
from dialogue.models import Couple, Person


@page
def invite(request: PersonRequest) -> HttpResponse:
    """The link, at the login where it was made; and, as soon as somebody has used it, the question who
    it is. Whoever has said yes to another's waits here, too."""
    person = request.user
    if person.role != Person.Role.PARTNER or Couple.objects.current_of(person.pk):
        return redirect("today")
    if request.method == "POST":
        # Or else they have become a couple, or got a yes, in the meantime, which this page says.
        with suppress(InvitationProblem):
            own_link.keep(request.session, *invitations.invite(inviter=person))
        return redirect("invite")
    pending = invitations.open_invitation_of(inviter=person)
    token = own_link.token_of(request.session, pending)
    link = request.build_absolute_uri(reverse("invitation", args=[token])) if token else ""
    context = {
        "confirm": invitations.to_confirm(inviter=person),
        "own_yes": invitations.own_yes(invited=person),
        "link": link,
        "qr": link and qr.drawn(link, label=_("The link, as a QR code for their camera")),
        "pending": pending,
    }
    return render(request, "couple/invite.html", context)


@posted(back_to="invite")
def revoke_invitation(request: PersonRequest) -> HttpResponse:
    invitations.revoke_invitations(inviter=request.user)
    own_link.forget(request.session)
    messages.success(request, _("The link no longer works."))
    return redirect("invite")


@login_not_required
@page
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link changes nothing; accepting is a POST. Signed out, it names nobody."""
    person = request.user
    try:
        if not person.is_authenticated:
            invitations.check_open(token=token)
            return render(request, "couple/invitation_signin.html", {"next": request.path})
        if request.method == "POST":
            couple = invitations.accept_invitation(token=token, invited=person)
            if couple is None:
                return redirect("invite")
            messages.success(request, _("You’re here together now."))
            return redirect("today")
        invitation = invitations.find_invitation(token=token, invited=person)
    except InvitationProblem as problem:
        if person.is_authenticated and invitations.has_accepted(token=token, invited=person):
            return redirect("invite")
        context: dict[str, Any] = {"can_accept": False, "problem": problem.said}
        return render(request, "couple/invitation.html", context, status=410)
    context = {
        "can_accept": True,
        "problem": "",
        "inviter_name": invitation.inviter.name,
        "again": couples.former_couple(one=invitation.inviter, other=person) is not None,
    }
    return render(request, "couple/invitation.html", context)


@login_not_required
@require_safe
def no_thanks(request: HttpRequest) -> HttpResponse:
    """For the invited. Nothing happens, and nobody is told; the address no longer holds the token."""
    return render(request, "couple/no_thanks.html")


@posted(back_to="sessions")
def confirm_partner(request: PersonRequest, invitation_id: int) -> HttpResponse:
    """The inviter's answer to "Is this your partner?". What is not theirs to answer changes nothing."""
    person = request.user
    if invitations.has_confirmed(inviter=person, invitation_id=invitation_id):  # on another device
        return redirect("today")
    if request.POST.get("answer") != "yes":
        invitations.decline_partner(inviter=person, invitation_id=invitation_id)
        messages.success(
            request,
            _(
                "You said no. That link won’t work anymore. You can create a new one for your partner."
            ),
        )
        return redirect("invite")
    try:
        invitations.confirm_partner(inviter=person, invitation_id=invitation_id)
    except InvitationProblem:
        if invitations.has_confirmed(inviter=person, invitation_id=invitation_id):
            return redirect("today")
        messages.warning(request, _("This confirmation has expired. You can create a new link."))
    else:
        messages.success(request, _("You’re here together now."))
        return redirect("today")
    return redirect("sessions")


@posted(back_to="sessions")
def take_back_yes(request: PersonRequest) -> HttpResponse:
    invitations.take_back_yes(invited=request.user)
    messages.success(request, _("You’ve taken back your yes."))
    return redirect("sessions")
