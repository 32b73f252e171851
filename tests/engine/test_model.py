"""The engine against the model: 2,000 programs of 50 random steps, with no divergence.

The 2,000 are a plain seeded loop, because Hypothesis needs ten times as long for as many.
Hypothesis runs fewer, and is here to cut a failing program down to one that can be read.
"""

from collections import Counter
from random import Random
from typing import Any, get_args

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from dialogue.engine.protocol import SEATS
from dialogue.engine.state import RefusalCode
from tests.engine.model.memory import FIRST, SECOND, Try
from tests.engine.side_by_side import COUPLES, FLAWS, MINUTES, NAMES, SECONDS, SideBySide

pytestmark = pytest.mark.long

PROGRAMS, STEPS, SHRUNK_PROGRAMS = 2000, 50, 200


def random_step(pair: SideBySide, random: Random) -> None:
    """Two steps of three lead on, so that programs come far; the others are wrong in every way."""
    kind = random.random()
    if kind < 0.66:
        pair.go_on(random.randrange(2))
    elif kind < 0.78:
        pair.go_astray(random.randrange(12))
    elif kind < 0.82:
        pair.thea(random.randrange(16))
    elif kind < 0.83:
        pair.beside(random.randrange(8))
    elif kind < 0.84:
        pair.turn_over(random.randrange(3))
    elif kind < 0.86:
        pair.say_it_aloud(random.randrange(4))
    elif kind < 0.89:
        pair.share_a_phone(random.randrange(64))
    elif kind < 0.91:
        pair.go_wrong(random.choice(FLAWS))
    else:
        pair.attempt(
            Try(
                random.choice(SEATS),
                random.choice(NAMES),
                pair.model.moment + random.choice((0, 0, 0, 0, -1, 1)),
                words=random.random() < 0.5,
                minutes=random.choice(MINUTES),
                to=random.choice((None, *SEATS)),
                seconds=random.choice(SECONDS) if random.random() < 0.3 else None,
                waited=random.choice((0, 20, 120)),
            )
        )


def test_two_thousand_programs_never_part_from_the_model(tell: Any) -> None:
    reached: Counter[str] = Counter()
    met: Counter[str] = Counter()
    for seed in range(PROGRAMS):
        random = Random(seed)
        pair = SideBySide(random.choice((FIRST, SECOND)))
        for _ in range(STEPS):
            random_step(pair, random)
            reached[f"{pair.state.step} in turn {pair.state.turn}"] += 1
        met.update(pair.answers)
        pair.done()
    assert met.total() == PROGRAMS * STEPS
    for step in COUPLES.steps:
        often = 50 if step in ("shorter", "kinder") else 200  # seldom led there
        assert reached[f"{step} in turn 1"] > often, step
        assert reached[f"{step} in turn 2"] > 10 or step in ("request", "answer"), step
    never = {"derole_first", "not_before"}  # nobody holds a role here, and no clock runs
    assert {*met} == {"", *get_args(RefusalCode)} - never
    rarest = min((f"{step} in turn 1" for step in COUPLES.steps), key=lambda step: reached[step])
    tell(
        f"{PROGRAMS:,} programs of {STEPS} steps: {met['']:,} acts accepted, "
        f"{met.total() - met['']:,} refused, rarest step {rarest} ({reached[rarest]:,} times)"
    )


class Programs(RuleBasedStateMachine):
    """The same, for shrinking. ``ahead`` lets a short program start deep in a dialogue."""

    @initialize(opener=st.sampled_from((FIRST, SECOND)), ahead=st.integers(0, 24))
    def open(self, opener: str, ahead: int) -> None:
        self.pair = SideBySide(opener)
        for _ in range(ahead):
            self.pair.go_on()

    @rule(pick=st.integers(0, 1))
    def go_on(self, pick: int) -> None:
        self.pair.go_on(pick)

    @rule(pick=st.integers(0, 11))
    def go_astray(self, pick: int) -> None:
        self.pair.go_astray(pick)

    @rule(pick=st.integers(0, 15))
    def thea(self, pick: int) -> None:
        self.pair.thea(pick)

    @rule(pick=st.integers(0, 7))
    def beside(self, pick: int) -> None:
        self.pair.beside(pick)

    @rule(pick=st.integers(0, 2))
    def turn_over(self, pick: int) -> None:
        self.pair.turn_over(pick)

    @rule(pick=st.integers(0, 3))
    def say_it_aloud(self, pick: int) -> None:
        self.pair.say_it_aloud(pick)

    @rule(pick=st.integers(0, 63))
    def share_a_phone(self, pick: int) -> None:
        self.pair.share_a_phone(pick)

    @rule(flaw=st.sampled_from(FLAWS))
    def go_wrong(self, flaw: str) -> None:
        self.pair.go_wrong(flaw)

    @rule(
        seat=st.sampled_from(SEATS),
        name=st.sampled_from(NAMES),
        late=st.sampled_from((0, 0, 0, -1, 1)),
        words=st.booleans(),
        minutes=st.sampled_from(MINUTES),
        to=st.sampled_from((None, *SEATS)),
        seconds=st.sampled_from(SECONDS),
        waited=st.sampled_from((0, 20, 120)),
        by=st.sampled_from((None, None, None, *SEATS)),
    )
    def try_anything(self, late: int, **act: Any) -> None:
        self.pair.attempt(Try(moment=self.pair.model.moment + late, **act))

    def teardown(self) -> None:
        if hasattr(self, "pair"):
            self.pair.done()


def test_hypothesis_finds_no_program_that_parts_from_the_model() -> None:
    run_state_machine_as_test(
        Programs,
        settings=settings(
            max_examples=SHRUNK_PROGRAMS,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            database=None,
        ),
    )
