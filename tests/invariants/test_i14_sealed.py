"""I14: words are sealed at rest, bound to their place, and never in a log."""

import inspect
import json
import pkgutil
import re
from dataclasses import fields, is_dataclass
from importlib import import_module
from typing import get_type_hints
from uuid import uuid4

import pytest
from django.db import connection

import dialogue
from dialogue.access.askers import Asker
from dialogue.base import vault
from dialogue.models import Event
from dialogue.room.attempts import Command
from dialogue.room.drafts import Writing, keep_draft
from dialogue.room.wire import requests
from tests.support.rooms import done, seen_by, to_sending

SECRET = "The summer we do not talk about"


@pytest.mark.django_db(transaction=True)
def test_no_byte_of_what_was_said_stands_in_the_database(couple, ann, ben, thea):
    room = to_sending(ann, ben)
    done(ann, room, "send", SECRET)
    done(thea, room, "whisper", SECRET, to="first")
    writing = Writing(moment=1, move="mirror", words=SECRET)
    keep_draft(asker=Asker(ben.pk), dialogue_id=room, writing=writing)
    assert SECRET in [entry.words for entry in seen_by(ben, room)]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                assert SECRET.encode() not in b"|".join(
                    bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row
                ), table


@pytest.mark.django_db
def test_words_that_are_moved_to_another_event_do_not_open(couple, ann, ben):
    room = to_sending(ann, ben)
    done(ann, room, "send", "One.")
    done(ben, room, "mirror", "Two.")
    one, two = Event.objects.filter(dialogue=room).exclude(words=None).order_by("-number")[:2]
    Event.objects.filter(pk=one.pk).update(words=two.words)
    with pytest.raises(vault.CannotOpen):
        seen_by(ann, room)


@pytest.mark.django_db
def test_without_the_master_key_nothing_opens(couple, ann, ben, settings):
    room = to_sending(ann, ben)
    vault._kept.clear()
    settings.IMAGO_MASTER_KEYS = {"tests": b"another key".ljust(32)}
    with pytest.raises(vault.CannotOpen):
        seen_by(ann, room)


def test_equal_words_have_equal_prints_under_one_key_only():
    one, two = b"1" * 32, b"2" * 32
    assert vault.fingerprint(one, "yes") == vault.fingerprint(one, "yes")
    assert vault.fingerprint(one, "yes") != vault.fingerprint(two, "yes")


def test_a_seal_tells_nothing_of_equal_words():
    key = b"1" * 32
    assert vault.seal(key, "yes", 1) != vault.seal(key, "yes", 1)
    assert vault.unseal(key, vault.seal(key, "yes", 1), 1) == "yes"


# Text in values that may be printed: codes and names of things, days, and what people are called.
NO_WORDS = {
    *("by", "code", "couple_names", "exercise", "key", "kind", "language", "move", "name", "names"),
    *("rhythm", "seat", "step", "template", "time_zone", "turn", "whose", "x", "width"),
    *("begins", "lasts", "first", "second", "paused", "line", "proposal_line"),  # made by us
    *("id", "recent_failure", "ended_with", "elsewhere", "on_message", "loop"),
    *(
        "sql",
        "slots",
        "fields",
        "annotations",
        "converters",
    ),  # of a query, without what it is asked
}


def values():
    """The dataclasses of the layers that see words; the engine and the stories never see any."""
    for module in pkgutil.walk_packages(dialogue.__path__, "dialogue."):
        if module.name.split(".")[1] in (
            "services",
            "wire",
            "consumers",
            "views",
            "live",
            "measures",
        ):
            for made in vars(import_module(module.name)).values():
                own = getattr(made, "__module__", "") == module.name
                if own and is_dataclass(made) and inspect.isclass(made):
                    yield made


def test_a_value_that_holds_words_or_keys_tells_nothing_when_it_is_printed():
    """Whatever is printed may end in a log: of an error, or of an assertion."""
    told = {
        f"{value.__module__}.{value.__name__}.{field.name}"
        for value in values()
        if value.__repr__ is not object.__repr__
        for field in fields(value)
        if field.repr and re.search("str|bytes|object", str(get_type_hints(value)[field.name]))
    }
    assert {one for one in told if one.rpartition(".")[2] not in NO_WORDS} == set()
    asker = Asker(7, login=SECRET, password=SECRET)
    frame = requests.parse(
        json.dumps({"type": "command", "id": str(uuid4()), "name": "send", "words": SECRET})
    )
    for value in (asker, Command(uuid4(), "send", words=SECRET), frame):
        assert SECRET not in f"{value!r} {value}"
