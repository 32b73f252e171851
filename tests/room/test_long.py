"""A turn costs the same however long the session already is; and whoever joins sees its newest page."""

import pytest
from django.db import connection, transaction

from dialogue.access.askers import Asker
from dialogue.engine.protocol import Seat
from dialogue.models import DialogueSession
from dialogue.room import feed
from dialogue.room.wire import bounds
from tests.support.rooms import done, rounds, to_sending

pytestmark = pytest.mark.long

LONG = 2_000


@pytest.fixture
def short(couple, ann, ben):
    room = to_sending(ann, ben)
    rounds(ann, ben, room, 10)
    return room


@pytest.fixture
def long(couple, ann, ben):
    room = to_sending(ann, ben)
    with transaction.atomic():  # one wait for the disk
        rounds(ann, ben, room, LONG)
    assert DialogueSession.objects.get(pk=room).length > LONG - 5
    return room


def asked_by_a_turn(person, room):
    """The statements of a turn and of the reading that follows it, each with its values."""
    before, statements = DialogueSession.objects.get(pk=room), []

    def note(execute, sql, params, many, context):
        if sql.startswith(("SELECT", "INSERT", "UPDATE", "DELETE")):
            statements.append((sql, params[0] if many else params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        done(person, room, "send", "When it is late, I feel alone.", at=before.state["moment"])
        askers: dict[Asker, Seat] = {Asker(person.pk): "first"}
        question = feed.Question(before.length, askers)
        (news,) = feed.news(questions={room: question}).values()
    assert isinstance(news, feed.News)
    assert [entry.happened.name for entry in news.entries] == ["send"]
    return statements


@pytest.mark.django_db
def test_a_turn_asks_as_much_in_a_long_session_as_in_a_short_one(short, long, ann):
    in_short, in_long = asked_by_a_turn(ann, short), asked_by_a_turn(ann, long)
    assert [sql for sql, _ in in_short] == [sql for sql, _ in in_long]
    assert len(in_long) == 8  # row, places; log, snapshot, draft; row, places, events


@pytest.mark.django_db
def test_nothing_that_a_turn_asks_walks_through_the_log(short, ann):
    for sql, params in asked_by_a_turn(ann, short):
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            # What was given as a list is no table.
            steps = [step for *_, step in cursor.fetchall() if not step.startswith("SCAN list")]
        assert not [step for step in steps if "SCAN" in step or "TEMP B-TREE" in step], sql


@pytest.mark.django_db(transaction=True)
def test_whoever_joins_a_long_session_sees_its_newest_page(rooms, long, ann, ben):
    async def scene(ben):
        assert ben.welcome["gap"]
        assert len(ben.welcome["events"]) == bounds.PAGE_EVENTS
        assert ben.number == ben.welcome["number"] > LONG - 5
        await ben.say({"type": "earlier", "before": ben.events[0]["number"]})
        await ben.until(lambda: ben.frames[-1]["type"] == "page")
        page = ben.frames[-1]
        assert len(page["events"]) == bounds.PAGE_EVENTS and page["more"]
        assert page["events"][-1]["number"] == ben.events[0]["number"] - 1

    rooms.play(long, [ben], scene)
