"""What the therapist's room knows of the exercise beyond the present step: whose step each is, the
stems that can be offered there, and what each phase is for."""

import re
from typing import Any

from django.utils.translation import gettext as _

from dialogue.engine.protocol import Exercise, Step

_MARK = re.compile(r"\{(\w+)\}")


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
    """Where a stem is a mark, such as the rung, all that may stand for it. One that needs a mark in
    the middle is left out: it is not known here."""
    found: dict[str, None] = {}
    for text in (stem for move in step.moves.values() for stem in move.stems):
        marks = [mark for mark in _MARK.findall(text) if mark not in ("sender", "receiver")]
        if marks and text == f"{{{marks[0]}}}":
            found |= dict.fromkeys(exercise.values.get(marks[0], {}).values())
        elif not marks:
            found[text] = None
    return [_(text) for text in found]
