"""A therapist's board. What is on it comes by its socket; the page holds nothing of anybody."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dialogue.base import whose
from dialogue.base.http import PersonRequest
from dialogue.models import Person
from dialogue.room.texts.room import blocked_texts


@require_safe
def board(request: PersonRequest) -> HttpResponse:
    if request.user.role != Person.Role.THERAPIST:
        return redirect("sessions")
    here = reverse("board")
    config = {
        "whose": whose.mark_of(request.user.pk),
        "unseen": settings.IMAGO_UNSEEN_MS,
        "socket": f"{here}/socket",
        "here": here,
        "rooms": "/room/",
        "sessions": reverse("sessions"),
        "practice": reverse("practice"),
        "signIn": f"{reverse('account_login')}?next={here}",
    }
    return render(request, "board/board.html", {"config": config, "texts": board_texts()})


def board_texts() -> dict[str, str]:
    """The board's own words, read by its script."""
    return blocked_texts() | {
        "board": _("Board"),
        "one_room": _("One room."),
        "rooms": _("{number} rooms."),
        "none_needs": _("None needs you just now."),
        "one_needs": _("One needs you."),
        "need": _("{number} need you."),
        "sort": _("Sort by need"),
        "part_needs": _("Needs you"),
        "part_going": _("Going on"),
        "part_away": _("Nobody there"),
        # a room
        "at_this_step": _("At this step"),
        "moments": _("just now"),
        "minutes": _("{number} min"),
        "hours": _("{number} h"),
        "days": _("{number} days"),
        "sender": _("sender"),
        "has_floor": _("may act now"),
        "someone": _("A partner"),
        "by_you": _("you"),
        "presence_here": _("here"),
        "presence_typing": _("writing"),
        "presence_away": _("away"),
        "presence_unknown": _("not known"),
        "need_hand": _("{names} asks you in"),
        "need_corrections": _("Three corrections in a row"),
        "need_paused": _("Paused by {names}"),
        "need_silence": _("Quiet for long"),
        "need_unsafe": _("Hardly safe last time: {names}"),
        "pause": _("Pause"),
        "resume": _("Resume"),
        "on_its_way": _("On its way …"),
        # none
        "joining": _("Looking at your rooms …"),
        "quiet": _("It is quiet"),
        "quiet_why": _("When one of your couples opens a dialogue, it appears here by itself."),
        "quiet_go": _("Your couples"),
        "alone": _("No couple works with you here yet"),
        "alone_why": _(
            "Give couples your code. When all three of you have agreed, you see them here."
        ),
        "alone_go": _("Your code for couples"),
        # connection
        "lost": _("The connection is lost. What you see may be old; it is renewed by itself."),
        "closed_other": _("Somebody else is signed in now"),
        "closed_other_why": _("This page was opened with another account, so it has been closed."),
        "closed_signed_out": _("You are signed out"),
        "closed_signed_out_why": _("Sign in again to see your rooms."),
        "closed_gone": _("This board is not here"),
        "closed_gone_why": _("It is for therapists who have set up a second factor."),
        "closed_too_many": _("The board is open in many places"),
        "closed_too_many_why": _("Close it in other tabs or devices, then try again here."),
        "closed_defect": _("The connection was closed"),
        "closed_defect_why": _("That is our mistake, not yours. The rooms go on."),
        "sign_in": _("Sign in"),
        "try_again": _("Try again"),
        "to_sessions": _("To the list of rooms"),
    }
