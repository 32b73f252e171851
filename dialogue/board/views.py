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
        "none_needs": _("Nobody needs you right now."),
        "one_needs": _("One needs you."),
        "need": _("{number} need you."),
        "sort": _("Sort by need"),
        "part_needs": _("Needs you"),
        "part_going": _("In progress"),
        "part_away": _("Nobody’s there"),
        # a room
        "at_this_step": _("At this step"),
        "moments": _("just now"),
        "minutes": _("{number} min"),
        "hours": _("{number} h"),
        "days": _("{number} days"),
        "sender": _("sender"),
        "has_floor": _("can act now"),
        "someone": _("A partner"),
        "by_you": _("you"),
        "presence_here": _("here"),
        "presence_typing": _("writing"),
        "presence_away": _("away"),
        "presence_unknown": _("unknown"),
        "need_hand": _("{names} would like you to join"),
        "need_corrections": _("Three corrections in a row"),
        "need_paused": _("Paused by {names}"),
        "need_silence": _("Quiet for a while"),
        # Whose it is, only when it is pressed: others may see this screen.
        "need_unsafe": _("Someone felt unsafe last time"),
        "need_unsafe_who": _("{names}, in the last dialogue they rated"),
        "pause": _("Pause"),
        "resume": _("Resume"),
        "on_its_way": _("Sending …"),
        # none
        "joining": _("Loading your rooms …"),
        "quiet": _("It’s quiet"),
        "quiet_why": _("When one of your couples opens a dialogue, you’ll see it here."),
        "quiet_go": _("Your couples"),
        "alone": _("No couples yet"),
        "alone_why": _(
            "Give couples your code. When all three of you have agreed, you’ll see them here."
        ),
        "alone_go": _("Your code for couples"),
        # connection
        "lost": _(
            "You’re offline. What you see may be out of date. We’ll reconnect automatically."
        ),
        "closed_other": _("Someone else is signed in now"),
        "closed_other_why": _("This page was opened with another account, so it has been closed."),
        "closed_signed_out": _("You’re signed out"),
        "closed_signed_out_why": _("Sign in again to see your rooms."),
        "closed_gone": _("You can’t open this board"),
        "closed_gone_why": _("It’s for therapists who have set up a second step for signing in."),
        "closed_too_many": _("The board is open in too many places"),
        "closed_too_many_why": _("Close it in other tabs or devices, then try again here."),
        "closed_defect": _("The connection was closed"),
        "closed_defect_why": _("That’s our mistake, not yours. The rooms aren’t affected."),
        "sign_in": _("Sign in"),
        "try_again": _("Try again"),
        "to_sessions": _("Go to the list of rooms"),
    }
