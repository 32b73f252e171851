"""For Babel (``make messages``): the texts of templates, exercises, stories and instruments, to be
translated."""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from io import BytesIO
from typing import IO, Any

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

Found = Iterator[tuple[int, str, str, list[str]]]

# In an exercise, what is shown to people: by these names, and all that is in these tables.
_TEXTS = {"title", "about", "topic", "topic_stem", "why", "waiting", "meanwhile"}
_TEXTS |= {"label", "tells", "prompt", "says", "stems", "again", "agreed"}
_TEXTS |= {"harm_title", "harm_why", "harm_label", "allow", "afterwards"}
_TABLES = {"phases", "purposes", "values"}
# What we say of an instrument; and the words of the form itself, where they are our own.
_INSTRUMENT_TEXTS = {"title", "about", "means", "cut_off_says", "no_reliable_change"}
_INSTRUMENT_TEXTS |= {"source", "licence", "languages", "en"}
_OWN_TEXTS = {"instruction", "text", "poles"}
_STARTER_TEXTS = {"title", "starters"}
_STORY_TEXTS = {"title", "about", "intro", "words", "listen", "feelings"}


def from_template(file: IO[bytes], keywords: Any, tags: Any, options: Any) -> Iterator[Any]:
    """Django turns a template into something like Python, with all else crossed out."""
    crossed_out = templatize(file.read().decode())
    lines = "\n".join(line.strip() for line in crossed_out.splitlines())
    yield from extract_python(BytesIO(lines.encode()), keywords, tags, options)


def from_exercise(file: IO[bytes], keywords: Any, tags: Any, options: Any) -> Found:
    yield from _found(file, _TEXTS)


def from_story(file: IO[bytes], keywords: Any, tags: Any, options: Any) -> Found:
    yield from _found(file, _STORY_TEXTS)


def from_instrument(file: IO[bytes], keywords: Any, tags: Any, options: Any) -> Found:
    ours = tomllib.loads(file.read().decode())["ours"]
    file.seek(0)
    yield from _found(file, _INSTRUMENT_TEXTS | (_OWN_TEXTS if ours else set()))


def from_starters(file: IO[bytes], keywords: Any, tags: Any, options: Any) -> Found:
    yield from _found(file, _STARTER_TEXTS)


def _found(file: IO[bytes], names: Collection[str]) -> Found:
    source = file.read().decode()
    lines = source.splitlines()
    for text in _texts(tomllib.loads(source), names):
        number = next((n for n, line in enumerate(lines, 1) if text in line), 0)
        yield number, "gettext", text, []


def _texts(table: Mapping[str, Any], names: Collection[str], shown: bool = False) -> Iterator[str]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _texts(value, names, shown=shown or name in _TABLES)
            continue
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                yield from _texts(one, names)
            elif one and (shown or name in names):
                yield one
