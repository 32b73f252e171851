"""The private screen: for the one who answers, sealed, of one size, and of no trace elsewhere (I15)."""

import json
from datetime import UTC, datetime
from itertools import product

import pytest
from django.apps import apps
from django.test import Client

from dialogue.base import vault
from dialogue.home import ending
from dialogue.models import Access
from dialogue.models.screening import Screen
from dialogue.safety import own_consent, screening
from dialogue.safety.screening import HARK, QUESTIONS, Screening, read_by, screening_of
from tests.support.page import Page

AT = datetime(2026, 5, 4, 18, 31, tzinfo=UTC)


@pytest.mark.parametrize("name", [*HARK, "substances", "crisis"])
def test_one_yes_is_a_positive_screen(name):
    assert Screening({name: "yes"}).worries and not Screening({name: "no"}).worries


def test_not_being_free_to_say_no_is_one_too_and_an_open_question_is_none():
    assert Screening({"free_to_say_no": "no"}).worries
    assert not Screening({"free_to_say_no": "yes"}).worries and not Screening().worries


def test_answers_come_back_to_ann_and_only_sealed_bytes_are_kept(ann):
    given = Screening({"afraid": "yes", "crisis": "no"}, at=AT, told=7)
    screening.keep(person_id=ann.pk, look=given)
    assert screening_of(person_id=ann.pk) == given
    row = Screen.objects.get()
    for kept in (bytes(row.sealed), bytes(row.wrapped_key), bytes(row.whose)):
        assert b"afraid" not in kept and b"yes" not in kept


def test_every_row_is_of_one_size(ann):
    sizes = set()
    for answers in product(("yes", "no", ""), repeat=3):
        given = dict(zip(QUESTIONS[2:5], answers, strict=True))
        for told in (None, 2**40):
            screening.keep(person_id=ann.pk, look=Screening(given, at=AT, told=told))  # type: ignore[arg-type]
            row = Screen.objects.get()
            sizes.add((len(row.sealed), len(row.wrapped_key), len(row.whose)))
    assert len(sizes) == 1


def test_a_row_opens_by_the_screening_s_own_keys_alone_and_in_its_place(ann, ben):
    screening.keep(person_id=ann.pk, look=Screening(at=AT))
    row = Screen.objects.get()
    whose = bytes(row.whose).hex()
    for purpose, place in (("notes", whose), ("screening", "another row")):
        with pytest.raises(vault.CannotOpen):
            vault.opened_key(purpose, bytes(row.wrapped_key), place)
    Screen.objects.update(whose=vault.prints("screening", str(ben.pk))[0])
    with pytest.raises(vault.CannotOpen):
        screening_of(person_id=ben.pk)


def test_answers_under_an_older_master_key_are_found_and_move_to_the_newest(ann, settings):
    screening.keep(person_id=ann.pk, look=Screening({"afraid": "yes"}, at=AT))
    settings.IMAGO_MASTER_KEYS = {"new": b"n" * 32} | settings.IMAGO_MASTER_KEYS
    assert screening_of(person_id=ann.pk).worries
    screening.keep(person_id=ann.pk, look=Screening(at=AT))
    settings.IMAGO_MASTER_KEYS = {"new": b"n" * 32}
    assert screening_of(person_id=ann.pk).at == AT and Screen.objects.count() == 1


def test_no_relation_leads_here():
    assert not [field for field in Screen._meta.get_fields() if field.is_relation]
    for model in apps.get_models():
        assert Screen not in [field.related_model for field in model._meta.get_fields()]


def test_erasing_leaves_nothing_of_the_answers_and_a_row_of_the_same_size(at_home, couple, ann):
    own_consent.answer_screen(person_id=ann.pk, answers={"afraid": "yes"})
    before = Screen.objects.get(whose=vault.prints("screening", str(ann.pk))[0])
    at_home(ann).post("/side", {"act": "erase"})
    after = Screen.objects.get(pk=before.pk)
    assert screening_of(person_id=ann.pk) == Screening()
    assert bytes(after.wrapped_key) != bytes(before.wrapped_key)  # under which alone it opened
    assert len(after.sealed) == len(before.sealed)


def test_an_erased_account_leaves_no_row(couple, ann, ada):
    assert Screen.objects.count() == 2
    ending.erase(person=ann, by=ada)
    assert Screen.objects.count() == 1


# --- the page --------------------------------------------------------------------------------


def test_it_needs_the_password_once_more_and_keeps_nothing_of_a_form_until_then(couple, ann):
    client = Client()
    client.force_login(ann)
    there = "/account/reauthenticate/?next=/side"
    assert client.get("/side").headers["Location"] == there
    answer = client.post("/side", {"act": "look", "afraid": "yes"})
    assert (answer.status_code, answer.headers["Location"]) == (302, there)
    assert "afraid" not in json.dumps(dict(client.session))
    assert not screening_of(person_id=ann.pk).worries


def test_after_ten_minutes_it_is_asked_for_again(at_home, couple, ann):
    client = at_home(ann)
    assert client.get("/side").status_code == 200
    session = client.session
    session["account_authentication_methods"][-1]["at"] -= 601
    session.save()
    assert client.get("/side").status_code == 302


def test_a_page_of_one_size_under_a_neutral_title_and_in_no_cache(at_home, couple, ann):
    client = at_home(ann)
    sizes = set()
    for act in ({"act": "skip"}, {"act": "look", "afraid": "yes"}, {"act": "erase"}):
        assert client.post("/side", act).url == "/side"
        answer = client.get("/side")
        sizes.add(len(answer.content))
        assert Page(answer).title == "Together" and "no-store" in answer.headers["Cache-Control"]
    assert len(sizes) == 1


def test_the_questions_are_cited_and_may_all_be_left_open(at_home, couple, ann):
    client = at_home(ann)
    client.post("/side", {"act": "close"})
    page = Page(client.get("/side"))
    assert {field.name for field in page.fields} == set(QUESTIONS)
    assert "Sohal, Eldridge and Feder, BMC Family Practice 2007" in page.text
    assert "a screen, not a diagnosis" in page.text
    assert "Skipping is allowed and shows nothing" in page.text


def test_a_worry_brings_help_and_not_the_agreement(at_home, couple, ann):
    client = at_home(ann)
    client.post("/side", {"act": "look", "hurt": "yes"})
    page = Page(client.get("/side"))
    assert "Thank you for looking" in page.text and "Open my side" not in page.text
    assert "Somebody to talk to" in page.text
    assert client.post("/side", {"act": "open", "version": "1"}).url == "/side"
    assert "Your side is open" not in Page(client.get("/side")).text


def test_all_pages_offer_what_is_good_alone(at_home, couple, ann, omar):
    for person in (ann, omar):
        assert "What is good to do alone" in Page(at_home(person).get("/side")).text
    assert at_home(omar).get("/rest").status_code == 200


# --- others ----------------------------------------------------------------------------------


def test_thea_reads_it_only_if_ann_says_so_and_until_she_takes_it_back(at_home, couple, ann, thea):
    hers, theas = at_home(ann), at_home(thea)
    page = f"/joint/{couple.pk}"
    hers.post("/side", {"act": "look", "afraid": "yes"})
    assert "afraid" not in Page(theas.get(page)).text
    hers.post("/side", {"act": "tell"})
    assert "Have you been afraid of your partner" in Page(theas.get(page)).text
    hers.post("/side", {"act": "untell"})
    assert "afraid" not in Page(theas.get(page)).text
    hers.post("/side", {"act": "tell"})
    hers.post("/side", {"act": "look", "afraid": "yes"})  # anew, so it is asked anew
    assert "afraid" not in Page(theas.get(page)).text


def test_another_therapist_reads_nothing(couple, ann, thea, omar):
    own_consent.answer_screen(person_id=ann.pk, answers={"afraid": "yes"})
    own_consent.tell_therapist(person_id=ann.pk, tell=True)
    assert read_by(therapist_id=thea.pk, person_id=ann.pk)
    assert read_by(therapist_id=omar.pk, person_id=ann.pk) is None


def test_what_thea_looks_at_is_written_down_alike_for_both(at_home, couple, ann, ben, thea):
    own_consent.answer_screen(person_id=ann.pk, answers={"afraid": "yes"})
    own_consent.tell_therapist(person_id=ann.pk, tell=True)
    Access.objects.all().delete()
    at_home(thea).get(f"/joint/{couple.pk}")
    assert set(Access.objects.values_list("what", "subject")) == {
        ("saw_account", ann.pk),
        ("saw_account", ben.pk),
    }


def test_nobody_else_comes_to_either_page(at_home, couple, ann, ben, thea, omar, ada):
    absent = "/joint/7b0d4c1e-52f7-4c8e-9d5d-1f2b8a6e0c33"
    for person in (ann, ben, omar, ada):
        assert at_home(person).get(f"/joint/{couple.pk}").status_code == 404
        assert at_home(person).get(absent).status_code == 404
    for person in (thea, ada):
        assert at_home(person).get("/side").status_code == 404
    signed_in_only = Client()
    signed_in_only.force_login(thea)
    answer = signed_in_only.get(f"/joint/{couple.pk}")
    assert answer.headers["Location"] == f"/account/reauthenticate/?next=/joint/{couple.pk}"


def test_the_admin_has_no_page_of_it(at_home, couple, ada):
    client = at_home(ada)
    for model in ("screen", "consent"):
        assert client.get(f"/admin/dialogue/{model}/").status_code == 404
