"""One's own side, in private: the screen, the consent, and what helps. And the therapist's word.

Nothing here differs for anybody who looks on: one address, one answer to every form, one size of
page, whatever somebody answers and whatever is shown to them then.
"""

from contextlib import suppress
from functools import wraps
from typing import Any, cast
from uuid import UUID

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from dialogue.forms import number
from dialogue.models import Access, Couple, Person
from dialogue.services import audit, pulses, screening, side
from dialogue.services.screening import Answer
from dialogue.views.safety import lines_by_country

PAGE_BYTES = 32_768  # each page of one's own side is as long as this, or twice, or more times


def step_up(view: Any) -> Any:
    """Only for whoever has written their password lately. Not allauth's own decorator: it would
    keep what a form held, and so the answers, in the session's row."""

    @wraps(view)
    def stepped_up(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not did_recently_reauthenticate(request):
            return redirect(f"{reverse('account_reauthenticate')}?next={request.path}")
        response: HttpResponse = view(request, *args, **kwargs)
        return response

    return stepped_up


def _partners_only(view: Any) -> Any:
    @wraps(view)
    def for_partners(request: HttpRequest) -> HttpResponse:
        if cast(Person, request.user).role != Person.Role.PARTNER:
            raise Http404
        response: HttpResponse = view(request)
        return response

    return for_partners


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@_partners_only
@step_up
def own_side(request: HttpRequest) -> HttpResponse:
    person_id = cast(int, request.user.pk)
    if request.method == "POST":
        _obey(person_id, request)
        return redirect("side")
    own = side.side_of(person_id=person_id)
    told = own.look.answers if own else {}
    context = {
        "own": own,
        "therapist": own.couple.therapist if own else None,
        "paragraphs": _paragraphs(own.text.wording) if own and own.text else [],
        "hark": [(name, text, told.get(name, "")) for name, text in _hark().items()],
        "ours": [(name, text, told.get(name, "")) for name, text in _ours().items()],
        "choices": [("yes", _("Yes")), ("no", _("No")), ("", _("I’d rather not say"))],
    } | lines_by_country()
    response = render(request, "safety/own_consent.html", context)
    # How long a page is says something to whoever counts the bytes on their way.
    response.content += b" " * (-len(response.content) % PAGE_BYTES)
    return response


def _obey(person_id: int, request: HttpRequest) -> None:
    match request.POST.get("act"):
        case "look":
            side.look(person_id=person_id, answers=_answers(request))
        case "skip":
            side.look(person_id=person_id, answers={})
        case "erase":
            side.erase_answers(person_id=person_id)
        case "open":
            with suppress(side.NotNow):
                side.open_side(person_id=person_id, version=number(request.POST.get("version", "")))
        case "close":
            side.close_side(person_id=person_id)
        case "tell":
            side.tell_therapist(person_id=person_id, tell=True)
        case "untell":
            side.tell_therapist(person_id=person_id, tell=False)


def _answers(request: HttpRequest) -> dict[str, Answer]:
    given = {name: request.POST.get(name) for name in screening.QUESTIONS}
    return {name: cast(Answer, one) for name, one in given.items() if one in ("yes", "no")}


@require_safe
def rest(request: HttpRequest) -> HttpResponse:
    """A pause, for whoever wants one."""
    return render(request, "safety/rest.html")


@require_http_methods(["GET", "HEAD", "POST"])
def joint_work(request: HttpRequest, couple_id: UUID) -> HttpResponse:
    """For the therapist of a couple: whether joint work may go on, and what was told to them."""
    therapist_id = cast(int, request.user.pk)
    couple = side.couple_in_care(therapist_id=therapist_id, couple_id=couple_id)
    if couple is None:
        raise Http404
    response: HttpResponse = _joint_work(request, couple)
    return response


@step_up
def _joint_work(request: HttpRequest, couple: Couple) -> HttpResponse:
    therapist = cast(Person, request.user)
    if request.method == "POST":
        match request.POST.get("act"):
            case "wait":
                side.let_joint_work_wait(therapist_id=therapist.pk, couple=couple)
            case "resume":
                side.resume_joint_work(therapist_id=therapist.pk, couple=couple)
        return redirect("joint_work", couple_id=couple.pk)
    people = _people(couple)
    # The same for both, and whether or not anything was told: who reads this learns nothing.
    audit.record(actor=therapist, what=Access.What.SAW_ACCOUNT, subjects=people)
    unsafe = _hardly_safe(therapist, couple)
    context = {
        "couple": couple,
        "people": [(person, _told(therapist, person), person.pk in unsafe) for person in people],
        "waits": side.joint_work_waits(couple=couple),
    }
    return render(request, "home/joint_work.html", context)


def _people(couple: Couple) -> list[Person]:
    seats = couple.partners.filter(left_at=None).select_related("person").order_by("seat")
    return [partner.person for partner in seats]


def _hardly_safe(therapist: Person, couple: Couple) -> set[int]:
    seats = pulses.hardly_safe(therapist_id=therapist.pk, couples=[couple.pk]).get(couple.pk, ())
    places = couple.partners.filter(left_at=None, seat__in=seats)
    return set(places.values_list("person", flat=True))


def _told(therapist: Person, person: Person) -> list[tuple[str, str]]:
    answers = screening.read_by(therapist_id=therapist.pk, person_id=person.pk) or {}
    words = {"yes": _("Yes"), "no": _("No")}
    questions = _hark() | _ours()
    return [(questions[name], words[one]) for name, one in answers.items() if one in words]


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


def _hark() -> dict[str, str]:
    return {
        "humiliated": _(
            "Have you been humiliated or emotionally abused by your partner or an ex-partner?"
        ),
        "afraid": _("Have you been afraid of your partner or an ex-partner?"),
        "forced": _(
            "Have you been forced into any kind of sexual activity by your partner or an ex-partner?"
        ),
        "hurt": _(
            "Have you been kicked, hit, slapped or otherwise hurt by your partner or an ex-partner?"
        ),
    }


def _ours() -> dict[str, str]:
    return {
        "free_to_say_no": _("Do you feel free to say no to these sessions?"),
        "substances": _("Is alcohol, or are drugs, a worry now, yours or your partner’s?"),
        "crisis": _("Is there a serious mental-health crisis now, yours or your partner’s?"),
    }
