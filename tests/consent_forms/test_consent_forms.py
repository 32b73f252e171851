"""Thea writes a form of her own, and gives it to Ann and Ben. Each reads it and signs alone; she reads both."""

import io

import pytest
from django.core import mail
from django.db import connection
from pypdf import PdfReader

from dialogue.access import second_factors
from dialogue.accounts import people
from dialogue.base.vault import CannotOpen
from dialogue.consent_forms import service, signing
from dialogue.couple import couple_therapist
from dialogue.home import ending
from dialogue.models import Access
from dialogue.models.consent_forms import ConsentForm, FormVersion, Signature
from tests.support import cast
from tests.support.history import form_given, signed
from tests.support.page import Page
from tests.support.pairs import shown
from tests.support.rollback import rolled_back

TITLE, WORDS = "Video calls", "I know that calls are not recorded."
WRITTEN = {"title": TITLE, "text": WORDS}
HERS = "Annabel Lee"
SIGN = {"act": "sign", "version": "1", "name": HERS, "agreed": "on"}


@pytest.fixture
def given(at_home, couple, thea):
    """As Thea does it, from an empty page: the form's address, and the one at which each signs."""
    form = at_home(thea).post("/consent-forms").url
    assert at_home(thea).post(form, WRITTEN | {"act": "finish"}).url == form
    at_home(thea).post(form, {"act": "give", "couple": couple.pk})
    (one,) = service.given_of(therapist_id=thea.pk, couple_id=couple.pk)
    return form, f"/sign/{one.id}"


def papers(at_home, person, couple):
    return Page(at_home(person).get(f"/consent-forms/couple/{couple.pk}")).text


def test_each_signs_alone_and_thea_reads_both_with_their_names_and_times(
    at_home, couple, ann, ben, thea, given
):
    form, address = given
    assert (
        TITLE in Page(at_home(ann).get("/sign")).text
        and TITLE in Page(at_home(ben).get("/sign")).text
    )
    assert "A form from Thea" in Page(at_home(ann).get("/today")).text
    page = Page(at_home(ann).get(address))
    assert WORDS in page.text and "You don’t have to sign" in page.text
    for missing in ("name", "agreed"):
        answer = at_home(ann).post(address, {**SIGN, missing: ""})
        assert answer.status_code == 422 and not Signature.objects.exists()
    assert at_home(ann).post(address, SIGN).url == address
    assert at_home(ann).post(address, SIGN | {"name": "Again"}).url == address
    assert "A form from Thea" not in Page(at_home(ann).get("/today")).text
    assert "A form from Thea" in Page(at_home(ben).get("/today")).text
    read = papers(at_home, thea, couple)
    assert HERS in read and "signed in as Ann" in read and read.count("Not signed.") == 1
    assert HERS not in Page(at_home(ben).get(address)).text
    at_home(ben).post(address, SIGN | {"name": "Benedict"})
    read = papers(at_home, thea, couple)
    assert HERS in read and "Benedict" in read and "Again" not in read and "Not signed" not in read
    assert "Ann has signed" in Page(at_home(thea).get(form)).text
    looks = Access.objects.filter(actor=thea, what=Access.What.SAW_ACCOUNT)
    assert {look.subject_id for look in looks} == {ann.pk, ben.pk}
    assert not mail.outbox


def test_changed_words_are_a_new_version_that_asks_anew_and_what_was_signed_stays(
    at_home, couple, ann, thea, given
):
    form, address = given
    at_home(ann).post(address, SIGN)
    at_home(thea).post(form, WRITTEN | {"act": "finish"})  # the same words
    assert FormVersion.objects.count() == 1
    changed = WRITTEN | {"text": "They are recorded."}
    at_home(thea).post(form, changed | {"act": "save"})
    kept = at_home(thea).post(form, changed | {"act": "finish"}, headers={"X-Keep": "1"})
    assert kept.status_code == 200 and "recorded." in Page(at_home(thea).get(form)).html
    assert (
        FormVersion.objects.count() == 1
        and "To read and sign" not in Page(at_home(ann).get("/sign")).text
    )
    at_home(thea).post(form, changed | {"act": "finish"})
    assert "To read and sign" in Page(at_home(ann).get("/sign")).text
    answer = at_home(ann).post(address, SIGN)
    assert answer.status_code == 409 and "This form has changed" in answer.content.decode()
    read = papers(at_home, thea, couple)
    assert WORDS in read and "They are recorded." in read and read.count("Not signed.") == 3
    at_home(ann).post(address, SIGN | {"version": "2"})
    assert [one.version.number for one in _mine(ann)] == [2, 1]
    with pytest.raises(TypeError):
        FormVersion.objects.all()[0].save()


def test_ann_withdraws_her_signature_and_signs_again(at_home, couple, ann, thea, given):
    _form, address = given
    at_home(ann).post(address, SIGN)
    at_home(ann).post(address, {"act": "withdraw"})
    read = papers(at_home, thea, couple)
    assert HERS in read and "Withdrawn on" in read
    assert "To read and sign" in Page(at_home(ann).get("/sign")).text
    at_home(ann).post(address, SIGN)
    assert [bool(one.withdrawn_at) for one in _mine(ann)] == [False, True]


def test_ann_keeps_a_copy_of_her_own_also_when_she_is_asked_no_more(
    at_home, couple, ann, ben, thea, given
):
    form, address = given
    at_home(ann).post(address, SIGN)
    at_home(ben).post(address, SIGN | {"name": "Benedict"})
    copy = f"/sign/copy/{_mine(ann)[0].id}.pdf"
    at_home(thea).post(form, {"act": "take_back", "couple": couple.pk})
    at_home(thea).post(form, WRITTEN | {"text": "Later words.", "act": "finish"})
    couple_therapist.assign(couple=couple, therapist=None)
    text = PdfReader(io.BytesIO(at_home(ann).get(copy).content)).pages[0].extract_text()
    assert WORDS in text and HERS in text and "Thea" in text and "Benedict" not in text
    page = Page(at_home(ann).get(address)).text
    assert WORDS in page and "Later words." not in page and "Sign this form" not in page
    assert at_home(ann).post(address, SIGN | {"version": "2"}).status_code == 404
    assert HERS in papers(at_home, thea, couple)  # as a record, it stays hers
    at_home(ann).post(address, {"act": "withdraw"})
    assert "Withdrawn on" in papers(at_home, thea, couple)


def test_for_nobody_else_is_there_a_form_or_a_signature(
    at_home, browser, couple, ann, ben, thea, omar, ada, given
):
    form, address = given
    other = cast.therapist("Theodora")
    at_home(ann).post(address, SIGN)
    copy = f"/sign/copy/{_mine(ann)[0].id}.pdf"
    for person in (ben, thea, omar, ada, other):
        assert at_home(person).get(copy).status_code == 404
    for person in (ann, ben, omar, ada, other):
        assert at_home(person).get(form).status_code == 404
        assert at_home(person).get(f"/consent-forms/couple/{couple.pk}").status_code == 404
    for person in (thea, omar, ada, other):
        assert at_home(person).get(address).status_code == 404
        assert at_home(person).post(address, SIGN).status_code == 404
        assert TITLE not in Page(at_home(person).get("/sign", follow=True)).text
    for page in (browser(ann).get(address), browser(ann).get("/sign"), browser(ann).get(copy)):
        assert page.url.startswith("/account/reauthenticate/")  # her password first
    assert browser(ben).post(address, SIGN).url.startswith("/account/reauthenticate/")
    assert not Signature.objects.filter(person=ben).exists()
    theirs = at_home(other).post("/consent-forms").url
    at_home(other).post(theirs, WRITTEN | {"act": "finish"})
    assert at_home(other).post(theirs, {"act": "give", "couple": couple.pk}).status_code == 404
    second_factors.factors_of(thea.pk).delete()
    with pytest.raises(service.NoSuchForm):
        service.give(therapist_id=thea.pk, form_id=form.rsplit("/")[-1], couple_id=couple.pk)


def test_all_of_it_lies_sealed_each_for_its_place(couple, ann, ben, thea):
    _form, given = form_given(couple, WORDS)
    signed(ann, given, "A")
    signed(ben, given, "🦆" * signing.NAME)
    with connection.cursor() as cursor:
        for table in ("consentform", "formversion", "signature"):
            cursor.execute(f"SELECT sealed FROM dialogue_{table}")
            rows = [bytes(row[0]) for row in cursor.fetchall()]
            assert rows and not any(WORDS.encode() in row for row in rows)
            assert table != "signature" or len({len(row) for row in rows}) == 1
    Signature.objects.filter(person=ann).update(signed_at="2020-01-01T00:00Z")
    with pytest.raises(CannotOpen):
        _mine(ann)


def test_with_an_account_its_signatures_go_and_with_a_therapist_the_forms(
    couple, ann, ben, thea, ada
):
    form, given = form_given(couple)
    signed(ann, given)
    signed(ben, given)
    assert not service.discard(therapist_id=thea.pk, form_id=form)
    exported = str(people.export(person=ann, by=ada)) + str(people.export(person=thea, by=ada))
    assert "sign" not in exported and "form" not in exported
    assert people.leads_to_words(person=ann) and people.leads_to_words(person=thea)
    ending.erase(person=ann, by=ada)
    assert [row.person_id for row in Signature.objects.all()] == [ben.pk]
    assert [len(theirs) for _ben, theirs in _given(thea)[0].signed] == [1]
    ending.erase(person=thea, by=ada)
    assert not ConsentForm.objects.exists() and not Signature.objects.exists()


def test_a_form_that_nobody_signed_goes_and_there_are_not_endless_ones(
    at_home, couple, thea, monkeypatch
):
    form, _given_id = form_given(couple)
    monkeypatch.setattr(service, "MOST", 2)
    empty = at_home(thea).post("/consent-forms").url
    assert at_home(thea).post("/consent-forms").url == empty
    assert at_home(thea).post(empty, {"act": "finish"}).status_code == 422  # not without words
    service.keep(therapist_id=thea.pk, form_id=empty.rsplit("/")[-1], words=service.Words("Mine"))
    assert at_home(thea).post("/consent-forms").status_code == 409
    assert at_home(thea).post(f"/consent-forms/{form}", {"act": "discard"}).url == "/consent-forms"
    assert ConsentForm.objects.count() == 1


@pytest.mark.long
def test_ben_and_ada_get_the_same_bytes_whether_ann_signs_or_withdraws(
    at_home, couple, ann, ben, ada
):
    _form, given = form_given(couple)
    address = f"/sign/{given}"
    signed(ben, given)

    def run(*acts):
        mail.outbox.clear()
        for form in acts:
            assert at_home(ann).post(address, form).status_code == 302
        bens = ["/sign", address, "/therapist", "/today", "/sessions", "/profile/looks", "/copies"]
        adas = [f"/admin/dialogue/person/{ann.pk}/change/", "/admin/dialogue/couple/", "/admin/"]
        pages = [list(shown(at_home(one), which)) for one, which in ((ben, bens), (ada, adas))]
        return [*pages, list(mail.outbox)]

    rolled_back(run)
    first, *others = [
        rolled_back(lambda acts=acts: run(*acts))
        for acts in ((), (SIGN,), (SIGN, {"act": "withdraw"}))
    ]
    assert all(other == first for other in others)


def _given(thea):
    return service.given_of(therapist_id=thea.pk)


def _mine(person):
    return [one for found in signing.all_for(person_id=person.pk) for one in found.mine]
