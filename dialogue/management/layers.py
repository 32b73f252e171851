"""The packages of the app as a Mermaid drawing, made from the import contracts in pyproject.toml."""

import re
import tomllib
from pathlib import Path
from typing import Any

_BETWEEN = re.compile(r"(<!-- generated:layers -->\n).*?(<!-- /generated -->)", re.DOTALL)
_APART = re.compile(r"\s*[|:]\s*")

Contract = dict[str, Any]


def contracts(pyproject: Path) -> dict[str, Contract]:
    """Each import contract by its id."""
    settings = tomllib.loads(pyproject.read_text(encoding="utf-8"))
    found: list[Contract] = settings["tool"]["importlinter"]["contracts"]
    return {contract["id"]: contract for contract in found}


def layers(contract: Contract) -> list[list[str]]:
    """From the top down, what stands side by side in each layer. Optional ones, in brackets, too."""
    return [[one.strip("() ") for one in _APART.split(layer)] for layer in contract["layers"]]


def drawing(found: dict[str, Contract]) -> str:
    """The layers of all subjects, what lies within one, and who alone may import what is private."""
    lines = ["```mermaid", "flowchart TB"]
    subjects = layers(found["subjects"])
    lines += _stack("L", subjects)
    lines.append('  subgraph one ["within a subject"]')
    lines += [f"  {line}" for line in _stack("W", layers(found["within"]))]
    lines.append("  end")
    for id, contract in found.items():
        if contract["type"] == "protected":
            private = _short(*contract["protected_modules"])
            alone = "<br>".join(map(_short, contract["allowed_importers"]))
            lines.append(f'  P{id}["{alone}"] -- alone --> Q{id}[("{private}")]')
    return "\n".join([*lines, "```", ""])


def with_drawing(text: str, pyproject: Path) -> str:
    """``text`` with the drawing between its two marks. ValueError if they are not there."""
    made = drawing(contracts(pyproject))
    whole, count = _BETWEEN.subn(lambda marks: marks[1] + made + marks[2], text)
    if count != 1:
        raise ValueError(
            "no place for the drawing: <!-- generated:layers --> … <!-- /generated -->"
        )
    return whole


def _stack(prefix: str, rows: list[list[str]]) -> list[str]:
    boxes = [f'  {prefix}{n}["{" · ".join(row)}"]' for n, row in enumerate(rows)]
    return [*boxes, f"  {' --> '.join(f'{prefix}{n}' for n in range(len(rows)))}"]


def _short(module: str) -> str:
    return module.removeprefix("dialogue.")
