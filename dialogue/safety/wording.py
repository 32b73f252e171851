"""What people agree to, laid out: what is said first, what is one tap away, and for whom."""

from dataclasses import dataclass

from dialogue.models.consent import MORE, THERAPIST


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph, or a list with the heading right above it."""

    text: str
    items: list[str]


def laid_out(wording: str, *, with_therapist: bool) -> tuple[list[Part], list[Part]]:
    """The parts that are shown at once, and those behind "Read all of it". What is marked for couples
    with a therapist is left out for others: they are asked again when one comes."""
    first, _more, rest = wording.replace("\r\n", "\n").partition(MORE)
    return _parts(first, with_therapist), _parts(rest, with_therapist)


def _parts(wording: str, with_therapist: bool) -> list[Part]:
    parts: list[Part] = []
    for block in wording.split("\n\n"):
        lines = [line.strip() for line in block.strip().splitlines() if line.strip()]
        marked = THERAPIST in lines
        lines = [line for line in lines if line != THERAPIST]
        if lines and (with_therapist or not marked):
            items = [line.removeprefix("- ") for line in lines if line.startswith("- ")]
            plain = [line for line in lines if not line.startswith("- ")]
            parts.append(Part(" ".join(plain), items))
    return parts
