"""Our sessions: ask for a dialogue, join one, read a past one."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dialogue.engine.exercises import all_exercises
from dialogue.engine.protocol import PARTNERS
from dialogue.engine.rules import floor
from dialogue.engine.state import State
from dialogue.forms import StartForm, number
from dialogue.models import Access, Couple, DialogueSession, Person
from dialogue.services import audit, couples, feed, gifts, homework, pulses
from dialogue.services.access import Asker, NoSuchDialogue, Seated, dialogues_of, find, seated
from dialogue.services.doors import NotOpen, open_ones
from dialogue.services.homework import Shared
from dialogue.services.opening import open_dialogue
from dialogue.views.gifts import gift_line
from dialogue.views.resting import OPENING, take_up_again, where
from dialogue.views.room_guide import guide
from dialogue.views.room_texts import room_texts
from dialogue.views.seeds import offered_after, offered_in, seeded
from dialogue.views.waiting import waiting_for
from dialogue.wire import bounds, view
from dialogue.wire.frames import EventView

LISTED = 50
NOT_OPEN = 423  # the sessions of a couple are not open, for whatever reason


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    id: UUID
    topic: str
    exercise: str
    line: str
    when: datetime
    my_turn: bool
    ended: bool
    url: str
    couple_names: str
    pulse: str = ""  # where a partner may tell how it was
    where: str = ""  # it stands, while nobody goes on with it
    again: str = ""  # where it may be taken up, if it was broken off


@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    return _page(request, StartForm(initial=seeded(request)), 200)


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":  # come back by signing in again
        return redirect("sessions")
    form = StartForm(request.POST)
    if not form.is_valid():
        return _page(request, form, 422)
    try:
        row = open_dialogue(
            person_id=cast(int, request.user.pk),
            exercise_id=form.cleaned_data["exercise"],
            topic=form.cleaned_data["topic"],
            command_id=form.cleaned_data["command"],
        )
    except NoSuchDialogue:
        if cast(Person, request.user).role != Person.Role.PARTNER:
            return redirect("sessions")
        form.add_error(None, _("You need a partner here first. Invite yours below."))
        return _page(request, form, 422)
    except NotOpen:
        return _page(request, form, NOT_OPEN)
    return redirect("room", dialogue_id=row.pk)


@require_safe
def room(request: HttpRequest, dialogue_id: UUID) -> HttpResponse:
    try:
        found = found_dialogue(request, dialogue_id)
    except NotOpen:
        return render(request, "room/not_open.html", {"dialogue_id": dialogue_id}, status=NOT_OPEN)
    here = reverse("room", args=[dialogue_id])
    config = {
        "person": str(request.user.pk),
        "dialogue": str(dialogue_id),
        "topic": feed.topic_of(row=found.row, key=found.key),
        "language": get_language(),
        "gifts": _gifts_at_the_beginning(cast(Person, request.user), found),
        "textLength": bounds.TEXT_LENGTH,
        "socket": f"{here}/socket",
        "here": here,
        "sessions": reverse("sessions"),
        "transcript": reverse("transcript", args=[dialogue_id]),
        "onePhone": reverse("one_phone", args=[dialogue_id]) if found.seat in PARTNERS else "",
        "record": reverse("session_start", args=[found.row.couple_id])
        if found.seat == "therapist"
        else "",
        "pulse": "" if found.seat == "therapist" else reverse("pulse", args=[dialogue_id]),
        "seed": offered_in(found),
        "leave": reverse("leave"),
        "signIn": f"{reverse('account_login')}?next={here}",
        "guide": guide(found.exercise) if found.seat == "therapist" else None,
    }
    context = {"config": config, "texts": room_texts()}
    return render(request, "room/room.html", context)


def _gifts_at_the_beginning(person: Person, found: Seated) -> list[dict[str, str]]:
    """What still goes on of earlier dialogues: this one opens with it."""
    if found.state.turn > 1 or found.state.step not in OPENING:
        return []
    going_on = gifts.going_on(person=person, opening=found.row)
    return [{"words": one.words, "line": gift_line(one)} for one in going_on]


@require_safe
def transcript(request: HttpRequest, dialogue_id: UUID) -> HttpResponse:
    try:
        found = found_dialogue(request, dialogue_id, to_read=True)
    except NotOpen:
        return render(request, "room/not_open.html", {"dialogue_id": dialogue_id}, status=NOT_OPEN)
    people = feed.people_in(row=found.row)
    if found.seat == "therapist":
        what = Access.What.READ_TRANSCRIPT
        audit.record(actor=cast(Person, request.user), what=what, subjects=people.values())
    topic = feed.topic_of(row=found.row, key=found.key)
    context = {
        "dialogue": row_of(found, people, topic),
        "turns": turns_of(found, people),
        "seed": offered_after(found),
        "couple_id": found.row.couple_id if found.seat == "therapist" else None,
    }
    return render(request, "room/transcript.html", context)


def turns_of(found: Seated, people: dict[Any, Person]) -> list[dict[str, Any]]:
    """What was said, as the seat may see it, turn by turn."""
    turns: list[dict[str, Any]] = []
    names = {seat: person.name for seat, person in people.items()}
    for entry in feed.entries(seated=found):
        event = view.event_for(found.seat, entry=entry, exercise=found.exercise, names=names)
        if not turns or turns[-1]["number"] != event.turn:
            turns.append(
                {
                    "number": event.turn,
                    "sender_name": name_of(people, entry.happened.sender),
                    "entries": [],
                }
            )
        turns[-1]["entries"].append(
            {
                "name": "" if event.name == "end" else name_of(people, event.seat),
                "seat": event.seat,
                "tells": _told(event),
                "words": event.words,
                "kind": event.kind,
                "when": event.at,
            }
        )
    return turns


def _told(event: EventView) -> str:
    """What was done; and until which day, where it was done until a day."""
    if not event.day or event.time is None:
        return event.tells
    return f"{event.tells} {formats.date_format(timezone.localtime(event.time), 'DATE_FORMAT')}"


def found_dialogue(request: HttpRequest, dialogue_id: UUID, *, to_read: bool = False) -> Seated:
    """Raises Http404 for anybody's but one's own, and NotOpen."""
    asker = Asker(cast(int, request.user.pk))
    try:
        return find(asker=asker, dialogue_id=dialogue_id, to_read=to_read)
    except NoSuchDialogue:
        raise Http404 from None


def _page(request: HttpRequest, form: StartForm, status: int) -> HttpResponse:
    person = cast(Person, request.user)
    number = _page_number(request)
    newest = [seated(row) for row in _newest(person.pk, number)]
    more, newest = len(newest) > LISTED, newest[:LISTED]
    topics = feed.topics_of(found=newest)
    couple = couples.couple_of(person_id=person.pk)
    listed = {found.row.couple_id for found in newest}
    going = open_ones(couples=listed | ({couple.pk} if couple else set()))
    opened = couple is not None and couple.pk in going
    rows = []
    for found in newest:
        row = row_of(found, feed.people_in(row=found.row), topics.get(found.row.pk, ""))
        rows.append(row if found.row.couple_id in going else _waiting(row, found.seat))
    past = [row for row in rows if row.ended]
    context = {
        "person": person,
        "couple": couple,
        "opened": opened,
        "partner": couples.partner_of(person_id=person.pk, couple=couple) if couple else None,
        "waiting": waiting_for(person, couple),
        "homework": _homework(couple),
        "invitation": couples.open_invitation_of(inviter=person),
        "gifts": gifts.going_on(person=person) if couple else [],
        "running": [row for row in rows if not row.ended],
        "past": past,
        "rooms": rows,
        "exercises": all_exercises(),
        "form": form,
        "newcomer": not past and number == 1,
        "newer": number - 1,
        "older": number + 1 if more else 0,
    }
    return render(request, "home/sessions.html", context, status=status)


def _homework(couple: Couple | None) -> list[tuple[Shared, str]]:
    """What their therapist has shared with both, and whose it is."""
    shared = homework.shared_with(couple=couple) if couple and couple.therapist_id else []
    if couple is None or not shared:
        return []
    places = couple.partners.select_related("person")
    names: dict[str, str] = {place.seat: place.person.name for place in places}
    return [(one, names.get(one.who, _("For both"))) for one in shared]


def _page_number(request: HttpRequest) -> int:
    """Of the list, from 1; anything else that is asked for is the first."""
    return max(1, number(request.GET.get("page", "")))


def _newest(person_id: int, page: int) -> list[DialogueSession]:
    """What goes on comes first, so that many later dialogues cannot push it off the first page. One
    more than fits, if there is another page."""
    first = (page - 1) * LISTED
    rows = dialogues_of(person_id).prefetch_related("couple__therapist", "couple__partners__person")
    return list(
        rows.order_by(F("closed_at").desc(nulls_first=True), "-opened_at", "-pk")[
            first : first + LISTED + 1
        ]
    )


def row_of(found: Seated, people: dict[Any, Person], topic: str) -> Row:
    row, state = found.row, found.state
    ended, stands = bool(state.outcome), where(found, people)
    names = [people[seat].name for seat in ("first", "second") if seat in people]
    return Row(
        id=row.pk,
        topic=topic,
        exercise=_(found.exercise.title),
        line=_line(found, people),
        when=row.stands_since if stands else _when(row, state),
        my_turn=found.seat in floor(found.exercise, state),
        ended=ended,
        url=reverse("transcript" if ended else "room", args=[row.pk]),
        couple_names=_("%(one)s and %(other)s") % {"one": names[0], "other": names[1]}
        if len(names) == 2
        else "".join(names),
        pulse=reverse("pulse", args=[row.pk])
        if found.seat in PARTNERS and pulses.is_offered(row, state.outcome)
        else "",
        where=stands,
        again=take_up_again(found),
    )


def _when(row: DialogueSession, state: State) -> datetime:
    return row.due_at if state.step == "scheduled" and row.due_at else row.opened_at


def _waiting(row: Row, seat: str) -> Row:
    """While the sessions of the couple are not open, the partners read what was said, and their
    therapist none of it."""
    read = reverse("transcript", args=[row.id])
    if seat == "therapist":
        line = row.line if row.ended else _("Not open yet")
        return replace(row, topic="", line=line, my_turn=False, url=read, where="")
    if row.ended:
        return replace(row, again="")
    return replace(row, line=_("Not open yet"), my_turn=False, url=read, where="")


def _line(found: Seated, people: dict[Any, Person]) -> str:
    state = found.state
    phase = _(found.exercise.phases[found.exercise.steps[state.step].phase])
    if state.outcome:
        return {
            "completed": _("Completed"),
            "declined": _("Not this time"),
        }.get(state.outcome, _("Stopped at “%(phase)s”") % {"phase": phase})
    if state.pausing:
        return _("Paused")
    if state.step == "scheduled":
        return _("Kept for another time")
    holders = floor(found.exercise, state)
    if found.seat in holders:
        return _("Your turn · %(phase)s") % {"phase": phase}
    name = name_of(people, holders[0]) if holders else ""
    return _("%(name)s’s turn · %(phase)s") % {"name": name, "phase": phase}


def name_of(people: dict[Any, Person], seat: str) -> str:
    return people[seat].name if seat in people else _("Someone who has left")
