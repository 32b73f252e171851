"""A dialogue as a script: "Ann: send", "Ben: mirror". Ann has the first seat, Ben the second."""

from dataclasses import replace
from typing import Self

from dialogue.engine.allowed import allowed, floor
from dialogue.engine.exercises import exercise
from dialogue.engine.explore import act_for
from dialogue.engine.protocol import UNIVERSAL, Seat
from dialogue.engine.rules import begin, decide, evolve
from dialogue.engine.state import Act, Happened, Refusal

CAST: dict[str, Seat] = {"Ann": "first", "Ben": "second", "Thea": "therapist"}
NAME = {seat: name for name, seat in CAST.items()}

# From the request to an empty heart, and on to the switch: nothing missing, nothing corrected.
ARRIVING = (
    "Ann: ask", "Ben: accept", "Ann: ready", "Ben: ready", "Ann: intend", "Ben: intend",
)  # fmt: skip
GOT = ("Ben: mirror", "Ann: got_it")
HEARD = ("Ann: send", *GOT, "Ben: ask_more")
SUMMED_UP = ("Ann: no_more", "Ben: summarize", "Ann: all")
UNDERSTOOD = ("Ben: validate", "Ann: understood", "Ben: empathize", "Ann: yes")
THANKED = ("Ann: thank", "Ben: thank")


class Replay:
    def __init__(self, id: str = "couples_dialogue") -> None:
        self.exercise = exercise(id)
        self.state = begin(self.exercise, "first")
        self.log: list[Happened] = []

    def play(self, *lines: str) -> Self:
        for line in lines:
            decided = self._try(line)
            assert isinstance(decided, Happened), f"{line}, at {self.step}: {decided}"
            self.log.append(decided)
            self.state = evolve(self.exercise, self.state, decided)
        return self

    def refuses(self, line: str) -> str:
        """The code with which ``line`` is refused."""
        decided = self._try(line)
        assert isinstance(decided, Refusal), f"{line}, at {self.step}: accepted"
        return decided.code

    @property
    def step(self) -> str:
        return self.state.step

    @property
    def sender(self) -> str:
        return NAME[self.state.sender]

    @property
    def floor(self) -> list[str]:
        return [NAME[seat] for seat in floor(self.exercise, self.state)]

    def may(self, name: str) -> tuple[str, ...]:
        return allowed(self.exercise, self.state, CAST[name])

    def _try(self, line: str) -> Happened | Refusal:
        """Words and a time are there where they are needed; "whisper to Ben" says to whom. What is
        done "aloud" comes without words."""
        name, _, rest = line.removesuffix(" aloud").partition(": ")
        act, _, to = rest.partition(" to ")
        move = self.exercise.steps[self.step].moves.get(act)
        if move:
            asked = act_for(move, CAST[name], self.state.moment)
            return self._decide(replace(asked, words=False) if line.endswith(" aloud") else asked)
        words = act in UNIVERSAL and UNIVERSAL[act].words == "required"
        moment = -1 if act in UNIVERSAL else self.state.moment
        return self._decide(Act(CAST[name], act, moment, words, to=CAST[to] if to else None))

    def _decide(self, act: Act) -> Happened | Refusal:
        return decide(self.exercise, self.state, act)
