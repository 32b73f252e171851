"""For whoever writes an exercise: is the file right, what does it feel like, what does it look like?"""

import random
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dialogue.engine import diagram
from dialogue.engine.allowed import floor
from dialogue.engine.exercises import shapes
from dialogue.engine.explore import act_for, explore
from dialogue.engine.loader import ExerciseError, load
from dialogue.engine.protocol import PARTNERS, Exercise, Move, Seat
from dialogue.engine.rules import begin, decide, evolve
from dialogue.engine.soundness import faults
from dialogue.engine.state import Happened, State
from dialogue.management.lines import with_line

NAMES: dict[Seat, str] = {"first": "Ann", "second": "Ben"}
_LONGEST = 400  # acts of a simulated dialogue


class Command(BaseCommand):
    help = "Check, simulate or draw an exercise file. docs/exercise-files.md says how to write one."
    requires_system_checks = ()  # it reads this one file only

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["check", "simulate", "diagram"])
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--seed", type=int, default=0, help="another number, another simulated dialogue"
        )

    def handle(self, *, what: str, file: Path, seed: int = 0, **options: Any) -> None:
        exercise = self._loaded(file)
        match what:
            case "check":
                self._say_size(exercise)
            case "simulate":
                self._simulate(exercise, random.Random(seed))  # noqa: S311 - to be repeated
            case _:
                self.stdout.write(diagram.document([exercise]))

    def _loaded(self, file: Path) -> Exercise:
        """The exercise in ``file``, if every path through it is safe."""
        id = file.stem.partition(".")[0]
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file.name}: {getattr(error, 'strerror', error)}") from None
        try:
            exercise = load(id, text, shapes())
        except ExerciseError as error:
            raise CommandError(with_line(str(error), text)) from None
        if found := faults(exercise):
            raise CommandError("\n".join(with_line(one, text) for one in found))
        return exercise

    def _say_size(self, exercise: Exercise) -> None:
        explored = explore(exercise)
        self.stdout.write(
            f"{exercise.id}, version {exercise.version}: {len(exercise.steps)} steps. "
            f"All {len(explored.states):,} states and {len(explored.transitions):,} transitions are "
            "safe: each is reached and left, nothing is sent unheard, no role is kept."
        )

    def _simulate(self, exercise: Exercise, chance: random.Random) -> None:
        state = begin(exercise, PARTNERS[0])
        for _ in range(_LONGEST):
            step = exercise.steps[state.step]
            seat = chance.choice(floor(exercise, state))
            move = self._chosen(exercise, state, seat, chance)
            if move is None:
                continue
            event = decide(exercise, state, act_for(move, seat, state.moment))
            assert isinstance(event, Happened)
            self.stdout.write(f"\n[{step.name}] {_filled(step.title, exercise, state)}")
            said = move.says or next(iter(move.stems), "") if move.words != "none" else ""
            self.stdout.write(
                f"  {NAMES[seat]} {move.tells}"
                + (f": {_filled(said, exercise, state)}" if said else "")
            )
            state = evolve(exercise, state, event)
            if state.outcome:
                self.stdout.write(f"\nIt ended: {state.outcome}.")
                return
        self.stdout.write(f"\nIt went on for {_LONGEST} acts; try another --seed.")

    def _chosen(
        self, exercise: Exercise, state: State, seat: Seat, chance: random.Random
    ) -> Move | None:
        """What leads on, mostly; now and then one of the quiet choices."""
        moves = [
            move
            for move in exercise.steps[state.step].moves.values()
            if isinstance(decide(exercise, state, act_for(move, seat, state.moment)), Happened)
        ]
        main = [move for move in moves if not move.quiet]
        return chance.choice(main if main and chance.random() < 0.8 else moves) if moves else None


def _filled(text: str, exercise: Exercise, state: State) -> str:
    values = {mark: exercise.values[mark][value] for mark, value in state.marks}
    values |= {"sender": NAMES[state.sender], "receiver": NAMES[state.receiver]}
    for mark, value in values.items():
        text = text.replace(f"{{{mark}}}", value)
    return text
