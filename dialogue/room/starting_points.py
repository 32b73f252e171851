"""What a dialogue may begin from: words that somebody said once, read from the sealed log for nobody
but the one who said them. Nothing begins by itself."""

from dataclasses import dataclass
from uuid import UUID

from dialogue.access.askers import Asker, NoSuchDialogue
from dialogue.access.dialogues import Seated, find
from dialogue.base.problems import NotOpen
from dialogue.engine.protocol import PARTNERS
from dialogue.engine.state import Happened
from dialogue.room import feed

BROKEN_OFF = ("ended_safely", "left_for_today")  # the outcomes of what may be taken up again


@dataclass(frozen=True, slots=True, repr=False)
class StartingPoint:
    exercise: str
    words: str


def broken_off(*, found: Seated) -> bool:
    """Whether the one who sits there asked for it, and it ended before its end: to be taken up."""
    return found.state.outcome in BROKEN_OFF and found.row.opener == found.seat


def once_more(*, person_id: int, dialogue_id: UUID) -> StartingPoint | None:
    """The exercise and the topic of a dialogue that was broken off, for who had asked for it."""
    found = _found(person_id, dialogue_id)
    if found is None or not broken_off(found=found):
        return None
    return StartingPoint(found.exercise.id, feed.topic_of(row=found.row, key=found.key))


def grown_from(*, person_id: int, dialogue_id: UUID) -> StartingPoint | None:
    """What the person said in a dialogue that is over, at a step that may lead to another exercise.
    No words, where it was said aloud."""
    found = _found(person_id, dialogue_id)
    if found is None or not found.state.outcome:
        return None
    for entry in reversed(feed.entries(seated=found)):
        if led_to := _leads_to(found, entry.happened):
            return StartingPoint(led_to, entry.words)
    return None


def leads_to(*, found: Seated) -> str:
    """The exercise that something may lead to which was said in this dialogue from this seat, now
    that it is over; or nothing. No words are opened."""
    if not (found.state.outcome and found.seat in PARTNERS):
        return ""
    said = (_leads_to(found, happened) for happened, _at in feed.course(seated=found))
    return next(filter(None, said), "")


def _leads_to(found: Seated, happened: Happened) -> str:
    step = found.exercise.steps.get(happened.step)
    move = step.moves.get(happened.name) if step else None
    return move.seeds if move and happened.seat == found.seat else ""


def _found(person_id: int, dialogue_id: UUID) -> Seated | None:
    try:
        found = find(asker=Asker(person_id), dialogue_id=dialogue_id, to_read=True)
    except (NoSuchDialogue, NotOpen):
        return None
    return found if found.seat in PARTNERS else None
