"""Our first evening: one short appreciation for two with one phone, before either has an account.

All of it is on the page that is sent once: nothing is asked of the server after that, and nothing is kept anywhere.
What is said, and by whom, is the appreciation dialogue's own (dialogue.engine); only the heart of it is here: to
share, mirror, check and thank, from hand to hand.
"""

from typing import Any, Literal

from django.utils.translation import gettext as _

from dialogue.engine.exercises import exercise
from dialogue.engine.protocol import Move

By = Literal["sender", "receiver"]


def screens() -> dict[str, dict[str, Any]]:
    """One for each thing that somebody does, by its step. Names are put in by the page: {sender}, {receiver}."""
    return {
        "sending": _said("sending", "send", by="sender", then="mirroring"),
        "mirroring": _said(
            "mirroring", "mirror", by="receiver", then="mirror_check", asks=_("Did I get that?")
        ),
        "mirror_check": {
            **_step("mirror_check", by="sender"),
            "says": [],
            "press": _(_move("mirror_check", "got_it").label),
            "then": "thanks",
            "other": _(_move("mirror_check", "correct").label),
            "or": "correct",
        },
        "correct": {
            **_said("mirror_check", "correct", by="sender", then="mirroring"),
            "title": _(_move("mirror_check", "correct").prompt),
        },
        "thanks": _said("thanks", "thank", by="sender", then="thanks_back"),
        "thanks_back": _said("thanks_back", "thank", by="receiver", then=""),
    }


def _said(step: str, move: str, *, by: By, then: str, asks: str = "") -> dict[str, Any]:
    found = _move(step, move)
    says = [_(found.says)] if found.says else [_(stem) for stem in found.stems]
    if asks:  # by whoever mirrors: one way to begin, and the question
        says = [says[0], asks]
    return {**_step(step, by=by), "says": says, "press": _("I’ve said it"), "then": then}


def _step(name: str, *, by: By) -> dict[str, Any]:
    step = exercise("appreciation").steps[name]
    assert step.who == by, "the exercise has changed: so must this"
    return {"by": by, "title": _(step.title), "why": _(step.why)}


def _move(step: str, move: str) -> Move:
    return exercise("appreciation").steps[step].moves[move]
