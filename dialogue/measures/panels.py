"""From what was answered to what a page shows: for each instrument its panels, and what is said of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from dialogue.measures.answers import Given
from dialogue.measures.drawing import Event, Panel, Point, drawn
from dialogue.measures.instruments import EVERY, instrument
from dialogue.measures.instruments.shape import Instrument

Answered = Mapping[str, Sequence[Given]]  # by measure, the oldest first


@dataclass(frozen=True, slots=True, repr=False)
class Group:
    """One instrument with its panels: none while nothing was answered."""

    instrument: Instrument
    panels: list[Panel] = field(default_factory=list)
    beside: bool = False


def groups(
    own: Answered, other: Answered | None = None, events: Sequence[Event] = ()
) -> list[Group]:
    """Of every instrument. ``other`` is drawn beside one's own, for those measures that are in it."""
    found = []
    for id in EVERY:
        theirs = (other or {}).get(id, ())
        panels = _panels(id, own.get(id, ()), theirs, events)
        found.append(Group(instrument(id), panels, beside=bool(theirs)))
    return found


def times_of(*answered: Answered) -> list[datetime]:
    """When any of it was answered."""
    return [one.at for each in answered for given in each.values() for one in given]


def by_measure(given: Sequence[Given]) -> dict[str, list[Given]]:
    found: dict[str, list[Given]] = {}
    for one in given:
        found.setdefault(one.measure, []).append(one)
    return found


def _panels(
    id: str, own: Sequence[Given], other: Sequence[Given], events: Sequence[Event]
) -> list[Panel]:
    panels = (
        drawn(scale, _points(own, scale.id), _points(other, scale.id), events)
        for scale in instrument(id).scales
    )
    return [panel for panel in panels if panel is not None and panel.scored]


def _points(given: Sequence[Given], scale: str) -> list[Point]:
    """Of the versions that have this scale."""
    return [
        Point(one.at, scores[scale], one.version)
        for one in given
        if scale in (scores := one.scores)
    ]
