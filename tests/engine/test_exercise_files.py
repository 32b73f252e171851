"""A clinician writes an exercise: what is right is used, what is wrong is said with line and reason."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from dialogue.engine import exercises
from dialogue.engine.exercises import exercise, offer_own
from dialogue.engine.loader import ExerciseError

DOCS = Path(__file__).parents[2] / "docs" / "exercise-files.md"
GRATITUDE = re.findall(r"```toml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)[0]


@pytest.fixture
def folder(tmp_path: Path) -> Any:
    yield tmp_path
    exercises._own.clear()
    exercise.cache_clear()


def said(what: str, file: Path, **options: Any) -> str:
    """What ``manage.py exercise`` prints, or complains of."""
    from io import StringIO

    out = StringIO()
    try:
        call_command("exercise", what, str(file), stdout=out, **options)
    except CommandError as error:
        return f"refused: {error}"
    return out.getvalue()


def written(folder: Path, text: str, name: str = "gratitude.toml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_the_one_in_the_docs_is_safe_can_be_simulated_and_drawn(folder: Path) -> None:
    file = written(folder, GRATITUDE)
    assert "gratitude, version 1: 18 steps" in said("check", file)
    course = said("simulate", file, seed=3)
    assert "[third] Ann, and a third" in course and "Ben mirrored" in course
    assert course == said("simulate", file, seed=3) != said("simulate", file, seed=4)
    assert "second --> mirroring: send" in said("diagram", file)


def broken(folder: Path, old: str, new: str) -> str:
    assert old in GRATITUDE
    return said("check", written(folder, GRATITUDE.replace(old, new, 1)))


def line_of(text: str, in_file: str = GRATITUDE) -> int:
    return in_file[: in_file.index(text)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "at", "reason"),
    [
        ("version = 1", "version 1", "version", "line 2"),
        ("version = 1", 'version = "1"', "version", "must be a whole number from 1"),
        ('title = "Three thanks"', "title = 3", "title", "a text is missing"),
        ('about = "Three', 'abuot = "Three', "about", "unknown abuot"),
        ('extends = "common"', 'extends = "comon"', "", "extends 'comon', which does not exist"),
        ('absent = ["asking", "more"', 'absent = ["asking", "moer"', "absent", "no step moer"),
        ('who = "sender"', 'who = "sendr"', "who", "must be one of sender, receiver, both, either"),
        ('phase = "send"', 'phase = "sned"', "phase =", "no phase 'sned'"),
        ('why = "Something small', 'wy = "Something small', "why = \"Something", "unknown wy"),
        ('to = "mirroring"', 'to = "mirorring"', 'to = "mirroring"', "no step 'mirorring'"),
        ('call = "third"', 'call = "thrid"', 'call = "third"', "no step 'thrid'"),
        ("hears = true", 'hears = "yes"', "hears", "must be true or false"),
        ('words = "required"', 'words = "must"', "words =", "one of none, optional, required"),
        ('words = "required"', 'words = "none"', "words =", "what is mirrored, or mirrors, needs"),
        ('stems = ["Thank you', 'stems = "Thank you for …" #', "stems", "must be a list of texts"),
        ('label = "Send"', 'lable = "Send"', "label = ", "unknown lable"),
        ("absent = true", "absent = false", "[steps.sending.moves.no_more]", "nobody can ever do"),
        ('call = "third"', 'call = ""', "", "has nothing to come back to"),
        ('to = "mirroring"', 'to = "third"', 'to = "mirroring"', "nobody mirrors what was sent"),
        ('call = "thanks"', 'call = "second"', "[steps.second]", "from which no end is ever reached"),
        ('call = "third"', 'call = "thanks"', "[steps.third]", "no path leads here"),
        ('call = ""', 'call = "" \nby = "therapist"', 'call = ""', "must be one of sender, receiver"),
        ('call = ""', 'call = ""\nsets = { mood = "low" }', 'call = ""', "no mood 'low'"),
        ('call = ""', 'call = ""\nenrols = true', "", "whoever takes a role needs a step to leave it"),
        ("[steps.second.moves.send]", "[steps.second.moves.pause]", "[steps.second.moves.send]",
         "exists at every step already"),
    ],
)  # fmt: skip
def test_a_broken_file_is_said_with_its_line_and_the_reason(
    folder: Path, old: str, new: str, at: str, reason: str
) -> None:
    complaint = broken(folder, old, new)
    assert complaint.startswith("refused: ") and reason in complaint
    if at and "line 2" not in reason:
        lines = {int(number) for number in re.findall(r"line (\d+):", complaint)}
        # Within the table that it is about: at the very entry, where that is what is wrong.
        assert any(0 <= line - line_of(at) <= 3 or line == line_of(at) for line in lines), complaint


def test_a_file_that_is_not_there_or_no_text(folder: Path) -> None:
    assert "No such file" in said("check", folder / "nothing.toml")
    (folder / "noise.toml").write_bytes(b"\xff\xfe\x00")
    assert said("check", folder / "noise.toml").startswith("refused: noise.toml: ")


def test_an_installation_offers_its_own_beside_ours(folder: Path) -> None:
    written(folder, GRATITUDE)
    offer_own(folder)
    assert exercise("gratitude").title == "Three thanks"
    assert [one.id for one in exercises.all_exercises()][-1] == "gratitude"


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("deepening.toml", GRATITUDE, "there is an exercise of that name already"),
        ("gratitude.2.toml", GRATITUDE, "gratitude.version: is not the one in the name"),
        ("gratitude.toml", GRATITUDE.replace('call = "third"', 'call = "thanks"'), "no path leads"),
    ],
)
def test_one_that_cannot_be_used_keeps_the_server_from_starting(
    folder: Path, name: str, text: str, complaint: str
) -> None:
    written(folder, text, name)
    with pytest.raises(ExerciseError, match=complaint):
        offer_own(folder)


def test_a_dialogue_keeps_the_version_that_it_began_with(folder: Path) -> None:
    written(folder, GRATITUDE, "gratitude.1.toml")
    newer = GRATITUDE.replace("version = 1", "version = 2").replace("Three thanks", "Thanks")
    written(folder, newer)
    offer_own(folder)
    assert exercise("gratitude").title == exercise("gratitude", 2).title == "Thanks"
    assert exercise("gratitude", 1).title == "Three thanks"
    with pytest.raises(KeyError):
        exercise("gratitude", 3)


def test_a_gift_that_nobody_chose_freely_is_refused(folder: Path) -> None:
    gift = (Path(exercises.__file__).parent / "behavior_change.toml").read_text(encoding="utf-8")
    for old, new, complaint in (
        (
            "[steps.choose.moves.none]\n",
            "[steps.choose.moves.none]\nabsent = true\n",
            "who may choose none",
        ),
        (
            '[steps.choose]\nwho = "receiver"',
            '[steps.choose]\nwho = "sender"',
            "chosen by the receiver",
        ),
        ('gives = "request_one"\n', "", "only what they have chosen"),
    ):
        assert old in gift
        assert complaint in said("check", written(folder, gift.replace(old, new, 1), "gift.toml"))
