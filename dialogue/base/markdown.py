"""Words in a Markdown file: rendered, it shows what was said, line for line, fetches nothing, and nobody's words
or name can pass for a heading, or for what somebody else said."""

import re
from collections.abc import Iterator

from dialogue import text

# Whatever means something within a line, or at its beginning; an address must not become a link.
_WITHIN = re.compile(
    r"[\\`*_{}\[\]<>~|&!$^#]|(?<=\w):(?=//)|(?<=www)\.|:(?=[\w+-]+:)", re.IGNORECASE
)
_NUMBERED = re.compile(r"^(\d+)([.)])")
_INDENTED = re.compile(r"^[ \t]+")
_NO_BREAK = "\u00a0"
_BREAK = "  "  # at the end of a line, it ends there


def inline(words: str) -> str:
    """In one line, such as a name within a sentence, or a heading."""
    return _escaped(text.line(words))


def quoted(words: str) -> Iterator[str]:
    """What somebody said or wrote, as a quotation, line by line."""
    lines = words.split("\n")
    for place, line in enumerate(lines, start=1):
        shown = _INDENTED.sub(
            lambda indent: _NO_BREAK * len(indent[0].expandtabs(4)), line.rstrip()
        )
        yield f"> {_escaped(shown) or _NO_BREAK}{_BREAK if place < len(lines) else ''}"


def listed(words: str) -> str:
    """One of a list that is quoted."""
    return f"> - {inline(words)}"


def _escaped(line: str) -> str:
    line = _WITHIN.sub(lambda sign: f"\\{sign[0]}", line)
    line = _NUMBERED.sub(r"\1\\\2", line)
    return re.sub(r"^[-+=]", lambda sign: f"\\{sign[0]}", line)
