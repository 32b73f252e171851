"""What an exercise says, as people read it: in their language, with names and words in their places."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from dialogue.engine.protocol import Exercise, Seat, other

Names = Mapping[Seat, str]
Marks = tuple[tuple[str, str], ...]
_PART = re.compile(r"\{(sender|receiver)\}")
_OF_THE_WHOLE = ("topic", "topic_stem", "allow")  # of an exercise, and spoken of at its steps


class Told:
    """Texts of the exercise, translated, with the partners' names in their places."""

    def __init__(self, exercise: Exercise, sender: Seat, marks: Marks, names: Names) -> None:
        texts = {mark: exercise.values.get(mark, {}).get(value, "") for mark, value in marks}
        self._values = {
            **{f"{{{name}}}": _whole(exercise, name) for name in _OF_THE_WHOLE},
            **{f"{{{mark}}}": "" for mark in exercise.values},
            **{f"{{{mark}}}": _(text) for mark, text in texts.items() if text},
        }
        whose = {"sender": sender, "receiver": other(sender)}
        self._names = {part: names.get(seat, _("your partner")) for part, seat in whose.items()}

    def __call__(self, text: str) -> str:
        text = _(text) if text else ""
        # Not str.format, and names last, at once: a person may be called "{0.__class__}" or "{sender}".
        for mark, value in self._values.items():
            if mark in text:
                text = text.replace(mark, value)
        return _PART.sub(lambda part: self._names[part[1]], text) if "{" in text else text


def _whole(exercise: Exercise, name: str) -> str:
    text = getattr(exercise, name)
    return _(text) if text else ""
