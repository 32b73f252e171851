"""One page to print: what both take along from a dialogue. The room shows the first part of it at the end."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dialogue.access.dialogues import Seated
from dialogue.base.http import CONFLICT, PersonRequest, page
from dialogue.engine.protocol import PARTNERS
from dialogue.gifts.views import gift_line
from dialogue.home.homework_views import homework_of
from dialogue.home.takeaway import next_time, takeaway_of
from dialogue.room import feed, kept_sentences
from dialogue.room.kept_sentences import CannotKeep
from dialogue.room.people import people_in
from dialogue.room.rows import name_of, row_of
from dialogue.room.views import found_dialogue


@page
def takeaway(request: PersonRequest, dialogue_id: UUID) -> HttpResponse:
    """For the two; their therapist has the transcript."""
    found = found_dialogue(request, dialogue_id, to_read=True)
    if found.seat not in PARTNERS or not found.state.outcome:
        raise Http404
    if request.method == "POST":
        return _kept(request, found)
    told = takeaway_of(person=request.user, found=found)
    topic = feed.topic_of(row=found.row, key=found.key)
    people = people_in(row=found.row)
    kept = kept_sentences.kept_in(seated=found)
    context = {
        "dialogue": row_of(found, people, topic),
        "partner": people[PARTNERS[found.seat == PARTNERS[0]]],
        "sentences": kept_sentences.sentences(seated=found),
        "kept": [(one, name_of(people, one.said_by)) for one in kept],
        "mine": next((one for one in kept if one.by == found.seat), None),
        "next": next_time(person=request.user),
        "closing": told.closing,
        "promises": [(one, gift_line(one)) for one in told.promises],
        "coming": told.coming,
        "homework": homework_of(person_id=request.user.pk),
    }
    return render(request, "home/takeaway.html", context)


def _kept(request: PersonRequest, found: Seated) -> HttpResponse:
    """One sentence of the other's is kept, or let go."""
    if request.POST.get("act") == "let_go":
        kept_sentences.let_go(seated=found)
        messages.success(request, _("Deleted."))
        return redirect("takeaway", dialogue_id=found.row.pk)
    try:
        kept_sentences.keep(seated=found, key=request.POST.get("sentence", ""))
    except CannotKeep:
        return HttpResponse(status=CONFLICT)
    messages.success(request, _("Saved. You’ll find it under “Us”."))
    return redirect("takeaway", dialogue_id=found.row.pk)
