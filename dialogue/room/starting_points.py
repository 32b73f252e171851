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


def broken_off(*, seated: Seated) -> bool:
    """Whether the one who sits there asked for it, and it ended before its end: to be taken up."""
    return seated.state.outcome in BROKEN_OFF and seated.row.opener == seated.seat


def once_more(*, person_id: int, dialogue_id: UUID) -> StartingPoint | None:
    """The exercise and the topic of a dialogue that was broken off, for who had asked for it."""
    seated = _found(person_id, dialogue_id)
    if seated is None or not broken_off(seated=seated):
        return None
    return StartingPoint(seated.exercise.id, feed.topic_of(row=seated.row, key=seated.key))


def grown_from(*, person_id: int, dialogue_id: UUID) -> StartingPoint | None:
    """What the person said in a dialogue that is over, at a step that may lead to another exercise.
    No words, where it was said aloud."""
    seated = _found(person_id, dialogue_id)
    if seated is None or not seated.state.outcome:
        return None
    for entry in reversed(feed.entries(seated=seated)):
        if led_to := _leads_to(seated, entry.happened):
            return StartingPoint(led_to, entry.words)
    return None


def leads_to(*, seated: Seated) -> str:
    """The exercise that something may lead to which was said in this dialogue from this seat, now
    that it is over; or nothing. No words are opened."""
    if not (seated.state.outcome and seated.seat in PARTNERS):
        return ""
    said = (_leads_to(seated, happened) for happened, _at in feed.course(seated=seated))
    return next(filter(None, said), "")


def _leads_to(seated: Seated, happened: Happened) -> str:
    step = seated.exercise.steps.get(happened.step)
    move = step.moves.get(happened.name) if step else None
    return move.seeds if move and happened.seat == seated.seat else ""


def _found(person_id: int, dialogue_id: UUID) -> Seated | None:
    try:
        seated = find(asker=Asker(person_id), dialogue_id=dialogue_id, to_read=True)
    except (NoSuchDialogue, NotOpen):
        return None
    return seated if seated.seat in PARTNERS else None
