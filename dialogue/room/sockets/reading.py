"""What a room's socket reads for one seat: the welcome, what was missed, a page of earlier events.

Synchronous: to be called in the thread of the database. They raise what ``find`` raises, and
nothing here keeps anything between two calls.
"""

from dataclasses import dataclass
from uuid import UUID

from django.utils import translation

from dialogue.access.askers import Asker
from dialogue.access.dialogues import Seated, find
from dialogue.base import audit, whose
from dialogue.engine.protocol import Seat
from dialogue.models import Access
from dialogue.room import drafts, feed
from dialogue.room.people import people_in
from dialogue.room.wire import bounds, frames, view
from dialogue.room.wire.now import now_for


@dataclass(frozen=True, slots=True)
class Reader:
    """One person in one dialogue, and the language that they read."""

    asker: Asker
    dialogue_id: UUID
    language: str

    def find(self) -> Seated:
        return find(asker=self.asker, dialogue_id=self.dialogue_id)

    def welcome(self, known: int) -> tuple[frames.Welcome, Seated, dict[Seat, str]]:
        """A welcome without presence, for who has the events up to ``known``; and everybody's names."""
        seated = self.find()
        seat = seated.seat
        people = people_in(row=seated.row)
        names = {one: person.name for one, person in people.items()}
        if seat == "therapist":
            what = Access.What.ENTERED_ROOM
            audit.record(actor=people[seat], what=what, subjects=people.values())
        newest = getattr(seated.row, f"{seat}_length")
        follows = 0 < known <= newest and newest - known <= bounds.CATCH_UP_EVENTS
        entries = feed.entries(
            seated=seated,
            after=known if follows else 0,
            most=None if follows else bounds.PAGE_EVENTS,
        )
        draft = drafts.draft_of(person_id=self.asker.person_id, seated=seated)
        with translation.override(self.language):
            welcome = frames.Welcome(
                whose=whose.mark_of(self.asker.person_id),
                seat=seat,
                people=view.people_view(people),
                exercise=view.exercise_view(seated.exercise),
                number=newest,
                now=now(seated, names),
                events=view.events_for(
                    seat, entries=entries, exercise=seated.exercise, names=names
                ),
                gap=not follows and (known > 0 or newest > len(entries)),
                draft=draft_view(draft) if draft else None,
                presence={},
            )
        return welcome, seated, names

    def missed(self, after: int, names: dict[Seat, str]) -> frames.Events | None:
        """The events after ``after``; None if these are too many, or not yet written."""
        seated = self.find()
        newest = getattr(seated.row, f"{seated.seat}_length")
        if not 0 <= newest - after <= bounds.CATCH_UP_EVENTS:
            return None
        entries = feed.entries(seated=seated, after=after)
        with translation.override(self.language):
            events = view.events_for(
                seated.seat, entries=entries, exercise=seated.exercise, names=names
            )
            return frames.Events(events=events, now=now(seated, names))

    def page(self, before: int, names: dict[Seat, str]) -> frames.Page:
        seated = self.find()
        entries = feed.entries(seated=seated, before=before, most=bounds.PAGE_EVENTS)
        with translation.override(self.language):
            events = view.events_for(
                seated.seat, entries=entries, exercise=seated.exercise, names=names
            )
        return frames.Page(events=events, more=bool(events) and events[0].number > 1)


def now(seated: Seated, names: dict[Seat, str]) -> frames.Now:
    return now_for(
        seated.seat,
        row=seated.row,
        exercise=seated.exercise,
        state=seated.state,
        names=names,
    )


def draft_view(writing: drafts.Writing) -> frames.DraftView:
    return frames.DraftView(moment=writing.moment, move=writing.move, words=writing.words)
