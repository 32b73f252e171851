"""Gifts: what the two have promised each other in a dialogue. Their therapist may read them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import formats
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from dialogue.access.consent import open_couples
from dialogue.base import audit
from dialogue.base.http import PersonRequest, number, page
from dialogue.base.problems import NotOpen
from dialogue.engine.protocol import PARTNERS
from dialogue.gifts import reading
from dialogue.gifts import service as gifts
from dialogue.gifts.forms import TalkForm, ThanksForm
from dialogue.gifts.reading import Gift
from dialogue.gifts.service import GiftProblem
from dialogue.models import Access, Commitment, Person

CONFLICT, NOT_OPEN = 409, 423
EARLIER = 30


@dataclass(frozen=True, slots=True)
class Row:
    """A gift, and what whoever looks may do with it. ``line``: who gives it, how often, until when."""

    gift: Gift
    line: str
    mine: bool  # to give
    may_act: bool
    proposal_line: str


@require_safe
def all_gifts(request: PersonRequest) -> HttpResponse:
    return _page(request)


@page
def gift(request: PersonRequest, gift_id: int) -> HttpResponse:
    """One of one's own: to tick, to thank for, to talk about again, to let go."""
    try:
        gift = reading.gift_for(person=request.user, gift_id=gift_id)
        if request.method == "POST":
            return _obey(request, gift)
    except GiftProblem as problem:
        return _not_kept(request, CONFLICT, problem.said)
    except NotOpen:
        why = gettext("Not saved: dialogues aren’t open right now.")
        return _not_kept(request, NOT_OPEN, why)
    return _talk(request, gift, TalkForm(gift=gift), 200)


def gift_line(gift: Gift) -> str:
    """“Ben gives this to Ann, day by day, until 4 December.”"""
    values = {"giver": gift.giver.name, "asker": gift.asker.name, "day": _day(gift.until)}
    if gift.rhythm == Commitment.Rhythm.WEEKLY:
        return (
            gettext("%(giver)s promised this to %(asker)s, week by week, until %(day)s.") % values
        )
    return gettext("%(giver)s promised this to %(asker)s, day by day, until %(day)s.") % values


def _not_kept(request: PersonRequest, status: int, why: str) -> HttpResponse:
    """What was written is on the page, with the reason, and so is not lost."""
    if words := request.POST.get("words"):
        return _page(request, status, not_kept={"why": why, "words": words})
    if status == NOT_OPEN:
        return _page(request, status)  # which says so
    messages.error(request, why)
    return redirect("gifts")


def _page(
    request: PersonRequest,
    status: int = 200,
    refused: tuple[int, ThanksForm] | None = None,
    not_kept: dict[str, str] | None = None,
) -> HttpResponse:
    person = request.user
    if person.role == Person.Role.ADMIN:
        raise Http404
    gifts = reading.gifts_of(person=person)
    opened = open_couples(couples={one.couple_id for one in gifts})
    rows = [_row(one, one.couple_id in opened) for one in gifts]
    as_therapist = person.role == Person.Role.THERAPIST
    if as_therapist and gifts:
        read = {one.pk: one for gift in gifts for one in (gift.giver, gift.asker)}
        audit.record(actor=person, what=Access.What.READ_TRANSCRIPT, subjects=read.values())
    context = {
        "as_therapist": as_therapist,
        "going_on": [row for row in rows if row.gift.goes_on],
        "earlier": [row for row in rows if not row.gift.goes_on][:EARLIER],
        "closed": not as_therapist and any(not row.may_act for row in rows),
        "thanks_form": ThanksForm(auto_id=False),
        "refused_id": refused[0] if refused else 0,
        "refused_form": refused[1] if refused else None,
        "not_kept": not_kept,
    }
    return render(request, "gifts/gifts.html", context, status=status)


def _talk(request: PersonRequest, gift: Gift, form: TalkForm, status: int) -> HttpResponse:
    opened = gift.couple_id in open_couples(couples={gift.couple_id})
    other = gift.asker if gift.giver.pk == request.user.pk else gift.giver
    context = {"row": _row(gift, opened), "form": form, "other": other}
    return render(request, "gifts/gift.html", context, status=status)


def _obey(request: PersonRequest, gift: Gift) -> HttpResponse:
    one: dict[str, Any] = {"person": request.user, "gift_id": gift.id}
    proposal_id = number(request.POST.get("proposal", ""))
    match request.POST.get("act"):
        case "tick":
            gifts.tick(**one, given=True)
        case "untick":
            gifts.tick(**one, given=False)
        case "thank":
            return _thank(request, gift)
        case "propose":
            return _propose(request, gift)
        case "agree":
            gifts.agree(**one, proposal_id=proposal_id)
            messages.success(request, gettext("Agreed. This is the promise from now on."))
        case "leave":
            gifts.leave_as_it_is(**one, proposal_id=proposal_id)
            messages.success(request, gettext("Nothing has changed."))
        case "let_go":
            gifts.let_go(**one)
            messages.success(
                request, gettext("You ended this promise. You can still read it under “Earlier”.")
            )
        case _:
            return _talk(request, gift, TalkForm(gift=gift), 422)
    return redirect("gifts")


def _thank(request: PersonRequest, gift: Gift) -> HttpResponse:
    form = ThanksForm(request.POST, auto_id=False)
    if not form.is_valid():
        return _page(request, 422, (gift.id, form))
    words = form.cleaned_data["words"]
    gifts.thank(person=request.user, gift_id=gift.id, words=words)
    return redirect("gifts")


def _propose(request: PersonRequest, gift: Gift) -> HttpResponse:
    form = TalkForm(request.POST, gift=gift)
    if not form.is_valid():
        return _talk(request, gift, form, 422)
    gifts.propose(person=request.user, gift_id=gift.id, **form.cleaned_data)
    messages.success(request, gettext("Suggested. It changes if you both want it to."))
    return redirect("gifts")


def _row(gift: Gift, opened: bool) -> Row:
    proposal = gift.proposal
    line = ""
    if proposal:
        values = {"day": _day(proposal.until)}
        weekly = proposal.rhythm == Commitment.Rhythm.WEEKLY
        line = (
            gettext("Week by week, until %(day)s") % values
            if weekly
            else gettext("Day by day, until %(day)s") % values
        )
    return Row(
        gift=gift,
        line=gift_line(gift),
        mine=gift.seat == gift.giver_seat,
        may_act=opened and gift.seat in PARTNERS,
        proposal_line=line,
    )


def _day(day: date) -> str:
    return formats.date_format(day, "DATE_FORMAT").replace(" ", "\N{NO-BREAK SPACE}")
