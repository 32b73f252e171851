"""Writing the log: what is decided in one transaction, for one dialogue or for many, is written together."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from dialogue.access import tags
from dialogue.access.dialogues import Seated
from dialogue.base import live, vault
from dialogue.base.prepared import Delete, Insert, Update
from dialogue.engine.protocol import SEATS, UNIVERSAL, Seat
from dialogue.engine.rules import evolve
from dialogue.engine.state import Happened, State
from dialogue.engine.visibility import seats_that_see
from dialogue.models import DialogueSession, Draft, Event, Turn


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """One event, unsealed. ``numbers`` holds the number that each seat which may see it gives it."""

    happened: Happened
    words: str
    at: datetime
    numbers: dict[Seat, int]
    withdrawn: bool = False


@dataclass(slots=True)
class Written:
    """What one transaction added to the log of one dialogue after its number ``after``; ``row`` and
    ``state`` are the snapshot that follows."""

    after: int
    row: DialogueSession
    state: State
    entries: list[Entry] = field(default_factory=list)


class Log:
    """The logs of some dialogues, in a transaction that holds their rows locked.

    ``append`` numbers and keeps in mind, ``write`` writes. What is to read the log in between, must
    have it written first; nothing is left unwritten when the transaction ends.
    """

    def __init__(self) -> None:
        self.written: dict[UUID, Written] = {}
        self._commands: set[tuple[UUID, int, UUID]] = set()
        self._events: list[Mapping[str, Any]] = []
        self._turns: list[Mapping[str, Any]] = []
        self._drafts: list[Mapping[str, Any]] = []
        self._moved: set[UUID] = set()

    def holds(self, dialogue_id: UUID, author_id: int, command: UUID) -> bool:
        """Whether that act of theirs was appended here (I1)."""
        return (dialogue_id, author_id, command) in self._commands

    def append(
        self,
        *,
        seated: Seated,
        author_id: int,
        happened: Happened,
        words: str,
        command: UUID,
        digest: bytes,
        at: datetime,
    ) -> Mapping[Seat, int]:
        """One event more, and the snapshot that follows from it: the row of ``seated`` is that from
        now on. The numbers by which the seats that may see it know it (I4)."""
        row, before = seated.row, seated.state
        state = evolve(seated.exercise, before, happened)
        written = self.written.get(row.pk)
        if written is None:
            written = self.written[row.pk] = Written(row.length, row, before)
            transaction.on_commit(lambda: live.wake_up_to(row.pk, row.length))
        row.length += 1
        numbers: dict[Seat, int] = {}
        for seat in seats_that_see(happened):
            numbers[seat] = getattr(row, f"{seat}_length") + 1
            setattr(row, f"{seat}_length", numbers[seat])
        row.state = state.to_json()
        if (state.moment, state.slow) != (before.moment, before.slow):
            row.stands_since = at
        if state.timed != before.timed:
            row.timed_since = at
        if state.outcome:
            row.closed_at = at
        row.tag = tags.tag_of_snapshot(row, seated.key)
        if state.turn != before.turn:
            turn = {"number": state.turn, "sender": state.sender, "began_at": at}
            self._turns.append({"dialogue": row.pk, **turn})
        if words and happened.name not in UNIVERSAL:
            self._drafts.append({"dialogue": row.pk, "person": author_id})
        self._commands.add((row.pk, author_id, command))
        sealed = vault.seal(seated.key, words, row.pk, row.length, happened.seat) if words else None
        event = {
            "number": row.length,
            "turn": happened.turn,
            "facts": happened.to_facts(),
            "command": command,
            "at": at,
            "withdrawn_at": None,
            **{f"{seat}_number": numbers.get(seat) for seat in SEATS},
        }
        tag = tags.tag_of_event(event, seated.key, dialogue=row.pk, worded=bool(words))
        more = {"author": author_id, "words": sealed, "digest": digest, "tag": tag}
        self._events.append({"dialogue": row.pk, **event, **more})
        self._moved.add(row.pk)
        written.state = state
        written.entries.append(Entry(happened=happened, words=words, at=at, numbers=numbers))
        return numbers

    def write(self) -> None:
        """All that was appended since the last time: a statement for each table, however much it is."""
        _EVENTS.run(self._events)
        rows = [self.written[dialogue_id].row for dialogue_id in sorted(self._moved)]
        _SNAPSHOTS.run([{name: getattr(row, name) for name in (*_SNAPSHOT, "id")} for row in rows])
        _TURNS.run(self._turns)
        _NO_DRAFTS.run(self._drafts)
        self._events, self._turns, self._drafts = [], [], []
        self._moved = set()


def withdraw(*, seated: Seated, author_id: int, number: int | None) -> int:
    """Take back the words with that number, or all, of their author, who sits there; how many there
    were. What was done stays in the log, so nothing that follows from it changes; the sealed words and
    the print of them are gone. Only of a dialogue that is over."""
    if not seated.row.state["outcome"]:
        return 0
    said = Event.objects.filter(dialogue=seated.row, author=author_id, words__isnull=False)
    if number is not None:
        said = said.filter(**{f"{seated.seat}_number": number})
    taken_back = list(said)
    for event in taken_back:
        tags.check_event(event, seated.key, worded=True)
    _without_words(taken_back, seated, timezone.now())
    return len(taken_back)


def withdrawn_before(*, seated: Seated, numbers: Collection[int]) -> None:
    """The words with these numbers of the log were taken back before it was brought here."""
    events = Event.objects.filter(dialogue=seated.row, number__in=numbers)
    _without_words(list(events), seated, seated.row.opened_at)


def _without_words(events: list[Event], seated: Seated, at: datetime) -> None:
    for event in events:
        event.words, event.digest, event.withdrawn_at = None, bytes(32), at
        place = seated.row.pk
        event.tag = tags.tag_of_event(vars(event), seated.key, dialogue=place, worded=False)
    Event.objects.bulk_update(events, ["words", "digest", "withdrawn_at", "tag"], 500)


def happened(event: Event) -> Happened:
    """What the engine must know of a logged event, to fold it again."""
    return Happened.from_facts(event.facts, turn=event.turn)


_NUMBERS = [f"{seat}_number" for seat in SEATS]
_LENGTHS = [f"{seat}_length" for seat in SEATS]
_TIMES = ("stands_since", "timed_since", "closed_at", "due_at", "lent_until")
_SNAPSHOT = ("state", "length", "tag", *_LENGTHS, *_TIMES)
_FACTS = ("turn", "author", "facts", "words", "command", "digest", "at", "tag")
_EVENTS = Insert(Event, "dialogue", "number", *_FACTS, *_NUMBERS)
_SNAPSHOTS = Update(DialogueSession, *_SNAPSHOT, "id")
_TURNS = Insert(Turn, "dialogue", "number", "sender", "began_at")
_NO_DRAFTS = Delete(Draft, "dialogue", "person")
