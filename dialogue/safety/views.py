"""One's private page: the screen, what helps, the consent, and a pause.

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
from dialogue.base.unsaved import never_kept
from dialogue.models import Person
from dialogue.safety import own_consent, pauses, screening
from dialogue.safety.closing import NotNow
from dialogue.safety.help_views import lines_by_country
from dialogue.safety.own_consent import OwnConsent
from dialogue.safety.pauses import WEEKS
from dialogue.safety.questions import about, hark, ours
from dialogue.safety.screening import About, Answer
from dialogue.safety.wording import laid_out

PAGE_BYTES = 65_536  # each private page is as long as this: the longest has about half of it


def _partners_only(view: Any) -> Any:
    @wraps(view)
    def for_partners(request: PersonRequest) -> HttpResponse:
        if request.user.role != Person.Role.PARTNER:
            raise Http404
        response: HttpResponse = view(request)
        return response

    return for_partners


@never_kept
@sensitive_post_parameters()
@page
@_partners_only
@step_up
def own_side(request: PersonRequest) -> HttpResponse:
    person_id = request.user.pk
    if request.method == "POST":
        with suppress(NotNow):
            _obey(person_id, request)
        return redirect("side")
    own = own_consent.own_consent_of(person_id=person_id)
    response = render(request, "safety/own_consent.html", _context(own) | lines_by_country())
    # How long a page is says something to whoever counts the bytes on their way.
    response.content += b" " * (-len(response.content) % PAGE_BYTES)
    return response


def _context(own: OwnConsent | None) -> dict[str, Any]:
    therapist = own.couple.therapist if own else None
    wording = own.text.wording if own and own.text else ""
    at_once, more = laid_out(wording, with_therapist=therapist is not None)
    partner = own.partner.name if own and own.partner else ""
    return {
        "own": own,
        "therapist": therapist,
        "at_once": at_once,
        "more": more,
        "hark": hark().items(),
        "ours": ours().items(),
        "choices": [("yes", _("Yes")), ("no", _("No")), ("", _("I’d rather not say"))],
        "about": about(partner).items(),
        "weeks": WEEKS,
    }


def _obey(person_id: int, request: PersonRequest) -> None:
    """Do what the button says. Raises NotNow where that is not offered."""
    given = request.POST.get
    match given("act"):
        case "look":
            own_consent.answer_screen(person_id=person_id, answers=_answers(request))
        case "skip":
            own_consent.answer_screen(person_id=person_id, answers={})
        case "partner" | "before" as who:
            own_consent.say_about(person_id=person_id, about=cast(About, who))
        case "go_on":
            own_consent.go_on(person_id=person_id)
        case "erase":
            own_consent.erase_answers(person_id=person_id)
        case "open":
            version = number(given("version", ""))
            own_consent.agree(person_id=person_id, version=version)
        case "close":
            own_consent.withdraw(person_id=person_id)
        case "tell" | "untell" as told:
            own_consent.tell_therapist(person_id=person_id, tell=told == "tell")
        case "pause":
            pauses.set_pause(person_id=person_id, weeks=number(given("weeks", "")))
        case "unpause":
            pauses.end_pause(person_id=person_id)


def _answers(request: PersonRequest) -> dict[str, Answer]:
    given = {name: request.POST.get(name) for name in screening.QUESTIONS}
    return {name: cast(Answer, one) for name, one in given.items() if one in ("yes", "no")}


@require_safe
def rest(request: PersonRequest) -> HttpResponse:
    """A pause, for whoever wants one."""
    return render(request, "safety/rest.html")
