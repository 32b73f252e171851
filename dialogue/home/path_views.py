"""What could come next, for two people or for one."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from dialogue.access.dialogues import Seated
from dialogue.base.http import PersonRequest
from dialogue.engine.exercises import exercise
from dialogue.home.path import Shared, path_of, shared_by, unfinished
from dialogue.models import Couple, Person
from dialogue.room.people import people_in
from dialogue.room.rows import Row, row_of


@login_required
@require_safe
def path(request: PersonRequest) -> HttpResponse:
    person = request.user
    couple = Couple.objects.current_of(person.pk)
    context = {"couple": couple} | (_of_two(person, couple) if couple else {})
    return render(request, "home/path.html", context)


def _of_two(person: Person, couple: Couple) -> dict[str, Any]:
    left = {id: _left(found) for id, found in unfinished(person_id=person.pk).items()}
    shared = _shared(shared_by(person=person, couple=couple), _partner_name(person, couple))
    return {
        "stations": [
            named(station.id)
            | {
                "station": station,
                "left": left.get(station.id),
                "shared": shared.get(station.id, ()),
            }
            for station in path_of(person_id=person.pk)
        ],
        "helped": couple.therapist_id is not None,
    }


def _left(seated: Seated) -> Row:
    """What is left of a dialogue, without a word of anybody's: not its topic either."""
    return row_of(seated, people_in(row=seated.row), "")


def named(id: str) -> dict[str, str]:
    """A station's name, what it is about, and where it begins."""
    title, about, url = {
        "workup": (
            _("The Imago workup"),
            _("Each of you alone: where you come from, and what you look for in a partner."),
            reverse("workups"),
        ),
        "vision": (
            _("Our vision"),
            _(
                "Sentences that begin with “we”. You each write them alone, then reveal them together."
            ),
            reverse("vision"),
        ),
        "caring": (
            _("Caring behaviors"),
            _("I feel loved when you …: small things, done freely."),
            reverse("caring"),
        ),
    }.get(id) or _of_exercise(id)
    return {"title": title, "about": about, "url": url}


def _of_exercise(id: str) -> tuple[str, str, str]:
    found = exercise(id)
    return _(found.title), _(found.about), f"{reverse('sessions')}?exercise={id}#begin"


def _shared(shared: Shared, partner: str) -> dict[str, list[tuple[str, str]]]:
    """By station, what the two have shared there, and where it stands."""
    workup, gifts, vision = [], [], []
    if shared.mine:
        told = ngettext(
            "%(name)s can read %(n)d sentence of yours",
            "%(name)s can read %(n)d sentences of yours",
            shared.mine,
        )
        workup.append((told % {"name": partner, "n": shared.mine}, reverse("workups")))
    if shared.theirs:
        told = ngettext(
            "%(name)s shares %(n)d sentence with you",
            "%(name)s shares %(n)d sentences with you",
            shared.theirs,
        )
        workup.append((told % {"name": partner, "n": shared.theirs}, reverse("shown_to_me")))
    for gift in shared.gifts:
        told = _("%(name)s’s promise, until %(day)s")
        day = formats.date_format(gift.until, "DATE_FORMAT")
        gifts.append((told % {"name": gift.giver.name, "day": day}, reverse("gifts")))
    if shared.vision:
        vision.append((_of_vision(shared), reverse("vision")))
    return {"workup": workup, "behavior_change": gifts, "vision": vision}


def _of_vision(shared: Shared) -> str:
    if shared.vision == "revealed":
        told = ngettext(
            "%(n)d sentence you both said yes to",
            "%(n)d sentences you both said yes to",
            shared.joint,
        )
        return (
            told % {"n": shared.joint}
            if shared.joint
            else _("Revealed. Mark what’s true for both of you")
        )
    if shared.vision == "ready":
        return _("You’re ready. It’s revealed when you both are")
    return _("You’ve started yours")


def _partner_name(person: Person, couple: Couple) -> str:
    partner = couple.partner_of(person.pk)
    return partner.name if partner else _("Your partner")
