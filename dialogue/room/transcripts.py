"""What was said in a dialogue, turn by turn, for pages and copies."""

from collections.abc import Iterable
from typing import Any

from django.utils import formats, timezone

from dialogue.access.dialogues import Seated
from dialogue.engine.explore import ENDS
from dialogue.engine.protocol import PARTNERS
from dialogue.models import Person
from dialogue.room import feed
from dialogue.room.log import Entry
from dialogue.room.rows import name_of
from dialogue.room.wire import view
from dialogue.room.wire.frames import EventView


def turns_of(
    seated: Seated, people: dict[Any, Person], entries: Iterable[Entry] | None = None
) -> list[dict[str, Any]]:
    """What was said, as the seat may see it, turn by turn; of these entries, if some are given."""
    turns: list[dict[str, Any]] = []
    names = {seat: person.name for seat, person in people.items()}
    for entry in feed.entries(seated=seated) if entries is None else entries:
        event = view.event_for(seated.seat, entry=entry, exercise=seated.exercise, names=names)
        if not turns or turns[-1]["number"] != event.turn:
            turns.append(
                {
                    "number": event.turn,
                    "sender_name": name_of(people, entry.happened.sender),
                    "entries": [],
                }
            )
        if not event.tells:
            continue
        turns[-1]["entries"].append(
            {
                "name": "" if event.joint or event.name in ENDS else name_of(people, event.seat),
                "seat": event.seat,
                "tells": _told(event),
                "words": event.words,
                "kind": event.kind,
                "private": event.to is not None,
                "number": event.number,
                "mine": bool(entry.words) and _may_withdraw(seated, event.seat),
                "written": bool(entry.words),
                "when": event.at,
            }
        )
    return turns


def _may_withdraw(seated: Seated, seat: str) -> bool:
    """Own words, once it is over."""
    return bool(seated.state.outcome) and seated.seat in PARTNERS and seated.seat == seat


def _told(event: EventView) -> str:
    """What was done; and until which day, where it was done until a day."""
    if not event.day or event.time is None:
        return event.tells
    return f"{event.tells} {formats.date_format(timezone.localtime(event.time), 'DATE_FORMAT')}"
