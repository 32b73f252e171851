"""What a workup says: the five sentences, a table beside the picture, and all of it as a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils import formats, timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from dialogue.base.markdown import inline, quoted
from dialogue.workup.service import SENTENCE_NAMES, SIDES, Content, SentenceName, Side, Written


@dataclass(frozen=True, slots=True, repr=False)
class Sentence:
    part: SentenceName
    words: str
    whole: bool  # nothing is missing in it


@dataclass(frozen=True, slots=True, repr=False)
class Line:
    """One trait, in the table."""

    side: str
    caregiver: str
    text: str
    strong: bool
    theirs: str


def sentences(content: Content) -> list[Sentence]:
    """In the order in which they are said. What is not written yet is left open: "…"."""
    good, hard = content.strongest("positive"), content.strongest("negative")
    filled: dict[SentenceName, tuple[str, Sequence[str]]] = {
        "looking": (_("I have been looking for someone who is %(this)s."), [*good, *hard]),
        "hard": (_("It is hard with them when they are %(this)s."), hard),
        "wish": (_("I wish they would give me %(this)s."), content.wanted),
        "feel": (_("When they don’t, I feel %(this)s."), content.felt),
        "then": (_("And then I usually %(this)s."), content.did),
    }
    return [_sentence(part, *filled[part]) for part in SENTENCE_NAMES]


def _sentence(part: SentenceName, frame: str, phrases: Sequence[str]) -> Sentence:
    this = get_text_list(list(phrases), _("and")) if phrases else "…"
    words = frame % {"this": this}
    return Sentence(part, words if phrases else words.replace("….", "…"), bool(phrases))


def side_names() -> dict[Side, str]:
    return {"positive": _("Good"), "negative": _("Hard")}


def table(content: Content) -> list[Line]:
    names = side_names()
    return [
        Line(
            side=names[side],
            caregiver=content.caregivers[trait.caregiver],
            text=trait.text,
            strong=trait.strong,
            theirs=(trait.theirs or trait.text) if trait.shared else "",
        )
        for side in SIDES
        for trait in content.of(side)
    ]


def as_markdown(written: Sequence[Written]) -> str:
    lines = ["# " + _("My workups")]
    for one in written:
        lines += _told(one)
    return "\n".join([*lines, ""])


def _told(written: Written) -> Iterator[str]:
    content = written.content
    began = timezone.localtime(written.began_at)
    yield from ("", f"## {formats.date_format(began, 'DATE_FORMAT')}", "")
    yield from quoted(content.home)
    yield ""
    name = content.partner or _("Partner")
    for line in table(content):
        strong = " (" + _("strong") + ")" if line.strong else ""
        met = f" → {name}: {line.theirs}" if line.theirs else ""
        yield f"- {inline(f'{line.side}: {line.caregiver}: {line.text}{strong}{met}')}"
    for text in (one for side in SIDES for one in content.of_partner(side)):
        yield f"- {inline(f'{name}: {text}')}"
    yield ""
    yield from quoted("\n".join(sentence.words for sentence in sentences(content)))
