"""What Ann and Ben agree to: short first, the whole one tap away, and true."""

import re

from dialogue.models import ConsentText
from dialogue.safety.wording import laid_out


def said(parts):
    return " ".join(" ".join([part.text, *part.items]) for part in parts)


def test_what_concerns_a_therapist_is_left_out_for_who_has_none():
    text = "One.\n\n[therapist]\nWith them\n- two\n\n[more]\n\nThree\n- four\n\n[therapist]\nFive."
    assert [said(parts) for parts in laid_out(text, with_therapist=True)] == [
        "One. With them two",
        "Three four Five.",
    ]
    alone = laid_out(text, with_therapist=False)
    assert [said(parts) for parts in alone] == ["One.", "Three four"]


def test_a_wording_without_marks_is_all_shown_at_once():
    at_once, more = laid_out("Heading\r\n- a\r\n- b\r\n\r\nPlain.", with_therapist=False)
    assert [(part.text, part.items) for part in at_once] == [
        ("Heading", ["a", "b"]),
        ("Plain.", []),
    ]
    assert more == []


def test_the_first_wording_is_short_at_once_and_says_who_can_read(db):
    wording = ConsentText.objects.get(version=1).wording
    at_once, more = laid_out(wording, with_therapist=False)
    assert len(said(at_once).split()) <= 150
    assert "your therapist" not in said(at_once).lower() and "Every dialogue of" not in said(more)
    for parts in (at_once, more):
        assert re.search(r"database (and its|together with its) key (could|can) read", said(parts))
    with_one = " ".join(said(parts) for parts in laid_out(wording, with_therapist=True))
    assert "Nothing that you answer in private reaches them by itself" in with_one
    assert not re.search(r"0 to 3|reaches your therapist by itself, ", with_one)
    assert not re.search(r"never|nobody can read", said(at_once))
