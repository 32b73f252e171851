"""The picture of one scale: pure reckoning, in units of the drawing; a template makes it SVG.

All numbers are whole, since a template would write the others in the reader's language. Every answer
has its row in the table, and every row with a score has its dot.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from typing import Literal

from dialogue.measures.instruments.score import is_below, within_chance
from dialogue.measures.instruments.shape import Scale, Score

WIDTH, HEIGHT = 340, 172
LEFT, RIGHT, TOP, BOTTOM = 38, 328, 10, 146
APART = 13  # from one number beside the picture to the next
MANY = 20  # dots
MARKS = 14  # of room below, where something is marked
Whose = Literal["own", "other"]


@dataclass(frozen=True, slots=True, repr=False)
class Point:
    """One answer. Without a score it has a row and no dot."""

    at: datetime
    value: Score | None
    version: int = 1


@dataclass(frozen=True, slots=True, repr=False)
class Event:
    """What happened meanwhile. ``number``: under which a page names it."""

    at: datetime
    said: str
    number: int = 0


@dataclass(frozen=True, slots=True, repr=False)
class Mark:
    """An event where it lies in time. ``label``: its number, where there is room for it."""

    x: int
    event: Event
    label: str


@dataclass(frozen=True, slots=True, repr=False)
class Dot:
    x: int
    y: int
    point: Point


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """Of the table. ``chance``: whether it may differ from the first by chance alone; None where it
    is the first, or nobody can say."""

    point: Point
    whose: Whose
    below: bool
    chance: bool | None


@dataclass(frozen=True, slots=True, repr=False)
class Line:
    """The answers of one person: dots, and the lines between those of one version that follow each
    other without a gap."""

    whose: Whose
    dots: list[Dot]
    paths: list[str]


@dataclass(slots=True, repr=False)
class Panel:
    """One scale. ``cut_y``: where its cut-off is; ``band``: from, and how high, what may be chance;
    ``changed``: where another version begins."""

    scale: Scale
    first_at: datetime
    last_at: datetime
    lines: list[Line] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    cut_y: int | None = None
    band: tuple[int, int] | None = None
    changed: list[int] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    width = WIDTH
    left, right, top, bottom = LEFT, RIGHT, TOP, BOTTOM
    span = RIGHT - LEFT

    @property
    def height(self) -> int:
        return HEIGHT + MARKS if self.marks else HEIGHT

    @property
    def cut_label(self) -> bool:
        """Whether there is room for the number of the cut-off."""
        return self.cut_y is not None and TOP + APART <= self.cut_y <= BOTTOM - APART

    @property
    def radius(self) -> int:
        """Of a dot: smaller where many are close."""
        return 4 if all(len(line.dots) <= MANY for line in self.lines) else 3

    @property
    def side(self) -> int:
        return 2 * self.radius

    @property
    def worded(self) -> bool:
        """Whether there is something to say of a number."""
        return self.cut_y is not None or self.scale.change is not None

    @property
    def scored(self) -> int:
        return sum(row.point.value is not None for row in self.rows)

    def x(self, at: datetime) -> int:
        whole = (self.last_at - self.first_at) or timedelta(1)
        return LEFT + 6 + round((self.span - 12) * ((at - self.first_at) / whole))

    def y(self, value: float) -> int:
        low, high = self.scale.lowest, self.scale.highest
        inside = min(max(value, low), high)
        return BOTTOM - round((BOTTOM - TOP) * (inside - low) / (high - low))


def drawn(
    scale: Scale,
    own: Sequence[Point],
    other: Sequence[Point] = (),
    events: Sequence[Event] = (),
) -> Panel | None:
    """The panel; None while nobody has answered. ``other`` is drawn in the same picture; of ``events``
    those that lie between the first answer and the last."""
    points = [*own, *other]
    if not points:
        return None
    times = [point.at for point in points]
    panel = Panel(scale, min(times), max(times))
    if scale.cut_off is not None:
        panel.cut_y = panel.y(scale.cut_off)
    for whose, theirs in _both(own, other):
        panel.lines.append(_line(panel, whose, theirs))
        panel.rows += _rows(scale, whose, theirs)
    panel.rows.sort(key=lambda row: row.point.at)
    panel.changed = [panel.x(at) for at in _changes(own)]
    panel.marks = _marks(panel, events)
    first = next((point for point in own if point.value is not None), None)
    if scale.change is not None and first is not None and first.value is not None and not other:
        above = panel.y(first.value + scale.change.points)
        panel.band = (above, panel.y(first.value - scale.change.points) - above)
    return panel


def _both(own: Sequence[Point], other: Sequence[Point]) -> list[tuple[Whose, Sequence[Point]]]:
    found: list[tuple[Whose, Sequence[Point]]] = [("own", own), ("other", other)]
    return [(whose, points) for whose, points in found if points]


def _line(panel: Panel, whose: Whose, points: Sequence[Point]) -> Line:
    dots: list[Dot] = []
    paths: list[str] = []
    for joined, run in groupby(points, key=lambda one: (one.value is not None, one.version)):
        if not joined[0]:
            continue
        new = [
            Dot(panel.x(one.at), panel.y(one.value), one) for one in run if one.value is not None
        ]
        dots += new
        if len(new) > 1:
            paths.append("M" + "L".join(f"{dot.x} {dot.y}" for dot in new))
    return Line(whose, dots, paths)


def _rows(scale: Scale, whose: Whose, points: Sequence[Point]) -> list[Row]:
    first: dict[int, Score] = {}  # of each version
    rows = []
    for one in points:
        below = one.value is not None and is_below(scale, one.value)
        chance = None
        if one.value is not None and one.version in first:
            chance = within_chance(scale, first[one.version], one.value)
        elif one.value is not None:
            first[one.version] = one.value
        rows.append(Row(one, whose, below, chance))
    return rows


def _marks(panel: Panel, events: Sequence[Event]) -> list[Mark]:
    marks: list[Mark] = []
    free = 0  # where the next number has room
    for one in events:
        if not panel.first_at <= one.at <= panel.last_at:
            continue
        x, label = panel.x(one.at), ""
        if x >= free:
            label, free = str(one.number), x + APART + 3
        marks.append(Mark(x, one, label))
    return marks


def _changes(points: Sequence[Point]) -> list[datetime]:
    pairs = pairwise(points)
    return [later.at for one, later in pairs if later.version != one.version]
