"""Us: all that is the two's, on one page. And one's own words, found again."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from dialogue.access.seats import PartnerSeat, seat_of
from dialogue.appointments import meetings
from dialogue.appointments.forms import RhythmForm
from dialogue.base.forms import LineField
from dialogue.base.http import UNPROCESSABLE, PersonRequest, page
from dialogue.couple import looks
from dialogue.home.path import path_of, shared_by
from dialogue.home.path_views import named
from dialogue.home.waiting import waiting_for
from dialogue.room import own_words as words
from dialogue.room.kept_sentences import kept_sentences
from dialogue.together import vision

FIRST = 3  # of the vision, and of the sentences that were kept


class SearchForm(forms.Form):
    wanted = LineField(
        label=_("A word or two"),
        max_length=100,
        error_messages={"required": _("Enter a word to search for.")},
    )


@require_safe
def us(request: PersonRequest) -> HttpResponse:
    person = request.user
    place = seat_of(person_id=person.pk)
    if place is None:
        return redirect("sessions")
    weekly = [
        one for one in meetings.meetings(person=person) if one.weekly and not one.with_therapist
    ]
    context = {
        "couple": place.couple,
        "place": place,
        "looks": looks.looks_of(place=place),
        "partner": place.couple.partner_of(person.pk),
        "weekly": next((one for one in weekly if not one.declined), None),
        "rhythm_form": RhythmForm(),
        "search_form": SearchForm(),
        "next": next((named(one.id) for one in path_of(person_id=person.pk) if one.next), None),
        "shared": shared_by(person=person, couple=place.couple),
        "waiting": waiting_for(person, place.couple),
    }
    return render(request, "home/us.html", context | _words(place))


@sensitive_post_parameters()
@page
def own_words(request: PersonRequest) -> HttpResponse:
    """By a form that is posted: what somebody looks for stands in no address and in no log."""
    place = seat_of(person_id=request.user.pk)
    if place is None:
        return redirect("sessions")
    form = SearchForm(request.POST if request.method == "POST" else None)
    found = None
    if form.is_valid():
        wanted = form.cleaned_data["wanted"]
        found = words.find(place=place, person_id=request.user.pk, wanted=wanted)
    context = {"search_form": form, "found": found, "most": words.MOST}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "home/own_words.html", context, status=status)


def _words(place: PartnerSeat) -> dict[str, Any]:
    """What the two have written, to be read here: not while their dialogues are not open."""
    if not place.is_open:
        return {}
    ours = vision.newest(place=place)
    kept = [(one, place.names.get(one.said_by, "")) for one in kept_sentences(place=place)]
    return {
        "joint": ours.joint[:FIRST] if ours else [],
        "kept": kept[:FIRST],
        "more_kept": kept[FIRST:],
    }
