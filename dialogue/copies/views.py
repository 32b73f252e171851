"""The page about copies, and the files themselves."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from dialogue.access.seats import PartnerSeat, seat_of
from dialogue.base.documents import Heading
from dialogue.base.http import (
    CONFLICT,
    NOT_OPEN,
    UNPROCESSABLE,
    PersonRequest,
    opens_what_was_said,
    page,
)
from dialogue.base.markdown import written
from dialogue.base.pdf import printed
from dialogue.base.problems import NotOpen
from dialogue.copies import file_format, gathered, service
from dialogue.copies.forms import BringForm
from dialogue.copies.service import BringProblem
from dialogue.models import Person
from dialogue.models.names import plain

Whose = Callable[[Person, PartnerSeat, bool], bytes]


@page
def copies(request: PersonRequest) -> HttpResponse:
    place = seat_of(person_id=request.user.pk)
    if place is None:
        return redirect("sessions")
    if request.method != "POST":
        return _page(request, place, BringForm())
    try:
        return _obey(request, place)
    except BringProblem as problem:
        messages.error(request, problem.said)
        return _page(request, place, BringForm(), status=CONFLICT)
    except NotOpen:
        messages.error(request, _("Not added: dialogues aren’t open right now."))
        return _page(request, place, BringForm(), status=NOT_OPEN)


@require_safe
@opens_what_was_said
def copy(request: PersonRequest, whose: str, kind: str) -> HttpResponse:
    """A file: one's own words, or what both said, where both agree."""
    person = request.user
    place = service.place_of(person)
    own_only = whose == "mine"
    if not own_only and len(service.who_agree(place=place)) < 2:
        raise Http404
    content_type, made = KINDS[kind]
    name = "my-words" if own_only else "together"
    return _file(made(person, place, own_only), content_type, f"{name}.{kind}")


@require_safe
@opens_what_was_said
def brought_file(request: PersonRequest) -> HttpResponse:
    """What is in the file that waits, to be read before it is answered."""
    place = service.place_of(request.user)
    found = service.brought(place=place)
    if found is None:
        raise Http404
    blocks = [Heading(1, _("Our dialogues"))]
    told = (gathered.told(one, own_only=False) for one in service.preview(found, place=place))
    lines = written([*blocks, *(block for one in told for block in one)])
    return _file(lines.encode(), KINDS["md"][0], "brought.md")


# --- within ------------------------------------------------------------------------------------


def _markdown(person: Person, place: PartnerSeat, own_only: bool) -> bytes:
    return written(gathered.blocks(person=person, place=place, own_only=own_only)).encode()


def _pdf(person: Person, place: PartnerSeat, own_only: bool) -> bytes:
    return printed(gathered.blocks(person=person, place=place, own_only=own_only))


def _json(person: Person, place: PartnerSeat, own_only: bool) -> bytes:
    names: Any = {seat: plain(name) for seat, name in place.names.items()}
    said = filter(None, gathered.said(person=person, place=place))
    own: Any = place.seat if own_only else None
    return file_format.written(said, names=names, own=own).encode()


KINDS: dict[str, tuple[str, Whose]] = {
    "pdf": ("application/pdf", _pdf),
    "md": ("text/markdown; charset=utf-8", _markdown),
    "json": ("application/json", _json),
}


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _obey(request: PersonRequest, place: PartnerSeat) -> HttpResponse:
    person = request.user
    match request.POST.get("act"):
        case "agree":
            service.agree(person=person, yes=True)
            messages.success(
                request,
                _(
                    "You’ve agreed. Once you both agree, each of you can download what you both said."
                ),
            )
        case "withdraw":
            service.agree(person=person, yes=False)
            messages.success(
                request, _("You’ve withdrawn that. Copies made earlier stay where they are.")
            )
        case "bring":
            return _bring(request, place)
        case "add":
            added = service.add(person=person)
            said = ngettext("%(count)d dialogue added.", "%(count)d dialogues added.", added)
            messages.success(request, said % {"count": added})
        case "decline":
            service.decline(person=person)
            messages.success(request, _("The file is gone. Nothing was added."))
    return redirect("copies")


def _bring(request: PersonRequest, place: PartnerSeat) -> HttpResponse:
    form = BringForm(request.POST, request.FILES)
    if form.is_valid() and form.dialogues:
        named = service.seat_in(file=form.dialogues, place=place)
        if sat := named or form.cleaned_data["sat"]:
            service.bring(person=request.user, file=form.dialogues, sat=sat)
            partner = place.names[place.other]
            said = _("Added once %(name)s says yes. They can read it first.") % {"name": partner}
            messages.success(request, said)
            return redirect("copies")
        form.ask_who()
    if form.dialogues is None:
        del form.fields["sat"]
    return _page(request, place, form, status=UNPROCESSABLE)


def _page(
    request: PersonRequest, place: PartnerSeat, form: BringForm, status: int = 200
) -> HttpResponse:
    agree = service.who_agree(place=place)
    found = service.brought(place=place)
    context = {
        "partner": place.names.get(place.other, ""),
        "i_agree": place.seat in agree,
        "they_agree": place.other in agree,
        "opened": place.is_open,
        "brought": found,
        "listed": list(_listed(found, place)) if found else [],
        "form": form,
    }
    return render(request, "copies/copies.html", context, status=status)


def _listed(found: service.Brought, place: PartnerSeat) -> Any:
    for one in service.preview(found, place=place):
        yield {
            "topic": one.entries[0].words or _("(withdrawn)"),
            "exercise": _(one.found.exercise.title),
            "when": one.found.row.opened_at,
        }
