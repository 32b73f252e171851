"""Nothing lies in static/ that no page reads, and no line there is longer than an eye can follow."""

import re
from collections.abc import Iterator
from pathlib import Path

from dialogue.base import bundles

ROOT = Path(__file__).resolve().parents[2]
STYLES = sorted((ROOT / "static/css").rglob("*.css"))
SCRIPTS = sorted((ROOT / "static/js").rglob("*.js"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PYTHON = sorted((ROOT / "dialogue").rglob("*.py"))

# Begun in a script or a template, and ended by a seat or a side.
COMPOSED = re.compile(r"(seat-guide|negative|positive)$")
# The admin's own pages are Django's: their classes are in its templates.
OURS = [path for path in STYLES if path.name != "admin.css"]


def bare(path: Path) -> str:
    return re.sub(r"/\*.*?\*/|^\s*//.*?$", "", path.read_text(), flags=re.DOTALL | re.MULTILINE)


def classes(style: str) -> set[str]:
    selectors = " ".join(re.findall(r"([^{};]+)\{", style))
    return set(re.findall(r"\.([A-Za-z][\w-]*)", selectors))


def used() -> Iterator[str]:
    """Whatever may be a class: in a template what stands in attributes and tags, in a script anything
    but its comments, in Python what a widget is given, or what is drawn."""
    for path in TEMPLATES:
        yield from re.findall(r'"[^"]*"|page_class %\}[^{]*', path.read_text())
    for path in SCRIPTS:
        yield bare(path)
    for path in PYTHON:
        for pair in re.findall(r'"class": "([^"]*)"|<\w+ class="([^"]*)"', path.read_text()):
            yield from pair


def test_every_class_that_has_a_style_is_on_some_page() -> None:
    words = set(re.findall(r"[\w-]+", " ".join(used())))
    found = {(path.name, name) for path in OURS for name in classes(bare(path))}
    assert len(found) > 100
    assert not {one for one in found if one[1] not in words and not COMPOSED.search(one[1])}


def test_every_script_is_asked_for_by_a_page_or_by_another_script() -> None:
    pages = "".join(path.read_text() for path in TEMPLATES)
    pages += "".join(f"js/{entry}'" for one in bundles.SCRIPTS.values() for entry in one.entries)
    scripts = "".join(map(bare, SCRIPTS))
    names = [path.relative_to(ROOT / "static/js").as_posix() for path in SCRIPTS]
    assert len(names) > 30
    # One of the practice room stands in for the room's of the same name; a language is chosen by its code.
    instead = {name for name in names if name.replace("practice_room/", "room/") in names}
    asked = {name for name in names if f"js/{name}'" in pages or f'"{name}"' in scripts}
    asked |= {name for name in names if name.startswith("practice_room/") and name in instead}
    assert not {name for name in names if name not in asked and not name.startswith("language/")}
