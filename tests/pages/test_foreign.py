"""Nobody learns from an answer whether something exists that is not theirs: not from what it says, nor
from what the database is asked for it, nor from how long it takes."""

import gc
import logging
import re
import time
from collections.abc import Callable
from resource import RUSAGE_THREAD, getrusage
from statistics import median

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dialogue.accounts.middleware import Activity
from dialogue.couple import couples
from dialogue.models import Person
from tests.pages.who_may import addresses
from tests.support import cast
from tests.support.foreign import Kept, Row, kept, rows
from tests.support.history import NAMES

pytestmark = [pytest.mark.django_db, pytest.mark.long]

# How long an answer takes is what is worked for it, and how often something is waited for. Both are
# counted for the asking thread alone: what else this machine does meanwhile is in neither, and a clock
# outside sees no more. The work may differ by so much, in the middle of several times that both are
# asked; while it does not come out so, they are asked more often. A real difference stays.
BAND = (0.8, 1.25)
TIMES, ROUNDS = 2, 12

Ask = Callable[[], tuple[int, str]]


def asked(client: Client, method: str, row: Row | Kept, what: object) -> tuple[int, str]:
    """What comes back for ``what``, without what differs at every answer and what was asked."""
    cache.clear()  # no limits from one question to the next
    answer = getattr(client, method)(row.address(what), row.posted(what))
    said = f"{answer.headers.get('Location')} {answer.content.decode()}"
    said = re.sub(r'(nonce="|nonce-|csrfmiddlewaretoken" value=")[^"\']+', "", said)
    return answer.status_code, said.replace(row.shown(what), "?")


def questions(ask: Ask) -> tuple[tuple[int, str], list[str]]:
    """The answer, and the statements that were made for it, without their values."""
    with CaptureQueriesContext(connection) as made:
        answer = ask()
    return answer, [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in made]


def cost(ask: Ask) -> tuple[float, int]:
    """Seconds of work, and how often the processor was given up to wait."""
    waited, began = getrusage(RUSAGE_THREAD).ru_nvcsw, time.thread_time()
    ask()
    return time.thread_time() - began, getrusage(RUSAGE_THREAD).ru_nvcsw - waited


def time_tells_nothing(here: Ask, never: Ask) -> bool:
    works, waits = [], set()
    gc.disable()
    try:
        for _ in range(ROUNDS):
            for _ in range(TIMES):
                # Each as the first and as the second.
                one, two, three, four = cost(here), cost(never), cost(never), cost(here)
                works.append((one[0] + four[0]) / (two[0] + three[0]))
                # Now and then the machine makes one wait; that is not for the answer.
                waits.add(min(one[1], four[1]) - min(two[1], three[1]))
            if BAND[0] < median(works) < BAND[1] and 0 in waits:
                return True
    finally:
        gc.enable()
    return False


def both(client: Client, method: str, row: Row | Kept) -> tuple[Ask, Ask]:
    return (
        lambda: asked(client, method, row, row.here),
        lambda: asked(client, method, row, row.never),
    )


@pytest.fixture(autouse=True)
def no_logs():
    """Each refusal would be written down, with its traceback."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


# --- pages -----------------------------------------------------------------------------------


WHO = ["nobody", "Omar", "Olga", "Pia", "Ada"]


def signed_in(person: Person | None) -> Client:
    client = Client()
    if person:
        client.force_login(person)
        cast.stepped_up(client)
        client.get("/profile")  # what a login does once is done
        session = client.session
        # Noted every half a minute, whichever page it is: this walk takes longer, on a busy machine.
        session[Activity.USED_AT] += 3600
        session.save()
    return client


@pytest.fixture
def outsiders(db):
    """Olga works with another partner, and with Pia. None of all these has to do with Ann and Ben."""
    olga, pia = cast.person("Olga"), cast.therapist("Pia")
    cast.agreed(couples.form_couple(first=olga, second=cast.person("Otto"), therapist=pia))
    others = {"Omar": cast.person("Omar"), "Ada": cast.admin("Ada"), "nobody": None}
    return {"Olga": olga, "Pia": pia} | others


def methods(row: Row) -> tuple[str, ...]:
    return ("post",) if row.named else ("get", "post")


def test_every_address_that_leads_to_an_object_is_asked(couple):
    leading = {name for namespace, name, route in addresses() if not namespace and "<" in route}
    # The same for everybody, from a file of ours; and a seat in one's own couple.
    nobody_s = {"story", "answer_measure", "before_page", "before_example", "picture"}
    assert leading - nobody_s <= {row.name for row in rows(couple)}


@pytest.mark.parametrize("who", WHO)
def test_what_is_foreign_is_answered_as_what_is_absent(couple, outsiders, who):
    """Alike in status and text, after the same statements."""
    client = signed_in(outsiders[who])
    for row in list(rows(couple)):
        for method in methods(row):
            here, never = both(client, method, row)
            never()  # what a first time does is done
            answer, statements = questions(here)
            assert (answer, statements) == questions(never), (row, method)
            assert answer[0] < 500 and not any(name in answer[1] for name in NAMES), (row, method)


def test_what_is_foreign_takes_as_long_as_what_is_absent(couple, outsiders):
    client = signed_in(outsiders["Omar"])
    for row in list(rows(couple)):
        for method in methods(row):
            assert time_tells_nothing(*both(client, method, row)), (row, method)


# --- the admin's pages -----------------------------------------------------------------------


@pytest.fixture
def staff(couple, outsiders):
    """Adam is an admin who has been given no rights yet."""
    adam = cast.admin("Adam")
    Person.objects.filter(pk=adam.pk).update(is_superuser=False)
    people = {name: Person.objects.get(name=name) for name in ("Ann", "Thea", "Adam")}
    return outsiders | people


@pytest.mark.parametrize("who", ["nobody", "Omar", "Ann", "Thea", "Adam"])
def test_what_admins_keep_is_absent_for_everybody_else(couple, staff, who):
    client = signed_in(staff[who])
    for row in list(kept(couple)):
        for method in ("get", "post"):
            here, never = both(client, method, row)
            never()
            answer, statements = questions(here)
            assert (answer, statements) == questions(never), (row, method)
            assert answer[0] in (302, 403, 404, 405), (row, method)
            assert "example.org" not in answer[1]


def test_what_admins_keep_takes_an_admin_without_rights_as_long_as_nothing(couple, staff):
    client = signed_in(staff["Adam"])
    for row in list(kept(couple)):
        for method in ("get", "post"):
            assert time_tells_nothing(*both(client, method, row)), (row, method)
