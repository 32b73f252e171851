"""The documents show the exercises that the engine runs, and no others."""

import re
from pathlib import Path

import pytest

from dialogue.engine.diagram import document, mermaid, targets
from dialogue.engine.exercises import all_exercises, exercise

DOCUMENT = Path(__file__).parents[2] / "docs" / "exercises.md"


@pytest.fixture(scope="module")
def generated() -> str:
    return document(all_exercises())


def test_the_document_is_what_the_exercises_say(generated: str) -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == generated, "run `manage.py diagrams`"


def test_every_way_back_is_drawn_to_where_it_leads() -> None:
    leads = targets(exercise("couples_dialogue"))
    assert leads["mirror_check", "got_it"] == (
        "asking",
        "summary",
        "summary_check",
        "validating",
        "empathy_check",
    )
    assert leads["more", "no_more"] == ("summary", "validating")
    assert targets(exercise("appreciation"))["more", "no_more"] == ("thanks",)


def test_every_step_is_drawn_and_every_arrow_joins_two_of_them() -> None:
    appreciation = exercise("appreciation")
    lines = mermaid(appreciation).splitlines()
    assert lines[0] == "stateDiagram-v2"
    drawn = {line.split(" as ")[1] for line in lines if " as " in line}
    assert drawn == set(appreciation.steps)
    arrows = [re.fullmatch(r"    (\S+) --> ([^\s:]+)(: .+)?", line) for line in lines]
    ends = {end for arrow in arrows if arrow for end in (arrow[1], arrow[2])}
    assert ends == drawn | {"[*]"}


def test_the_table_has_a_row_for_every_move(generated: str) -> None:
    rows = [line for line in generated.splitlines() if line.startswith("| ") and "`" in line]
    redirects = [row for row in rows if "`to_" in row]
    moves = [
        (value.id, move.name if move.by == "therapist" else step.name + move.name, move.call != "")
        for value in all_exercises()
        for step in value.steps.values()
        for move in step.moves.values()
    ]
    shown = {one for one in moves if one[1].startswith("to_")}
    assert len(redirects) == len(shown)
    assert len(rows) - len(redirects) == sum(not one[1].startswith("to_") for one in moves)
