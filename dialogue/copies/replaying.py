"""From a file of dialogues to dialogues: act after act by the rules, as if each were done just now, at the
time that the file says. What the rules refuse, nobody has done."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import uuid4

from django.db import transaction

from dialogue import text
from dialogue.access.dialogues import Seated, dialogues_of, seated
from dialogue.access.seats import PartnerSeat
from dialogue.copies.file_format import DialogueCopy, EventCopy, NotOurFile
from dialogue.engine.exercises import exercise
from dialogue.engine.protocol import PARTNERS, Exercise, Seat, other
from dialogue.engine.rules import begin, decide, evolve
from dialogue.engine.state import Act, Happened, State
from dialogue.engine.visibility import is_private
from dialogue.models import DialogueSession, Partner
from dialogue.room.attempts import Command
from dialogue.room.kept_sentences import ASK, Kept, Sentence, keep
from dialogue.room.log import Entry, Log, withdrawn_before
from dialogue.room.opening import new_row
from dialogue.room.turns import append


def checked(copy: DialogueCopy) -> tuple[Exercise, State]:
    """Its exercise, and where it came to. Raises NotOurFile where an act was not possible, and where
    this installation does not have the exercise."""
    try:
        found = exercise(copy.exercise, copy.version)
    except KeyError:
        raise NotOurFile from None
    state = begin(found, copy.opener)
    for event in copy.events:
        state = evolve(found, state, _possible(found, state, event))
    kept = kept_in(copy)
    keep_one = len({one.by for one in kept}) == len(copy.kept)
    if not keep_one or (kept and state.outcome != "completed"):
        raise NotOurFile
    return found, state


def kept_in(copy: DialogueCopy) -> list[Kept]:
    """What each keeps that the other has written there."""
    return [
        Kept(copy.id, one.seat, words, one.at, one.event, one.nth)
        for one in copy.kept
        for event in copy.events[one.event - 1 : one.event]
        if event.seat == other(one.seat) and event.name != ASK
        for words in text.sentences(event.words or "")[one.nth : one.nth + 1]
    ]


def entries(copy: DialogueCopy) -> list[Entry]:
    """As both partners would see them."""
    return [
        Entry(
            happened=event.happened(),
            words=event.words or "",
            at=event.at,
            numbers=dict.fromkeys(PARTNERS, number),
            withdrawn=event.words is None and event.had_words,
        )
        for number, event in enumerate(copy.events, 1)
    ]


def add(copy: DialogueCopy, *, place: PartnerSeat) -> bool:
    """Whether it was added: one that is here already is not."""
    found, _state = checked(copy)
    people = _authors(place)
    with transaction.atomic():
        here = DialogueSession.objects.filter(couple=place.couple)
        if here.filter(pk=copy.id).exists() or here.filter(origin=copy.id).exists():
            return False
        row, _state = new_row(
            couple=place.couple,
            offered=found,
            opener=copy.opener,
            at=copy.opened_at,
            origin=copy.id,
        )
        one = seated(dialogues_of(cast(int, people[place.seat])).get(pk=row.pk))
        _write(one, copy.events, people)
        one = seated(dialogues_of(cast(int, people[place.seat])).get(pk=row.pk))
        for kept in kept_in(copy):
            key = Sentence(kept.number, kept.nth, kept.words).key
            keep(seated=replace(one, seat=kept.by), key=key, at=kept.at)
    return True


def _write(one: Seated, events: Iterable[EventCopy], people: dict[str, int | None]) -> None:
    log = Log()
    gone: list[int] = []
    for event in events:
        happened = event.happened()
        now = replace(one, seat=event.seat, state=State.from_json(one.row.state))
        append(
            seated=now,
            author_id=cast(int, people.get(event.seat)),  # nobody's, where there is no therapist
            happened=happened,
            command=Command(uuid4(), event.name, words=event.words or "", time=_time(event)),
            log=log,
            now=event.at,
        )
        if event.words is None and event.had_words:
            gone.append(one.row.length)
    log.write()
    withdrawn_before(seated=one, numbers=gone)


def _possible(found: Exercise, state: State, event: EventCopy) -> Happened:
    """What happened, if it could. What a file does not tell is taken as it must have been: what
    somebody had marked or answered in private, and whether a loan had lapsed."""
    happened = event.happened()
    act = Act(
        seat=event.seat,
        name=event.name,
        moment=state.moment,
        words=event.had_words,
        minutes=event.minutes,
        seconds=event.seconds,
        by=_borrower(event),
    )
    alike = cast(tuple[tuple[Seat, str], ...], tuple((seat, event.name) for seat in PARTNERS))
    answered = replace(state, answers=tuple(one for one in alike if one[0] != event.seat))
    for one in (state, replace(state, harmed=True), replace(state, lent=None), answered):
        if decide(found, one, act) == happened and not is_private(happened):
            return happened
    raise NotOurFile


def _borrower(event: EventCopy) -> Seat | None:
    return other(event.seat) if event.borrowed and event.seat in PARTNERS else None


def _time(event: EventCopy) -> datetime | None:
    if event.minutes is None:
        return None
    until = event.at + timedelta(minutes=event.minutes)
    return until.replace(second=0, microsecond=0)


def _authors(place: PartnerSeat) -> dict[str, int | None]:
    places = Partner.objects.filter(couple=place.couple)
    people: dict[str, Any] = dict(places.values_list("seat", "person"))
    return people | {"therapist": place.couple.therapist_id}
