"""What happened and who is there, as one seat may see it, in that person's language."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from dialogue.engine.protocol import Exercise, Move, Seat, Step, other
from dialogue.engine.state import Happened, State
from dialogue.engine.visibility import is_joint, is_private
from dialogue.models import Person
from dialogue.room.log import Entry
from dialogue.room.wire.frames import (
    EventView,
    ExerciseView,
    PersonView,
    PhaseView,
)
from dialogue.room.wire.told import Names, Told


def event_for(seat: Seat, *, entry: Entry, exercise: Exercise, names: Names) -> EventView:
    """The event in the numbers of ``seat``, which must be one that may see it."""
    happened = entry.happened
    step = exercise.steps.get(happened.step)
    move = step.moves.get(happened.name) if step else None
    words = entry.words
    if not (words or entry.withdrawn):
        words = _unsaid(exercise, step, move, happened, names)
    tells = _(move.tells) if move else _universal(exercise, happened, names)
    joint = is_joint(exercise, happened)
    hidden = happened.private and step is not None and step.hidden
    if joint and move:
        tells = Told(exercise, happened.sender, happened.marks, names)(move.agreed)
    if (move and move.harm) or hidden:
        tells = ""  # no line stays of it: partners look at each other's screens
    if entry.withdrawn:
        tells = _("%(tells)s (withdrawn)") % {"tells": tells}
    if happened.aloud:
        tells = _("%(tells)s, out loud") % {"tells": tells}
    if happened.borrowed and not joint and not hidden:
        tells = _("%(tells)s, on %(name)s’s phone") % {
            "tells": tells,
            "name": _other(happened, names),
        }
    minutes = happened.minutes
    return EventView(
        number=entry.numbers[seat],
        name=happened.name,
        seat=happened.sender if joint else happened.seat,
        turn=happened.turn,
        step=happened.step,
        at=entry.at,
        kind=_kind(move, words, happened),
        tells=tells,
        words=words,
        piece=happened.piece,
        time=_minute(entry.at + timedelta(minutes=minutes)) if minutes is not None else None,
        day=move is not None and move.days > 1,
        to=None if hidden else happened.to,
        aloud=happened.aloud,
        borrowed=happened.borrowed and not joint,
        joint=joint,
        withdrawn=entry.withdrawn,
    )


def _minute(at: datetime) -> datetime:
    """The whole minute that was chosen: until it were so many, the last of them begun."""
    return at.replace(second=0, microsecond=0)


def events_for(
    seat: Seat, *, entries: list[Entry], exercise: Exercise, names: Names
) -> tuple[EventView, ...]:
    return tuple(
        event_for(seat, entry=entry, exercise=exercise, names=names)
        for entry in entries
        if seat in entry.numbers
    )


def exercise_view(exercise: Exercise) -> ExerciseView:
    phases = tuple(PhaseView(id=id, name=_(name)) for id, name in exercise.phases.items())
    return ExerciseView(id=exercise.id, title=_(exercise.title), phases=phases)


def people_view(people: Mapping[Seat, Person]) -> dict[Seat, PersonView]:
    return {
        seat: PersonView(name=person.name, pronoun=person.pronoun)
        for seat, person in people.items()
    }


def step_told(exercise: Exercise, state: State, names: Names) -> str:
    """What is asked of whoever acts at this step, as the therapist reads it."""
    told = Told(exercise, state.sender, state.marks, names)
    return told(exercise.steps[state.step].title)


def _unsaid(
    exercise: Exercise, step: Step | None, move: Move | None, happened: Happened, names: Names
) -> str:
    """What stands for words where none were written. What was said aloud is not guessed."""
    if happened.aloud:
        return ""
    text = move.says if move else ""
    if step and happened.name == "frame":
        text = exercise.purposes.get(step.phase, "")
    return Told(exercise, happened.sender, happened.marks, names)(text) if text else ""


def _kind(move: Move | None, words: str, happened: Happened) -> str:
    if not words:
        return "note"
    if move is None:
        return "whisper" if is_private(happened) else "frame"
    if move.by == "therapist":
        return "frame"
    if move.echoes:
        return "echo"
    return "fix" if move.hears and move.quiet else "say"


def _other(happened: Happened, names: Names) -> str:
    """The other partner than the one whose act it is."""
    return names.get(other(happened.seat), _("your partner"))


def _universal(exercise: Exercise, happened: Happened, names: Names) -> str:
    if happened.name == "lend":
        return _("shares %(name)s’s phone now") % {"name": _other(happened, names)}
    if happened.name in ("end", "leave_for_today") and exercise.derole:
        return _("The dialogue is coming to an end.")  # a role may have to be put down first
    if happened.name == "slow" and not happened.seconds:
        return _("ended the slower pace")
    if happened.name in ("speak", "write") and not happened.agreed:
        return _("asked to talk out loud") if happened.name == "speak" else _("asked to write")
    return {
        "stay": _("would rather leave it as it is"),
        "pause": _("asked for a pause"),
        "resume": _("is ready to continue"),
        "end": _("The dialogue ended here."),  # neutral: by whom is not said
        "leave_for_today": _("You left it here for today."),  # nor is it here
        "speak": _("switched to talking out loud"),
        "write": _("switched to writing"),
        "take_back": _("went back to two phones"),
        "frame": _("said what this step is for"),
        "slow": _("asked to go slowly"),
        "whisper": _("whispered"),
        "offer": _("offered a stem"),
        "double": _("offered a line in the sender’s voice"),
        "see_hand": _("saw the raised hand"),
        "reply": _("answered in private"),
        "dismiss": _("set the offer aside"),
        "raise_hand": _("raised a hand"),
        "lower_hand": _("lowered the hand"),
    }[happened.name]
