"""Where a dialogue stands is made once for all that stand so: what is sent is what would be made anew."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from django.utils import timezone, translation

from dialogue.engine.exercises import all_exercises
from dialogue.engine.protocol import SEATS, Exercise, Seat
from dialogue.engine.rules import begin
from dialogue.engine.state import State
from dialogue.models import DialogueSession
from dialogue.room.wire import now

NAMES: tuple[dict[Seat, str], ...] = (
    {"first": "Ann", "second": "Ben"},
    {"first": 'A"nn\\ {receiver}', "second": "\u2068בן 7\u2069 👩‍👩‍👧", "therapist": "Thea"},
    {"second": "Ben"},
)
MOMENT = timezone.now()


def states(exercise: Exercise) -> list[State]:
    """Every step, and what may stand beside it."""
    plain = begin(exercise, "first")
    marks = tuple((mark, next(iter(texts))) for mark, texts in exercise.values.items())
    beside: tuple[dict[str, Any], ...] = (
        {},
        {"turn": 3, "marks": marks, "sender": "second", "moment": 41},
        {"pausing": ("second",), "corrections": 3, "slow": 30, "hands": ("first",)},
        {"medium": "spoken", "lent": "second", "turn": 2, "piece": 4, "shared": 3, "pieces": 5},
        {"outcome": "completed", "minutes": 15, "harmed": True},
        {"harmed": True, "offers": (("first", "offer"),), "minutes": 15, "full": True},
    )
    return [replace(plain, step=step, **more) for step, more in product(exercise.steps, beside)]


@pytest.mark.parametrize("exercise", all_exercises(), ids=lambda exercise: exercise.id)
def test_what_is_sent_is_what_would_be_made_anew(exercise, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: MOMENT)
    ago = MOMENT - timedelta(seconds=7)
    row = DialogueSession(exercise=exercise.id, version=exercise.version, stands_since=ago)
    row.timed_since, row.lent_until = ago, MOMENT + timedelta(hours=1)
    row.due_at = datetime(2026, 12, 24, 18, 30, tzinfo=UTC)
    row.first_length, row.second_length, row.therapist_length = 3, 4, 5
    seen = set()
    for state, seat, names in product(states(exercise), SEATS, NAMES):
        made = now.now_for(seat, row=row, exercise=exercise, state=state, names=names)
        sent = now.now_text(seat, row=row, state=state, names=names)
        assert json.loads(sent) == json.loads(made.model_dump_json()), (state.step, seat)
        seen.add(sent)
    assert len(seen) > 10 * len(exercise.steps)


@pytest.mark.parametrize(("since", "wait"), [(-7, 13), (-30, 0), (3600, 0)])
def test_nobody_waits_because_a_clock_was_set_back(monkeypatch, since, wait):
    """The pace is twenty seconds, and the step was come to so many seconds from now."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: MOMENT)
    (exercise,) = (one for one in all_exercises() if one.id == "couples_dialogue")
    row = DialogueSession(exercise=exercise.id, version=exercise.version)
    row.stands_since = MOMENT + timedelta(seconds=since)
    state = replace(begin(exercise, "first"), slow=20)
    seen = now.now_for("first", row=row, exercise=exercise, state=state, names={})
    assert (seen.slow, seen.wait) == (20, wait)


def test_what_is_kept_for_all_is_in_the_language_of_each(monkeypatch):
    (exercise,) = (one for one in all_exercises() if one.id == "couples_dialogue")
    row = DialogueSession(exercise=exercise.id, version=exercise.version)
    state = begin(exercise, "first")
    title = exercise.steps[state.step].title
    monkeypatch.setattr(now, "Told", lambda *_: lambda text: f"{translation.get_language()} {text}")
    now._kept.cache_clear()
    for language in ("en", "de", "en"):
        with translation.override(language):
            text = now.now_text("first", row=row, state=state, names={})
        assert json.loads(text)["why"].startswith(language) or not title
    now._kept.cache_clear()
    assert now._kept.cache_info().currsize == 0


def test_nobody_s_name_is_kept():
    (exercise,) = (one for one in all_exercises() if one.id == "couples_dialogue")
    row = DialogueSession(exercise=exercise.id, version=exercise.version)
    now._kept.cache_clear()
    for name in ("Ann", "Omar"):
        names: dict[Seat, str] = {"first": name, "second": "Ben"}
        for seat in SEATS:
            assert name in now.now_text(seat, row=row, state=begin(exercise, "first"), names=names)
    assert (now._kept.cache_info().hits, now._kept.cache_info().misses) == (3, 3)
