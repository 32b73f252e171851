"""What is in a copy, and in what order: gathered once, for every kind of file.

What exists for two of three alone, such as a whisper, is in none: a file is read by others.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from dialogue.access.dialogues import Seated, dialogues_of, seated
from dialogue.access.seats import PartnerSeat
from dialogue.base.documents import Block, Heading, Line, Quote
from dialogue.base.vault import CannotOpen
from dialogue.course import reading
from dialogue.engine.visibility import is_private
from dialogue.gifts import reading as gifts
from dialogue.gifts.reading import Gift
from dialogue.gifts.views import gift_line
from dialogue.models import Person
from dialogue.room import feed
from dialogue.room.kept_sentences import Kept, kept_by_both
from dialogue.room.log import Entry
from dialogue.room.people import people_in
from dialogue.room.rows import name_of, row_of
from dialogue.room.transcripts import turns_of
from dialogue.together import views as together


@dataclass(frozen=True, slots=True, repr=False)
class Said:
    """One dialogue, what of it both saw, and what each has kept of the other's, if both have."""

    found: Seated
    people: dict[Any, Person]
    entries: list[Entry]
    kept: list[Kept]


def said(*, person: Person, place: PartnerSeat) -> Iterator[Said | None]:
    """The couple's dialogues, the oldest first; None for one that can't be opened: the others can."""
    kept = kept_by_both(place=place)
    rows = dialogues_of(person.pk).filter(couple=place.couple).order_by("opened_at", "pk")
    for row in rows.prefetch_related("couple__therapist", "couple__partners__person"):
        try:
            found = seated(row)
            entries = [one for one in feed.entries(seated=found) if not is_private(one.happened)]
        except CannotOpen:
            yield None
            continue
        people: dict[Any, Person] = {**people_in(row=row)}
        yield Said(found, people, entries, [one for one in kept if one.dialogue_id == row.pk])


def blocks(*, person: Person, place: PartnerSeat, own_only: bool) -> Iterator[Block]:
    """Of a whole file. ``own_only``: the words of this partner, and what the others did without theirs."""
    yield Heading(1, _("My words") if own_only else _("Our dialogues"))
    for one in said(person=person, place=place):
        if one is None:
            yield Heading(2, _("A dialogue that can’t be opened"))
        else:
            yield from told(one, own_only=own_only)
    yield from beside(person=person, place=place, own_only=own_only)


def beside(*, person: Person, place: PartnerSeat, own_only: bool) -> Iterator[Block]:
    """What came of the dialogues, and what else both have revealed."""
    if found := gifts.gifts_of(person=person):
        yield Heading(2, _("Promises"))
        for gift in found:
            yield from _given(gift, own_only)
    yield from together.told(person_id=person.pk, own_only=own_only)
    course = reading.standing(place=place).course
    goals = course.goals if course else {}
    shown = {seat: goal for seat, goal in goals.items() if not own_only or seat == place.seat}
    if shown:
        yield Heading(2, _("Our course"))
    for seat, goal in sorted(shown.items()):
        yield Heading(3, place.names[seat])
        yield Quote(goal)


def told(one: Said, *, own_only: bool) -> Iterator[Block]:
    """One dialogue. Each said thing is a quotation, so that it cannot pass for a heading or for what
    somebody else said."""
    found, seat = one.found, one.found.seat
    topic = one.entries[0]
    left_out = own_only and topic.happened.seat != seat and bool(topic.words)
    row = row_of(found, one.people, topic.words)
    when = formats.date_format(timezone.localtime(row.when), "DATETIME_FORMAT")
    yield Heading(2, _("(not copied)") if left_out else row.topic)
    yield Line(f"{row.exercise} · {when} · {row.line}")
    for turn in turns_of(found, one.people, one.entries):
        yield Heading(3, _("%(name)s shares") % {"name": turn["sender_name"]})
        for entry in turn["entries"]:
            theirs = own_only and entry["seat"] != seat and entry["written"]
            not_copied = _("(not copied)")
            tells = f"{entry['tells']} {not_copied}" if theirs else entry["tells"]
            yield Line(tells, entry["name"])
            if entry["words"] and not theirs:
                yield Quote(entry["words"])
    for kept in one.kept:
        if not own_only or kept.said_by == seat:
            yield Line(_("Saved by %(name)s:") % {"name": name_of(one.people, kept.by)})
            yield Quote(kept.words)


def _given(gift: Gift, own_only: bool) -> Iterator[Block]:
    """One promise. Its words may be of either, by now: where only one's own are copied, they stand in
    the dialogue."""
    ended = " " + _("It has ended.") if gift.let_go else ""
    yield Line(gift_line(gift) + ended)
    if not own_only:
        yield Quote(gift.words)
    if gift.thanked:
        yield Line(_("%(name)s says thank you.") % {"name": gift.asker.name})
    if gift.thanks and (not own_only or gift.seat != gift.giver_seat):
        yield Quote(gift.thanks)
