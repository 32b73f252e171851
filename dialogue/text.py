"""What counts as text here: its length, its normal form, and what is cleaned away. Pure.

Forms, frames and tables all ask here, so that what one of them takes, none of the others refuses.
"""

import re
import unicodedata
from collections.abc import Iterator

# However a line was broken: by a browser's form (two signs), by an old program, or by a separator.
_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")

_HALF = re.compile("[\ud800-\udfff]")

# What says nothing to a reader: controls; marks that turn the line round, and do not always end where
# they should; marks of annotation; tags, which hide letters (but end the flags of some countries).
_UNREADABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
    "|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0000-\U000e007f]+"
)

# Signs that show nothing where they stand alone, besides those that Unicode files under "other" or
# "separator": fillers, a blank braille cell, joiners, and what chooses how another sign is drawn.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
_NOT_SHOWN = {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"}

# Besides, what is hidden in a name. Joiners stay between letters: some scripts cannot do without.
_NOT_IN_NAMES = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2060-\u2065\u2800\u3164\uffa0]"
)
_UNSEEN_IN_NAMES = re.compile("[\u180b-\u180f\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]")

# Where a sentence ends: its sign, what closes around it, and a space; or at a line break.
_SENTENCE = re.compile(r"""[^\n]*?[.!?…。！？؟۔]+[)\]»”’"']*(?=\s|$)|[^\n]+""")

_STOPS = " .!…。！"

# Around an address in a mail, or in a sentence.
_AROUND = re.compile(r"^.*<|^mailto:|>.*$|[.,;]+$")

# Marks that are put on the sign before them: none stands first in a name, where it would sit on what is
# before it, and no letter of any script has more than a few.
_MARKS = {"Mn", "Me", "Mc"}
_MOST_MARKS = 5
# Small letters of other scripts that look like one of ours, at least as capitals: Cyrillic, Greek.
_ALIKE = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u051d"
    "\u0432\u043a\u043c\u043d\u0442"
    "\u03b1\u03b2\u03b5\u03b6\u03b7\u03b9\u03ba\u03bc\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u0131",
    "aeopcyxijshdqwbkmhtabezhikmnoptyxi",
)
_OPEN, _CLOSE = (
    "\u2068",
    "\u2069",
)  # what stands between follows its own direction, and turns nothing
_RIGHT_TO_LEFT = {"R", "AL", "AN"}
_LEFT_TO_RIGHT = {"L", "EN"}


def with_breaks(text: str) -> str:
    """A line break is one sign, whoever sends it."""
    return _BREAK.sub("\n", text)


def whole(text: str) -> str:
    """Without halves of signs, such as a cut in the middle of one leaves."""
    return _HALF.sub("", text)


def length(text: str) -> int:
    """As a person counts: signs of Unicode, a line break as one."""
    return len(with_breaks(text))


def has_words(text: str) -> bool:
    """Whether anything of it can be seen."""
    return any(
        unicodedata.category(sign) not in _NOT_SHOWN and not _INVISIBLE.match(sign) for sign in text
    )


def readable(text: str) -> str:
    """As it is being written: spaces at its end stay, what cannot be read goes."""
    return _UNREADABLE.sub("", with_breaks(text))


def cleaned(text: str) -> str:
    """As it is kept: composed, without what cannot be read, or seen at its ends; nothing at all if
    there is nothing to see."""
    text = unicodedata.normalize("NFC", readable(text)).strip()
    return text if has_words(text) else ""


def line(text: str) -> str:
    """The same in one line."""
    return " ".join(cleaned(text).split())


def sentences(text: str) -> list[str]:
    """One after the other, each as it stands there."""
    return [found for part in _SENTENCE.findall(text) if has_words(found := part.strip())]


def name(text: str) -> str:
    """The name of somebody: one line, in which nothing turns the text around it, or runs out of it."""
    found = line(_NOT_IN_NAMES.sub("", text)).strip("\u200c\u200d")
    return line("".join(_with_few_marks(found)))


def _with_few_marks(text: str) -> Iterator[str]:
    marks = _MOST_MARKS  # before the first sign there is nothing to put one on
    for sign in text:
        marks = marks + 1 if unicodedata.category(sign) in _MARKS else 0
        if marks <= _MOST_MARKS:
            yield sign


def isolated(shown: str, *, rtl: bool = False) -> str:
    """A name as it stands in a sentence, which may run the other way (``rtl``: from right to left): with
    marks around it where it would turn something, and unchanged where it cannot."""
    if shown.startswith(_OPEN):
        return shown
    turns = _LEFT_TO_RIGHT if rtl else _RIGHT_TO_LEFT
    if not any(unicodedata.bidirectional(sign) in turns for sign in shown):
        return shown
    return f"{_OPEN}{shown}{_CLOSE}"


def same(one: str, other: str) -> bool:
    """Whether two people would read the same in both."""
    return folded(one) == folded(other)


def said_alike(one: str, other: str) -> bool:
    """Whether two people have said the same sentence: case, spaces, and the stop at its end apart."""
    return folded(one).rstrip(_STOPS) == folded(other).rstrip(_STOPS)


def typed(secret: str) -> str:
    """A password, as whatever keyboard it is typed on means it; many put a space after a word."""
    return unicodedata.normalize("NFKC", secret).strip()


def address(text: str) -> str:
    """An e-mail address as people type it: in wide letters, with a capital, with a space after it; or as they
    copy it, with what stands around it. One domain has one form, whichever of the two it is written in."""
    bare = _AROUND.sub("", unicodedata.normalize("NFKC", "".join(name(text).split())).lower())
    local, at, domain = bare.rpartition("@")
    return local + at + ".".join(map(_readable_label, domain.split(".")))


def _readable_label(label: str) -> str:
    try:
        return label.encode("ascii").decode("idna") if label.startswith("xn--") else label
    except UnicodeError:
        return label


def folded(text: str) -> str:
    """As a reader takes it: what looks the same is the same."""
    seen = _UNSEEN_IN_NAMES.sub("", unicodedata.normalize("NFKC", name(text)))
    return seen.casefold().translate(_ALIKE)
