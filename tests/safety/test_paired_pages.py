"""Whatever Ann answers, what everybody else sees and gets of her is one and the same."""

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dialogue.access.consent import is_open
from dialogue.accounts import people
from dialogue.base import vault
from dialogue.models import CoupleTherapist, Practice
from dialogue.safety import joint_work, own_consent, pauses, views
from tests.pages.who_may import SIGNED_IN, addresses
from tests.safety.paired import ALL_YES, EVERYWHERE, SKIPPED, SOME, assert_alike
from tests.support.pairs import FRESH
from tests.support.rollback import rolled_back

pytestmark = pytest.mark.long

# All that whoever is signed in may open, but for what is fresh each time (keys, codes, the date and
# the numbers in a copy; the copies hold what copies/ours.md does).
EVERY_PAGE = [
    f"/{route.strip('^/$')}"
    for _namespace, name, route in addresses()
    if name in SIGNED_IN - {"doctor_file"} and "<" not in route
    if not name.startswith(("account_", "mfa_")) and not name.endswith(("_json", "_pdf"))
]


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
        bens = [*EVERY_PAGE, "/safety", f"/room/{before}/one-phone"]
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

    rolled_back(
        lambda: run(SOME[0], True)
    )  # after which Django remembers what it asks for only once
    runs, looks = [], []
    some = SOME if is_open(couple=couple) else SOME[::2]  # with nothing to close, half will do
    for form in some:
        got, seen = rolled_back(lambda form=form: run(form, form in EVERYWHERE))
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
    rolled_back(lambda: run(*ways[0]))
    assert_alike([rolled_back(lambda forms=forms: run(*forms)) for forms in ways])


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
        assert_alike([rolled_back(lambda way=(first, *forms): run(*way)) for forms in ways])


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
    runs = [rolled_back(lambda acts=acts: run(*acts)) for acts in ways]
    assert_alike(runs)
    assert [step for step, *_rest in runs[0][0][:3]] == ["pause", "pause", "screen"]
