"""One's own side, in private: the screen, the consent, and what helps. And the therapist's word.

Nothing here differs for anybody who looks on: one address, one answer to every form, one size of
page, whatever somebody answers and whatever is shown to them then.
"""

from contextlib import suppress
from functools import wraps
from typing import Any, cast

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from dialogue.base.http import PersonRequest, number, page, step_up
from dialogue.models import Person
from dialogue.safety import own_consent, screening
from dialogue.safety.help_views import lines_by_country
from dialogue.safety.questions import hark, ours
from dialogue.safety.screening import Answer

PAGE_BYTES = 32_768  # each page of one's own side is as long as this, or twice, or more times


def _partners_only(view: Any) -> Any:
    @wraps(view)
    def for_partners(request: PersonRequest) -> HttpResponse:
        if request.user.role != Person.Role.PARTNER:
            raise Http404
        response: HttpResponse = view(request)
        return response

    return for_partners


@sensitive_post_parameters()
@page
@_partners_only
@step_up
def own_side(request: PersonRequest) -> HttpResponse:
    person_id = request.user.pk
    if request.method == "POST":
        _obey(person_id, request)
        return redirect("side")
    own = own_consent.own_consent_of(person_id=person_id)
    told = own.look.answers if own else {}
    context = {
        "own": own,
        "therapist": own.couple.therapist if own else None,
        "paragraphs": _paragraphs(own.text.wording) if own and own.text else [],
        "hark": [(name, text, told.get(name, "")) for name, text in hark().items()],
        "ours": [(name, text, told.get(name, "")) for name, text in ours().items()],
        "choices": [("yes", _("Yes")), ("no", _("No")), ("", _("I’d rather not say"))],
    } | lines_by_country()
    response = render(request, "safety/own_consent.html", context)
    # How long a page is says something to whoever counts the bytes on their way.
    response.content += b" " * (-len(response.content) % PAGE_BYTES)
    return response


def _obey(person_id: int, request: PersonRequest) -> None:
    match request.POST.get("act"):
        case "look":
            own_consent.answer_screen(person_id=person_id, answers=_answers(request))
        case "skip":
            own_consent.answer_screen(person_id=person_id, answers={})
        case "erase":
            own_consent.erase_answers(person_id=person_id)
        case "open":
            with suppress(own_consent.NotNow):
                own_consent.agree(
                    person_id=person_id, version=number(request.POST.get("version", ""))
                )
        case "close":
            own_consent.withdraw(person_id=person_id)
        case "tell":
            own_consent.tell_therapist(person_id=person_id, tell=True)
        case "untell":
            own_consent.tell_therapist(person_id=person_id, tell=False)


def _answers(request: PersonRequest) -> dict[str, Answer]:
    given = {name: request.POST.get(name) for name in screening.QUESTIONS}
    return {name: cast(Answer, one) for name, one in given.items() if one in ("yes", "no")}


@require_safe
def rest(request: PersonRequest) -> HttpResponse:
    """A pause, for whoever wants one."""
    return render(request, "safety/rest.html")


def _paragraphs(body: str) -> list[dict[str, Any]]:
    """Headings (a line right before a list), lists and paragraphs, as the template lays them out."""
    parts: list[dict[str, Any]] = []
    for block in body.replace("\r\n", "\n").split("\n\n"):
        lines = [line.strip() for line in block.strip().splitlines() if line.strip()]
        items = [line.removeprefix("- ") for line in lines if line.startswith("- ")]
        plain = [line for line in lines if not line.startswith("- ")]
        if items or plain:
            parts.append({"text": " ".join(plain), "items": items})
    return parts
