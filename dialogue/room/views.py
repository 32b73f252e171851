"""The room, and the transcript of what was said there."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dialogue import clocks
from dialogue.access.askers import Asker
from dialogue.access.dialogues import Seated, find
from dialogue.base import audit, whose
from dialogue.base.http import PersonRequest, number, opens_what_was_said, page
from dialogue.engine.protocol import DAYS_AHEAD, PARTNERS
from dialogue.gifts import reading
from dialogue.gifts.views import gift_line
from dialogue.measures import feelings
from dialogue.models import Access, Person
from dialogue.room import feed, log
from dialogue.room.people import people_in
from dialogue.room.rows import place_told, row_of
from dialogue.room.starting_links import offered_after, offered_in
from dialogue.room.stopped_at import OPENING
from dialogue.room.texts.guide import guide
from dialogue.room.texts.room import room_texts
from dialogue.room.transcripts import turns_of
from dialogue.room.wire import bounds

GUESS = "empathize"


@require_safe
def room(request: PersonRequest, dialogue_id: UUID) -> HttpResponse:
    seated = found_dialogue(request, dialogue_id)
    here = reverse("room", args=[dialogue_id])
    config = {
        "whose": whose.mark_of(request.user.pk),
        "unseen": settings.IMAGO_UNSEEN_MS,
        "dialogue": str(dialogue_id),
        "topic": feed.topic_of(row=seated.row, key=seated.key),
        "language": get_language(),
        "gifts": _gifts_at_the_beginning(request.user, seated),
        "textLength": bounds.TEXT_LENGTH,
        "socket": f"{here}/socket",
        "here": here,
        "sessions": reverse("sessions"),
        "transcript": reverse("transcript", args=[dialogue_id]),
        "onePhone": reverse("one_phone", args=[dialogue_id]) if seated.seat in PARTNERS else "",
        "record": reverse("session_start", args=[seated.row.couple_id])
        if seated.seat == "therapist"
        else "",
        "done": "" if seated.seat == "therapist" else reverse("today"),
        "takeaway": "" if seated.seat == "therapist" else reverse("takeaway", args=[dialogue_id]),
        "pulse": "" if seated.seat == "therapist" else reverse("pulse", args=[dialogue_id]),
        "seed": offered_in(seated),
        "feelings": _feelings(request, seated),
        "help": reverse("safety"),
        "signIn": f"{reverse('account_login')}?next={here}",
        "clock": _clock(request.user, seated),
        "guide": guide(seated.exercise) if seated.seat == "therapist" else None,
    }
    context = {"config": config, "texts": room_texts()}
    return render(request, "room/room.html", context)


def guesses_feelings(seated: Seated) -> bool:
    """Whether the receiver is to imagine just now what the sender feels."""
    return seated.state.step in _guessed_at(seated)


def _feelings(request: PersonRequest, seated: Seated) -> dict[str, Any] | None:
    """What a partner who takes part may pick from, before it is guessed; their own page alone has it."""
    person_id = request.user.pk
    if seated.seat not in PARTNERS or not feelings.takes_part(person_id=person_id):
        return None
    return {
        "address": reverse("pick_feelings", args=[seated.row.pk]),
        "token": get_token(request),
        "steps": _guessed_at(seated),
        "words": list(feelings.labels().items()),
    }


def _guessed_at(seated: Seated) -> list[str]:
    steps = seated.exercise.steps.values()
    return [step.name for step in steps if GUESS in step.moves]


def _clock(person: Person, seated: Seated) -> dict[str, Any]:
    """The one that this person reads everywhere: see static/js/room/clock.js."""
    now = timezone.now()
    since = min(now, seated.row.opened_at) - timedelta(days=1)
    until = now + timedelta(days=DAYS_AHEAD + 2)
    return {
        "offsets": clocks.offsets(person.time_zone, since, until),
        "now": int(now.timestamp() * 1000),  # as long at any time
        "place": place_told(person, people_in(row=seated.row).values()),
    }


def _gifts_at_the_beginning(person: Person, seated: Seated) -> list[dict[str, str]]:
    """What still goes on of earlier dialogues: this one opens with it."""
    if seated.state.turn > 1 or seated.state.step not in OPENING:
        return []
    going_on = reading.going_on(person=person, opening=seated.row)
    return [{"words": one.words, "line": gift_line(one)} for one in going_on]


@page
@opens_what_was_said
def transcript(request: PersonRequest, dialogue_id: UUID) -> HttpResponse:
    seated = found_dialogue(request, dialogue_id, to_read=True)
    if request.method == "POST":
        return _withdrawn(request, seated)
    people = people_in(row=seated.row)
    if seated.seat == "therapist":
        what = Access.What.READ_TRANSCRIPT
        audit.record(actor=request.user, what=what, subjects=people.values())
    topic = feed.topic_of(row=seated.row, key=seated.key)
    context = {
        "dialogue": row_of(seated, people, topic),
        "turns": turns_of(seated, people),
        "seed": offered_after(seated),
        "couple_id": seated.row.couple_id if seated.seat == "therapist" else None,
        "for_partner": seated.seat in PARTNERS and bool(seated.state.outcome),
    }
    return render(request, "room/transcript.html", context)


def _withdrawn(request: PersonRequest, seated: Seated) -> HttpResponse:
    """One's own words are taken back: those with that number, or all of this dialogue."""
    which = request.POST.get("withdraw", "")
    if seated.seat in PARTNERS and which:
        one = None if which == "all" else number(which)
        count = log.withdraw(seated=seated, author_id=request.user.pk, number=one)
        if count:
            messages.success(request, _("Your words are withdrawn."))
    return redirect("transcript", dialogue_id=seated.row.pk)


def found_dialogue(request: PersonRequest, dialogue_id: UUID, *, to_read: bool = False) -> Seated:
    """Raises NoSuchDialogue for anybody's but one's own, and NotOpen."""
    asker = Asker(request.user.pk)
    return find(asker=asker, dialogue_id=dialogue_id, to_read=to_read)
