"""How the words of an instrument are said: ours in the reader's language, those of others as published."""

from django.utils.translation import get_language, gettext

from dialogue.measures.instruments.shape import Instrument

PUBLISHED = "en"  # the one language in which all that we have was published


def said(instrument: Instrument, text: str) -> str:
    """A word of the form itself. Never our own translation under somebody else's name."""
    return gettext(text) if instrument.ours and text else text


def language_of(instrument: Instrument) -> str:
    """The language that the form is shown in, where it is not the reader's; else nothing."""
    reader = (get_language() or PUBLISHED).split("-")[0]
    return "" if instrument.ours or reader == PUBLISHED else PUBLISHED
