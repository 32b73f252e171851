"""Thea says who she is, and who finds her by it."""

import pytest
from django.core.cache import cache

from dialogue.access.consent import is_open
from dialogue.couple import couple_therapist
from dialogue.models import CoupleTherapist, Practice
from dialogue.safety import own_consent, screening
from tests.support import cast
from tests.support.page import Page


def test_thea_says_who_she_is_and_gets_a_code(browser, thea):
    client = browser(thea)
    assert Page(client.get("/practice")).by_id("code") and not Practice.objects.exists()
    form = {"about": "Slowly.", "languages": "English", "times": "", "secrets": "kept"}
    assert client.post("/practice", form).url == "/practice"
    made = Practice.objects.get()
    assert len(made.code) == 8 and not made.takes_couples and made.secrets == "kept"
    assert f"{made.code[:4]} {made.code[4:]}" in Page(client.get("/practice")).text


def test_a_new_code_ends_the_old_one(browser, thea, practice):
    browser(thea).post("/practice/code")
    assert couple_therapist.practice_by_code(code="THEA2345") is None
    practice.refresh_from_db()
    assert couple_therapist.practice_by_code(code=practice.code) == practice


def test_what_is_wrong_with_a_practice_is_said_beside_it(browser, thea):
    answer = Page(browser(thea).post("/practice", {"secrets": "x", "languages": "x" * 200}))
    assert answer.status == 422
    assert [one.name for one in answer.fields if one.errors] == ["languages"]
    beside = answer.by_id("id_secrets_error")
    assert beside and "Select a valid choice" in beside.text


def test_only_therapists_have_a_practice(browser, two, ann, omar, ada):
    for person in (ann, omar, ada):
        assert browser(person).get("/practice").url == "/sessions"
        browser(person).post("/practice", {"secrets": "none"})
        browser(person).post("/practice/code")
    assert not Practice.objects.exists()


@pytest.mark.parametrize("hidden", ["not listed", "disabled", "no longer a therapist"])
def test_the_list_shows_who_takes_couples_and_nobody_else(page, two, ann, thea, practice, hidden):
    listed = page(ann, "/therapist").text
    assert "Thea" in listed and "English, Deutsch · Evenings" in listed
    assert "I keep no secrets between partners" in listed and "THEA2345" not in listed
    if hidden == "not listed":
        Practice.objects.update(takes_couples=False)
    elif hidden == "disabled":
        type(thea).objects.filter(pk=thea.pk).update(is_active=False)
    else:
        type(thea).objects.filter(pk=thea.pk).update(role="partner")
    assert "Thea" not in page(ann, "/therapist").text


def test_another_word_on_secrets_asks_both_again_and_the_same_word_does_not(browser, couple, thea):
    Practice.objects.create(therapist=thea, secrets="none")
    for said, still in (("none", True), ("kept", False)):
        browser(thea).post("/practice", {"secrets": said, "about": "Calm."})
        assert Practice.objects.get().secrets == said
        assert is_open(couple=couple) is still


def test_who_keeps_safety_apart_no_longer_is_told_nothing_and_both_are_asked_again(
    browser, couple, ann, thea
):
    cast.keeps_safety_apart(thea)
    own_consent.answer_screen(person_id=ann.pk, answers={"crisis": "yes"})
    own_consent.tell_therapist(person_id=ann.pk, tell=True)
    cast.agreed_again(couple)
    own_consent.tell_therapist(person_id=ann.pk, tell=True)
    browser(thea).post("/practice", {"secrets": "none"})
    assert not is_open(couple=couple)
    assert screening.read_by(therapist_id=thea.pk, person_id=ann.pk) is None


def test_no_policy_is_chosen_for_thea_and_she_cannot_save_without_one(
    browser, page, two, ann, thea
):
    client = browser(thea)
    assert "checked" not in client.get("/practice").content.decode()
    assert client.post("/practice", {"about": "Calm."}).status_code == 422
    listed = Practice.objects.create(therapist=thea, takes_couples=True)
    assert listed.secrets == "" and not listed.may_be_told
    text = page(ann, "/therapist").text
    assert "Hasn’t said yet if they keep secrets" in text and "I keep no secrets" not in text


def test_a_code_is_not_found_by_trying_and_the_right_one_is_answered_alike(
    browser, two, ann, omar, practice
):
    cache.clear()
    first, second = browser(ann), browser(ann)  # two logins of one person count together
    for number in range(10):
        client = (first, second)[number % 2]
        assert client.post("/therapist", {"code": f"AAAA222{number}"}).status_code == 422
    wrong = first.post("/therapist", {"code": "AAAA2222"})
    right = second.post("/therapist", {"code": practice.code})
    assert wrong.status_code == right.status_code == 429
    assert "Please wait a few minutes" in right.content.decode()
    assert wrong.content == right.content and not CoupleTherapist.objects.exists()
    assert first.get("/therapist").status_code == 200
    assert browser(omar).post("/therapist", {"code": practice.code}).status_code == 302
    cache.clear()
