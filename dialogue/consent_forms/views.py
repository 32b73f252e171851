"""A therapist's pages: all forms of their own, one of them, and what one couple has signed."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dialogue.access.therapists import couple_in_care
from dialogue.base import audit, autosave
from dialogue.base.http import CONFLICT, UNPROCESSABLE, PersonRequest, identifier, page
from dialogue.base.names import couple_names
from dialogue.consent_forms import service
from dialogue.consent_forms.forms import WordsForm
from dialogue.consent_forms.service import Form, Given, Words
from dialogue.models import Access, Couple, Person


@page
def consent_forms(request: PersonRequest) -> HttpResponse:
    """All of one's own; and begin a new one."""
    person = request.user
    if person.role != Person.Role.THERAPIST:
        return redirect("sessions")
    status = 200
    if request.method == "POST":
        try:
            return redirect("consent_form", form_id=service.begin(therapist_id=person.pk))
        except service.TooManyForms:
            messages.error(request, _("That’s the most forms you can have here. Delete one first."))
            status = CONFLICT
    context = {"forms": service.forms_of(therapist_id=person.pk)}
    return render(request, "consent_forms/all.html", context, status=status)


@page
def consent_form(request: PersonRequest, form_id: UUID) -> HttpResponse:
    """One's own: to write it, to make a version of it, to give it."""
    therapist_id = request.user.pk
    act = request.POST.get("act", "")
    found = service.form_of(therapist_id=therapist_id, form_id=form_id)
    words = WordsForm(initial={"title": found.draft.title, "text": found.draft.text})
    if request.method == "POST":
        if act in ("give", "take_back", "discard"):
            return _obeyed(request, form_id, act)
        meanwhile = autosave.is_autosave(request)
        finish = act == "finish" and not meanwhile
        words = WordsForm(request.POST, for_couples=finish)
        if words.is_valid():
            kept = Words(**words.cleaned_data)
            put: Any = service.make_version if finish else service.keep
            number = put(therapist_id=therapist_id, form_id=form_id, words=kept)
            if meanwhile:
                return autosave.kept()
            said = _("Saved as version %(number)d.") % {"number": number} if finish else ""
            messages.success(request, said or _("Saved. Only you can read it."))
            return redirect("consent_form", form_id=form_id)
        if meanwhile:
            return autosave.not_kept("invalid")
    return _page(request, found, words)


@require_safe
def couple_forms(request: PersonRequest, couple_id: UUID) -> HttpResponse:
    """For the therapist who gave them, also after their work has ended: each form, and both signatures."""
    therapist = request.user
    given = service.given_of(therapist_id=therapist.pk, couple_id=couple_id)
    in_care = couple_in_care(therapist_id=therapist.pk, couple_id=couple_id)
    if in_care is None and not given:
        raise Http404
    couple = in_care or given[0].couple
    people = [place.person for place in couple.partners.select_related("person")]
    # The same for both, and whether or not anything was signed.
    audit.record(actor=therapist, what=Access.What.SAW_ACCOUNT, subjects=people)
    context = {
        "given": [(one, _papers(one)) for one in given],
        "names": couple_names(couple),
        "in_care": in_care is not None,
        "couple": couple,
    }
    return render(request, "consent_forms/couple.html", context)


# --- within ------------------------------------------------------------------------------------


def _obeyed(request: PersonRequest, form_id: UUID, act: str) -> HttpResponse:
    hers: dict[str, Any] = {"therapist_id": request.user.pk, "form_id": form_id}
    if act == "discard":
        if service.discard(**hers):
            messages.success(request, _("Deleted."))
            return redirect("consent_forms")
        messages.error(request, _("Someone has signed this form, so it can’t be deleted."))
        return redirect("consent_form", form_id=form_id)
    do = service.give if act == "give" else service.take_back
    couple_id = identifier(request.POST.get("couple", ""))
    if couple_id is None:
        raise Http404
    do(**hers, couple_id=couple_id)
    messages.success(
        request,
        _("Each of them can read and sign it now.")
        if act == "give"
        else _("They won’t be asked to sign it anymore. What they’ve already signed stays."),
    )
    return redirect("consent_form", form_id=form_id)


def _page(request: PersonRequest, found: Form, words: WordsForm) -> HttpResponse:
    therapist = request.user
    given = service.given_of(therapist_id=therapist.pk, form_id=found.id)
    people = [person for one in given for person, _signed in one.signed]
    audit.record(actor=therapist, what=Access.What.SAW_IN_LIST, subjects=people)
    asked = {one.couple.pk for one in given if one.ended_at is None}
    couples = Couple.objects.with_therapist(therapist).exclude(pk__in=asked)
    context = {
        "form": words,
        "found": found,
        "given": [(one, couple_names(one.couple), _states(one)) for one in given],
        "others": [
            (one.pk, couple_names(one)) for one in couples.prefetch_related("partners__person")
        ],
        "may_go": not any(signed for one in given for _person, signed in one.signed),
    }
    status = UNPROCESSABLE if words.errors else 200
    return render(request, "consent_forms/form.html", context, status=status)


def _states(given: Given) -> list[tuple[Person, bool]]:
    """Of each of the two, whether their signature stands under the newest words."""
    newest = given.form.newest
    return [
        (
            person,
            any(one.version == newest and one.withdrawn_at is None for one in signed),
        )
        for person, signed in given.signed
    ]


def _papers(given: Given) -> Iterable[tuple[service.Version, list[tuple[Person, list[Any]]]]]:
    """Each version that counts: the newest, and those that somebody has signed; with both signatures."""
    versions = {one.version.pk: one.version for _person, signed in given.signed for one in signed}
    if given.form.newest and given.ended_at is None:
        versions[given.form.newest.pk] = given.form.newest
    for version in sorted(versions.values(), key=lambda one: -one.number):
        yield (
            version,
            [
                (person, [one for one in signed if one.version.pk == version.pk])
                for person, signed in given.signed
            ],
        )
