"""What was found from outside, and for each a change to the code that its test must notice."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from tests.support.processes import ROOT


@dataclass(frozen=True)
class Finding:
    """``test`` holds it: with ``new`` in the place of ``old`` in ``file``, it fails."""

    id: str
    said: str
    test: str
    file: str
    old: str
    new: str

    def mutated(self, tree: Path) -> str:
        """The file with the change."""
        text = (tree / self.file).read_text(encoding="utf-8")
        assert text.count(self.old) == 1, f"{self.id}: what is to be changed in {self.file}"
        return text.replace(self.old, self.new)


def findings() -> list[Finding]:
    found = tomllib.loads((ROOT / "tests/findings/findings.toml").read_text(encoding="utf-8"))
    return [Finding(id, **fields) for id, fields in found.items()]
