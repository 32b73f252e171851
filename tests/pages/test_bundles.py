"""What pages load in one piece is what they would load one by one."""

import re
from pathlib import Path

import pytest

from dialogue.base import bundles

STATIC = Path(__file__).resolve().parents[2] / "static"
TEMPLATES = "".join(path.read_text() for path in (STATIC.parent / "templates").rglob("*.html"))


def read(name: str) -> str:
    return (STATIC / name).read_text()


def written(files: dict[str, str]) -> bundles.Read:
    def found(name: str) -> str:
        if name not in files:
            raise FileNotFoundError(name)
        return files[name]

    return found


@pytest.mark.parametrize("name", bundles.SCRIPTS)
def test_a_bundle_has_all_that_its_modules_import_each_once_and_before_it_is_used(name):
    made = bundles.script(name, read)
    declared = re.findall(r"^const (\$\w+) = \(\(\) =>", made, re.MULTILINE)
    assert declared and len(declared) == len(set(declared))
    used = [(match.start(), match[1]) for match in re.finditer(r"= (\$\w+);$", made, re.MULTILINE)]
    for at, module in used:
        assert made.index(f"const {module} = ") < at
    assert not re.search(r"^(import|export)\b", made, re.MULTILINE)


def test_the_practice_room_has_a_partner_where_the_room_has_a_socket():
    room, practice = (bundles.script(name, read) for name in ("room", "practice_room"))
    assert "new WebSocket" in room and "new WebSocket" not in practice
    assert "$practice_room_guide" in practice and "$practice_room_guide" not in room


def test_a_sheet_of_a_bundle_stands_where_it_stood_before_the_next():
    made = bundles.style("room", read)
    places = [
        made.index(mark) for mark in (".say", ".room-header {", ".more-button,", "[data-tight]")
    ]
    assert places == sorted(places) and "/*" not in made


@pytest.mark.parametrize("name", [*bundles.STYLES, *bundles.SCRIPTS])
def test_every_bundle_is_on_a_page(name):
    assert f'{{% styles "{name}" %}}' in TEMPLATES or f'{{% scripts "{name}" %}}' in TEMPLATES


@pytest.mark.parametrize(
    "code",
    [
        'import * as room from "room/dock.js";\n',
        "export default 3;\n",
        "export let now = 1;\n",
        'import { t } from "base/quick_exit.js";\n',
    ],
    ids=["all of a module", "a default", "what changes", "a module that imports it"],
)
def test_what_could_not_be_put_together_is_refused_and_never_left_out(code):
    files = {
        "js/safety/quick_exit.js": code,
        "js/base/quick_exit.js": 'import { x } from "safety/quick_exit.js";\n',
    }
    with pytest.raises(bundles.CannotBundle):
        bundles.script("base", written(files))
