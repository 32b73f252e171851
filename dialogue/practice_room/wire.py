"""The practice room's steps: what a visitor's browser asks, and what it gets.

A visitor's words never come here: the engine needs to know only whether there are any, so that is all
that is asked (``words``), beside whether the scripted partner will have felt heard (``heard``), which
the browser works out itself. Nor is anything kept: where the story stands goes to the browser and
comes back, signed. So there is no account, no row, no socket, and nothing to erase; and it is the same
engine that decides, and the same view of it, as between two people.
"""

from collections.abc import Iterable
from typing import Annotated, Literal

from django.core import signing
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dialogue.engine.exercises import exercise
from dialogue.engine.protocol import Seat
from dialogue.engine.state import Act
from dialogue.models import DialogueSession
from dialogue.room.log import Entry
from dialogue.room.wire import view
from dialogue.room.wire.frames import EventView, ExerciseView, Limits, Now, PersonView
from dialogue.room.wire.now import now_for
from dialogue.stories import Story, story
from dialogue.stories.play import Beat, Position, asks_again, listened_for, wanted

STEP_BYTES = 8_192  # of one request; the words are not in it
_SALT = "dialogue.practice"
_SECONDS = (1.6, 0.26, 8.0)  # to begin with, for each word, and at the most


class BadStep(Exception):
    """A request that is not one. ``code`` is one of "malformed", "too_long" and "bad_state"."""

    def __init__(self, code: Literal["malformed", "too_long", "bad_state"]) -> None:
        super().__init__(code)
        self.code = code


class Step(BaseModel):
    """One act of the visitor, at the place that ``state`` is the signed form of."""

    model_config = ConfigDict(extra="forbid", strict=True)

    state: Annotated[str, Field(max_length=STEP_BYTES)]
    name: Annotated[str, Field(max_length=40)]
    moment: int = -1
    words: bool = False
    heard: bool = False
    hurt: bool = False
    minutes: int | None = None
    to: Seat | None = None
    seconds: int | None = None

    def act(self, seat: Seat) -> Act:
        return Act(
            seat,
            self.name,
            moment=self.moment,
            words=self.words,
            minutes=self.minutes,
            to=self.to,
            seconds=self.seconds,
        )


class BeatView(BaseModel):
    """What happened, how the visitor may see it, and after how many seconds it is shown. ``words``
    of an event are the partner's; a visitor's own are put in by the browser. ``listen``: what the
    visitor's next words would contain, each in several ways; ``wants``: the one without which the
    partner will not feel heard. ``state`` is to be sent back with the next step."""

    seconds: float
    again: bool
    event: EventView | None
    now: Now
    manner: str
    listen: tuple[tuple[str, ...], ...]
    wants: tuple[str, ...]
    state: str


class Practice(BaseModel):
    """All that the page of a story needs to begin."""

    seat: Seat
    people: dict[Seat, PersonView]
    exercise: ExerciseView
    limits: Limits
    intro: str
    step: str
    beats: tuple[BeatView, ...]


def parse(body: bytes) -> tuple[Step, Story, Position]:
    """Raises BadStep, for what is no step and for a state that was not made here, or before the
    story was changed."""
    if len(body) > STEP_BYTES:
        raise BadStep("too_long")
    try:
        step = Step.model_validate_json(body)
    except ValidationError:
        raise BadStep("malformed") from None
    try:
        data = signing.loads(step.state, salt=_SALT)
        one = story(data["exercise"], data["story"])
    except (signing.BadSignature, KeyError):
        raise BadStep("bad_state") from None
    if data["mark"] != one.mark or data["version"] != exercise(one.exercise).version:
        raise BadStep("bad_state")
    return step, one, Position.from_json(data["place"])


def beats(story: Story, played: Iterable[Beat]) -> tuple[BeatView, ...]:
    return tuple(_beat(story, beat) for beat in played)


def begun(story: Story, position: Position, first: Iterable[Beat], *, step: str) -> Practice:
    """``first`` is what the partner does before the visitor has done anything; ``step``, where the
    steps are to be sent."""
    view_of = view.exercise_view(exercise(story.exercise))
    people = {seat: PersonView(name=name, pronoun="") for seat, name in story.names.items()}
    here = _stands(story, position)
    return Practice(
        seat=story.seat,
        people=people,
        exercise=view_of,
        limits=Limits(),
        intro=_(story.intro),
        step=step,
        beats=(here, *beats(story, first)),
    )


def _beat(story: Story, beat: Beat) -> BeatView:
    event, words = beat.event, beat.line.words
    own = event.seat == story.seat
    if words and not own:
        words = _(words)
    numbers = {story.seat: 0}  # the browser counts
    shown = view.event_for(
        story.seat,
        entry=Entry(happened=event, words=words, at=timezone.now(), numbers=numbers),
        exercise=exercise(story.exercise),
        names=story.names,
    )
    stands = _stands(story, beat.position)
    seconds = 0 if own else max(_pace(words), beat.line.waits, beat.position.state.slow)
    return stands.model_copy(
        update={
            "event": shown,
            "seconds": seconds,
            "manner": beat.line.manner,
            "again": asks_again(beat.line),
        }
    )


def _stands(story: Story, position: Position) -> BeatView:
    form = exercise(story.exercise)
    now = now_for(
        story.seat, row=DialogueSession(), exercise=form, state=position.state, names=story.names
    )
    return BeatView(
        seconds=0,
        again=False,
        event=None,
        now=now,
        manner="",
        listen=tuple(filter(None, map(_ways, listened_for(story, position)))),
        wants=_ways(wanted(story, position)),
        state=_signed(story, position),
    )


def _ways(key: str) -> tuple[str, ...]:
    """In the language of the page. Where that has no words for it yet, nothing is listened for: a
    visitor would be told that they left out what they said."""
    here = _(key) if key else ""
    same = here == key and not (get_language() or "en").startswith("en")
    return tuple(here.split("|")) if here and not same else ()


def _signed(story: Story, position: Position) -> str:
    data = {
        "exercise": story.exercise,
        "story": story.name,
        "mark": story.mark,
        "version": exercise(story.exercise).version,
        "place": position.to_json(),
    }
    return signing.dumps(data, salt=_SALT, compress=True)


def _pace(words: str) -> float:
    """Seconds that a person takes: to think, and to write so much."""
    least, each, most = _SECONDS
    return round(min(most, least + each * len(words.split())), 1)
