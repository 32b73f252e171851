"""What leaves the app, renders as what was said, fetches nothing and forges nothing: every file, every mail, paper."""

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from icalendar import Calendar
from markdown_it import MarkdownIt
from pypdf import PdfReader

from dialogue.base.markdown import inline, quoted
from dialogue.course import service as courses
from dialogue.models import Course, Person
from tests.pages.who_may import OURS
from tests.support import cast, foreign, history
from tests.support.rooms import done, to_sending

ROOT = Path(__file__).parents[2]
NAME = "Ann** # [x](http://evil.example)"
WORDS = (
    "First line",
    "second line  ",
    "",
    "",
    "    four spaces in",
    "# Ben shares",
    "**Ben** says: <img src='http://evil.example/a.png'>",
    "![a picture](http://evil.example/b.png)",
    "> quoted",
    "1. one",
    "- two",
    "---",
    "===",
    "| a | b |",
    "|---|---|",
    "a &amp; b \\ `code` ~~gone~~ $x$ :smile:",
    "https://evil.example www.evil.example",
    "trailing \\",
)
HEADINGS = ("h1", "h2", "h3")


def rendered(text: str) -> list[Any]:
    read = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return list(read.parse(text))


def parts(tokens: list[Any]) -> set[str]:
    inner = {child.type for token in tokens for child in token.children or ()}
    return {token.type for token in tokens} | inner


def shown(tokens: list[Any]) -> list[str]:
    """Every line that a reader sees."""
    lines = [""]
    for token in tokens:
        for child in token.children or ():
            if child.type in ("softbreak", "hardbreak"):
                lines.append("")
            else:
                lines[-1] += child.content
        if token.type == "inline":
            lines.append("")
    return [line.replace("\u00a0", " ").rstrip() for line in lines]


def test_a_quotation_shows_every_line_as_it_was_said():
    tokens = rendered("\n".join(quoted("\n".join(WORDS))))
    assert shown(tokens)[:-1] == [line.rstrip() for line in WORDS]
    assert parts(tokens) <= {
        *("blockquote_open", "blockquote_close", "paragraph_open", "paragraph_close"),
        *("inline", "text", "text_special", "hardbreak"),
    }


@pytest.mark.parametrize("line", [line for line in (*WORDS, NAME) if line.strip()])
def test_one_line_is_one_line_wherever_it_stands(line):
    for before, kind in (("", "paragraph_open"), ("## ", "heading_open"), ("- ", "list_item_open")):
        tokens = rendered(f"{before}{inline(line)}")
        assert kind in parts(tokens) and shown(tokens)[0] == line.strip()
        assert not parts(tokens) & {
            "link_open",
            "image",
            "html_inline",
            "code_inline",
            "strong_open",
        }


@pytest.fixture
def files(couple, at_home, ann, ben, thea, monkeypatch):
    """Every file that there is for Ann, Ben or Thea: found by asking every address."""
    one_line = " ".join(WORDS[5:9])
    for module in (history, foreign):
        monkeypatch.setattr(module, "SECRET", one_line)
    rows = list(foreign.rows(couple))
    Authenticator.objects.filter(type="webauthn").delete()  # which is none: it opens nothing
    Person.objects.filter(pk=ann.pk).update(name=NAME)
    room = to_sending(ann, ben)
    done(ann, room, "send", "\n".join(WORDS))
    course = Course.objects.filter(couple=couple, began_at=None).latest("pk")  # Ann's proposal
    courses.set_goal(person_id=ann.pk, course_id=course.pk, goal="\n".join(WORDS))
    courses.agree(person_id=ben.pk, course_id=course.pk, goal="\n".join(WORDS))
    leading: dict[str, Any] = {
        "before_page": ["why"],
        "before_example": [1],
        "answer_measure": ["csi4"],
    }
    leading |= {"story": ["appreciation", "soup"], "picture": ["first"]}
    found = {}
    for person in (ann, ben, thea):
        for name in OURS:
            own = [row.address(row.here) for row in rows if row.name == name and not row.named]
            for address in own or [reverse(name, args=leading.get(name, []))]:
                answer: Any = at_home(person).get(address)
                if "attachment" in answer.headers.get("Content-Disposition", ""):
                    found[f"{person.pk} {name} {address}"] = answer
    return found


def test_every_file_says_what_was_said_and_nothing_else(files):
    kinds = set()
    for name, answer in files.items():
        kind = answer.headers["Content-Type"].partition(";")[0]
        kinds.add((kind, name.split()[1]))
        if kind == "application/pdf":
            pdf(name, answer.content)
            continue
        assert (
            "utf-8" in answer.headers["Content-Type"] or answer.content.isascii() or "json" in kind
        )
        CHECKS[kind](name, answer.content.decode())
    assert len(kinds) > 8 and ("application/pdf", "copy_ours_pdf") in kinds, kinds
    texts = [one for one in files.values() if not one.content.startswith(b"%PDF")]
    whole = "".join(answer.content.decode() for answer in texts)
    assert shown(rendered(whole)).count(NAME) > 1  # over a turn, and over a wish for the course
    assert shown(rendered(whole)) and "second line" in whole


def markdown(name: str, content: str) -> None:
    tokens = rendered(content)
    assert not parts(tokens) & {"image", "link_open", "html_inline", "html_block", "code_block"}, (
        name
    )
    assert not parts(tokens) & {"code_inline", "table_open", "s_open", "hr", "fence"}, name
    headings = [
        tokens[place + 1].content for place, one in enumerate(tokens) if one.type == "heading_open"
    ]
    assert headings and not [one for one in headings if one == "Ben shares"], name
    lines = shown(tokens)
    if "First line" in lines:
        at = lines.index("First line")
        assert lines[at : at + len(WORDS)] == [line.rstrip() for line in WORDS]


def calendar(name: str, content: str) -> None:
    assert Calendar.from_ical(content).walk("VEVENT"), name
    assert "Ann" not in content and "Ben" not in content and "evil" not in content


def as_json(name: str, content: str) -> None:
    assert json.loads(content), name


def plain(name: str, content: str) -> None:
    assert "<" not in content and "evil" not in content


def pdf(name: str, content: bytes) -> None:
    """Words are drawn, and nothing else can be in it: no link, script, form or file."""
    assert content.startswith(b"%PDF-"), name
    read = PdfReader(io.BytesIO(content))
    assert not {"/OpenAction", "/AA", "/AcroForm", "/Names"} & set(read.root_object), name
    assert not [page for page in read.pages if "/Annots" in page], name
    assert "shares" in read.pages[0].extract_text(), name


CHECKS = {
    "text/markdown": markdown,
    "text/calendar": calendar,
    "application/fhir+json": as_json,
    "application/json": as_json,
    "text/plain": plain,
}


# --- mail ------------------------------------------------------------------------------------------

MAILS = sorted((ROOT / "templates").rglob("email/*.txt"))


def test_no_mail_holds_a_name_or_words_or_the_marks_of_a_page():
    assert len(MAILS) > 25
    for path in MAILS:
        text = path.read_text()
        told = set(re.findall(r"\{\{\s*([\w.]+)", text))
        assert not [one for one in told if "name" in one or "user" in one], path
        # Plain text: what is put in is not escaped as for a page, and is no mail within a mail.
        if told:
            assert "autoescape off" in text or "base_" in text, path


# --- paper -----------------------------------------------------------------------------------------


def test_what_is_between_two_of_three_is_on_no_paper(page, couple, ann, ben, thea):
    """Who finds the sheet reads it. In the room: ``soundness.py``, in every state."""
    room = to_sending(ann, ben)
    done(thea, room, "whisper", "Breathe.", to="second")
    done(ben, room, "reply", "I try.")
    done(ben, room, "raise_hand", "I am lost.")
    done(ann, room, "raise_hand")
    for reader, least in ((ann, 1), (ben, 3), (thea, 4)):
        found = page(reader, f"/transcript/{room}").all("li")
        printed = [one.text for one in found if "private" not in one.attributes.get("class", "")]
        assert len(found) - len(printed) == least
        assert not re.search("Breathe|I try|lost|hand|whisper", " ".join(printed))
    style = (ROOT / "static/css/base/print.css").read_text()
    assert re.search(r"\.private,[^{}]*\{\s*display: none !important", style)


def test_a_dark_screen_prints_dark_on_white():
    """Whatever is dark, is so on screens alone; what is printed has its own colours."""
    styles = {path: path.read_text() for path in (ROOT / "static/css").rglob("*.css")}
    dark = [
        (path.name, media)
        for path, style in styles.items()
        for media in re.findall(r"@media ([^{]*prefers-color-scheme: dark[^{]*)", style)
    ]
    assert len(dark) > 1 and all(media.startswith("screen and ") for _name, media in dark), dark
    assert "color-scheme: light !important" in styles[ROOT / "static/css/base/print.css"]


def test_an_account_s_file_has_the_name_as_it_was_written(at_home, ada, ann):
    Person.objects.filter(pk=ann.pk).update(name="שרה 7")
    answer: Any = at_home(ada).post(f"/admin/dialogue/person/{ann.pk}/export")
    assert answer.json()["account"]["name"] == "שרה 7"
    assert cast.PASSWORD not in answer.content.decode()
