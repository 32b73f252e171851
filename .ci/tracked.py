"""Refuses what got into the repository by accident: a file that a tool makes, and, outside docs/,
static/ and tests/, a file that is no text. One line each. Looks at the checkout it is started in."""

import re
import subprocess
import sys
from pathlib import Path

MADE = re.compile(
    r"""(^|/)(
    __pycache__ | node_modules | staticfiles | var | \.venv | htmlcov
    | \.(pytest|mypy|ruff|import_linter)_cache | \.hypothesis | \.DS_Store | \.coverage(\..*)? | \.env
    | .*\.sqlite3(-\w+)? | .*\.(orig|rej|pyc|mo|pot|log|bak) | .*\.sw[op] | .*~
    )(/|$)""",
    re.VERBOSE,
)
ANYTHING = ("docs/", "static/", "tests/")  # pictures, fonts and samples lie here


def is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode()
    except UnicodeDecodeError:
        return False


def fault(name: str) -> str:
    """Why this file should not be tracked; empty if it may."""
    if MADE.search(name):
        return "is made by a tool"
    path = Path(name)
    if path.is_file() and not name.startswith(ANYTHING) and not is_text(path.read_bytes()):
        return "is no text"
    return ""


def main() -> int:
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, check=False)
    if listed.returncode:
        print("Not looked for files tracked by accident: this is no checkout of git.")
        return 0
    names = [name for name in listed.stdout.decode().split("\0") if name]
    faults = [(name, why) for name in names if (why := fault(name))]
    for name, why in faults:
        print(f"{name} {why}, and is tracked: git rm --cached '{name}'", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
