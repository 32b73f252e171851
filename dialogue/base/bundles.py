"""What pages load in one piece: style sheets put one after the other, and modules made one script.

Only where files are collected, by ``dialogue.base.assets``; whoever develops has each file by itself. It takes no
tool: modules here import by bare names, at the beginning of a line, and never in a circle."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

Read = Callable[[str], str]

STYLES: dict[str, tuple[str, ...]] = {
    "base": (
        "base/tokens.css",
        "base/base.css",
        "base/components.css",
        "base/forms.css",
        "base/pages.css",
        "home/front.css",
        "safety/safety.css",
    ),
    "room": (
        "base/words.css",
        "room/room.css",
        "room/dock.css",
        "room/wide.css",
        "room/turn.css",
        "room/therapist.css",
        "room/private.css",
        "gifts/gifts.css",
        "room/aloud.css",
        "room/phone.css",
        "room/tight.css",
        "home/ending.css",
    ),
}


@dataclass(frozen=True)
class Script:
    """What is run, and the folders it is found in; a module in ``instead`` stands in for those of its name.
    What is in ``later`` is loaded when it is asked for."""

    entries: tuple[str, ...]
    folders: tuple[str, ...] = ()
    instead: str = ""
    later: tuple[str, ...] = ()


SCRIPTS: dict[str, Script] = {
    "base": Script(("safety/quick_exit.js", "base/whose.js", "base/sending.js", "base/begun.js")),
    "room": Script(("room/main.js",), ("base", "room", "device"), later=("language",)),
    "practice_room": Script(
        ("room/main.js",), ("base", "room", "device"), "practice_room", ("language",)
    ),
    "board": Script(("board/main.js",), ("base", "board", "room")),
    "evening": Script(("practice_room/evening.js",), ("base", "device", "practice_room")),
}

_IMPORT = re.compile(r'^import (?:\{([^}]*)\} from )?"([^"]+)";\n', re.MULTILINE)
_DECLARED = re.compile(r"^export ((?:async )?function|class|const) (\w+)", re.MULTILINE)
_LISTED = re.compile(r"export\s*\{([^}]*)\};?\s*\Z")
_LEFT = re.compile(r"^(?:import|export)\b(?!\()", re.MULTILINE)
_LINES_OF_COMMENT = re.compile(
    r"^[ \t]*(?://[^\n]*|/\*(?:(?!\*/).)*\*/)[ \t]*\n", re.MULTILINE | re.DOTALL
)
_COMMENT = re.compile(r"/\*(?:(?!\*/).)*\*/", re.DOTALL)


class CannotBundle(Exception):
    """A module is written in a way that this cannot put together."""


def style(name: str, read: Read) -> str:
    """In ``css/bundles``, as deep as the sheets are: what they refer to is found from there."""
    sheets = (_COMMENT.sub("", read(f"css/{sheet}")) for sheet in STYLES[name])
    return "\n".join(
        line for sheet in sheets for line in map(str.strip, sheet.splitlines()) if line
    )


def script(name: str, read: Read) -> str:
    made: dict[str, str] = {}
    for entry in SCRIPTS[name].entries:
        _add(entry, SCRIPTS[name], read, made, ())
    return "\n".join(made.values())


def _add(
    module: str, bundle: Script, read: Read, made: dict[str, str], within: tuple[str, ...]
) -> None:
    """The module after all that it imports, each once."""
    if module in made:
        return
    if module in within:
        raise CannotBundle(f"{module} imports itself: {' -> '.join((*within, module))}")
    code = read(_path(module, bundle, read))
    for _names, other in _IMPORT.findall(code):
        _add(other, bundle, read, made, (*within, module))
    made[module] = _wrapped(module, code)


def _path(module: str, bundle: Script, read: Read) -> str:
    if module == "preact-htm":
        return "vendor/preact-htm.js"
    folder, _, name = module.partition("/")
    if bundle.instead and folder in bundle.folders:
        try:
            read(f"js/{bundle.instead}/{name}")
        except FileNotFoundError:
            pass
        else:
            return f"js/{bundle.instead}/{name}"
    return f"js/{module}"


def _wrapped(module: str, code: str) -> str:
    """Each module has a room of its own, and hands out what it exports."""
    exported = [name for _kind, name in _DECLARED.findall(code)]
    listed = _LISTED.search(code)
    given = [
        *exported,
        *(_renamed(one, by=" as ", back=True) for one in _split(listed[1] if listed else "")),
    ]
    code = _LISTED.sub("", _LINES_OF_COMMENT.sub("", code))
    code = _IMPORT.sub(lambda found: _imported(found[1], found[2]), code)
    code = _DECLARED.sub(r"\1 \2", code)
    if _LEFT.search(code):
        raise CannotBundle(f"{module} has an import or export of another form")
    return f"const {_name(module)} = (() => {{\n{code}\nreturn {{ {', '.join(given)} }};\n}})();"


def _imported(names: str | None, module: str) -> str:
    taken = ", ".join(_renamed(one, by=" as ") for one in _split(names or ""))
    return f"const {{ {taken} }} = {_name(module)};\n" if taken else ""


def _renamed(one: str, *, by: str, back: bool = False) -> str:
    first, _, second = one.partition(by)
    if not second:
        return first
    return f"{second}: {first}" if back else f"{first}: {second}"


def _split(names: str) -> Iterator[str]:
    return filter(None, map(str.strip, names.split(",")))


def _name(module: str) -> str:
    return "$" + re.sub(r"\W", "_", module.removesuffix(".js"))


def addresses() -> Iterable[tuple[str, Callable[[Read], str]]]:
    """Every bundle by the name that it is collected under."""
    for name in STYLES:
        yield f"css/bundles/{name}.css", lambda read, name=name: style(name, read)  # type: ignore[misc]
    for name in SCRIPTS:
        yield f"js/bundles/{name}.js", lambda read, name=name: script(name, read)  # type: ignore[misc]
