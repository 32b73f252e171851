"""docs/architecture.md and docs/words.md name what there is, all of it, and nothing else."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import Resolver404, resolve

from dialogue.management import layers
from tests.support.processes import ROOT

PROSE = [
    ROOT / name
    for name in (
        "README.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "docs/architecture.md",
        "docs/security.md",
    )
]
PROSE += sorted((ROOT / "docs/how").glob("*.md"))
WORDS = ROOT / "docs/words.md"
ARCHITECTURE = ROOT / "docs/architecture.md"
# Where a path of the prose may begin.
BASES = [ROOT / base for base in ("", "dialogue", "static/js", "docs", ".ci", "static")]
CODE = [
    path
    for folder, kinds in (
        ("dialogue", "py toml"),
        ("imago", "py"),
        ("static/js", "js"),
        ("templates", "html txt"),
        ("types", "js"),
    )
    for kind in kinds.split()
    for path in (ROOT / folder).rglob(f"*.{kind}")
]
TEXTS = {path: path.read_text() for path in [*CODE, ROOT / "pyproject.toml", ROOT / "Makefile"]}
ALL = "\n".join(TEXTS.values())
IN_ALL = set(re.findall(r"\w+", ALL))


def code_in(text: str) -> set[str]:
    text = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    return set(re.findall(r"`([^`\n]+)`", text))


def rows(text: str) -> list[list[str]]:
    """Of all tables, without their heads."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    heads = {n - 1 for n, row in enumerate(cells) if set(row[0]) == {"-"}}
    return [row for n, row in enumerate(cells) if n not in heads and n - 1 not in heads]


def of_the_field() -> str:
    """All but what is said on screens."""
    return WORDS.read_text().partition("## Say, never say")[0]


def is_there(named: str) -> bool:
    """A path, an address, a name of the code, or a name within another."""
    if named.startswith(("make ", "manage.py ")):
        command = named.split()[1]
        return bool(re.search(rf"^{command}:", TEXTS[ROOT / "Makefile"], re.MULTILINE)) or any(
            ROOT.glob(f"dialogue/management/commands/{command}.py")
        )
    if named.startswith(("/", "POST ")):
        return is_an_address(named.removeprefix("POST "))
    if "::" in named:
        path, _, test = named.partition("::")
        return (ROOT / path).exists() and f"def {test}(" in (ROOT / path).read_text()
    if "/" in named or re.search(r"\.(md|js|py|toml|json|html|txt)$", named):
        return any(any(base.glob(named)) or any(base.glob(f"**/{named}")) for base in BASES)
    if found := re.fullmatch(r"\[(\w+)(?:\..*)?\]", named):
        return found[1] in IN_ALL
    if named.endswith("…"):
        return named.removesuffix("…") in ALL
    return all(part in IN_ALL for part in re.findall(r"\w+", named)) and is_within(named)


def is_an_address(address: str) -> bool:
    try:
        resolve(address)
    except Resolver404:
        return False
    return True


def is_within(named: str) -> bool:
    """``State.turn`` stands in the file of the class State; ``rules.decide`` in rules.py."""
    if not re.match(r"\w+(\.\w+)+", named):
        return True
    *before, last = re.match(r"[\w.]+", named)[0].split(".")  # type: ignore[index]
    home = before[-1]
    return any(
        re.search(rf"\b{last}\b", text)
        for path, text in TEXTS.items()
        if home in (path.stem, path.parent.name) or re.search(rf"\bclass {home}\b", text)
    )


def absent(names: Iterable[str]) -> list[str]:
    return sorted(name for name in names if not is_there(name))


def test_a_name_that_is_not_there_is_noticed() -> None:
    made_up = ["room/turnips.py", "State.turnip", "rules.mirror_check", "Turnip", "/turnip"]
    made_up += [
        "tests/pages/test_docs.py::test_turnip",
        "tests/test_turnip.py::test_every_word_is_used",
    ]
    assert absent(made_up) == sorted(made_up)
    there = {"room/turns.py", "State.turn", "rules.decide(exercise)", "Turn", "/gifts", "to_…"}
    assert not absent(there)


@pytest.mark.parametrize("path", [*PROSE, WORDS], ids=lambda path: path.name)
def test_what_the_papers_name_is_there(path: Path) -> None:
    names = code_in(path.read_text())
    assert names and not absent(names)


@pytest.mark.parametrize("path", [*PROSE, WORDS], ids=lambda path: path.name)
def test_what_the_papers_link_to_is_there(path: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[\w-]+)?\)", path.read_text())
    assert not [link for link in links if not (path.parent / link).exists()]


def test_every_package_is_named() -> None:
    packages = {path.parent.name for path in (ROOT / "dialogue").glob("*/__init__.py")}
    assert len(packages) > 15
    assert packages <= code_in(ARCHITECTURE.read_text())


def test_every_word_is_used() -> None:
    """In the documents, on a page, in an exercise or in the code."""
    used = ALL + "".join(path.read_text() for path in ROOT.glob("docs/**/*.md") if path != WORDS)
    used = re.sub(r"([a-z])([A-Z])", r"\1 \2", used)
    used = re.sub(r"[\s_]+", " ", used).replace("-", "").casefold()
    words = [
        re.sub(r"^(to|a|the) ", "", word.strip()).replace("-", "").casefold()
        for row in rows(of_the_field())
        for word in row[0].split(", ")
    ]
    assert len(words) > 60
    assert not [word for word in words if not re.search(rf"\b{re.escape(word)}", used)]


def test_every_word_has_one_meaning() -> None:
    words = [word for row in rows(of_the_field()) for word in row[0].split(", ")]
    assert len(words) == len(set(words))


def test_the_drawing_is_what_the_import_contracts_say(monkeypatch: pytest.MonkeyPatch) -> None:
    call_command("diagrams", "--check")
    contracts = layers.contracts(ROOT / "pyproject.toml")
    drawn = layers.drawing(contracts)
    subjects = [name for row in layers.layers(contracts["subjects"]) for name in row]
    assert len(subjects) > 15 and not [name for name in subjects if name not in drawn]
    monkeypatch.setattr(layers, "drawing", lambda _found: "another\n")
    with pytest.raises(CommandError, match=r"architecture\.md differs from the import contracts"):
        call_command("diagrams", "--check")
