"""A partner's pages: what there is to sign, one form with its signature, and the copy to keep."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dialogue.base.documents import Block
from dialogue.base.http import CONFLICT, UNPROCESSABLE, PersonRequest, page, step_up
from dialogue.base.pdf import printed
from dialogue.consent_forms import signing
from dialogue.consent_forms.forms import SignForm
from dialogue.consent_forms.signing import ToSign
from dialogue.models import Person


@require_safe
@step_up
def to_sign(request: PersonRequest) -> HttpResponse:
    if request.user.role != Person.Role.PARTNER:
        return redirect("sessions")
    found = signing.all_for(person_id=request.user.pk)
    context = {
        "waiting": [one for one in found if one.waits],
        "others": [one for one in found if not one.waits],
    }
    return render(request, "consent_forms/to_sign.html", context)


@page
def sign_form(request: PersonRequest, given_id: UUID) -> HttpResponse:
    """To read it, sign it, and withdraw that. For one partner; the other has a page of their own."""
    found = signing.one_for(person_id=request.user.pk, given_id=given_id)
    response: HttpResponse = _sign(request, found)
    return response


@require_safe
def signed_copy(request: PersonRequest, signature_id: UUID) -> HttpResponse:
    """A file of one's own."""
    blocks = list(signing.copy_of(person_id=request.user.pk, signature_id=signature_id))
    response: HttpResponse = _file(request, blocks)
    return response


# --- within ------------------------------------------------------------------------------------


@step_up
def _sign(request: PersonRequest, found: ToSign) -> HttpResponse:
    mine: dict[str, Any] = {"person_id": request.user.pk, "given_id": found.id}
    act, status = request.POST.get("act"), 200
    form = SignForm(request.POST if act == "sign" else None)
    if act == "withdraw":
        signing.withdraw(**mine)
        messages.success(request, _("You’ve withdrawn your signature."))
        return redirect("sign_form", given_id=found.id)
    if form.is_bound and form.is_valid():
        name, version = form.cleaned_data["name"], form.cleaned_data["version"]
        try:
            signing.sign(**mine, version=version, name=name)
        except signing.OtherWords:
            messages.error(
                request, _("This form has changed. Please read it again before you sign.")
            )
            form, status = SignForm(initial={"name": name}), CONFLICT
        else:
            messages.success(request, _("You’ve signed it. Download a copy to keep."))
            return redirect("sign_form", given_id=found.id)
    elif form.is_bound:
        status = UNPROCESSABLE
    if not form.is_bound:
        form.initial["version"] = found.version.number
    context = {"found": found, "form": form}
    return render(request, "consent_forms/sign.html", context, status=status)


@step_up
def _file(_request: PersonRequest, blocks: list[Block]) -> HttpResponse:
    response = HttpResponse(printed(blocks), content_type="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="signed.pdf"'
    return response
