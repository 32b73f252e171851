"""Two runs that differ only in what Ann answers are one and the same for everybody else."""

import re
from datetime import datetime, timedelta
from itertools import combinations, product
from operator import mul
from typing import Any
from unittest import mock

import pytest
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dialogue.access.consent import is_open
from dialogue.accounts import people
from dialogue.base import vault
from dialogue.couple.couples import form_couple
from dialogue.models import Consent, ConsentText, CoupleTherapist, Practice
from dialogue.models.screening import Screen
from dialogue.safety import joint_work, own_consent, pauses, views
from dialogue.safety.screening import QUESTIONS, Screening, written
from tests.support.cast import agreed, agreed_again
from tests.support.pairs import FRESH
from tests.support.rooms import asked_by, done, to_sending

pytestmark = pytest.mark.long

# What the database is asked with, and what changes in that by itself.
TIME = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d")
SAVEPOINT = re.compile(r"s\d+_x\d+")
# Each question answered yes or no, or left out; and none asked at all. Of nine questions that would be
# 19,683 ways, so the last two answers follow from the seven before: 2,187 ways, in which any five
# questions stand in every combination (an orthogonal array of strength five; a test counts).
SKIPPED = {"act": "skip"}
CHECKS = ((0, 0, 1, 1, 1, 1, 1), (1, 1, 0, 1, 1, 2, 2))


def spread(given):
    """All nine, by the seven: each check answer is their sum, weighted, modulo three; and two more, so
    that yes to everything is one of the ways."""
    sums = ((2 + sum(map(mul, weights, given))) % 3 for weights in CHECKS)
    return (*given, *sums)


WAYS = [spread(given) for given in product(range(3), repeat=len(QUESTIONS) - len(CHECKS))]


def as_form(ways):
    words = ((name, ("", "yes", "no")[one]) for name, one in zip(QUESTIONS, ways, strict=True))
    return {"act": "look"} | {name: one for name, one in words if one}


ALL = [as_form(ways) for ways in WAYS]
ALL_YES = {"act": "look"} | dict.fromkeys(QUESTIONS, "yes")
ALL_NO = {"act": "look"} | dict.fromkeys(QUESTIONS, "no")
NONE = {"act": "look"}
SINGLE = [{"act": "look", name: one} for name in QUESTIONS for one in ("yes", "no")]
SOME = [SKIPPED, NONE, *SINGLE, ALL_YES, ALL_NO, ALL[300], ALL[1500]]
# None asked; one alone, that is a worry and that is not; all; and a mixture.
EVERYWHERE = [SKIPPED, SINGLE[0], SINGLE[10], ALL_YES, ALL[300]]


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
    """2,187 spread over all 19,683, and skipping; where no side is open, which is a part of the same
    way, every tenth.

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
    assert len({tuple(form.items()) for form in ALL}) == len(ALL) == 3**7 and ALL_YES in ALL
    opened = Consent.objects.filter(withdrawn_at=None).exists()
    for form in [NONE, ALL_NO, *(ALL if opened else ALL[::10])]:
        assert undone(lambda form=form: run(form)) == expected, form


def test_any_five_questions_stand_in_every_combination():
    assert len(QUESTIONS) == 9
    for five in combinations(range(9), 5):
        assert len({tuple(ways[one] for one in five) for ways in WAYS}) == 3**5


def test_whatever_is_sealed_is_of_one_length():
    """All 19,683 answers, and the rest that a row can hold, at its shortest and its longest."""
    at = timezone.now()
    rest: list[dict[str, Any]] = [
        {},
        {"at": at, "told": 2**40, "about": "partner", "went_on": True}
        | {"pause_until": at, "pause_of": "f" * 32},
    ]
    words = ("", "yes", "no")
    lengths = {
        len(written(Screening(dict(zip(QUESTIONS, given, strict=True)), **more)))  # type: ignore[arg-type]
        for given in product(words, repeat=len(QUESTIONS))
        for more in rest
    }
    assert len(lengths) == 1


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
    since what is shown here is made from the database, and there every one of those leaves the
    same rows but for times and what is sealed, which the screening service alone can open: a path
    to here would have to lead through it, and then through a single answer, or through whether
    there is a worry. So what unseals them is loaded after each of these; and the pages that do not,
    which is seen of each, after some.
    """
    counted: Any = cache
    Practice.objects.create(therapist=thea, secrets="kept", keeps_safety_apart=True)
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
    at_home, couple, ann, ben, thea, ada, before
):
    """Ann agrees where it is not offered; or she never does. Or she says that it is about Ben, or about
    somebody before; tells Thea, or takes it back; reads a caution and goes on, or does not; and Thea
    has recorded that joint work is suitable, or has not. Until Ann agrees, Ben cannot tell."""
    Practice.objects.create(therapist=thea, secrets="kept", keeps_safety_apart=True)

    def run(*forms):
        mail.outbox.clear()
        for form in forms:
            if callable(form):
                form()
            else:
                at_home(ann).post("/side", form)
        bens, adas = at_home(ben), at_home(ada)
        desk = [f"/admin/dialogue/{page}" for page in ("couple/", f"couple/{couple.pk}/change/")]
        pages = [bens.get(address) for address in ("/sessions", f"/room/{before}", "/side")]
        pages += [adas.get(address) for address in (*desk, "/admin/dialogue/access/")]
        export = FRESH.sub("·", str(people.export(person=ann, by=ada)))
        return [FRESH.sub("·", page.content.decode()) for page in pages], export, mail.outbox[:]

    def suitable():
        joint_work.record_suitable(therapist_id=thea.pk, couple=couple)

    worried, open_it = {"act": "look", "afraid": "yes"}, {"act": "open", "version": "1"}
    told, untold = {"act": "tell"}, {"act": "untell"}
    hers, earlier = {"act": "partner"}, {"act": "before"}
    cautious = {"act": "look", "crisis": "yes"}
    unfree = {"act": "look", "free_to_say_no": "no"}
    ways: list[tuple[Any, ...]] = [
        ({"act": "skip"},),
        (worried, open_it),
        (worried,),
        (worried, hers, open_it),
        (worried, earlier),
        (worried, earlier, hers, told),
        (worried, hers, told, untold, {"act": "erase"}),
        (worried, hers, told, suitable),
        (unfree, earlier, open_it),
        (cautious,),
        (cautious, {"act": "go_on"}),
        (ALL_YES, hers, {"act": "pause", "weeks": "8"}, {"act": "unpause"}),
    ]
    undone(lambda: run(*ways[0]))
    assert_alike([undone(lambda forms=forms: run(*forms)) for forms in ways])


def test_when_it_opens_again_is_the_same_by_each_way(at_home, couple, ann, ben, thea, before):
    """Ann skips; or her yes is about somebody before; or a caution, and she goes on; or it is about Ben,
    and Thea records that it is suitable. Ben agrees before her or after: it opens with the second."""

    def run(first, *forms):
        open_it, seen = {"act": "open", "version": "1"}, []

        def agrees(person, *acts):
            for act in (*acts, open_it):
                if callable(act):
                    act()
                else:
                    at_home(person).post("/side", act)
            pages = (at_home(ben).get(one) for one in ("/sessions", f"/room/{before}", "/side"))
            seen.append(
                (is_open(couple=couple), *(FRESH.sub("·", p.content.decode()) for p in pages))
            )

        for person in (ann, ben) if first == "Ann" else (ben, ann):
            agrees(person, *(forms if person == ann else (SKIPPED,)))
        assert [opened for opened, *_pages in seen] == [False, True]
        return seen

    def suitable():
        joint_work.record_suitable(therapist_id=thea.pk, couple=couple)

    for person in (ann, ben):
        own_consent.withdraw(person_id=person.pk)
    worried = {"act": "look", "hurt": "yes", "controlled": "yes"}
    ways: list[tuple[Any, ...]] = [
        (SKIPPED,),
        (worried, {"act": "before"}),
        ({"act": "look", "child": "yes"}, {"act": "go_on"}),
        (worried, {"act": "partner"}, suitable),
    ]
    for first in ("Ann", "Ben"):
        assert_alike([undone(lambda way=(first, *forms): run(*way)) for forms in ways])


def test_a_pause_is_the_same_for_ben_whoever_asked_for_it_and_why_and_when_it_ends(
    at_home, couple, ann, ben, thea, ada, before
):
    """Ann after a worry, after none, or without a look; Ben himself, but for what is his own on his own
    page; Thea, who lets it wait. While it lasts, and when it is over."""

    def run(*acts):
        for act in acts:
            act()
        seen: list[object] = []
        for days in (0, 13, 15):
            at = began + timedelta(days=days)
            if days == 15 and CoupleTherapist.objects.exclude(waits_since=None).exists():
                joint_work.resume_joint_work(therapist_id=thea.pk, couple=couple)
            with mock.patch("django.utils.timezone.now", return_value=at):
                own = own_consent.own_consent_of(person_id=ben.pk)
                card = render_to_string("parts/not_open.html", {"user": ben})
                page = render_to_string(
                    "safety/own_consent.html", views._context(own) | {"user": ben}
                )
                seen.append((own and own.step, is_open(couple=couple), card, FRESH.sub("·", page)))
        seen.append(FRESH.sub("·", str(people.export(person=ann, by=ada))))
        desk = at_home(ada).get(f"/admin/dialogue/couple/{couple.pk}/change/")
        return seen, FRESH.sub("·", desk.content.decode())

    def looks(person, **answers):
        return lambda: own_consent.answer_screen(person_id=person.pk, answers=answers)

    def sets():
        pauses.set_pause(person_id=ann.pk, weeks=2)

    def waits():
        joint_work.let_joint_work_wait(therapist_id=thea.pk, couple=couple)

    began = timezone.now()
    ways = [
        (sets,),
        (looks(ann), sets),
        (looks(ann, afraid="yes"), sets),
        (sets, looks(ann)),
        (waits,),
    ]
    runs = [undone(lambda acts=acts: run(*acts)) for acts in ways]
    assert_alike(runs)
    assert [step for step, *_rest in runs[0][0][:3]] == ["pause", "pause", "screen"]


def test_of_answers_without_a_worry_none_differs_from_skipping_once_the_side_is_open(
    at_home, couple, ann, ben, first_text
):
    def run(form):
        for person, answers in ((ann, form), (ben, SKIPPED)):  # hers ended his agreement as well
            for one in (answers, {"act": "open", "version": "1"}):
                at_home(person).post("/side", one)
        assert is_open(couple=couple)
        return tables()

    quiet = [form for form in SOME if not _worries(form)]
    assert len(quiet) >= 10
    runs = [undone(lambda form=form: run(form)) for form in quiet]
    for one in runs:
        one.pop("sessions.Session")  # of their own browsers
        one.pop("usersessions.UserSession", None)
    assert_alike(runs)
    assert Screen.objects.count() == 2


def _worries(form):
    """So that the agreement is not the next thing at once."""
    look = Screening(answers_in(form))
    return look.closes or look.cautions


def test_a_room_asked_for_before_is_as_closed_after_as_any(couple, ann, ben):
    asked_by(ann)
    own_consent.answer_screen(person_id=ann.pk, answers={"crisis": "yes"})
    assert not is_open(couple=couple)


def test_those_who_have_agreed_in_tests_have_left_what_looking_and_opening_leave(ann, ben, thea):
    couple = form_couple(first=ann, second=ben, therapist=thea)

    at_once = undone(lambda: (agreed(couple) and tables(), is_open(couple=couple)))
    by_services = undone(lambda: (agreed_again(couple) and tables(), is_open(couple=couple)))
    assert at_once == by_services and at_once[1]
