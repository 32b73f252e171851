"""Thea writes a note: kept while she writes, signed, and then only added to."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from dialogue.models.records import Addition, SessionNote
from dialogue.records import notes
from dialogue.records.record import NoSuchRecord, RecordProblem
from tests.records.conftest import DAY, said
from tests.support.page import Page
from tests.support.rooms import asked_by, done, to_sending

pytestmark = pytest.mark.django_db


def code_of(problem):
    return problem.value.code


def test_a_draft_is_kept_and_found_again(hers, draft):
    assert notes.keep_note(**hers, note_id=draft, **said("The kitchen, again.")) == 1
    kept = notes.note(**hers, note_id=draft)
    assert kept.content["brought"] == "The kitchen, again." and kept.revision == 1
    assert kept.head.signed_at is None


def test_two_tabs_do_not_write_over_each_other(hers, draft):
    notes.keep_note(**hers, note_id=draft, **said("From the one tab."))
    with pytest.raises(RecordProblem) as problem:
        notes.keep_note(**hers, note_id=draft, **said("From the other."))
    assert code_of(problem) == "changed"
    assert notes.note(**hers, note_id=draft).content["brought"] == "From the one tab."


def test_the_same_words_once_more_are_no_conflict(hers, draft):
    """The answer was lost on its way, and the page sends them again."""
    for _again in range(2):
        assert notes.keep_note(**hers, note_id=draft, **said("Late.")) == 1


def test_what_is_signed_is_refused_by_the_service_the_model_and_the_database(hers, draft):
    notes.sign_note(**hers, note_id=draft, **said("They laughed."))
    for change in (notes.keep_note, notes.sign_note):
        with pytest.raises(RecordProblem) as problem:
            change(**hers, note_id=draft, **said("They wept.", revision=1))
        assert code_of(problem) == "signed"
    with pytest.raises(RecordProblem):
        notes.discard_note(**hers, note_id=draft)
    row = SessionNote.objects.get(pk=draft)
    row.met_on = DAY - timedelta(days=1)
    with pytest.raises(TypeError):
        row.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        SessionNote.objects.filter(pk=draft).update(signed_at=None)
    assert notes.note(**hers, note_id=draft).content["brought"] == "They laughed."


def test_a_signed_note_is_added_to_and_each_addition_has_its_date(hers, draft):
    with pytest.raises(RecordProblem) as problem:
        notes.add_to_note(**hers, note_id=draft, words="Too early.")
    assert code_of(problem) == "not_signed"
    notes.sign_note(**hers, note_id=draft, **said("They laughed."))
    for words in ("Ben called.", "So did Ann.", "So did Ann."):  # by a double click
        notes.add_to_note(**hers, note_id=draft, words=words)
    added = notes.note(**hers, note_id=draft).additions
    assert [words for _at, words in added] == ["Ben called.", "So did Ann."]
    assert all(at <= timezone.now() for at, _words in added)
    with pytest.raises(TypeError):
        Addition.objects.all()[0].save()


def test_an_empty_note_is_not_signed(hers, draft):
    with pytest.raises(RecordProblem) as problem:
        notes.sign_note(**hers, note_id=draft, **said("  "))
    assert code_of(problem) == "empty"


def test_a_draft_can_be_discarded(hers, draft):
    notes.discard_note(**hers, note_id=draft)
    with pytest.raises(NoSuchRecord):
        notes.note(**hers, note_id=draft)


def test_one_dialogue_has_one_note_and_it_must_be_theirs(hers, ann, ben):
    room = to_sending(ann, ben)
    begin: dict[str, Any] = {"template": "session", "met_on": DAY, "dialogue_id": room}
    assert notes.begin_note(**hers, **begin) == notes.begin_note(**hers, **begin)
    with pytest.raises(NoSuchRecord):
        notes.begin_note(**hers, template="session", met_on=DAY, dialogue_id=uuid4())


# --- the page ----------------------------------------------------------------------------------


@pytest.fixture
def page(browser, thea, couple):
    client = browser(thea)
    client.address = f"/couples/{couple.pk}/record"
    return client


def form(words, revision=0, **more):
    return {"revision": str(revision), "met_on": str(DAY), "brought": words, **more}


def test_thea_writes_saves_signs_and_adds(page, hers, couple):
    begun = page.post(page.address, {"act": "begin", "template": "session", "met_on": str(DAY)})
    note = begun.url
    assert Page(page.get(note)).field("brought")
    assert page.post(note, form("Late.", act="save")).status_code == 302
    assert page.post(note, form("Late again.", 1, act="sign")).status_code == 302
    read = Page(page.get(note))
    assert "Late again." in read.text and not [f for f in read.fields if f.name == "brought"]
    page.post(note, {"act": "add", "words": "He called."})
    assert "He called." in Page(page.get(note)).text


def test_the_script_keeps_what_is_being_written(page, hers, draft):
    address = f"{page.address}/notes/{draft}/draft"
    kept = page.post(address, form("Half a sent"))
    assert json.loads(kept.content)["revision"] == 1
    stale = page.post(address, form("Another half"))
    assert (stale.status_code, json.loads(stale.content)) == (409, {"code": "changed"})
    wrong = page.post(address, form("Half", met_on="x"))
    assert (wrong.status_code, json.loads(wrong.content)) == (422, {"code": "invalid"})
    notes.sign_note(**hers, note_id=draft, **said("Signed.", revision=1))
    over = page.post(address, form("More", 2))
    assert (over.status_code, json.loads(over.content)) == (409, {"code": "signed"})
    gone = page.post(f"{page.address}/notes/{uuid4()}/draft", form("x"))
    assert (gone.status_code, json.loads(gone.content)) == (404, {"code": "gone"})


def test_a_conflict_shows_both_and_saving_once_more_settles_it(page, hers, draft):
    address = f"{page.address}/notes/{draft}"
    notes.keep_note(**hers, note_id=draft, **said("From the phone."))
    answer = page.post(address, form("From the desk.", act="save"))
    read = Page(answer)
    assert answer.status_code == 409
    assert "From the phone." in read.alert and "From the desk." in read.text
    again = form("From the desk.", read.value("revision"), act="save")
    assert page.post(address, again).status_code == 302
    assert notes.note(**hers, note_id=draft).content["brought"] == "From the desk."


def test_what_was_written_in_a_tab_after_signing_in_another_can_be_added(page, hers, draft):
    address = f"{page.address}/notes/{draft}"
    notes.sign_note(**hers, note_id=draft, **said("They laughed.", did="Mirrored."))
    late = form("They laughed.", did="Mirrored twice.", act="sign", met_on="x")
    answer = page.post(address, late)
    read = Page(answer)
    assert answer.status_code == 409 and "You can add to it" in read.text
    assert [e.text.strip() for e in read.all("textarea")] == ["Mirrored twice."]
    assert notes.note(**hers, note_id=draft).content["did"] == "Mirrored."


def test_a_bad_day_is_told_beside_its_field_and_nothing_is_lost(page, draft):
    ahead = timezone.localdate() + timedelta(days=9)
    answer = page.post(f"{page.address}/notes/{draft}", form("Kept", met_on=str(ahead), act="save"))
    assert answer.status_code == 422 and "Kept" in Page(answer).text
    assert Page(answer).field("met_on").errors == "That day is in the future."


def test_a_dialogue_that_ended_without_a_note_is_offered(page, couple, ann, ben):
    room, asked = to_sending(ann, ben), asked_by(ann)
    done(ben, room, "end")
    before = page.get(page.address).content.decode()
    assert f'value="{room}"' in before and f'value="{asked}"' not in before
    answer = page.post(page.address, {"act": "begin", "dialogue": str(room)})
    assert "/notes/" in answer.url
    assert f'value="{room}"' not in page.get(page.address).content.decode()
