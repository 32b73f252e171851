"""A PDF to print and keep. Words are drawn as they are: nothing in them means anything to this.

Each line is broken in the order in which it is read, and then laid out in the order in which it is seen,
so that Hebrew and Arabic run from right to left, also within a sentence that does not.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO

import arabic_reshaper
from bidi.algorithm import get_display  # which turns brackets round, too
from django.contrib.staticfiles import finders
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from dialogue.base.documents import Block, Blocks, Heading, Line, Listed, Quote

_FONT = "dejavu-sans"
_WIDE, _HIGH = A4
_MARGIN, _FOOT = 62.0, 40.0
_INDENT = 18.0
_RIGHT_TO_LEFT = {"R", "AL"}
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f]")
_MARKS = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufe0e\ufe0f]")  # nothing to draw


@dataclass(frozen=True, slots=True)
class _Look:
    size: float
    before: float
    ink: float  # 0 is black
    indent: float = 0

    @property
    def lead(self) -> float:
        return self.size * 1.45


_HEADINGS = {1: _Look(19, 0, 0), 2: _Look(14, 22, 0), 3: _Look(11, 14, 0.1)}
_LINE = _Look(9, 9, 0.32)
_QUOTE = _Look(10.5, 4, 0, _INDENT)


def printed(blocks: Blocks) -> bytes:
    """The whole file. It names nobody in its properties."""
    sheet = _Sheet()
    for block in blocks:
        sheet.add(block)
    return sheet.finished()


class _Sheet:
    def __init__(self) -> None:
        self._font = _font()
        self._file = BytesIO()
        self._canvas = Canvas(self._file, pagesize=A4, pageCompression=1)
        self._canvas.setTitle(_("A copy"))
        self._canvas.setCreator("")
        self._y = _HIGH - _MARGIN
        self._page = 1
        self._missing = False
        self._widths: dict[tuple[str, float], float] = {}  # gone with the sheet, as the words are

    def add(self, block: Block) -> None:
        match block:
            case Heading(level, title):
                look = _HEADINGS[level]
                self._keep_together(look.before + look.lead + 60)
                self._draw(title, look, ours=level != 2)
            case Line(said, name):
                self._keep_together(_LINE.before + _LINE.lead * 3)
                self._draw(f"{name} {said}" if name else said, _LINE, ours=True)
            case Quote(words):
                self._draw(words, _QUOTE)
            case Listed(words, numbered):
                for place, one in enumerate(words, 1):
                    self._draw(f"{place}. {one}" if numbered else f"– {one}", _QUOTE)

    def finished(self) -> bytes:
        if self._missing:
            self._draw(
                _(
                    "Some characters can’t be shown in a PDF. The other kinds of file have them all."
                ),
                _LINE,
                ours=True,
            )
        self._end_page()
        self._canvas.save()
        return self._file.getvalue()

    def _draw(self, words: str, look: _Look, *, ours: bool = False) -> None:
        """``ours``: a sentence of the app's, which runs as its language does, whoever it names."""
        self._y -= look.before
        width = _WIDE - 2 * _MARGIN - look.indent
        for paragraph in _MARKS.sub("", words).split("\n"):
            rtl = get_language_bidi() if ours else _runs_from_right(paragraph)
            for line in self._broken(paragraph.expandtabs(4), width, look.size):
                self._line(line, look, rtl=rtl)

    def _line(self, line: str, look: _Look, *, rtl: bool) -> None:
        if self._y - look.lead < _MARGIN:
            self._end_page()
        self._y -= look.lead
        shown = self._shown(line, rtl=rtl)
        self._canvas.setFont(_FONT, look.size)
        self._canvas.setFillGray(look.ink)
        if rtl:
            self._canvas.drawRightString(_WIDE - _MARGIN - look.indent, self._y, shown)
        else:
            self._canvas.drawString(_MARGIN + look.indent, self._y, shown)

    def _shown(self, line: str, *, rtl: bool) -> str:
        if line.isascii():
            return line
        has = self._font.face.charToGlyph
        signs = [sign if ord(sign) in has else "\N{REPLACEMENT CHARACTER}" for sign in line]
        self._missing = self._missing or "\N{REPLACEMENT CHARACTER}" in signs
        line = "".join(signs)
        if rtl or _has_rtl(line):
            line = str(get_display(line, base_dir="R" if rtl else "L"))
        return line

    def _broken(self, paragraph: str, width: float, size: float) -> Iterator[str]:
        """Its lines, none wider than ``width``. Letters that are joined are joined before."""
        if _ARABIC.search(paragraph):
            paragraph = arabic_reshaper.reshape(paragraph)
        line, wide = "", 0.0
        for part in re.findall(r"\s+|\S+", paragraph):
            for piece in self._pieces(part, width, size):
                own = self._width(piece, size)
                if line and wide + own > width and not piece.isspace():
                    yield line.rstrip()
                    line, wide = "", 0.0
                line, wide = line + piece, wide + own
        yield line.rstrip()

    def _pieces(self, part: str, width: float, size: float) -> Iterator[str]:
        """A word as it is, and in pieces where it is wider than a line."""
        if len(part) * size < width or self._width(part, size) <= width:
            yield part
            return
        piece = ""
        for sign in part:
            if piece and self._width(piece + sign, size) > width:
                yield piece
                piece = ""
            piece += sign
        yield piece

    def _width(self, words: str, size: float) -> float:
        kept = self._widths.get((words, size))
        if kept is None:
            kept = float(pdfmetrics.stringWidth(words, _FONT, size))
            self._widths[words, size] = kept
        return kept

    def _keep_together(self, height: float) -> None:
        if self._y - height < _MARGIN:
            self._end_page()

    def _end_page(self) -> None:
        self._canvas.setFont(_FONT, 8)
        self._canvas.setFillGray(0.4)
        self._canvas.drawCentredString(_WIDE / 2, _FOOT, str(self._page))
        self._canvas.showPage()
        self._page += 1
        self._y = _HIGH - _MARGIN


@cache
def _font() -> TTFont:
    found = finders.find("vendor/fonts/dejavu-sans.ttf")
    assert isinstance(found, str)
    font = TTFont(_FONT, found)
    pdfmetrics.registerFont(font)
    return font


def _has_rtl(line: str) -> bool:
    return any(unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT for sign in line)


def _runs_from_right(paragraph: str) -> bool:
    """By its first letter that has a direction."""
    for sign in paragraph:
        direction = unicodedata.bidirectional(sign)
        if direction == "L":
            return False
        if direction in _RIGHT_TO_LEFT:
            return True
    return False
