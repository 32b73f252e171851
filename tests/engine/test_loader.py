"""A broken exercise file is refused, with the place and the reason."""

import pytest

from dialogue.engine.exercises import all_exercises, exercise
from dialogue.engine.loader import ExerciseError, load
from dialogue.engine.protocol import Exercise

STEP_TEXTS = 'title = "t"\nwhy = "w"\nwaiting = "w"\nmeanwhile = "m"\n'
HEAD = 'version = 1\ntitle = "t"\nabout = "a"\ntopic = "t"\ntopic_stem = "s"\nstart = "one"\n'
GOOD = (
    f'{HEAD}[phases]\nonly = "Only"\n[values.rung]\nlow = "Low …"\n'
    f'[steps.one]\nwho = "sender"\nphase = "only"\n{STEP_TEXTS}'
    '[steps.one.moves.go]\nto = "two"\nlabel = "Go"\ntells = "went"\nwords = "optional"\n'
    f'[steps.two]\nwho = "receiver"\nphase = "only"\n{STEP_TEXTS}'
    '[steps.two.moves.stop]\nto = "end:completed"\nlabel = "Stop"\ntells = "stopped"\n'
)


def broken(old: str, new: str) -> str:
    """The complaint about the good exercise with ``old`` replaced by ``new``."""
    assert old in GOOD
    with pytest.raises(ExerciseError) as caught:
        load("walk", GOOD.replace(old, new, 1), {})
    return str(caught.value)


def with_(line: str) -> str:
    """The complaint about the good exercise with a line more in its first move."""
    return broken('words = "optional"\n', f'words = "optional"\n{line}\n')


def test_the_good_one_is_good() -> None:
    walk = load("walk", GOOD, {})
    assert (walk.start, list(walk.steps), walk.steps["one"].moves["go"].by) == (
        "one",
        ["one", "two"],
        "sender",
    )


def test_text_that_is_not_toml_is_named_with_its_line() -> None:
    assert broken("version = 1", "version 1").startswith("walk: ")
    assert "line 1" in broken("version = 1", "version 1")


@pytest.mark.parametrize("text", ["title", "about", "topic", "topic_stem", "start"])
def test_a_missing_text_of_the_exercise(text: str) -> None:
    line = next(line for line in HEAD.splitlines() if line.startswith(f"{text} ="))
    assert broken(f"{line}\n", "") == f"walk.{text}: a text is missing"


@pytest.mark.parametrize("text", ["phase", "title", "why", "waiting", "meanwhile"])
def test_an_empty_text_of_a_step(text: str) -> None:
    with pytest.raises(ExerciseError) as caught:
        load("walk", f'extends = "good"\n[steps.one]\n{text} = " "', {"good": GOOD})
    assert str(caught.value) == f"walk.steps.one.{text}: a text is missing"


@pytest.mark.parametrize("line", ['label = "Go"\n', 'tells = "went"\n', 'to = "two"\n'])
def test_a_missing_text_of_a_move(line: str) -> None:
    assert (
        broken(line, "")
        == f"walk.steps.one.moves.go.{line.split(maxsplit=1)[0]}: a text is missing"
    )


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('start = "one"', 'start = "nought"', "walk.start: no step 'nought'"),
        ('to = "two"', 'to = "three"', "walk.steps.one.moves.go.to: no step 'three'"),
        ('to = "two"', 'to = "end:"', "walk.steps.one.moves.go.to: no step 'end:'"),
        ('phase = "only"', 'phase = "late"', "walk.steps.one.phase: no phase 'late'"),
        ("version = 1", "version = 0", "walk.version: must be a whole number from 1"),
        ("version = 1", "version = true", "walk.version: must be a whole number from 1"),
        ("version = 1", "version = 1\ncolour = 2", "walk: unknown colour"),
        ("version = 1", 'version = 1\nabsent = ["six"]', "walk.absent: no step six"),
        ("version = 1", 'version = 1\nabsent = "one"', "walk.absent: must be a list of texts"),
        ('who = "sender"', 'who = "sender"\nhue = 1', "walk.steps.one: unknown hue"),
        (
            'who = "sender"',
            'who = "therapist"',
            "walk.steps.one.who: must be one of sender, receiver, both, either",
        ),
        ("[steps.one.moves.go]", "[steps.one.moves.pause]", "'pause' exists at every step"),
        ("[steps.two.moves.stop]", "[steps.two.moves.whisper]", "'whisper' exists at every step"),
        ('label = "Stop"', 'label = "Stop"\nabsent = true', "walk.steps.two: has no moves"),
        ("[steps.one.moves.go]", "[steps.one.moves]\ngo = 1\n[phases.x]", "go: must be a table"),
        ('low = "Low …"', "low = 1", "walk.values.rung.low: must be a text"),
        (HEAD, f'{HEAD}extends = "nothing"\n', "walk: extends 'nothing', which does not exist"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(old: str, new: str, complaint: str) -> None:
    assert complaint in broken(old, new)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("colour = 1", ": unknown colour"),
        ('call = "three"', ".call: no step 'three'"),
        ('sets = { rung = "high" }', ".sets: no rung 'high'"),
        ('by = "therapist"', ".by: must be one of sender, receiver, both, either"),
        ('needs = "snet"', ".needs: must be one of sent, unsent, corrections, harm, no_harm"),
        ('hears = "yes"', ".hears: must be true or false"),
        ("swap = 1", ".swap: must be true or false"),
        ("says = 1", ".says: must be a text"),
        ('stems = "What I hear …"', ".stems: must be a list of texts"),
        ("stems = [1]", ".stems: must be a list of texts"),
        ('gives = "three"', ".gives: no step 'three'"),
        ('commits = "yearly"', ".commits: must be one of daily, weekly"),
        ('commits = "daily"', ".commits: needs a time, and no words"),
        ('days = "9"', ".days: must be a whole number"),
        ("days = 93", ".days: must be a number from 1 to 92"),
        ("hears = true", ".words: what is mirrored, or mirrors, needs words"),
        ("echoes = true", ".words: what is mirrored, or mirrors, needs words"),
    ],
)
def test_a_bad_line_in_a_move_is_said_with_its_place(line: str, complaint: str) -> None:
    assert with_(line) == f"walk.steps.one.moves.go{complaint}"


def test_an_exercise_says_only_where_it_differs_from_what_it_extends() -> None:
    text = 'extends = "good"\nabsent = ["two"]\n[steps.one.moves.go]\nto = "end:left"\n'
    short: Exercise = load("short", text, {"good": GOOD})
    assert list(short.steps) == ["one"]
    assert (short.steps["one"].moves["go"].to, short.steps["one"].moves["go"].label) == (
        "end:left",
        "Go",
    )


def test_an_exercise_that_is_not_offered_does_not_exist() -> None:
    assert [value.id for value in all_exercises()] == [
        "appreciation",
        "couples_dialogue",
        "deepening",
        "behavior_change",
        "parent_child",
    ]
    for id in ("common", "container"):
        with pytest.raises(KeyError):
            exercise(id)


def test_the_path_has_the_order_of_the_file_that_names_it() -> None:
    """Not that of the shape it extends: what is new would come after the closing."""
    assert list(exercise("parent_child").phases) == [
        "arrive", "role", "send", "summary", "validate", "empathize", "out", "thanks", "close",
    ]  # fmt: skip
    assert list(exercise("appreciation").phases) == ["arrive", "send", "thanks", "close"]
