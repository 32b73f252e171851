"""Our sessions: ask for a dialogue, join one, read a past one."""

from dataclasses import replace

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dialogue.access.askers import NoSuchDialogue
from dialogue.access.consent import open_couples
from dialogue.access.dialogues import dialogues_of, that_open
from dialogue.base.http import NOT_OPEN, PersonRequest, number, posted
from dialogue.base.problems import NotOpen
from dialogue.couple import invitations
from dialogue.course import occasions
from dialogue.engine.exercises import all_exercises
from dialogue.gifts import reading
from dialogue.home.starters import moods
from dialogue.home.starting_points import seeded
from dialogue.home.waiting import waiting_for
from dialogue.models import Couple, DialogueSession, Person
from dialogue.records import homework
from dialogue.records.homework import Shared
from dialogue.room import feed
from dialogue.room.asking import CannotAsk, ask, standing
from dialogue.room.forms import StartForm
from dialogue.room.people import people_in
from dialogue.room.rows import Row, row_of

LISTED = 50


@require_safe
def sessions(request: PersonRequest) -> HttpResponse:
    return _page(request, StartForm(initial=seeded(request)), 200)


@posted(back_to="sessions")
def start(request: PersonRequest) -> HttpResponse:
    form = StartForm(request.POST)
    if not form.is_valid():
        return _page(request, form, 422)
    try:
        row = ask(
            person_id=request.user.pk,
            exercise_id=form.cleaned_data["exercise"],
            topic=form.cleaned_data["topic"],
            command_id=form.cleaned_data["command"],
            aloud=form.cleaned_data["way"] in ("aloud", "one_phone"),
        )
    except NoSuchDialogue:
        if request.user.role != Person.Role.PARTNER:
            return redirect("sessions")
        form.add_error(None, _("First, invite your partner below."))
        return _page(request, form, 422)
    except NotOpen:
        return _page(request, form, NOT_OPEN)
    except CannotAsk as problem:
        form.add_error("exercise" if problem.code == "deep" else None, problem.said)
        return _page(request, form, 422)
    room = "one_phone" if form.cleaned_data["way"] == "one_phone" else "room"
    return redirect(room, dialogue_id=row.pk)


def _page(request: PersonRequest, form: StartForm, status: int) -> HttpResponse:
    person = request.user
    number = _page_number(request)
    listed = _newest(person.pk, number)
    more, listed = len(listed) > LISTED, listed[:LISTED]
    newest = that_open(listed)
    topics = feed.topics_of(dialogues=newest)
    couple = Couple.objects.current_of(person.pk)
    couples = {seated.row.couple_id for seated in newest}
    going = open_couples(couples=couples | ({couple.pk} if couple else set()))
    opened = couple is not None and couple.pk in going
    rows = []
    for seated in newest:
        row = row_of(seated, people_in(row=seated.row), topics.get(seated.row.pk, ""))
        rows.append(row if seated.row.couple_id in going else _waiting(row, seated.seat))
    past = [row for row in rows if row.ended]
    to_agree, due = occasions.at_home(person_id=person.pk) if couple else (False, None)
    context = {
        "person": person,
        "couple": couple,
        "opened": opened,
        "partner": couple.partner_of(person.pk) if couple else None,
        "waiting": waiting_for(person, couple),
        "homework": _homework(couple),
        "course_to_agree": to_agree,
        "due": due,
        "invitation": None if couple else invitations.open_invitation_of(inviter=person),
        "gifts": reading.going_on(person=person) if couple else [],
        "running": [row for row in rows if not row.ended],
        "past": past,
        "damaged": len(listed) - len(newest),
        "rooms": rows,
        "exercises": all_exercises(),
        "standing": standing(person_id=person.pk, couple=couple) if opened and couple else None,
        "form": form,
        "moods": moods(),
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
    return [(one, names.get(one.who, _("For both of you"))) for one in shared]


def _page_number(request: PersonRequest) -> int:
    """Of the list, from 1; anything else that is asked for is the first."""
    return max(1, number(request.GET.get("page", "")))


def _newest(person_id: int, page: int) -> list[DialogueSession]:
    """What goes on comes first, so that many later dialogues cannot push it off the first page. One
    more than fits, if there is another page."""
    first = (page - 1) * LISTED
    # What was declined is not held up to anybody.
    rows = dialogues_of(person_id).exclude(state__outcome="declined")
    rows = rows.prefetch_related("couple__therapist", "couple__partners__person")
    return list(
        rows.order_by(F("closed_at").desc(nulls_first=True), "-opened_at", "-pk")[
            first : first + LISTED + 1
        ]
    )


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
