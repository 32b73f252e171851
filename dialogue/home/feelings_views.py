"""How close one's own guesses of feelings come; and, from the room, what one feels before it is guessed."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dialogue.access.dialogues import dialogues_of, seated
from dialogue.base.http import CONFLICT, PersonRequest, page, step_up
from dialogue.engine.protocol import PARTNERS
from dialogue.measures import feelings, match
from dialogue.measures.match import Pair
from dialogue.measures.sharing import around
from dialogue.models import Person
from dialogue.room import feed
from dialogue.room.views import GUESS, found_dialogue, guesses_feelings


@page
@step_up
def guesses(request: PersonRequest) -> HttpResponse:
    """By POST: take part from now on, or no longer."""
    person = request.user
    if person.role != Person.Role.PARTNER:
        raise Http404
    if request.method == "POST":
        yes = request.POST.get("act") == "take_part"
        feelings.take_part(person_id=person.pk, yes=yes)
        messages.success(request, _("Saved.") if yes else _("Stopped. What you picked is deleted."))
        return redirect("guesses")
    partner = around(person_id=person.pk).partner
    context = {
        "takes_part": feelings.takes_part(person_id=person.pk),
        "partner": partner,
        "found": match.found(_pairs(person, partner)) if partner else "too_few",
        "least": match.FROM,
    }
    return render(request, "home/guesses.html", context)


@require_POST
def pick_feelings(request: PersonRequest, dialogue_id: UUID) -> HttpResponse:
    """Before the guess has come, and by its sender alone. The same answer whoever takes part."""
    found = found_dialogue(request, dialogue_id)
    if found.seat not in PARTNERS:
        raise Http404
    if found.seat != found.state.sender or not guesses_feelings(found):
        return HttpResponse(status=CONFLICT)
    turn = (found.row.pk, found.state.turn)
    feelings.pick(person_id=request.user.pk, turn=turn, feelings=request.POST.getlist("feeling"))
    return HttpResponse(status=204)


def _pairs(person: Person, partner: Person) -> list[Pair]:
    """What the partner had picked, and what this person guessed then. As much is asked of the database
    whether the partner picks or not."""
    found = [seated(row) for row in dialogues_of(person.pk)]
    guessed = feed.first_said(found=found, move=GUESS)
    picked = feelings.picked_by(person_id=partner.pk)
    return [
        Pair(picked[turn], feelings.named_in(words))
        for turn, words in guessed.items()
        if turn in picked
    ]
