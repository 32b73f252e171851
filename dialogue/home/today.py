"""What there is to do today, for one partner: one thing, found by rule.

What waits for this person comes before what they could begin: a turn, a question, a time, a promise, something that was
shown to them. Nothing is counted, and nothing is owed: where nothing waits, the path suggests, or nobody does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from dialogue.appointments.meetings import Meeting
from dialogue.gifts.reading import Gift
from dialogue.room.kept_sentences import Kept
from dialogue.room.rows import Row

A_WEEK = timedelta(days=7)

Kind = Literal[
    "closed", "turn", "asked", "suggested", "time", "promise", "shown", "theirs", "next", "free"
]


@dataclass(frozen=True, slots=True, repr=False)
class Facts:
    """Of one partner's own day. ``turn``, ``asked``, ``theirs``: dialogues that go on, where it is this person's
    turn, where they are asked for one, and all others; ``unanswered``: whether theirs is a question that waits for
    its answer. ``suggested``: a time to answer. ``shown``: whether the other has shown something that was not opened
    yet. ``next``: the station of the path."""

    opened: bool = True
    turn: Row | None = None
    asked: Row | None = None
    theirs: Row | None = None
    unanswered: bool = False
    suggested: Meeting | None = None
    meeting: Meeting | None = None
    gifts: tuple[Gift, ...] = ()
    shown: bool = False
    next: str = ""


def one_thing(facts: Facts, *, person_id: int, now: datetime) -> Kind:
    """``now`` on the clock that this person reads."""
    waits: tuple[tuple[Kind, object], ...] = (
        ("closed", not facts.opened),
        ("turn", facts.turn),
        ("asked", facts.asked),
        ("suggested", facts.suggested),
        ("time", facts.meeting and is_today(facts.meeting, now)),
        ("promise", due_promise(facts.gifts, person_id)),
        ("shown", facts.shown),
        ("theirs", facts.theirs),
        ("next", facts.next),
    )
    return next((kind for kind, waiting in waits if waiting), "free")


def is_today(meeting: Meeting, now: datetime) -> bool:
    return meeting.begins_at.astimezone(now.tzinfo).date() == now.date()


def due_promise(gifts: tuple[Gift, ...], person_id: int) -> Gift | None:
    """The first of one's own that is not ticked for today, or for this week."""
    mine = (gift for gift in gifts if gift.giver.pk == person_id and gift.goes_on)
    return next((gift for gift in mine if not gift.given), None)


def live_promise(gifts: tuple[Gift, ...], shown_already: Gift | None) -> Gift | None:
    """Which promise stands below it: none that is the one thing itself."""
    return next((gift for gift in gifts if gift.goes_on and gift != shown_already), None)


@dataclass(frozen=True, slots=True, repr=False)
class Sentence:
    """One of the vision; or, where somebody is named, one of theirs that was kept then."""

    words: str
    by: str = ""
    at: datetime | None = None


def of_the_day(sentences: Sequence[Sentence], now: datetime) -> Sentence | None:
    """One of them, the same all day; another one tomorrow."""
    return sentences[now.toordinal() % len(sentences)] if sentences else None


def kept_long_enough(kept: Iterable[Kept], seat: str, now: datetime) -> list[Kept]:
    """What this partner has kept of the other's comes back after a week."""
    return [one for one in kept if one.by == seat and now - one.at >= A_WEEK]
