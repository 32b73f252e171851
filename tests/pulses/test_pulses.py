"""How a session was for Ann stays with Ann; that it did not feel safe reaches Thea if Ann says so."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dialogue.accounts import people
from dialogue.home import ending
from dialogue.home.ending import end_couple
from dialogue.models import DialogueSession
from dialogue.models.measures import MeasureAnswer, MeasureKey
from dialogue.pulses import service as pulses
from dialogue.pulses.service import Answers, Given
from tests.support import cast
from tests.support.pairs import FRESH
from tests.support.rollback import rolled_back
from tests.support.rooms import asked_by, done, to_sending

NONCE = re.compile(r'nonce="[^"]+"')
LOW = {"heard": "7", "safe": "2", "understood": ""}


@pytest.fixture
def at_home(db):
    """A browser of one's own, in which the password was written once more, just now."""

    def opened(person):
        client = Client()
        client.force_login(person)
        return cast.stepped_up(client)

    return opened


@pytest.fixture
def over(couple, ann, ben):
    room = to_sending(ann, ben)
    done(ben, room, "end")
    return room


def answers_of(person) -> list[Answers]:
    return [given.answers for given in pulses.own(person_id=person.pk)]


def unsafe(therapist, couple):
    return pulses.hardly_safe(therapist_id=therapist.pk, couples=[couple.pk])


def test_ann_tells_how_it_was_and_finds_it_again_with_her_password(
    browser, at_home, couple, ann, ben, thea, over
):
    address = f"/pulse/{over}"
    assert "Ben can’t see this" in browser(ann).get(address).content.decode()
    assert browser(ann).post(address, LOW).url == f"{address}/saved"
    assert answers_of(ann) == [Answers(heard=7, safe=2)] and answers_of(ben) == []
    assert browser(ann).get("/pulses").url.startswith("/account/reauthenticate/")
    assert "7 of 10" in at_home(ann).get("/pulses").content.decode()
    taken_along = json.loads(at_home(ann).get("/pulses.json").content)
    assert [one["felt_safe"] for one in taken_along["answers"]] == [2]
    for other in (ben, thea):
        assert "of 10" not in at_home(other).get("/pulses").content.decode()
        assert json.loads(at_home(other).get("/pulses.json").content)["answers"] == []


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ({}, "Choose a number on at least one of the scales"),
        ({"safe": "11"}, "Choose a number from 0 to 10"),
        ({"safe": "-1", "heard": "3"}, "Choose a number from 0 to 10"),
        ({"safe": "2; drop"}, "Choose a number from 0 to 10"),
    ],
)
def test_what_is_no_answer_is_said_beside_it_and_nothing_is_kept(browser, ann, over, form, problem):
    answer = browser(ann).post(f"/pulse/{over}", form)
    assert answer.status_code == 422 and problem in answer.content.decode()
    assert not MeasureAnswer.objects.exists()


def test_it_can_be_changed_for_a_day_and_then_stays(browser, ann, over):
    for safe in (2, 6):
        browser(ann).post(f"/pulse/{over}", {"safe": str(safe)})
    assert answers_of(ann) == [Answers(safe=6)]
    MeasureAnswer.objects.update(at=timezone.now() - timedelta(hours=25))
    answer = browser(ann).post(f"/pulse/{over}", {"safe": "9"}, follow=True)
    assert "so you can’t change it now" in answer.content.decode() and answers_of(ann) == [
        Answers(safe=6)
    ]


def test_only_the_two_are_asked_and_only_after_a_session_that_took_place(
    browser, couple, ann, ben, thea, omar, over
):
    running, declined = to_sending(ann, ben), asked_by(ann)
    done(ben, declined, "decline")
    for room in (running, declined):
        assert browser(ann).get(f"/pulse/{room}").status_code == 404
    for person in (thea, omar):
        assert browser(person).get(f"/pulse/{over}").status_code == 404
        assert browser(person).post(f"/pulse/{over}", LOW).status_code == 404
    DialogueSession.objects.filter(pk=over).update(closed_at=timezone.now() - timedelta(days=8))
    assert browser(ann).get(f"/pulse/{over}").status_code == 404
    assert f"/pulse/{over}" not in browser(ann).get("/sessions").content.decode()
    assert not MeasureAnswer.objects.exists()


def test_that_it_did_not_feel_safe_reaches_the_therapist_of_then_if_ann_says_so_and_nobody_else(
    browser, at_home, couple, ann, ben, thea, over
):
    tom = cast.keeps_safety_apart(cast.therapist("Tom"))
    browser(ann).post(f"/pulse/{over}", LOW)
    browser(ann).post(f"/pulse/{over}/saved", {"act": "tell"})
    assert unsafe(thea, couple) == {}  # before she confirms that this is outside of her policy
    browser(ann).post(f"/pulse/{over}/saved", {"act": "untell"})
    cast.keeps_safety_apart(thea)
    browser(ann).post(f"/pulse/{over}", LOW)
    assert unsafe(thea, couple) == {}  # a low number by itself tells nobody
    browser(ann).post(f"/pulse/{over}/saved", {"act": "tell"})
    assert unsafe(thea, couple) == {couple.pk: ("first",)} and unsafe(tom, couple) == {}
    assert unsafe(ben, couple) == {}
    said = at_home(thea).get(f"/joint/{couple.pk}").content.decode()
    assert said.count("didn’t feel safe") == 1 and "2 of 10" not in said
    # The newest session that she told of counts.
    later = to_sending(ann, ben)
    done(ann, later, "end")
    assert unsafe(thea, couple) == {couple.pk: ("first",)}
    browser(ann).post(f"/pulse/{later}", {"safe": "8"})
    assert unsafe(thea, couple) == {}


def test_ann_takes_back_what_she_told_also_much_later_and_her_answers_stay(
    browser, at_home, couple, ann, ben, thea, over
):
    cast.keeps_safety_apart(thea)
    browser(ann).post(f"/pulse/{over}", LOW)
    browser(ann).post(f"/pulse/{over}/saved", {"act": "tell"})
    assert "You let your therapist know" in at_home(ann).get("/pulses").content.decode()
    past = timezone.now() - timedelta(days=40)
    MeasureAnswer.objects.update(at=past)
    DialogueSession.objects.filter(pk=over).update(closed_at=past)
    for person in (ben, thea):
        address = f"/pulse/{over}/saved"
        assert browser(person).post(address, {"act": "untell"}).status_code == 404
    assert unsafe(thea, couple) == {couple.pk: ("first",)}
    browser(ann).post(f"/pulse/{over}/saved", {"act": "untell"})
    assert unsafe(thea, couple) == {} and answers_of(ann) == [Answers(heard=7, safe=2)]


def test_ann_tells_without_a_number_and_is_not_told_on_once_it_felt_safe(
    browser, couple, ann, thea, over
):
    cast.keeps_safety_apart(thea)
    browser(ann).post(f"/pulse/{over}/saved", {"act": "tell"})
    assert unsafe(thea, couple) == {couple.pk: ("first",)} and answers_of(ann) == [Answers()]
    browser(ann).post(f"/pulse/{over}", {"safe": "3"})
    assert unsafe(thea, couple) == {couple.pk: ("first",)}
    browser(ann).post(f"/pulse/{over}", {"safe": "4"})
    assert unsafe(thea, couple) == {}


def test_help_comes_first_for_everybody_and_the_page_is_one_whatever_was_answered(
    browser, couple, ann, over
):
    def page():
        said = browser(ann).get(f"/pulse/{over}/saved").content.decode()
        assert said.index("Someone to talk to") < said.index("Let Thea know")
        return NONCE.sub("·", FRESH.sub("·", said))

    seen = [page()]
    for form in (LOW, LOW | {"safe": "10"}):
        browser(ann).post(f"/pulse/{over}", form)
        seen.append(page())
    browser(ann).post(f"/pulse/{over}/saved", {"act": "tell"})
    seen.append(page())
    assert len(set(seen)) == 1


@pytest.mark.long
def test_ben_and_ada_cannot_tell_whether_ann_answered(at_home, couple, ann, ben, ada, over):
    """Pages, sizes, headers, questions to the database, and the export."""
    done(ann, asked_by(ben), "accept")

    def seen(person, addresses):
        client = at_home(person)
        for address in addresses:
            with CaptureQueriesContext(connection) as asked:
                answer = client.get(address)
            body = NONCE.sub("·", FRESH.sub("·", answer.content.decode()))
            yield address, answer.status_code, body, len(answer.content), len(asked)

    def run(form):
        if form:
            assert at_home(ann).post(f"/pulse/{over}", form).status_code == 302
        own = ["/sessions", f"/pulse/{over}", f"/room/{over}", f"/transcript/{over}", "/pulses"]
        own += [f"/pulse/{over}/saved", "/progress", "/progress/partner", "/progress/share"]
        desk = [f"/admin/dialogue/person/{ann.pk}/change/", "/admin/dialogue/couple/", "/admin/"]
        return [
            list(seen(ben, [*own, "/profile/looks", "/side"])),
            list(seen(ada, desk)),
            FRESH.sub("·", str(people.export(person=ann, by=ada))),
            # Whoever holds Ann's phone, without her password.
            [one[1:4] for one in seen(ann, ["/sessions", f"/pulse/{over}", f"/room/{over}"])][1:],
        ]

    rolled_back(lambda: run(None))  # after which Django remembers what it asks for only once
    runs = [rolled_back(lambda form=form: run(form)) for form in (None, LOW, LOW | {"safe": "10"})]
    assert runs[0][:3] == runs[1][:3] == runs[2][:3]
    said = [re.sub(r"Thank you\. You can change it for a day\.", "", str(one[3])) for one in runs]
    assert said[0] == said[1] == said[2]


def test_what_is_kept_is_sealed_under_each_one_s_own_key_and_of_one_size(ann, ben, over):
    pulses.give(person_id=ann.pk, dialogue_id=over, answers=Answers(10, 10, 10, 10))
    pulses.give(person_id=ben.pk, dialogue_id=over, answers=Answers(safe=0))
    rows = [bytes(row.sealed) for row in MeasureAnswer.objects.all()]
    assert len({len(row) for row in rows}) == 1 and not any(b"heard" in row for row in rows)
    assert MeasureKey.objects.count() == 2


def test_it_outlives_the_couple_and_its_key_and_goes_with_its_author(couple, ann, ben, ada, over):
    for person in (ann, ben):
        pulses.give(person_id=person.pk, dialogue_id=over, answers=Answers(safe=5))
    end_couple(couple=couple)
    found = pulses.own(person_id=ann.pk)
    assert isinstance(found[0], Given) and unsafe(ann, couple) == {}  # still hers to read
    ending.erase(person=ben, by=ada)
    couple.refresh_from_db()
    assert bytes(couple.wrapped_key) == b"" and answers_of(ann) == [Answers(safe=5)]
    assert [row.person_id for row in MeasureAnswer.objects.all()] == [ann.pk]
    assert [row.pk for row in MeasureKey.objects.all()] == [ann.pk]
