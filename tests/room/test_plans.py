"""PostgreSQL prepares the statements of a turn once, and walks through no table for them."""

import json
import sys

import pytest

from tests.support.environment import for_server
from tests.support.processes import run

pytestmark = pytest.mark.long

# Some turns and readings of Ann and Ben; then how PostgreSQL goes about each statement of theirs,
# whatever its values are, where it may walk through a table only if there is no other way.
TURNS = """
import django
django.setup()
import json, re
from uuid import uuid4
from django.db import connection
from dialogue.access.askers import Asker
from dialogue.models import Person
from dialogue.room import feed
from dialogue.room.attempts import Attempt, Command, Taken
from dialogue.room.turns import take_turns
from tests.support.rooms import moment, to_sending

ann, ben = (Person.objects.get(email=f"{name}@example.org") for name in ("ann", "ben"))
room = to_sending(ann, ben)
statements = {}

def note(execute, sql, params, many, context):
    statements[sql] = len(params)
    return execute(sql, params, many, context)

first = Command(uuid4(), "send", moment(room), "Late.")
others = [Command(uuid4(), ("pause", "resume")[number % 2]) for number in range(8)]
with connection.execute_wrapper(note):
    for command in (first, *others):
        listeners = [Asker(ben.pk, "no such login", "no password")]
        outcome = take_turns([Attempt(Asker(ann.pk), room, command)], listeners=listeners)
        assert isinstance(outcome.answers[0], Taken), outcome
        feed.news(questions={room: feed.Question(3, {Asker(ben.pk): "second"})})

plans = {}
with connection.cursor() as cursor:
    cursor.execute("SELECT statement, generic_plans, custom_plans FROM pg_prepared_statements")
    kept = cursor.fetchall()
    cursor.execute("SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan")
    for sql, count in statements.items():
        places = iter(range(1, count + 1))
        numbered = re.sub("%s", lambda _: f"${next(places)}", sql)
        cursor.execute(f"PREPARE sample AS {numbered}")
        cursor.execute(f"EXPLAIN EXECUTE sample({', '.join(['NULL'] * count)})")
        plans[sql] = [line for (line,) in cursor.fetchall()]
        cursor.execute("DEALLOCATE sample")
print(json.dumps({"plans": plans, "kept": kept}))
"""


def played(template, url, **env):
    ours = for_server(IMAGO_VAR=str(template), DATABASE_URL=url, **env)
    return json.loads(run([sys.executable, "-c", TURNS], ours))


@pytest.mark.timeout(180)
def test_a_turn_finds_all_by_index_and_is_planned_once(template, postgres_url):
    found = played(template, postgres_url)
    # Rooms, places, events, snapshots, drafts; rooms and events for those who are woken.
    assert len(found["plans"]) == 7
    for sql, plan in found["plans"].items():
        assert not [line for line in plan if "Seq Scan" in line], f"{sql}\n{plan}"
    used = [(generic, custom) for _sql, generic, custom in found["kept"]]
    assert len(used) >= 7 and max(generic for generic, _ in used) >= 8
    assert all(custom == 0 for _, custom in used)


@pytest.mark.timeout(180)
def test_nothing_is_prepared_behind_a_pooler_that_cannot_keep_it(template, postgres_url):
    assert played(template, postgres_url, IMAGO_PREPARED="0")["kept"] == []
