"""Invite the partner, and accept an invitation."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dialogue.models import Person
from dialogue.services import couples
from dialogue.services.couples import InvitationProblem


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """The link is shown once, right after it was made: only its hash is kept."""
    person = cast(Person, request.user)
    if person.role != Person.Role.PARTNER or couples.couple_of(person_id=person.pk):
        return redirect("sessions")
    if couples.yes_to(inviter=person):  # somebody waits for an answer; that comes first
        return redirect("sessions")
    link = None
    if request.method == "POST":
        try:
            _invitation, token = couples.invite(inviter=person)
        except InvitationProblem:  # they have become a couple, or got a yes, in the meantime
            return redirect("sessions")
        link = request.build_absolute_uri(reverse("invitation", args=[token]))
    pending = couples.open_invitation_of(inviter=person)
    context = {
        "link": link,
        "pending": pending is not None,
        "expires": pending.expires_at if pending else None,
    }
    return render(request, "couple/invite.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def revoke_invitation(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":  # else come back by signing in again
        couples.revoke_invitations(inviter=cast(Person, request.user))
        messages.success(request, _("The link no longer works."))
    return redirect("invite")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link changes nothing; accepting is a POST. Signed out, it names nobody."""
    if not request.user.is_authenticated:
        return render(request, "couple/invitation_signin.html", {"next": request.path})
    person = request.user
    try:
        if request.method == "POST":
            couple = couples.accept_invitation(token=token, invited=person)
            if couple is not None:
                messages.success(request, _("You are here together now."))
            return redirect("sessions")
        found = couples.find_invitation(token=token, invited=person)
    except InvitationProblem as problem:
        context: dict[str, Any] = {"can_accept": False, "problem": _problem(problem.code)}
        return render(request, "couple/invitation.html", context, status=410)
    context = {
        "can_accept": True,
        "problem": "",
        "inviter_name": found.inviter.name,
        "again": couples.former_couple(one=found.inviter, other=person) is not None,
    }
    return render(request, "couple/invitation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_partner(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """The inviter's answer to "Is this your partner?". What is not theirs to answer changes nothing."""
    if request.method != "POST":
        return redirect("sessions")
    person = cast(Person, request.user)
    if request.POST.get("answer") != "yes":
        couples.decline_partner(inviter=person, invitation_id=invitation_id)
        messages.success(request, _("It stays closed. The link was used, so it works for nobody."))
        return redirect("sessions")
    try:
        couples.confirm_partner(inviter=person, invitation_id=invitation_id)
    except InvitationProblem:
        messages.warning(request, _("This yes is no longer there. You can make a new link."))
    else:
        messages.success(request, _("You are here together now."))
    return redirect("sessions")


@require_http_methods(["GET", "HEAD", "POST"])
def take_back_yes(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        couples.take_back_yes(invited=cast(Person, request.user))
        messages.success(request, _("You have taken your yes back."))
    return redirect("sessions")


def _problem(code: str) -> str:
    return {
        "own": _("This is your own link. Send it to your partner, to be opened there."),
        "in_a_couple": _(
            "You are working with a partner already, so you cannot accept another link."
        ),
    }.get(code, _("This link does not work any more. Ask for a new one; they last three days."))
