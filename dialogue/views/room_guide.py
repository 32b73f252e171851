"""What the therapist's room knows of the exercise beyond the present step: whose step each is, the
stems that can be offered there, and what each phase is for."""

from typing import Any

from django.utils.translation import gettext as _

from dialogue.engine.protocol import Exercise, Step

RUNG = "{rung}"


def guide(exercise: Exercise) -> dict[str, Any]:
    """``steps``: for each, ``who`` acts and its ``stems``; ``purposes``: for each phase, what is
    shown where the therapist frames it without words of her own. Translated; partners' names are
    still ``{sender}`` and ``{receiver}``."""
    return {
        "steps": {
            step.name: {"who": step.who, "stems": _stems(exercise, step)}
            for step in exercise.steps.values()
        },
        "purposes": {phase: _(text) for phase, text in exercise.purposes.items()},
    }


def _stems(exercise: Exercise, step: Step) -> list[str]:
    texts = [stem for move in step.moves.values() for stem in move.stems]
    if RUNG in texts:  # the therapist may offer any rung of the ladder
        texts = [text for text in texts if text != RUNG] + list(exercise.rungs.values())
    return [_(text) for text in dict.fromkeys(texts)]
