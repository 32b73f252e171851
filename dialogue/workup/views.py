"""The Imago workup: step by step, alone; the picture and the sentences; what is shown of it."""

from contextlib import suppress
from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from dialogue.access.consent import is_open
from dialogue.base import autosave
from dialogue.base.http import PersonRequest, identifier, page
from dialogue.base.problems import NotOpen
from dialogue.models import Couple
from dialogue.room.opening import TOPIC_LENGTH
from dialogue.workup import service as workup
from dialogue.workup import sharing
from dialogue.workup.circle import drawn
from dialogue.workup.forms import STEPS, first_open
from dialogue.workup.service import NoSuchWorkup, SentenceName, TooMany, Written
from dialogue.workup.texts import as_markdown, sentences, table

KEPT, NOT_KEPT = 204, 422


@page
def workups(request: PersonRequest) -> HttpResponse:
    """All of one's own; and begin a new one, empty or with what an earlier one holds."""
    person_id = request.user.pk
    if request.method == "POST":
        after = identifier(request.POST.get("after", ""))
        try:
            new = workup.begin(person_id=person_id, after=after)
        except TooMany:
            return _list(request, NOT_KEPT, too_many=True)
        return redirect("workup_step", workup_id=new, step="home")
    return _list(request, 200)


def _list(request: PersonRequest, status: int, *, too_many: bool = False) -> HttpResponse:
    person_id = request.user.pk
    rows = [(one, first_open(one.content)) for one in workup.all_of(person_id=person_id)]
    context = {
        "rows": rows,
        "too_many": too_many,
        "couple": Couple.objects.current_of(person_id),
    }
    return render(request, "workup/all.html", context, status=status)


@sensitive_post_parameters()
@page
def workup_step(request: PersonRequest, workup_id: UUID, step: str) -> HttpResponse:
    """One step, which may be kept while it is being written: see dialogue.base.autosave."""
    written = _own(request, workup_id)
    if step not in STEPS:
        raise Http404
    form = STEPS[step](written.content, request.POST if request.method == "POST" else None)
    meanwhile = autosave.is_autosave(request)
    if request.method == "POST" and form.is_valid():
        form.keep(person_id=request.user.pk, workup_id=workup_id)
        return autosave.kept() if meanwhile else _onward(request, workup_id, step)
    if meanwhile:
        return autosave.not_kept("invalid")
    context = {
        "form": form,
        "step": step,
        "part": f"workup/{step}.html",
        "steps": [(name, title, name == step) for name, title in _titles().items()],
        "title": _titles()[step],
        "number": list(STEPS).index(step) + 1,
        "written": written,
    }
    status = NOT_KEPT if form.errors else 200
    return render(request, "workup/step.html", context, status=status)


def _onward(request: PersonRequest, workup_id: UUID, step: str) -> HttpResponse:
    steps = list(STEPS)
    match request.POST.get("go"):
        case "back":
            to = steps[max(0, steps.index(step) - 1)]
        case "later":
            return redirect("workup_rest")
        case _ if step == steps[-1]:
            return redirect("workup", workup_id=workup_id)
        case _:
            to = steps[steps.index(step) + 1]
    return redirect("workup_step", workup_id=workup_id, step=to)


@require_safe
def rest(request: PersonRequest) -> HttpResponse:
    """The end of a sitting that is to be continued: nobody goes on with the day as a child."""
    return render(request, "workup/rest.html")


@require_safe
def whole(request: PersonRequest, workup_id: UUID) -> HttpResponse:
    """The picture, the five sentences, and what is shown of them."""
    person_id, written = request.user.pk, _own(request, workup_id)
    couple = Couple.objects.current_of(person_id)
    shown = sharing.shown_of(person_id=person_id, workup_id=workup_id)
    said = sentences(written.content)
    waits_until = sharing.readable_from(written.changed_at)
    context = _picture(written) | {
        "steps": [(name, title, False) for name, title in _titles().items()],
        "rows": [(one, shown.get(one.part)) for one in said],
        "first_open": first_open(written.content),
        "partner": couple.partner_of(person_id) if couple else None,
        "opened": couple is not None and is_open(couple=couple),
        "waits_until": waits_until if waits_until > timezone.now() else None,
    }
    return render(request, "workup/whole.html", context)


@require_http_methods(["POST"])
def show_part(request: PersonRequest, workup_id: UUID) -> HttpResponse:
    """Let the partner read one sentence, as it stands now; or no longer."""
    person_id, written = request.user.pk, _own(request, workup_id)
    said = {one.part: one for one in sentences(written.content)}
    one = said.get(cast(SentenceName, request.POST.get("part", "")))
    if one is None:
        raise Http404
    if request.POST.get("act") == "take_back":
        sharing.take_back(person_id=person_id, workup_id=workup_id, part=one.part)
    elif one.whole:
        with suppress(NotOpen, sharing.SleepOnIt):  # the page says so
            words = one.words
            sharing.show(person_id=person_id, workup_id=workup_id, part=one.part, words=words)
    response = redirect("workup", workup_id=workup_id)
    response.headers["Location"] += f"#{one.part}"
    return response


@require_http_methods(["POST"])
def erase_workup(request: PersonRequest, workup_id: UUID) -> HttpResponse:
    workup.erase(person_id=request.user.pk, workup_id=workup_id)
    return redirect("workups")


@require_safe
def beside(request: PersonRequest) -> HttpResponse:
    """Two of one's own, side by side, the earlier one first."""
    ids = [identifier(request.GET.get(name, "")) for name in ("one", "other")]
    found = [_own(request, one) for one in ids if one]
    if len(found) < 2:
        return redirect("workups")
    found.sort(key=lambda one: one.began_at)
    pictures = [_picture(one) | {"said": sentences(one.content)} for one in found]
    return render(request, "workup/beside.html", {"pictures": pictures})


@require_safe
def shown_to_me(request: PersonRequest) -> HttpResponse:
    """What one's partner shows; the same page where it is nothing, or nothing any more."""
    person_id = request.user.pk
    couple = Couple.objects.current_of(person_id)
    context = {
        "shown": sharing.shown_to(person_id=person_id),
        "partner": couple.partner_of(person_id) if couple else None,
    }
    sharing.open_all(person_id=person_id)
    return render(request, "workup/shown.html", context)


@require_safe
def workups_file(request: PersonRequest) -> HttpResponse:
    """All of one's own, in one Markdown file."""
    text = as_markdown(workup.all_of(person_id=request.user.pk))
    response = HttpResponse(text, content_type="text/markdown; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="alone.md"'
    return response


def brought(request: PersonRequest) -> str:
    """The sentence of one's own workup that one wants to ask for a dialogue with: named in the
    address by numbers, never by its words. Nothing where it is not one's own."""
    workup_id = identifier(request.GET.get("workup", ""))
    if workup_id is None:
        return ""
    try:
        written = workup.read(person_id=request.user.pk, workup_id=workup_id)
    except NoSuchWorkup:
        return ""
    part = request.GET.get("part")
    words = next((one.words for one in sentences(written.content) if one.part == part), "")
    return words if len(words) <= TOPIC_LENGTH else words[: TOPIC_LENGTH - 2] + " …"


def _own(request: PersonRequest, workup_id: UUID) -> Written:
    return workup.read(person_id=request.user.pk, workup_id=workup_id)


def _picture(written: Written) -> dict[str, Any]:
    content = written.content
    return {
        "written": written,
        "drawing": drawn(content, rtl=get_language_bidi()),
        "table": table(content),
        "theirs": content.partner or _("Partner"),
    }


def _titles() -> dict[str, str]:
    return {
        "home": _("The home you come from"),
        "caregivers": _("Who raised you"),
        "traits": _("What they were like"),
        "strongest": _("What was strongest"),
        "needs": _("What you needed"),
        "partner": _("And your partner"),
    }
