"""I14: words are sealed at rest, bound to their place, and never in a log."""

import pytest
from django.db import connection

from dialogue import vault
from dialogue.models import Event
from dialogue.services.access import Asker
from dialogue.services.drafts import Writing, keep_draft
from tests.rooms import done, seen_by, to_sending

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
