"""Two signs in what somebody shares with their therapist, to look at before a session: no verdict, no rank. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from dialogue.measures.instruments.shape import Scale, Score

Sign = Literal["low", "silent"]
SILENT_FOR = 3  # dialogues


def is_low(scale: Scale, scores: Sequence[Score]) -> bool:
    """Whether the last two lie below the band around the first; where a scale has no band, below its
    published line; and never where it has neither."""
    if scale.higher != "better" or len(scores) < 2:
        return False
    if scale.change is not None:
        line = scores[0] - scale.change.points
        return len(scores) > 2 and all(score < line for score in scores[-2:])
    return scale.cut_off is not None and all(score < scale.cut_off for score in scores[-2:])


def is_silent(answered: Sequence[datetime], held: Sequence[datetime]) -> bool:
    """Whether nothing was answered since the third dialogue before now, by somebody who had answered."""
    if not answered or len(held) < SILENT_FOR:
        return False
    return max(answered) < sorted(held)[-SILENT_FOR]


def signs_of(
    shared: Mapping[str, Sequence[tuple[datetime, Mapping[str, Score | None]]]],
    scales: Mapping[str, Sequence[Scale]],
    held: Sequence[datetime],
) -> tuple[Sign, ...]:
    """Of one person. ``shared`` by measure, the oldest first: when, and the scores; so are ``scales``."""
    found: list[Sign] = []
    for measure, given in shared.items():
        for scale in scales[measure]:
            scores = [score for _at, one in given if (score := one.get(scale.id)) is not None]
            if is_low(scale, scores) and "low" not in found:
                found.append("low")
    if is_silent([at for given in shared.values() for at, _one in given], held):
        found.append("silent")
    return tuple(found)
