"""Refuses what got into the repository by accident: a file that a tool makes, and, outside docs/,
static/ and tests/, a file that is no text; a lock that names an address; and a secret. And what an eye cannot follow:
code of more than 300 lines, or with a line of more than 120 characters. One line each, which does not repeat a secret.
Looks at the checkout it is started in."""

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
# Names, versions and hashes: where they come from is each machine's own business.
LOCK = re.compile(r"(^|/)(package-lock\.json|[^/]*\.lock|requirements[^/]*\.txt)$")
ADDRESS = re.compile(rb"https?://")
CODE = re.compile(r"\.(py|js|mjs|html|css)$")
LONG, WIDE = 300, 120  # lines, and characters in one of them
BY_A_TOOL = ("dialogue/migrations/", "static/vendor/")  # nobody reads these from end to end
# What opens something, by the form that its makers gave it: ours first, then those of others.
SECRET = re.compile(
    rb"""
      \b[\w-]+:(?!(QUFB){3})[A-Za-z0-9+/]{43}=               # a master key of ours; not the one for debugging
    | IMAGO_SECRET_KEY=(?!tests|\.{3}|\$)[^\s"'`]{30,}
    | -----BEGIN\ ([A-Z]+\ )*PRIVATE\ KEY-----
    | \b(AKIA|ASIA)[A-Z0-9]{16}\b
    | \bgh[pousr]_[A-Za-z0-9]{36}\b | \bgithub_pat_\w{60,}
    | \bglpat-[\w-]{20}\b
    | \bxox[abprs]-[\w-]{10,}
    | \b[sr]k_live_\w{20,}
    | \bAIza[\w-]{35}\b
    | \bpypi-AgEI[\w-]{50,} | \bnpm_[A-Za-z0-9]{36}\b
    | \beyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{20,}           # a signed token
    | ://[^/\s:@"'`{}<$]+:(?!password@|secret-)[^/\s:@"'`{}<$]{8,}@  # a password in an address
    """,
    re.VERBOSE,
)
ANYTHING = ("docs/", "static/", "tests/")  # pictures, fonts and samples lie here


def is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode()
    except UnicodeDecodeError:
        return False


def fault(name: str) -> str:
    """Why this file may not be tracked as it is, and what helps; empty if it may."""
    path = Path(name)
    content = path.read_bytes() if path.is_file() else b""
    if MADE.search(name):
        return f"is made by a tool, and is tracked: git rm --cached '{name}'"
    if not name.startswith(ANYTHING) and not is_text(content):
        return f"is no text, and is tracked: git rm --cached '{name}'"
    if LOCK.search(name) and ADDRESS.search(content):
        return "names an address: keep names, versions and hashes only"
    if SECRET.search(content) and not name.startswith("static/vendor/"):
        return (
            "holds what looks like a secret: take it out, and make a new one, since it is known now"
        )
    if CODE.search(name) and not name.startswith(BY_A_TOOL):
        return hard_to_read(content.decode())
    return ""


def hard_to_read(code: str) -> str:
    lines = code.splitlines()
    if len(lines) > LONG:
        return f"has more than {LONG} lines: give each of its ideas a file"
    wide = [number for number, line in enumerate(lines, 1) if len(line) > WIDE]
    if wide:
        return f"has a line of more than {WIDE} characters: {wide[0]}"
    return ""


def main() -> int:
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, check=False)
    if listed.returncode:
        print("Not looked for files tracked by accident: this is no checkout of git.")
        return 0
    names = [name for name in listed.stdout.decode().split("\0") if name]
    faults = [(name, why) for name in names if (why := fault(name))]
    for name, why in faults:
        print(f"{name} {why}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
