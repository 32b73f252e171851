"""What services raise when something cannot be done. Whatever raises one of these has changed nothing."""

from typing import ClassVar

from django.db import InterfaceError, OperationalError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_READ_ONLY = "25006"  # SQL's: a standby that was not made the first yet


def is_away(error: BaseException) -> bool:
    """Whether what was asked of the database may work in a minute, since it does not answer, or takes no
    writes. Any other of its errors is a defect."""
    read_only = getattr(error.__cause__, "sqlstate", "") == _READ_ONLY
    return read_only or isinstance(error, InterfaceError | OperationalError)


class Absent(Exception):
    """It is absent, or foreign to whoever asks; nobody learns which. A page answers 404."""


class NotOpen(Exception):
    """The dialogues of this couple are not open; nobody learns why. A page answers 423."""


class MailAway(Exception):
    """The mail that a page is about did not go. What the page would have begun has not begun."""

    is_away = True  # written down in one line


class Problem(Exception):
    """Why something cannot be done. ``code`` is stable, for callers and tests; ``said`` is for people."""

    WORDS: ClassVar[dict[str, str | Promise]] = {}  # by code
    _OTHERWISE = _("That didn’t work. Please check the page again.")

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def said(self) -> str:
        """One sentence, in the language that is active."""
        return str(self.WORDS.get(self.code, self._OTHERWISE))
