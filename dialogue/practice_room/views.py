"""The practice room: learn the form alone, with a scripted partner, before using it on each other.

For anybody, without an account. It is the room itself, with a partner that is data in place of a
socket: `/try/step` is asked with one act and the signed place in the story, and answers with what
the engine makes of it. That is plain HTTP rather than a socket because nothing has to be told to
anybody else: no connection is held, and of a step nothing is kept but how often its address has
asked within the last minute. A request knows neither who asks (the browser leaves its cookies out)
nor what was written.
"""

from http import HTTPStatus
from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from dialogue.base import qr
from dialogue.engine.exercises import all_exercises
from dialogue.engine.exercises import exercise as exercise_of
from dialogue.engine.state import Refusal
from dialogue.practice_room import evening
from dialogue.practice_room import wire as practice
from dialogue.practice_room.texts import practice_texts
from dialogue.room.texts.guide import guide
from dialogue.room.texts.room import room_texts
from dialogue.room.wire import bounds, refusals
from dialogue.stories import Story, play, stories_of, story


@login_not_required
@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    groups = [(one, stories_of(one.id)) for one in all_exercises()]
    return render(
        request, "practice_room/stories.html", {"groups": [group for group in groups if group[1]]}
    )


@login_not_required
@require_safe
def one_story(request: HttpRequest, exercise: str, name: str) -> HttpResponse:
    try:
        told = story(exercise, name)
    except KeyError:
        raise Http404 from None
    context = {
        "config": _config(told),
        "texts": room_texts() | practice_texts(told),
        "story": told,
        "next": _after(told),
    }
    return render(request, "practice_room/story.html", context)


@login_not_required
@require_safe
def first_evening(request: HttpRequest) -> HttpResponse:
    """For two at one phone: one page, which asks nothing of us afterwards."""
    texts = {
        "handTo": _("Hand the phone to {name}"),
        "handWhy": _("It’s {name}’s turn."),
        "handHas": _("{name} has the phone"),
        "breathe": _("Take a breath together"),
        "breatheWhy": _("Breathe in for four, and out for six."),
        "ready": _("We’re ready"),
        "swap": _("Now the other way around?"),
        "swapWhy": _(
            "{receiver} shares one thing, and {sender} mirrors. Only if you both want to."
        ),
        "swapYes": _("Yes, swap"),
        "swapNo": _("That’s enough for today"),
    }
    context = {
        "evening": {"screens": evening.screens(), "texts": texts},
        "qr": qr.drawn(
            request.build_absolute_uri(reverse("account_signup")),
            label=_("Where to create an account, as a QR code for the other phone’s camera"),
        ),
    }
    return render(request, "practice_room/evening.html", context)


@login_not_required
@csrf_exempt
@require_POST
def step(request: HttpRequest) -> HttpResponse:
    """One act of a visitor. Without a CSRF token: it changes nothing, for nobody.

    Answers with ``beats``; or with ``code`` and ``message``: 409 where the engine refuses the act,
    400 or 413 for what is no step, 429 for too many.
    """
    if not ratelimit.consume(request, action="practice_step"):
        message = _("That was a little fast. Please wait a moment, then send it again.")
        return _refused("too_fast", message, HTTPStatus.TOO_MANY_REQUESTS)
    try:
        asked, told, position = practice.parse(request.body)
    except practice.BadStep as bad:
        return _bad(bad.code)
    done = play.step(told, position, asked.act(told.seat))
    if isinstance(done, Refusal):
        return _refused(done.code, refusals.message(done.code), HTTPStatus.CONFLICT)
    follows = play.replies(told, done.position, heard=asked.heard, hurt=asked.hurt)
    shown = practice.beats(told, [done, *follows])
    return JsonResponse({"beats": [beat.model_dump(mode="json") for beat in shown]})


def _bad(code: str) -> HttpResponse:
    message, status = {
        "malformed": (refusals.message("malformed"), HTTPStatus.BAD_REQUEST),
        "too_long": (refusals.message("malformed"), HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
        "bad_state": (
            _("This story has changed since you started. Please reload the page."),
            HTTPStatus.BAD_REQUEST,
        ),
    }[code]
    return _refused(code, message, status)


def _refused(code: str, message: str, status: HTTPStatus) -> HttpResponse:
    return JsonResponse({"code": code, "message": message}, status=status)


def _config(told: Story) -> dict[str, Any]:
    """What the room's script reads from the page, and under ``practice`` what its partner needs."""
    here = reverse("story", args=[told.exercise, told.name])
    start = play.opened(told)
    first = play.replies(told, start, heard=False)
    begun = practice.begun(told, start, first, step=reverse("story_step"))
    after = _after(told)
    return {
        "whose": "",
        "unseen": settings.IMAGO_UNSEEN_MS,
        "dialogue": "",
        "topic": _(told.title),
        "language": get_language(),
        "textLength": bounds.TEXT_LENGTH,
        "socket": here,
        "here": here,
        "sessions": reverse("stories"),
        "transcript": reverse("story", args=[after.exercise, after.name]),
        "signIn": reverse("account_login"),
        "guide": guide(exercise_of(told.exercise)) if told.seat == "therapist" else None,
        "practice": begun.model_dump(mode="json"),
    }


def _after(one: Story) -> Story:
    """The next story of the exercise; after the last, the first."""
    others = stories_of(one.exercise)
    return others[(others.index(one) + 1) % len(others)]
