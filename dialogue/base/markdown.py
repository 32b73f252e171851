"""Words in a Markdown file: rendered, it shows what was said, line for line, fetches nothing, and nobody's words
or name can pass for a heading, or for what somebody else said."""

import re
from collections.abc import Iterator

from dialogue import text
from dialogue.base.documents import Block, Blocks, Heading, Line, Listed, Quote

# Whatever means something within a line, or at its beginning; an address must not become a link.
_WITHIN = re.compile(
    r"[\\`*_{}\[\]<>~|&!$^#]|(?<=\w):(?=//)|(?<=www)\.|:(?=[\w+-]+:)", re.IGNORECASE
)
_NUMBERED = re.compile(r"^(\d+)([.)])")
_INDENTED = re.compile(r"^[ \t]+")
_NO_BREAK = "\u00a0"
_BREAK = "  "  # at the end of a line, it ends there


def written(blocks: Blocks) -> str:
    """The whole file."""
    parts = ("\n".join(_written(block)) for block in blocks)
    return "\n\n".join(filter(None, parts)) + "\n"


def _written(block: Block) -> Iterator[str]:
    match block:
        case Heading(level, title):
            yield f"{'#' * level} {inline(title)}"
        case Line(said, name):
            yield f"**{inline(name)}** {inline(said)}" if name else inline(said)
        case Quote(words):
            yield from quoted(words)
        case Listed(words, numbered=True):
            yield from (f"> {place}. {inline(one)}" for place, one in enumerate(words, 1))
        case Listed(words):
            yield from (f"> - {inline(one)}" for one in words)


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


def _escaped(line: str) -> str:
    line = _WITHIN.sub(lambda sign: f"\\{sign[0]}", line)
    line = _NUMBERED.sub(r"\1\\\2", line)
    return re.sub(r"^[-+=]", lambda sign: f"\\{sign[0]}", line)
