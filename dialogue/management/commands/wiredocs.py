"""Keep docs/asyncapi.json and the tables in docs/wire.md true to the code."""

import json
import re
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dialogue.engine.protocol import SEATS
from dialogue.room.wire.closing import MEANING
from dialogue.wiredocs import asyncapi, board, room, waiting

DOCS = Path(settings.BASE_DIR) / "docs"
_SECTION = re.compile(r"(<!-- generated:(\w+) -->\n).*?(<!-- /generated -->)", re.DOTALL)

Json = dict[str, Any]


class Command(BaseCommand):
    help = "Write docs/asyncapi.json and the generated tables in docs/wire.md."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Write nothing; fail if anything differs."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        differing = {path: text for path, text in made().items() if _read(path) != text}
        if options["check"]:
            if differing:
                names = ", ".join(path.name for path in differing)
                raise CommandError(f"out of date: {names}. Run `manage.py wiredocs`.")
            return
        for path, text in differing.items():
            path.write_text(text, encoding="utf-8")
            self.stdout.write(f"wrote {path.relative_to(settings.BASE_DIR)}")


def made() -> dict[Path, str]:
    """Each file as it should be."""
    wire = DOCS / "wire.md"
    return {
        DOCS / "asyncapi.json": json.dumps(asyncapi.document(), ensure_ascii=False, indent=1)
        + "\n",
        wire: with_tables(_read(wire)),
    }


def with_tables(text: str) -> str:
    """``text`` with every generated section made anew. KeyError for a section nobody makes."""
    tables = _tables()
    return _SECTION.sub(lambda found: found[1] + tables[found[2]] + "\n" + found[3], text)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _tables() -> dict[str, str]:
    return {
        **_tables_of("", asyncapi.schemas(), room.ANSWERS, room.SERVER),
        **_tables_of("board", asyncapi.board_schemas(), board.ANSWERS, board.OWN),
        **_tables_of("waiting", asyncapi.waiting_schemas(), waiting.ANSWERS, waiting.OWN),
        "bounds": _table(
            ("bound", "value", "meaning"),
            [(f"`{name}`", f"{value:,}", told) for name, value, told in asyncapi.bounds_told()],
        ),
        "closing": _table(
            ("code", "meaning", "then"),
            [(f"{int(code)}", meaning, then) for code, (meaning, then) in MEANING.items()],
        ),
        "refusals": _table(
            ("code", "what the person reads"),
            [(f"`{code}`", message) for code, message in asyncapi.refusals_told().items()],
        ),
    }


def _tables_of(
    of: str, schemas: dict[str, Json], sending: Iterable[type], telling: Iterable[type]
) -> dict[str, str]:
    sent = [model.__name__ for model in sending]
    told = [model.__name__ for model in telling]
    parts = [name for name in schemas if name not in (*sent, *told)]
    return {
        f"{of}sent": _models(schemas, sent),
        f"{of}told": _models(schemas, told),
        f"{of}parts": _models(schemas, parts),
    }


def _models(schemas: dict[str, Json], names: list[str]) -> str:
    return "\n\n".join(_model(schemas[name]) for name in names)


def _model(schema: Json) -> str:
    fields = schema["properties"]
    required = schema.get("required", ())
    frame = fields.get("type", {}).get("const")
    rows = [
        (
            f"`{name}`",
            kind(field),
            "" if name in required else f"`{json.dumps(field.get('default'))}`",
        )
        for name, field in fields.items()
    ]
    heading = f"#### `{frame}`" if frame else f"#### {schema['title']}"
    optional = any(left_out for *_, left_out in rows)
    columns = ("field", "type", "if left out") if optional else ("field", "type")
    return "\n\n".join(
        filter(
            None,
            (
                heading,
                schema.get("description", ""),
                _table(columns, [row[: len(columns)] for row in rows]),
            ),
        )
    )


def kind(schema: Json) -> str:
    """What a JSON Schema admits, in few words."""
    match schema:
        case {"$ref": reference}:
            return str(reference).rpartition("/")[2]
        case {"const": value}:
            return f"`{json.dumps(value)}`"
        case {"enum": values} if tuple(values) == SEATS:
            return "seat"
        case {"enum": values}:
            return " or ".join(f"`{json.dumps(value)}`" for value in values)
        case {"anyOf": choices}:
            return " or ".join(kind(choice) for choice in choices)
        case {"type": "array", "items": item}:
            return f"list of {kind(item)}"
        case {"type": "object", "additionalProperties": value, "propertyNames": name}:
            return f"{kind(value)} by {kind(name)}"
        case {"type": "integer", "minimum": least, "maximum": most}:
            return f"integer, {least} to {most}"
        case {"type": "string", "maxLength": most}:
            return f"string, at most {most} characters"
        case {"type": "string", "pattern": pattern}:
            return f"string, `{pattern}`"
        case {"type": "string", "format": form}:
            return str(form)
        case {"type": plain}:
            return str(plain)
    raise ValueError(f"no words for the schema keys {sorted(schema)}")


def _table(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [columns, ("---",) * len(columns), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
