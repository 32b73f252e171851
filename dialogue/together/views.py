"""What the two do together outside of dialogues: their vision, and what makes each feel loved.

The sheet that somebody writes is theirs alone until both have said ready. What is revealed then the
couple's therapist may read too, and change nothing; the pages say so.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from dialogue import text
from dialogue.access.consent import is_open
from dialogue.access.seats import PartnerSeat, seat_in, seat_of
from dialogue.access.therapists import couple_in_care
from dialogue.base import audit, autosave
from dialogue.base.documents import Block, Heading, Line, Listed
from dialogue.base.forms import TextField
from dialogue.base.http import PersonRequest, page
from dialogue.engine.protocol import PARTNERS
from dialogue.models import Access, Sheet
from dialogue.together import caring_behaviors as caring
from dialogue.together import sheets, vision
from dialogue.together.forms import (
    AnswerForm,
    ListsForm,
    RatesForm,
    SentenceForm,
    VisionForm,
    by_code,
    code,
)
from dialogue.together.sheets import NotTogether, SaidReady

KEPT, NOT_KEPT, SETTLED, NOT_OPEN = 204, 422, 409, 423
CODES = {NOT_KEPT: "invalid", SETTLED: "settled", NOT_OPEN: "closed"}


@sensitive_post_parameters()
@page
def our_vision(request: PersonRequest) -> HttpResponse:
    person_id = request.user.pk
    place = seat_of(person_id=person_id)
    if place is None:
        return redirect("sessions")
    now = vision.newest(place=place)
    act = request.POST.get("act", "keep")
    own = _own_sentences(request, place, act)
    sentences = now.sentences if now else ()
    answers = AnswerForm(sentences, place.seat, request.POST if act == "answer" else None)
    another = SentenceForm(request.POST if act == "add" else None)
    status, lost = 200, dict[str, str]()
    if request.method == "POST":
        try:
            status = KEPT if _obey_vision(person_id, act, own, answers, another) else NOT_KEPT
        except (NotTogether, SaidReady) as problem:
            own = _own_sentences(request, place, act)  # another device may just have sent the same
            status, lost = _not_kept(problem, own, answers, another)
        if autosave.is_autosave(request):
            return _meanwhile(status)
        if status == KEPT:
            return redirect("vision")
    context = {
        "place": place,
        "partner": place.names.get(place.other, ""),
        "vision": now,
        "ready": sheets.is_ready(place=place, what=Sheet.What.VISION),
        "own": own,
        "answers": answers,
        "another": another,
        "unanswered": any(place.seat not in one.shared for one in sentences),
        "not_kept": lost,
    }
    return render(request, "together/vision.html", context, status=status)


def _own_sentences(request: PersonRequest, place: PartnerSeat, act: str) -> VisionForm:
    return VisionForm(
        request.POST if act in ("keep", "ready") and request.POST else None,
        initial={"sentences": tuple(sheets.read(place=place, what=Sheet.What.VISION) or ())},
    )


def _obey_vision(
    person_id: int, act: str, own: VisionForm, answers: AnswerForm, another: SentenceForm
) -> bool:
    """Whether what was sent could be kept."""
    match act:
        case "keep" | "ready" if own.is_valid():
            vision.write(person_id=person_id, texts=own.cleaned_data["sentences"])
            if act == "ready":
                vision.say_ready(person_id=person_id, ready=True)
        case "write_on":
            vision.say_ready(person_id=person_id, ready=False)
        case "answer" if answers.is_valid():
            vision.answer(person_id=person_id, says=answers.says())
        case "add" if another.is_valid():
            if not vision.add(person_id=person_id, text=another.cleaned_data["text"]):
                another.add_error(
                    "text", _("There’s no room for more. You can reword one instead.")
                )
                return False
        case "keep" | "ready":
            return not own.is_bound
        case _:
            return act not in ("answer", "add")
    return True


@require_safe
def earlier_visions(request: PersonRequest) -> HttpResponse:
    """Each change, with its day and who made it."""
    place = _place(request)
    versions = vision.versions(place=place)
    rows = [(row, place.names.get(row.seat, "")) for row in versions]
    return render(request, "together/earlier.html", {"rows": rows, "place": place})


@require_safe
def earlier_vision(request: PersonRequest, number: int) -> HttpResponse:
    place = _place(request)
    found = vision.version(place=place, number=number) if number < 10**9 else None
    if found is None:
        raise Http404
    context = {"vision": found, "by": place.names.get(found.by, ""), "place": place}
    return render(request, "together/version.html", context)


@sensitive_post_parameters()
@page
def our_caring(request: PersonRequest) -> HttpResponse:
    person_id = request.user.pk
    place = seat_of(person_id=person_id)
    if place is None:
        return redirect("sessions")
    act = request.POST.get("act", "keep")
    mine = caring.wishes_of(place=place)
    lists = ListsForm(mine, request.POST if request.POST and act in ("keep", "ready") else None)
    rates = RatesForm(mine, request.POST if act == "rate" else None)
    status, lost = 200, dict[str, str]()
    if request.method == "POST":
        try:
            status = KEPT if _obey_caring(person_id, place, request, lists, rates) else NOT_KEPT
        except NotTogether as problem:
            status, lost = _not_kept(problem, lists)
        if autosave.is_autosave(request):
            return _meanwhile(status)
        if status == KEPT:
            return redirect("caring")
    theirs = caring.wishes_of(place=place, seat=place.other)
    context = {
        "place": place,
        "partner": place.names.get(place.other, ""),
        "swapped": sheets.revealed(place=place, what=Sheet.What.CARING),
        "ready": sheets.is_ready(place=place, what=Sheet.What.CARING),
        "mine": mine,
        "theirs": [(one, code(one)) for one in theirs],
        "lists": lists,
        "rates": rates,
        "not_kept": lost,
    }
    return render(request, "together/caring.html", context, status=status)


def _obey_caring(
    person_id: int, place: PartnerSeat, request: PersonRequest, lists: ListsForm, rates: RatesForm
) -> bool:
    act = request.POST.get("act", "keep")
    match act:
        case "keep" | "ready" if lists.is_valid():
            caring.write(person_id=person_id, lists=lists.lists())
            if act == "ready":
                caring.say_ready(person_id=person_id, ready=True)
        case "keep" | "ready":
            return not lists.is_bound
        case "write_on":
            caring.say_ready(person_id=person_id, ready=False)
        case "rate":
            if not rates.is_valid():
                return False
            caring.rate(person_id=person_id, ranks=rates.ranks())
        case "did" | "did_not":
            theirs = caring.wishes_of(place=place, seat=place.other)
            wish = by_code(theirs, request.POST.get("which", ""))
            if wish:
                on = timezone.localdate() if act == "did" else None
                caring.mark_done(person_id=person_id, key=wish.key, on=on)
    return True


@require_safe
def read_together(request: PersonRequest, couple_id: UUID) -> HttpResponse:
    """For the couple's therapist: what both have revealed, and nothing before that."""
    therapist = request.user
    couple = couple_in_care(therapist_id=therapist.pk, couple_id=couple_id)
    if couple is None:
        raise Http404
    opened = is_open(couple=couple)
    context: dict[str, Any] = {"opened": opened}
    if opened:
        first, second = (seat_in(couple=couple, seat=seat) for seat in PARTNERS)
        what = Sheet.What.CARING
        swapped = sheets.revealed(place=first, what=what)
        both = [
            (one.names.get(one.seat, ""), caring.wishes_of(place=one)) for one in (first, second)
        ]
        context |= {"vision": vision.newest(place=first), "lists": both if swapped else []}
        people = [p.person for p in couple.partners.in_place().select_related("person")]
        audit.record(actor=therapist, what=Access.What.SAW_COUPLE, subjects=people)
    return render(request, "together/read.html", context, status=200 if opened else 423)


def told(*, person_id: int, own_only: bool = False) -> Iterator[Block]:
    """What both have revealed, for the file that a partner saves; what that partner wrote alone, where
    it is theirs only. A vision is both's."""
    place = seat_of(person_id=person_id)
    if place and not own_only and (found := vision.newest(place=place)):
        yield Heading(2, _("Our vision"))
        yield Listed(tuple(map(_marked, found.joint)), numbered=True)
        if rest := (*found.unanswered, *found.parked):
            yield Line(_("You haven’t both said yes to these:"))
            yield Listed(tuple(map(_marked, rest)))
    if place and sheets.revealed(place=place, what=Sheet.What.CARING):
        for seat in [place.seat] if own_only else PARTNERS:
            name = place.names.get(seat, "")
            yield Heading(2, _("%(name)s feels loved when you …") % {"name": name})
            wishes = caring.wishes_of(place=place, seat=seat)
            yield Listed(tuple(one.text for one in wishes))


def _marked(one: vision.Sentence) -> str:
    return one.text + " (" + _("Hard for us") + ")" if one.is_hard else one.text


def _not_kept(problem: Exception, *sent: forms.Form) -> tuple[int, dict[str, str]]:
    """What was written in these forms is shown to who wrote it, with the reason, and so is not lost.
    KEPT where there was nothing new in them."""
    words = "\n".join(
        str(form[name].value())
        for form in sent
        if form.is_bound
        for name in form.changed_data
        if isinstance(form.fields[name], TextField) and text.has_words(str(form[name].value()))
    )
    if not words:
        return KEPT, {}
    if isinstance(problem, SaidReady):
        why = _("Not saved: you’d said that you’re ready. Copy it, and add it later.")
        return SETTLED, {"why": why, "words": words}
    why = _("Not saved: dialogues aren’t open right now. Copy it if you want it later.")
    return NOT_OPEN, {"why": why, "words": words}


def _meanwhile(status: int) -> HttpResponse:
    return autosave.kept() if status == KEPT else autosave.not_kept(CODES[status])


def _place(request: PersonRequest) -> PartnerSeat:
    place = seat_of(person_id=request.user.pk)
    if place is None or not sheets.revealed(place=place, what=Sheet.What.VISION):
        raise Http404
    return place
