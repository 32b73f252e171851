"""A story as it goes on: the visitor acts, the scripted partner answers, and the engine decides on both.

Pure, as the engine is: a place in a story is a value, so that nobody has to keep it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from dialogue.engine.allowed import allowed, floor
from dialogue.engine.exercises import exercise
from dialogue.engine.protocol import MINUTES_A_DAY, Exercise, Seat
from dialogue.engine.rules import begin, decide, evolve
from dialogue.engine.state import Act, Happened, Refusal, State
from dialogue.stories import Line, Story, StoryError, answers, common_lines

SPOKEN = "…"
LONGEST_REPLY = 80  # acts in a row: of a couple, a whole story; none comes near


@dataclass(frozen=True, slots=True)
class Position:
    """Where a story stands. ``used``: how many lines each step has had. ``said``: the number of the
    line that is to be mirrored, or that has mirrored, and whether it is its ``almost``. No words."""

    state: State
    used: Mapping[str, int] = field(default_factory=dict)
    said: tuple[int, bool] = (-1, False)

    def to_json(self) -> dict[str, Any]:
        return {"state": self.state.to_json(), "used": dict(self.used), "said": self.said}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        line, almost = data["said"]
        return cls(State.from_json(data["state"]), data["used"], (line, almost))


@dataclass(frozen=True, slots=True)
class Beat:
    """One thing that happened in a story, and where it stands now. The words of the ``line`` of a
    visitor are not known: ``SPOKEN`` stands for them."""

    event: Happened
    position: Position
    line: Line


def opened(story: Story) -> Position:
    """The story after its opening. StoryError if that cannot be played."""
    form = exercise(story.exercise)
    state = begin(form, "first")
    for name in story.opening:
        seat = next((one for one in floor(form, state) if name in allowed(form, state, one)), None)
        if seat is None:
            raise StoryError(f"{story.exercise}.{story.name}.opening: {name} at {state.step}")
        act = _act(form, state, seat, name, words=True)
        event = decide(form, state, act)
        assert isinstance(event, Happened), (story.name, event)
        state = evolve(form, state, event)
    return Position(state)


def step(story: Story, position: Position, act: Act) -> Beat | Refusal:
    """What the visitor does."""
    form = exercise(story.exercise)
    event = decide(form, position.state, act)
    if isinstance(event, Refusal):
        return event
    line = Line(step=event.step, move=event.name, words=SPOKEN if act.words else "")
    return Beat(event, replace(position, state=evolve(form, position.state, event)), line)


def replies(story: Story, position: Position, *, heard: bool, hurt: bool = False) -> Iterator[Beat]:
    """What the partner does until the visitor has to act, or the story is over; to the therapist, what
    both do until then, if nothing is done about it.

    ``heard``: whether what the partner listens for was in the visitor's last mirror; ``hurt``: whether
    that was an answer, such as an attack, and no mirror. What either
    may do, such as leaving a role, is left to a visitor who is one of them.
    """
    form = exercise(story.exercise)
    for _ in range(LONGEST_REPLY):
        either = form.steps[position.state.step].who == "either"
        seat = next((one for one in floor(form, position.state) if one in story.scripted), None)
        here = form.steps[position.state.step]
        waits = here.hidden and story.seat in floor(
            form, position.state
        )  # the visitor chooses first
        if seat is None or waits or (either and story.seat != "therapist"):
            return
        beat = _reply(form, story, position, seat, heard=heard, hurt=hurt)
        yield beat
        position = beat.position
    raise StoryError(f"{story.exercise}.{story.name}: the partner does not stop")


def asks_again(line: Line) -> bool:
    """Nothing new is said by it: it is the same that is to be mirrored."""
    return line in answers().values()


def listened_for(story: Story, position: Position) -> tuple[str, ...]:
    """What the visitor's next words would contain, if they gave back what was said."""
    match position.state.step:
        case "mirroring":
            line = _said(story, position)
            return line.listen if line and position.state.part(story.seat) == "receiver" else ()
        case "summary" if position.state.part(story.seat) == "receiver":
            return tuple(dict.fromkeys(key for line in story.lines for key in line.listen[:2]))
        case "empathizing" if position.state.part(story.seat) == "receiver":
            return story.feelings
    return ()


def wanted(story: Story, position: Position) -> str:
    """The one thing of it without which the partner will say "almost", or nothing."""
    line = _said(story, position)
    wishes = line.almost.listen if line and line.almost and not position.said[1] else ()
    return wishes[0] if wishes else ""


def _reply(
    form: Exercise, story: Story, position: Position, seat: Seat, *, heard: bool, hurt: bool
) -> Beat:
    number, line = _line(form, story, position, seat, heard=heard, hurt=hurt)
    state = position.state
    act = _act(form, state, seat, line.move, words=bool(line.words), days=line.days)
    event = decide(form, state, act)
    if isinstance(event, Refusal):
        where = f"{story.exercise}.{story.name}: {state.step}.{line.move}"
        raise StoryError(f"{where} is refused: {event.code}")
    after = evolve(form, state, event)
    used = dict(position.used)
    said = position.said
    if number >= 0:
        used[state.step] = used.get(state.step, 0) + 1
    move = form.steps[state.step].moves[line.move]
    if move.echoes:
        said = (number, False)
    if move.hears and not asks_again(line):
        almost = number < 0 and line is not common_lines().get(state.step)
        said = (position.said[0] if almost else number, almost)
    return Beat(event, Position(after, used, said), line)


def _line(
    form: Exercise, story: Story, position: Position, seat: Seat, *, heard: bool, hurt: bool
) -> tuple[int, Line]:
    """What the partner does now, with its number in the story, or -1 for what is not in its lines."""
    state = position.state
    own = [(n, line) for n, line in enumerate(story.lines) if line.step == state.step]
    used = position.used.get(state.step, 0)
    scripted = own[used] if used < len(own) else None
    if state.step == "mirror_check" and state.part(story.seat) == "receiver":
        if hurt:
            return -1, answers()["landed"]
        if scripted and scripted[1].move == "got_it" and not heard:
            return -1, answers()["again"]
    if scripted:
        return scripted
    may = allowed(form, state, seat)
    said = _said(story, position)
    if state.step == "mirror_check":
        if said and said.almost and not (heard or position.said[1]):
            return -1, said.almost
        if said and not heard and story.visitor != "therapist":
            return -1, answers()["again"]
    common = common_lines().get(state.step)
    if common and common.move in may:
        return -1, common
    moves = [move for name, move in form.steps[state.step].moves.items() if name in may]
    plain = next((move for move in moves if move.words != "required" and not move.quiet), None)
    if plain is None:
        raise StoryError(f"{story.exercise}.{story.name}: nothing to do at {state.step}")
    return -1, Line(step=state.step, move=plain.name)


def _said(story: Story, position: Position) -> Line | None:
    number, almost = position.said
    if not 0 <= number < len(story.lines):
        return None
    return story.lines[number].almost if almost else story.lines[number]


def _act(form: Exercise, state: State, seat: Seat, name: str, *, words: bool, days: int = 1) -> Act:
    move = form.steps[state.step].moves.get(name)
    needed = bool(move and (move.words == "required" or (words and move.words == "optional")))
    minutes = days * MINUTES_A_DAY if move and move.time else None
    return Act(seat, name, moment=state.moment, words=needed and words, minutes=minutes)
