"""What could come next, for two people or for one."""

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dialogue.engine.exercises import exercise
from dialogue.models import Person
from dialogue.services import couples
from dialogue.services.path import Station, path_of


@login_required
@require_safe
def path(request: HttpRequest) -> HttpResponse:
    person = cast(Person, request.user)
    couple = couples.couple_of(person_id=person.pk)
    stations = [_shown(station) for station in path_of(person_id=person.pk)] if couple else []
    helped = couple is not None and couple.therapist_id is not None
    return render(request, "path.html", {"stations": stations, "couple": couple, "helped": helped})


def _shown(station: Station) -> dict[str, Any]:
    """A station with its name, what it is about, and where it begins."""
    title, about, url = {
        "workup": (
            _("The Imago workup"),
            _("Each of you alone: where you come from, and what you look for in each other."),
            reverse("workups"),
        ),
        "vision": (
            _("Our vision"),
            _("Sentences that begin with “we”, written alone and revealed together."),
            reverse("vision"),
        ),
    }.get(station.id) or _of_exercise(station.id)
    return {"station": station, "title": title, "about": about, "url": url}


def _of_exercise(id: str) -> tuple[str, str, str]:
    found = exercise(id)
    return _(found.title), _(found.about), f"{reverse('sessions')}?exercise={id}#begin"
