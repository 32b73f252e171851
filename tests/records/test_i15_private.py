"""I15: a record exists for the therapist who keeps it. Nobody else can open, export or infer it."""

import contextlib
import json
import re
import sqlite3

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.accounts import people
from dialogue.accounts.merging import CannotMerge, merge
from dialogue.base.vault import CannotOpen
from dialogue.couple import couple_therapist
from dialogue.couple.couples import form_couple
from dialogue.home import ending
from dialogue.models import Access, Couple, Person
from dialogue.models.records import Addition, Record, RemoteStart, SessionNote, Task
from dialogue.records import (
    archive,
    course,
    notes,
    remote_starts,
    tasks,
)
from dialogue.records.record import NoSuchRecord, RecordProblem, find_record
from dialogue.records.remote_starts import Start
from dialogue.safety import own_consent
from tests.records.conftest import DAY, said
from tests.support import cast
from tests.support.pairs import FRESH
from tests.support.rooms import to_sending

pytestmark = [pytest.mark.django_db, pytest.mark.long]
WORDS = "Kestrel"  # occurs nowhere else
TABLES = (Record, SessionNote, Addition, Task, RemoteStart)


def write(hers):
    """Something everywhere. The signed note."""
    course.keep_course(**hers, revision=0, goals=WORDS, planned=8, last_on=None)
    course.keep_agenda(**hers, revision=1, agenda=WORDS)
    course.keep_about(**hers, whose="first", revision=0, text=WORDS)
    tasks.give(**hers, who="first", what=WORDS, until=DAY)
    remote_starts.note_start(**hers, whose="first", start=Start(WORDS, WORDS, WORDS))
    notes.begin_note(**hers, whose="second", template="free", met_on=DAY)
    note = notes.begin_note(**hers, template="session", met_on=DAY)
    notes.sign_note(**hers, note_id=note, **said(WORDS))
    notes.add_to_note(**hers, note_id=note, words=WORDS)
    return note


@pytest.fixture
def note(hers):
    return write(hers)


def addresses(couple, note):
    record = f"/couples/{couple.pk}/record"
    return (record, f"{record}/first", f"{record}/start", f"{record}/notes/{note}")


def test_thea_reads_what_she_wrote(browser, couple, note, thea):
    for address in addresses(couple, note):
        assert WORDS in browser(thea).get(address).content.decode(), address


@pytest.mark.parametrize("who", ["Ann", "Ben", "Omar", "Ada", "Tom"])
def test_nobody_else_opens_a_page_of_it(browser, couple, note, omar, ada, who):
    client = browser(Person.objects.filter(name=who).first() or cast.therapist(who))
    for address in (*addresses(couple, note), f"/couples/{couple.pk}/record/erase"):
        for answer in (client.get(address), client.post(address, {"act": "drop", "task": "1"})):
            assert answer.status_code == 404 and WORDS not in answer.content.decode()
    assert Task.objects.exists()


@pytest.mark.parametrize("name", ["Ann", "Ben", "Ada"])
def test_no_page_and_no_export_of_theirs_is_another_for_what_thea_writes(
    browser, couple, hers, ada, ann, ben, name
):
    """The same bytes after the same questions, before and after: nothing can be inferred."""
    room, client = to_sending(ann, ben), browser(Person.objects.get(name=name))
    read = ["/sessions", f"/transcript/{room}", f"/timeline/{room}", "/profile/looks"]
    read += ["/therapist", "/copies/ours.md", f"/admin/dialogue/person/{ann.pk}/erase"]
    client.get("/profile")

    def all_of_it():
        Access.objects.exclude(what="opened_record").delete()
        found = []
        for address in read:
            with CaptureQueriesContext(connection) as asked:
                content = client.get(address).content.decode()
            shapes = [re.sub(r"'[^']*'|\d+", "?", one["sql"]) for one in asked]
            found.append((re.sub(r'value="[\w-]{36,}"', "", FRESH.sub("·", content)), shapes))
        exports = json.dumps([people.export(person=one, by=ada) for one in (ann, ben)])
        return found, re.sub(r"[\d-]{10}T[\d:.]+", "", exports)

    before = all_of_it()
    write(hers)
    browser(Person.objects.get(name="Thea")).get(f"/couples/{couple.pk}/record")
    assert all_of_it() == before
    assert Access.objects.filter(what="opened_record").count() == 2


def test_no_relation_leads_from_a_person_a_couple_or_a_dialogue_to_a_record():
    assert TABLES and set(TABLES) < set(apps.get_models())
    for model in apps.get_models():
        names = {field.name for field in model._meta.get_fields()}
        back = {one.related_model for one in model._meta.related_objects}
        if model not in TABLES:
            assert not back & set(TABLES) and not names & {"record", "sessionnote"}, model


def test_the_admin_knows_none_of_its_tables(browser, ada, note):
    assert not set(TABLES) & set(admin.site._registry)
    for model in TABLES:
        address = f"/admin/dialogue/{model._meta.model_name}/"
        assert browser(ada).get(address).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_in_the_file_of_the_database_there_is_none_of_it(hers):
    write(hers)
    path = connection.settings_dict["NAME"]
    if connection.vendor != "sqlite" or "memory" in str(path):
        content = [list(model.objects.values_list()) for model in TABLES]
        assert WORDS not in str(content) and WORDS.encode() not in b"".join(map(_bytes, TABLES))
        return
    with contextlib.closing(sqlite3.connect(path)) as database:
        assert WORDS not in "\n".join(database.iterdump())
        hexed = WORDS.encode().hex().upper()
        assert hexed not in "\n".join(database.iterdump()).upper()


def _bytes(model):
    return b"".join(bytes(sealed) for sealed in model.objects.values_list("sealed", flat=True))


def test_a_seal_opens_in_its_own_place_alone(hers, note):
    """Not in another record, and not as a draft again."""
    other = notes.begin_note(**hers, template="session", met_on=DAY)
    SessionNote.objects.filter(pk=other).update(sealed=SessionNote.objects.get(pk=note).sealed)
    with pytest.raises(CannotOpen):
        notes.note(**hers, note_id=other)


# --- who may, and for how long ---------------------------------------------------------------------


@pytest.mark.parametrize("lost", ["factor", "role", "active"])
def test_without_role_account_or_second_factor_thea_reads_nothing(hers, thea, note, lost):
    match lost:
        case "factor":
            Authenticator.objects.filter(user=thea).delete()
        case "role":
            Person.objects.filter(pk=thea.pk).update(role="partner")
        case "active":
            Person.objects.filter(pk=thea.pk).update(is_active=False)
    with pytest.raises(NoSuchRecord):
        find_record(**hers)
    with pytest.raises(NoSuchRecord):
        notes.note(**hers, note_id=note)


def test_closed_doors_do_not_close_her_own_record(hers, ann, note):
    own_consent.withdraw(person_id=ann.pk)
    assert notes.note(**hers, note_id=note).content["brought"] == WORDS


def test_earlier_couples_cost_as_many_queries_as_there_are_few_of_them(
    hers, note, ann, thea, couple, django_assert_num_queries
):
    note_of = {"therapist_id": thea.pk, "template": "free", "met_on": DAY}
    three = [form_couple(first=cast.person(f"A{n}"), second=cast.person(f"B{n}")) for n in range(3)]
    for one in three:
        Couple.objects.filter(pk=one.pk).update(therapist=thea)
        for _note in range(2):
            notes.begin_note(**note_of, couple_id=one.pk)
        Couple.objects.filter(pk=one.pk).update(therapist=None)
    with django_assert_num_queries(1):
        found = archive.former(therapist_id=thea.pk)
    assert [list(one.names.values()) for one in found] == [["A0", "B0"], ["A1", "B1"], ["A2", "B2"]]


@pytest.fixture
def after_care(couple, hers, note, ann):
    unfinished = notes.begin_note(**hers, template="free", met_on=DAY)
    couple_therapist.end_with_therapist(
        person=ann, couple_therapist_id=couple.couple_therapists.get(ended_at=None).pk
    )
    return unfinished


def test_after_the_care_she_reads_and_adds_and_begins_nothing(hers, note, after_care):
    assert notes.note(**hers, note_id=note).content["brought"] == WORDS
    notes.add_to_note(**hers, note_id=note, words="They said goodbye.")
    notes.sign_note(**hers, note_id=after_care, revision=0, met_on=DAY, content={"text": "Done."})
    task = tasks.tasks(find_record(**hers))[0].id
    for begun in (
        lambda: notes.begin_note(**hers, template="free", met_on=DAY),
        lambda: course.keep_agenda(**hers, revision=2, agenda="More"),
        lambda: course.keep_about(**hers, whose="first", revision=1, text="More"),
        lambda: tasks.give(**hers, who="both", what="More", until=None),
        lambda: tasks.share(**hers, task_id=task),
        lambda: remote_starts.note_start(**hers, whose="first", start=Start("Here")),
    ):
        with pytest.raises(RecordProblem) as problem:
            begun()
        assert problem.value.code == "closed"


def test_after_the_care_it_is_under_her_earlier_couples(browser, couple, after_care, thea):
    client = browser(thea)
    assert "Ann and Ben" in client.get("/records").content.decode()
    page = client.get(f"/couples/{couple.pk}/record").content.decode()
    assert WORDS in page and "Your work with them has ended" in page
    answer = client.post(f"/couples/{couple.pk}/record", {"act": "agenda", "revision": "2"})
    assert answer.status_code == 302


def test_the_next_therapist_sees_nothing_of_it(browser, couple, note, after_care):
    tom = cast.therapist("Tom")
    Couple.objects.filter(pk=couple.pk).update(therapist=tom)
    page = browser(tom).get(f"/couples/{couple.pk}/record")
    assert page.status_code == 200 and WORDS not in page.content.decode()
    assert "3 of 8" not in page.content.decode() and "0 of 8 sessions" in page.content.decode()
    assert browser(tom).get(f"/couples/{couple.pk}/record/notes/{note}").status_code == 404


def test_when_ann_is_erased_the_record_still_says_whose_it_is(
    browser, couple, hers, note, ann, ada
):
    ending.erase(person=ann, by=ada)
    ending.forget_former_couples()
    assert find_record(**hers).names == {"first": "Ann", "second": "Ben"}
    assert notes.note(**hers, note_id=note).content["brought"] == WORDS
    assert (
        WORDS
        in browser(Person.objects.get(name="Thea"))
        .get(f"/couples/{couple.pk}/record")
        .content.decode()
    )


def test_when_thea_is_erased_her_records_go_with_her(hers, note, thea, ada):
    ending.erase(person=thea, by=ada)
    assert not any(model.objects.exists() for model in TABLES)


def test_thea_erases_a_record_herself_once_the_care_is_over(hers, note, couple, ann):
    with pytest.raises(RecordProblem) as problem:
        archive.erase(**hers)
    assert problem.value.code == "in_care"
    couple_therapist.end_with_therapist(
        person=ann, couple_therapist_id=couple.couple_therapists.get(ended_at=None).pk
    )
    archive.erase(**hers)
    assert not any(model.objects.exists() for model in TABLES)
    with pytest.raises(NoSuchRecord):
        find_record(**hers)


def test_an_account_that_keeps_records_is_not_merged_into_one_that_ada_holds(couple, note, ada):
    thea, alma = couple.therapist, cast.therapist("Alma")
    couple_therapist.assign(couple=couple, therapist=None)
    couple.couple_therapists.all().delete()
    with pytest.raises(CannotMerge, match="words"):
        merge(kept=alma, duplicate=thea, by=ada)
    assert not archive.has_records(therapist_id=alma.pk)


# --- the audit log -----------------------------------------------------------------------------------


def test_that_she_opened_it_is_written_down_without_content_and_not_for_partners(
    browser, couple, note, ann, thea, ada
):
    browser(thea).get(f"/couples/{couple.pk}/record/first")
    opened = Access.objects.filter(what="opened_record")
    assert set(opened.values_list("subject__name", flat=True)) == {"Ann", "Ben"}  # alike, always
    assert "Thea" not in browser(ann).get("/profile/looks").content.decode()
    log = browser(ada).get("/admin/dialogue/access/").content.decode()
    assert "opened their own record of" in log and WORDS not in log
