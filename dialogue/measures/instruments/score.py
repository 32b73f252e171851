"""From answers to scores. Nothing is guessed: where an answer is missing there is no score."""

from collections.abc import Mapping

from dialogue.measures.instruments.shape import Instrument, Scale, Score

Answers = Mapping[str, int]  # by the item's id; an item that was left open is not there


class NotAnAnswer(ValueError):
    """An item that the instrument has not, or a number that stands at none of its answers."""


def score(instrument: Instrument, answers: Answers) -> dict[str, Score | None]:
    """The score of each scale; None for a scale of which an item was left open. NotAnAnswer if
    anything is not of this instrument in this version."""
    check(instrument, answers)
    return {scale.id: scale_score(scale, answers) for scale in instrument.scales}


def scale_score(scale: Scale, answers: Answers) -> Score | None:
    if any(item.id not in answers for item in scale.items):
        return None
    return sum(answers[item.id] for item in scale.items)


def check(instrument: Instrument, answers: Answers) -> None:
    """Raises NotAnAnswer, whose message holds neither the number nor the question."""
    scores = {item.id: item.scores for item in instrument.items}
    for name, value in answers.items():
        if name not in scores or type(value) is not int or value not in scores[name]:
            raise NotAnAnswer(f"{instrument.id}, version {instrument.version}")


def is_below(scale: Scale, value: Score) -> bool:
    """Whether a score lies below the published cut-off; never where there is none."""
    return scale.cut_off is not None and value < scale.cut_off


def within_chance(scale: Scale, first: Score, value: Score) -> bool | None:
    """Whether ``value`` may differ from the ``first`` by chance alone; None where nobody can say."""
    if scale.change is None:
        return None
    return abs(value - first) <= scale.change.points
