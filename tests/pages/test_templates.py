"""Templates lie with their subject: each is used, and only what subjects share is in parts/."""

import re
from collections import defaultdict

from dialogue.workup.forms import STEPS
from tests.support.processes import ROOT

TEMPLATES = ROOT / "templates"
NAMED = re.compile(r'"([\w/]+\.html)"')
# Django and allauth look for these by names of their own.
LOOKED_FOR = ("account", "admin", "allauth", "mfa", "usersessions", "")


def folder(template: str) -> str:
    return template.rpartition("/")[0].partition("/")[0]


def users() -> dict[str, set[str]]:
    """Of each template that is named somewhere: the folders of templates, or modules, that do."""
    found = defaultdict(set)
    for path in TEMPLATES.rglob("*.html"):
        for name in NAMED.findall(path.read_text()):
            found[name].add(folder(path.relative_to(TEMPLATES).as_posix()))
    for path in (ROOT / "dialogue").rglob("*.py"):
        for name in NAMED.findall(path.read_text()):
            found[name].add(path.relative_to(ROOT).as_posix())
    for step in STEPS:
        found[f"workup/{step}.html"].add("the step's name in a view")
    return found


def all_templates() -> set[str]:
    return {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")}


def test_every_template_that_is_named_is_there_and_every_one_is_used():
    there, named = all_templates(), set(users())
    assert len(there) > 100
    assert {name for name in named if folder(name) not in LOOKED_FOR} <= there
    assert {name for name in there - named if folder(name) not in LOOKED_FOR} == set()


def test_parts_are_what_two_subjects_share():
    used_by = users()
    parts = {name for name in all_templates() if folder(name) == "parts"}
    assert len(parts) > 5
    alone = {name for name in parts if len(used_by[name] - {"parts"}) < 2}
    assert alone == {"parts/back.html"}  # through the tag back_link
