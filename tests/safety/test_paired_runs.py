"""Two runs that differ only in what Ann answers are one and the same for everybody else."""

import re
from datetime import datetime
from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from dialogue.access.consent import is_open
from dialogue.accounts import people
from dialogue.base import vault
from dialogue.couple.couples import form_couple
from dialogue.models import Consent, ConsentText
from dialogue.models.screening import Screen
from dialogue.safety import own_consent
from dialogue.safety.screening import QUESTIONS
from tests.support.cast import agreed, agreed_again
from tests.support.rooms import asked_by, done, to_sending

# What changes from one loading of a page to the next by itself.
FRESH = re.compile(
    r'(name="csrfmiddlewaretoken" value="[^"]+")|(name="command" value="[^"]+")|nonce(-|=")[\w+/=-]+'
    r"|noon|midnight|\b\d\d? [ap]\.m\.|\d\d?:\d\d(:\d\d)?(\.\d+)?( [ap]\.m\.)?|T\d\d:\d\d:\d\d[^\"]*"
)
# What the database is asked with, and what changes in that by itself.
TIME = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d")
SAVEPOINT = re.compile(r"s\d+_x\d+")
# Each question answered yes or no, or left out; and none asked at all.
SKIPPED = {"act": "skip"}
ALL = [
    {"act": "look"} | {name: one for name, one in zip(QUESTIONS, given, strict=True) if one}
    for given in product(("", "yes", "no"), repeat=len(QUESTIONS))
]
SINGLE = [{"act": "look", name: one} for name in QUESTIONS for one in ("yes", "no")]
SOME = [SKIPPED, ALL[0], *SINGLE, ALL[1093], ALL[2186], ALL[300], ALL[1500]]
# None asked; one alone, that is a worry and that is not; all; and a mixture.
EVERYWHERE = [SKIPPED, SINGLE[0], SINGLE[8], ALL[1093], ALL[300]]


@pytest.fixture
def first_text(db):
    ConsentText.objects.get_or_create(version=1, defaults={"body": "What you agree to."})


@pytest.fixture(params=["both sides open", "none opened yet"])
def before(request, couple, ann, ben):
    """Where the two stand before Ann looks, with a dialogue that goes on."""
    room = to_sending(ann, ben)
    done(ann, room, "send", "Late.")
    if request.param == "none opened yet":
        for person in (ann, ben):
            own_consent.withdraw(person_id=person.pk)
    return room


def tables():
    """All that the database shows to whoever can read it: rows, but for times and sealed bytes,
    whose sizes count."""

    def shown(value):
        if isinstance(value, bytes | memoryview):
            return len(bytes(value))
        return "a time" if isinstance(value, datetime) else value

    return {
        model._meta.label: [
            {name: shown(value) for name, value in row.items()}
            for row in model._default_manager.order_by("pk").values()
        ]
        for model in apps.get_models()
    }


def undone(run):
    """What ``run`` shows, of a world that is as it was before afterwards."""
    with transaction.atomic():
        seen = run()
        transaction.set_rollback(True)
    return seen


def assert_alike(runs):
    first, *others = runs
    for other in others:
        assert other == first


def asked_of_the_database(run):
    """Every statement with what it is given, in order, but for times, names of savepoints, and
    bytes, whose sizes count."""
    asked = []

    def shown(value):
        if isinstance(value, bytes | memoryview):
            return len(bytes(value))
        is_time = isinstance(value, datetime) or (isinstance(value, str) and TIME.match(value))
        return "a time" if is_time else value

    def note(execute, sql, given, many, context):
        asked.append((SAVEPOINT.sub("·", sql), many, [shown(one) for one in given or ()]))
        return execute(sql, given, many, context)

    with connection.execute_wrapper(note):
        run()
    return asked


def answers_in(form):
    return {name: one for name, one in form.items() if name != "act"}


def test_all_answers_ask_the_same_of_the_database_and_wake_the_same_rooms(
    couple, ann, ben, before, woken
):
    """All 2,187, and skipping; where no side is open, which is a part of the same way, every tenth.

    From the same rows on, the same statements with the same values lead to the same rows: so this
    says of every one what the next test reads in the tables for some, at a tenth of the time.
    """

    def run(form):
        woken.clear()
        asked = asked_of_the_database(
            lambda: own_consent.answer_screen(person_id=ann.pk, answers=answers_in(form))
        )
        return asked, list(woken)

    undone(lambda: run(SKIPPED))  # after which Django remembers what it asks for only once
    expected = undone(lambda: run(SKIPPED))
    writes = [sql.split(" ")[0] for sql, _many, _given in expected[0]]
    assert {"UPDATE", "INSERT"} & set(writes) and expected[1] == [before]
    assert len({tuple(form.items()) for form in ALL}) == len(ALL) == 3**7
    opened = Consent.objects.filter(withdrawn_at=None).exists()
    for form in ALL if opened else ALL[::10]:
        assert undone(lambda form=form: run(form)) == expected, form


def test_some_answers_leave_the_same_rows(couple, ann, ben, before):
    def run(form):
        own_consent.answer_screen(person_id=ann.pk, answers=answers_in(form))
        return tables(), is_open(couple=couple)

    runs = [undone(lambda form=form: run(form)) for form in SOME]
    assert_alike(runs)
    assert not runs[0][1] and len(runs[0][0]["dialogue.Screen"]) == 2


@pytest.fixture
def unsealed(monkeypatch, ann):
    """How often Ann's answers were unsealed: once for each True."""
    opened_key, (anns, *_older) = vault.opened_key, vault.prints("screening", str(ann.pk))
    times: list[bool] = []

    def note(purpose, wrapped, whose):
        times.extend([True] * (whose == anns.hex()))
        return opened_key(purpose, wrapped, whose)

    monkeypatch.setattr(vault, "opened_key", note)
    return times


def test_what_ben_thea_and_ada_see_and_get_is_the_same(
    at_home, couple, ann, ben, thea, ada, before, woken, unsealed, caplog
):
    """Pages with their status, headers and sizes, e-mails, exports, the audit, the log, what is
    counted, and how often the database is asked for them.

    For each answer given alone, all of one kind, none, and a spread of mixtures. That is enough,
    since what is shown here is made from the database, and there every one of the 2,188 leaves the
    same rows but for times and what is sealed, which the screening service alone can open: a path
    to here would have to lead through it, and then through a single answer, or through whether
    there is a worry. So what unseals them is loaded after each of these; and the pages that do not,
    which is seen of each, after some.
    """
    counted: Any = cache
    joint = f"/joint/{couple.pk}"  # where Thea reads them, if Ann wants that

    def visits(person, addresses):
        client = at_home(person)
        for address in addresses:
            unsealed.clear()
            with CaptureQueriesContext(connection) as asked:
                answer = client.get(address)
            assert bool(unsealed) == (address == joint), address
            body = FRESH.sub("·", answer.content.decode())
            headers = FRESH.sub("·", str(sorted(answer.headers.items())))
            yield address, answer.status_code, body, headers, len(asked), len(answer.content)

    def pages():
        account, pair = f"person/{ann.pk}/change/", f"couple/{couple.pk}/change/"
        desk = [f"/admin/dialogue/{page}" for page in ("person/", account, "couple/", pair)]
        theirs = ["/sessions", f"/room/{before}", f"/transcript/{before}", "/profile"]
        theirs += [f"/timeline/{before}", "/gifts", "/appointments"]
        bens = ["/side", "/profile/looks", "/safety", "/path", "/vision", "/caring"]
        bens += ["/workup", "/workup/shown", "/pulses", "/couple/transcripts.md"]
        bens += [f"/room/{before}/one-phone"]
        theas = ["/board", f"/couples/{couple.pk}/record", "/records"]
        theas += [f"/couples/{couple.pk}/record/{seat}" for seat in ("first", "second")]
        theas += [f"/couples/{couple.pk}/record/start", f"/together/{couple.pk}"]
        yield from visits(ben, [*theirs, *bens])
        yield from visits(thea, [*theirs, *theas])
        yield from visits(ada, [*desk, "/admin/", "/admin/dialogue/access/"])

    def run(form, look_everywhere):
        for kept in (mail.outbox, caplog, woken, cache):
            kept.clear()
        answer = at_home(ann).post("/side", form)
        got = [
            (answer.status_code, answer.url, answer.content, sorted(answer.headers.items())),
            dict(counted._cache),
            list(visits(thea, [joint])),
            FRESH.sub("·", str(people.export(person=ann, by=ada))),
            [(sent.subject, sent.body, sent.to) for sent in mail.outbox],
            [record.getMessage() for record in caplog.records],
            list(woken),
        ]
        return got, list(pages()) if look_everywhere else []

    undone(lambda: run(SOME[0], True))  # after which Django remembers what it asks for only once
    runs, looks = [], []
    some = SOME if is_open(couple=couple) else SOME[::2]  # with nothing to close, half will do
    for form in some:
        got, seen = undone(lambda form=form: run(form, form in EVERYWHERE))
        runs.append(got)
        looks.extend([seen] if seen else [])
    assert len(runs) == len(some) >= 10 and len(looks) >= 4
    assert_alike(runs)
    assert_alike(looks)
    assert runs[0][4] == [] and "/side" not in str(runs[0][5])


def test_a_door_that_a_worry_keeps_closed_is_a_door_that_was_not_opened(
    at_home, couple, ann, ben, before
):
    """Ann presses “Open my side” where it is not offered; or she never does. Ben cannot tell."""

    def run(*forms):
        for form in forms:
            at_home(ann).post("/side", form)
        client = at_home(ben)
        pages = (client.get(address) for address in ("/sessions", f"/room/{before}", "/side"))
        return [FRESH.sub("·", page.content.decode()) for page in pages]

    worried, open_it = {"act": "look", "afraid": "yes"}, {"act": "open", "version": "1"}
    ways = [(worried, open_it), (worried,), ({"act": "skip"},), ({"act": "close"},)]
    assert_alike([undone(lambda forms=forms: run(*forms)) for forms in ways])


def test_of_answers_without_a_worry_none_differs_from_skipping_once_the_side_is_open(
    at_home, couple, ann, ben, first_text
):
    def run(form):
        for one in (form, {"act": "open", "version": "1"}):
            at_home(ann).post("/side", one)
        assert is_open(couple=couple)
        return tables()

    quiet = [form for form in SOME if not _worries(form)]
    assert len(quiet) == 9
    runs = [undone(lambda form=form: run(form)) for form in quiet]
    for one in runs:
        one.pop("sessions.Session")  # of Ann's own browsers
        one.pop("usersessions.UserSession", None)
    assert_alike(runs)
    assert Screen.objects.count() == 2


def _worries(form):
    return form.get("free_to_say_no") == "no" or any(
        form.get(name) == "yes" for name in QUESTIONS if name != "free_to_say_no"
    )


def test_a_room_asked_for_before_is_as_closed_after_as_any(couple, ann, ben):
    asked_by(ann)
    own_consent.answer_screen(person_id=ann.pk, answers={"crisis": "yes"})
    assert not is_open(couple=couple)


def test_those_who_have_agreed_in_tests_have_left_what_looking_and_opening_leave(ann, ben, thea):
    couple = form_couple(first=ann, second=ben, therapist=thea)

    at_once = undone(lambda: (agreed(couple) and tables(), is_open(couple=couple)))
    by_services = undone(lambda: (agreed_again(couple) and tables(), is_open(couple=couple)))
    assert at_once == by_services and at_once[1]
