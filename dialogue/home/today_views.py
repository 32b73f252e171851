"""Today: the page after signing in, for whoever is in a couple."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dialogue.access.dialogues import Seated, dialogues_of, that_open
from dialogue.access.seats import PartnerSeat, seat_of
from dialogue.appointments import calendar_links, meetings
from dialogue.base.http import PersonRequest
from dialogue.consent_forms import signing
from dialogue.couple import looks
from dialogue.course import occasions
from dialogue.gifts import reading
from dialogue.home.path import path_of
from dialogue.home.path_views import named
from dialogue.home.seen import waits_for
from dialogue.home.today import (
    Facts,
    Sentence,
    due_promise,
    kept_long_enough,
    live_promise,
    of_the_day,
    one_thing,
)
from dialogue.models import Person
from dialogue.room import feed
from dialogue.room.kept_sentences import kept_sentences
from dialogue.room.people import people_in
from dialogue.room.rows import Row, row_of
from dialogue.together import vision
from dialogue.workup import sharing

ASKED = "answer"
KEPT = "scheduled"  # stands among the times


@require_safe
def today(request: PersonRequest) -> HttpResponse:
    person = request.user
    place = seat_of(person_id=person.pk)
    if place is None:
        return redirect("sessions")
    now = timezone.localtime()
    facts = _facts(person, place)
    kind = one_thing(facts, person_id=person.pk, now=now)
    promise = due_promise(facts.gifts, person.pk) if kind == "promise" else None
    # What the mail counts is what is found here (home/notices.py).
    waits = {what for what, *_which in waits_for(person)}
    context = {
        "kind": kind,
        "seat": place.seat,
        "looks": looks.looks_of(place=place),
        "partner": place.couple.partner_of(person.pk),
        "newcomer": kind == "closed"
        and not dialogues_of(person.pk).filter(couple=place.couple).exists(),
        "row": facts.turn or facts.asked or facts.theirs,
        "meeting": facts.meeting,
        "suggested": facts.suggested,
        "promise": promise,
        "live": live_promise(facts.gifts, promise),
        "due": occasions.due(person_id=person.pk),
        "to_sign": signing.waits_for(person_id=person.pk) if "form" in waits else None,
        "station": named(facts.next) if facts.next else None,
        "unanswered": facts.unanswered,
        "waits": waits,
        "to_be_asked": calendar_links.is_to_be_asked(person=person),
        "sentence": of_the_day(_sentences(place, now), now) if facts.opened else None,
    }
    return render(request, "home/today.html", context)


def _facts(person: Person, place: PartnerSeat) -> Facts:
    if not place.is_open:
        return Facts(opened=False)
    going = dialogues_of(person.pk).filter(couple=place.couple, closed_at=None)
    going_on = [
        one for one in that_open(going.order_by("-opened_at", "-pk")) if one.state.step != KEPT
    ]
    topics = feed.topics_of(dialogues=going_on)
    rows = [
        (one, row_of(one, people_in(row=one.row), topics.get(one.row.pk, ""))) for one in going_on
    ]
    ahead = meetings.meetings(person=person)
    return Facts(
        turn=_first(
            rows, lambda one, row: row.my_turn and not _stands(one) and one.state.step != ASKED
        ),
        asked=_first(rows, lambda one, row: row.my_turn and one.state.step == ASKED),
        theirs=_first(rows, _is_theirs),
        unanswered=next((_asks(one) for one, row in rows if _is_theirs(one, row)), False),
        suggested=next((meeting for meeting in ahead if meeting.mine is None), None),
        meeting=next((meeting for meeting in ahead if meeting.agreed), None),
        gifts=tuple(reading.going_on(person=person)),
        shown=sharing.is_unopened(person_id=person.pk),
        next=next((station.id for station in path_of(person_id=person.pk) if station.next), ""),
    )


def _sentences(place: PartnerSeat, now: datetime) -> list[Sentence]:
    ours = vision.newest(place=place)
    kept = kept_long_enough(kept_sentences(place=place), place.seat, now)
    name = place.names.get(place.other, "")
    return [Sentence(one.text) for one in (ours.joint if ours else ())] + [
        Sentence(one.words, name, one.at) for one in kept
    ]


def _is_theirs(seated: Seated, row: Row) -> bool:
    return not row.my_turn or _stands(seated)


def _asks(seated: Seated) -> bool:
    return seated.state.step == ASKED and not _stands(seated)


def _stands(seated: Seated) -> bool:
    """Paused: it goes on when both want to."""
    return bool(seated.state.pausing)


def _first(rows: list[tuple[Seated, Row]], holds: Any) -> Row | None:
    return next((row for seated, row in rows if holds(seated, row)), None)
