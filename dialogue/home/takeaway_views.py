"""One page to print: what both take along from a dialogue."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dialogue.base.http import PersonRequest
from dialogue.engine.protocol import PARTNERS
from dialogue.gifts.views import gift_line
from dialogue.home.homework_views import homework_of
from dialogue.home.takeaway import takeaway_of
from dialogue.room import feed
from dialogue.room.people import people_in
from dialogue.room.rows import row_of
from dialogue.room.views import found_dialogue


@require_safe
def takeaway(request: PersonRequest, dialogue_id: UUID) -> HttpResponse:
    """For the two; their therapist has the transcript."""
    found = found_dialogue(request, dialogue_id, to_read=True)
    if found.seat not in PARTNERS or not found.state.outcome:
        raise Http404
    told = takeaway_of(person=request.user, found=found)
    topic = feed.topic_of(row=found.row, key=found.key)
    context = {
        "dialogue": row_of(found, people_in(row=found.row), topic),
        "closing": told.closing,
        "promises": [(one, gift_line(one)) for one in told.promises],
        "coming": told.coming,
        "homework": homework_of(person_id=request.user.pk),
    }
    return render(request, "home/takeaway.html", context)
