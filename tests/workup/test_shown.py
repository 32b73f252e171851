"""Ben reads the sentence of her workup that Ann shows him; nobody reads the rest."""

from uuid import uuid4

import pytest
from django.db import connection

from dialogue.accounts.merging import CannotMerge, merge
from dialogue.accounts.people import LeadsToWords, change_address, export
from dialogue.couple import couples
from dialogue.home import ending
from dialogue.home.ending import erase
from dialogue.models import Person
from dialogue.safety import own_consent
from dialogue.workup import service as workup
from dialogue.workup import sharing
from dialogue.workup.service import Content, NoSuchWorkup
from tests.support import cast
from tests.support.history import slept_on
from tests.support.page import Page
from tests.workup.written import FULL, SECRET, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(browser):
    return lambda person, address: Page(browser(person).get(address))


def test_nobody_but_ann_finds_her_workup_and_it_is_as_absent_as_none(
    browser, couple, ann, ben, thea, ada, omar
):
    own = written(ann)
    for person in (ben, thea, ada, omar):
        client = browser(person)
        for path in ("", "/home", "/show", "/erase", "/nothing"):
            for method in ("get", "post"):
                form = {"part": "wish", "home": "x"} if method == "post" else None
                here = getattr(client, method)(f"/workup/{own}{path}", form)
                never = getattr(client, method)(f"/workup/{uuid4()}{path}", form)
                assert here.status_code in (404, 405)
                assert (here.status_code, here.content) == (never.status_code, never.content)
        assert client.get(f"/workup/beside?one={own}&other={own}").status_code == 404
        assert client.post("/workup", {"after": str(own)}).status_code == 404
        assert "Mama" not in client.get("/workup").content.decode()
        assert b"Mama" not in client.get("/workup/mine.md").content
        assert "warm" not in client.get(f"/sessions?workup={own}&part=looking").content.decode()
    assert workup.read(person_id=ann.pk, workup_id=own).content == FULL
    assert export(person=ann, by=ada).keys() == {"account", "couples", "accesses"}


def test_ben_reads_the_sentence_that_ann_shows_him_as_it_was_until_she_takes_it_back(
    browser, page, couple, ann, ben, thea
):
    own, client = written(ann), browser(ann)
    before = page(ben, "/workup/shown").text
    assert client.post(f"/workup/{own}/show", {"part": "wish"}).url == f"/workup/{own}#wish"
    workup.keep(person_id=ann.pk, workup_id=own, wanted=("quiet",))
    read = page(ben, "/workup/shown").text
    assert "I wish they would give me time and an open door." in read
    assert "quiet" not in read and "warm" not in read
    assert "time and an open door" not in page(ann, "/workup/shown").text
    assert not sharing.shown_to(person_id=thea.pk)
    client.post(f"/workup/{own}/show", {"part": "wish", "act": "take_back"})
    assert page(ben, "/workup/shown").text == before


def test_ann_sleeps_on_it_before_she_lets_ben_read_what_she_has_just_written(
    browser, page, couple, ann, ben
):
    own, client = written(ann), browser(ann)
    client.post(f"/workup/{own}/show", {"part": "wish"})
    workup.keep(person_id=ann.pk, workup_id=own, wanted=("quiet",))
    for part in ("wish", "feel"):
        client.post(f"/workup/{own}/show", {"part": part})
    (shown,) = sharing.shown_to(person_id=ben.pk)
    assert "time and an open door" in shown.words, "what he could read stays as it was"
    hers = page(ann, f"/workup/{own}").text
    assert "Sleep on it" in hers and "Share the new words" not in hers and "Take it back" in hers
    assert "Let Ben read it" not in hers and "Sleep on it" not in page(ben, "/workup/shown").text
    slept_on(own)
    assert "Let Ben read it" in page(ann, f"/workup/{own}").text
    client.post(f"/workup/{own}/show", {"part": "wish"})
    assert "quiet" in page(ben, "/workup/shown").text


def test_what_is_not_whole_or_no_sentence_is_not_shown(browser, couple, ann, ben, omar):
    own = written(ann, Content(home=SECRET))
    assert browser(ann).post(f"/workup/{own}/show", {"part": "home"}).status_code == 404
    assert browser(ann).post(f"/workup/{own}/show", {"part": "wish"}).status_code == 302
    assert not sharing.shown_to(person_id=ben.pk)
    alone = written(omar)
    browser(omar).post(f"/workup/{alone}/show", {"part": "wish"})
    assert not sharing.shown_of(person_id=omar.pk, workup_id=alone)


def test_while_their_sessions_are_not_open_ann_shows_nothing_new_and_can_take_back(
    browser, page, couple, ann, ben
):
    own, client = written(ann), browser(ann)
    client.post(f"/workup/{own}/show", {"part": "wish"})
    own_consent.withdraw(person_id=ben.pk)
    client.post(f"/workup/{own}/show", {"part": "feel"})
    assert [one.part for one in sharing.shown_to(person_id=ben.pk)] == ["wish"]
    assert "Let Ben read it" not in page(ann, f"/workup/{own}").text
    client.post(f"/workup/{own}/show", {"part": "wish", "act": "take_back"})
    assert not sharing.shown_to(person_id=ben.pk)


def test_what_was_shown_ends_with_the_couple(couple, ann, ben):
    own = written(ann)
    sharing.show(
        person_id=ann.pk, workup_id=own, part="feel", words="When they don’t, I feel alone."
    )
    assert len(sharing.shown_to(person_id=ben.pk)) == 1
    ending.end_couple(couple=couple)
    assert not sharing.shown_to(person_id=ben.pk)
    couple.refresh_from_db()
    ending.forget_words(couple=couple)
    couples.form_couple(first=ann, second=ben)
    assert not sharing.shown_to(person_id=ben.pk)
    assert workup.read(person_id=ann.pk, workup_id=own).content == FULL


def test_a_sentence_is_put_into_the_form_that_asks_and_nothing_is_sent(browser, couple, ann, ben):
    own = written(ann)
    asked = Page(browser(ann).get(f"/sessions?workup={own}&part=then"))
    assert asked.all("textarea")[0].text.strip() == "And then I usually went quiet."
    assert not couple.dialogues.exists()
    for bad in ("workup=x&part=then", f"workup={own}&part=home", f"workup={uuid4()}&part=then"):
        assert not Page(browser(ann).get(f"/sessions?{bad}")).all("textarea")[0].text.strip()


def test_no_word_of_it_stands_in_the_database(couple, ann, ada):
    own = written(ann, Content(home=SECRET, caregivers={0: SECRET}, partner=SECRET))
    sharing.show(person_id=ann.pk, workup_id=own, part="wish", words=SECRET)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                assert SECRET not in "|".join(
                    bytes(v).decode("latin1") if isinstance(v, bytes | memoryview) else str(v)
                    for v in row
                ), table
    erase(person=Person.objects.get(pk=ann.pk), by=ada)
    with pytest.raises(NoSuchWorkup):
        workup.read(person_id=ann.pk, workup_id=own)


def test_no_admin_gives_an_account_with_a_workup_to_another_mailbox_or_account(ann, ada):
    anna = cast.person("Anna")
    own = written(ann)
    with pytest.raises(CannotMerge) as refused:
        merge(kept=anna, duplicate=ann, by=ada)
    assert refused.value.code == "words"
    with pytest.raises(LeadsToWords):
        change_address(person=ann, email="ada@example.net", by=ada)
    merge(kept=ann, duplicate=anna, by=ada)
    assert workup.read(person_id=ann.pk, workup_id=own).content == FULL
