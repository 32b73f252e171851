"""One word for one thing: no text that people read says a word that docs/words.md has retired."""

import re
from pathlib import Path

import pytest

from dialogue.migrations._beginning import CONSENT
from tests.support.processes import ROOT

WORDS = ROOT / "docs/words.md"


def tables(text):
    """The retired words; and the exceptions, each a word and what stands around it."""
    said, excepted = text.split("## Say, never say")[1].split("Where one of them may stand")
    retired = [word for row in rows(said) for word in row[1].split(", ")]
    exceptions = [
        (word, around)
        for row in rows(excepted)
        for word in row[0].split(", ")
        for around in row[1].split(" · ")
        if word in around.casefold()
    ]
    return retired, exceptions


def rows(text):
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


@pytest.fixture(scope="module")
def texts(collected):
    """All that can be translated, what every installation begins with, and what scripts say."""
    ids = [message.id for message in collected if message.id]
    found = {text for id in ids for text in (id if isinstance(id, tuple) else (id,))}
    assert len(found) > 2000
    scripts = [path for path in ROOT.glob("static/js/**/*.js") if path.parent.name != "language"]
    return found | set(CONSENT.splitlines()) | {said for path in scripts for said in strings(path)}


def strings(path: Path):
    """What stands in quotation marks in a script and has a space in it, as a sentence does."""
    code = re.sub(r"/\*.*?\*/|//[^\n]*", "", path.read_text(), flags=re.DOTALL)
    return re.findall(r'"([A-Z][^"\n]* [^"\n]*)"', code)


def test_no_text_says_a_word_that_is_retired(texts):
    retired, exceptions = tables(WORDS.read_text())
    assert len(retired) > 50
    wrong = []
    for word in retired:
        allowed = [around for one, around in exceptions if one == word]
        for text in texts:
            rest = text
            for around in allowed:
                rest = rest.replace(around, "")
            if re.search(rf"(?<![\w’'-]){re.escape(word)}(?![\w’'-])", rest, re.IGNORECASE):
                wrong.append(f"{word}: {text}")
    assert not wrong, "\n".join(wrong)


def test_every_exception_is_still_needed(texts):
    retired, exceptions = tables(WORDS.read_text())
    assert exceptions
    for word, around in exceptions:
        assert word in retired and word.casefold() in around.casefold(), (word, around)
        assert any(around in text for text in texts), f"no text says “{around}”"
