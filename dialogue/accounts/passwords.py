"""What a password must be: hard to guess, said in one plain sentence."""

import re
from typing import cast

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dialogue.accounts.leaked import is_leaked
from dialogue.models import Person

LENGTH = 12
_STRENGTH = 8
_KNOWN_WORD = 3  # about what three letters at random are worth: there are 20,000 of them
_OURS = {"imago", "together", "dialogue", "couple"}
_LEET = str.maketrans("@4301!5$7", "aaeoiisst")
_PREDICTABLE = re.compile(r"(?:19|20)\d\d|(.)\1+")


class HardToGuess:
    """At least twelve characters, and not made of little but what everybody would try first: words
    from the list of common passwords, years, rows of letters, the same sign again and again. Nor is it like
    the address or the name of whoever chooses it."""

    def __init__(self) -> None:
        self._likeness = UserAttributeSimilarityValidator(("email", "name"))
        self._known = CommonPasswordValidator().passwords | _OURS

    def validate(self, password: str, user: object = None) -> None:
        """Raises ValidationError."""
        small = password.strip().casefold()
        weakest = min(self._strength(small), self._strength(small.translate(_LEET)))
        try:
            self._likeness.validate(password, cast(Person | None, user))
        except ValidationError:
            weakest = 0
        if len(small) < LENGTH or weakest < _STRENGTH:
            raise ValidationError(self.get_help_text(), code="password_too_easy")
        if is_leaked(password):
            raise ValidationError(
                _(
                    "That password has turned up in a data leak elsewhere. Please choose a different one."
                ),
                code="password_leaked",
            )

    def get_help_text(self) -> str:
        """Said before it is typed, and where one is refused."""
        return _(
            "At least %(number)d characters, and hard to guess: for example, four unrelated words."
        ) % {"number": LENGTH}

    def _strength(self, password: str) -> int:
        """How much of it is not to be foreseen, in letters. The same piece twice counts once."""
        strength, at, before = 0, 0, set[str]()
        while at < len(password):
            piece, worth = self._piece(password[at:])
            if piece not in before:
                strength += worth
            if len(piece) > 1:
                before.add(piece)
            at += len(piece)
        return strength

    def _piece(self, rest: str) -> tuple[str, int]:
        """What ``rest`` begins with, and what that is worth."""
        if rest[0].isspace():
            return rest[0], 0
        found = [(_row(rest), 1)]
        predictable = _PREDICTABLE.match(rest)
        if predictable:
            found.append((predictable[0], 1))
        known = (rest[:size] for size in range(min(len(rest), 20), 3, -1))
        found.append((next((word for word in known if word in self._known), ""), _KNOWN_WORD))
        return max(found, key=lambda one: (len(one[0]), -one[1]))


def _row(rest: str) -> str:
    """Neighbours, as in 1234 or dcba; else the first sign alone."""
    for step in (1, -1):
        size = 1
        while size < len(rest) and ord(rest[size]) - ord(rest[size - 1]) == step:
            size += 1
        if size > 2:
            return rest[:size]
    return rest[0]
