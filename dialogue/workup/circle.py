"""The picture of a workup: a circle in two halves, and threads from caregivers to the partner.

Pure reckoning, in units of the drawing; a template makes it SVG. All numbers are whole, since a
template would write the others in the reader's language. With many traits the halves are drawn
out, so that the words keep their size.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from math import isqrt

from dialogue.workup.service import SIDES, Content, Side, Trait

WIDTH, RADIUS, HEAD = 360, 174, 34
AXIS = WIDTH // 2
GAP = 32  # from the axis to where the words begin
DOT = 24  # from the axis to the dots
LINE, BETWEEN, CAPTION = 16, 7, 19
CAP = 40  # kept free at the outer end of a half: for what the half is called
FOOT = 10  # kept free at the middle
USUAL, BOLD = 68, 74  # the usual width of a letter, in tenths
NARROWEST = 8  # letters in a line, at least


@dataclass(frozen=True, slots=True, repr=False)
class Label:
    """Words, line by line, each with its baseline."""

    x: int
    lines: list[tuple[int, str]]
    theirs: bool = False
    strong: bool = False
    caption: bool = False


@dataclass(frozen=True, slots=True)
class Thread:
    """From a caregiver's trait to the partner's; one that the partner has not ends at the axis."""

    x: int
    y: int
    to_x: int
    to_y: int
    shared: bool


@dataclass(slots=True)
class Drawing:
    rtl: bool = False
    height: int = 0
    middle: int = 0
    top: int = 0
    bottom: int = 0
    labels: list[Label] = field(default_factory=list)
    threads: list[Thread] = field(default_factory=list)

    width = WIDTH
    radius = RADIUS
    left = AXIS - RADIUS
    right = AXIS + RADIUS
    axis = AXIS

    @property
    def above(self) -> int:
        """How far the upper half reaches: the radius, or more."""
        return self.middle - self.top

    @property
    def below(self) -> int:
        return self.bottom - self.middle

    @property
    def poles(self) -> tuple[int, int]:
        """Where the names of the halves stand."""
        return self.top + 27, self.bottom - 19

    @property
    def heads(self) -> tuple[int, int]:
        """Where the names of the two columns stand."""
        return self.x(-GAP), self.x(GAP)

    def x(self, from_axis: int) -> int:
        return AXIS - from_axis if self.rtl else AXIS + from_axis


def drawn(content: Content, *, rtl: bool = False) -> Drawing | None:
    """The picture; None while there are no traits to draw."""
    halves = {side: _Half(content, side) for side in SIDES}
    if not any(half.rows for half in halves.values()):
        return None
    above, below = halves["positive"], halves["negative"]
    drawing = Drawing(rtl=rtl, top=HEAD)
    drawing.middle = HEAD + above.size
    drawing.bottom = drawing.middle + below.size
    drawing.height = drawing.bottom + 4
    above.put(drawing, lambda row: drawing.top + row.out)
    below.put(drawing, lambda row: drawing.bottom - row.out - row.size)
    return drawing


def to_draw(content: Content, side: Side) -> list[Trait]:
    """The strongest, and those that the partner has too; all, where none is marked."""
    traits = content.of(side)
    return [trait for trait in traits if trait.strong or trait.shared] or traits


@dataclass(slots=True, repr=False)
class _Row:
    """``out``: how far its outer edge is from the outer end of the half."""

    trait: Trait | None
    words: str
    theirs: str = ""
    out: int = 0
    size: int = CAPTION
    lines: list[str] = field(default_factory=list)
    their_lines: list[str] = field(default_factory=list)


class _Half:
    """The rows of one side, laid out from the outer end to the middle."""

    def __init__(self, content: Content, side: Side) -> None:
        self.rows = _rows(content, side)
        self.size = RADIUS
        inwards = self.rows if side == "positive" else self.rows[::-1]
        # A half that is drawn out is narrower at its end, so that more lines may be needed.
        while (reach := self._lay(inwards)) > self.size:
            self.size = reach
        self._lay(inwards, CAP + (self.size - reach) * 3 // 5)

    def _lay(self, rows: list["_Row"], reach: int = CAP) -> int:
        """Row after row from the outer end; how far they reach."""
        for row in rows:
            row.out = reach
            if row.trait is not None:
                letters = self._room(reach) * 10 // (BOLD if row.trait.strong else USUAL)
                row.lines = wrapped(row.words, max(NARROWEST, letters))
                row.their_lines = wrapped(row.theirs, max(NARROWEST, letters))
                row.size = max(len(row.lines), len(row.their_lines)) * LINE + BETWEEN
            reach += row.size
        return reach + FOOT

    def _room(self, out: int) -> int:
        """For words, on one side of the axis, so far from the outer end of half an ellipse."""
        up = self.size - min(out, self.size)
        return RADIUS * isqrt(self.size * self.size - up * up) // self.size - GAP - 8

    def put(self, drawing: Drawing, place: Callable[[_Row], int]) -> None:
        met: dict[str, int] = {}
        for row in self.rows:
            self._put(drawing, row, place(row), met)

    @staticmethod
    def _put(drawing: Drawing, row: _Row, top: int, met: dict[str, int]) -> None:
        ours, theirs = drawing.x(-GAP), drawing.x(GAP)
        if row.trait is None:
            drawing.labels.append(Label(ours, [(top + 15, row.words)], caption=True))
            return
        middle = top + (row.size - BETWEEN) // 2
        strong = row.trait.strong
        drawing.labels.append(Label(ours, _lines(row.lines, middle), strong=strong))
        if row.their_lines:
            met[row.theirs.casefold()] = middle
            lines = _lines(row.their_lines, middle)
            drawing.labels.append(Label(theirs, lines, theirs=True, strong=strong))
        shared = row.trait.shared
        end = met[(row.trait.theirs or row.trait.text).casefold()] if shared else middle
        to_x = drawing.x(DOT if shared else 0)
        drawing.threads.append(Thread(drawing.x(-DOT), middle, to_x, end, shared))


def _rows(content: Content, side: Side) -> list[_Row]:
    """What two caregivers had in the same words, the partner has once."""
    rows: list[_Row] = []
    met: set[str] = set()
    caregiver = None
    for trait in to_draw(content, side):
        if trait.caregiver != caregiver:
            caregiver = trait.caregiver
            rows.append(_Row(None, content.caregivers[caregiver]))
        theirs = (trait.theirs or trait.text) if trait.shared else ""
        rows.append(_Row(trait, trait.text, "" if theirs.casefold() in met else theirs))
        met.add(theirs.casefold())
    return rows


def _lines(lines: list[str], middle: int) -> list[tuple[int, str]]:
    first = middle - (len(lines) - 1) * LINE // 2 + 4
    return [(first + number * LINE, line) for number, line in enumerate(lines)]


def wrapped(words: str, letters: int) -> list[str]:
    """Lines of at most so many letters; a longer word is cut."""
    lines, line = [], ""
    for word in words.split():
        while _size(f"{line} {word}".strip()) > letters:
            if line:
                lines.append(line)
                line = ""
            else:
                fits = next(
                    n for n in range(len(word), 0, -1) if n == 1 or _size(word[:n]) < letters
                )
                lines.append(word[:fits] + ("‐" if len(word) > fits else ""))
                word = word[fits:]
        line = f"{line} {word}".strip()
    return [*lines, line] if line else lines


def _size(text: str) -> int:
    """In usual letters: those of East Asia count twice."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
