"""The page of the private screen: asked for the password, of one size, in no cache; who else reads it."""

import json

import pytest
from django.test import Client

from dialogue.models import Access, ConsentText, Practice
from dialogue.safety import own_consent
from dialogue.safety.closing import NotNow
from dialogue.safety.screening import (
    QUESTIONS,
    read_by,
    screening_of,
)
from tests.support.page import Page


def test_it_needs_the_password_once_more_and_keeps_nothing_of_a_form_until_then(couple, ann):
    client = Client()
    client.force_login(ann)
    there = "/account/reauthenticate/?next=/side"
    assert client.get("/side").headers["Location"] == there
    answer = client.post("/side", {"act": "look", "afraid": "yes"})
    assert (answer.status_code, answer.headers["Location"]) == (302, there)
    assert "afraid" not in json.dumps(dict(client.session))
    assert not screening_of(person_id=ann.pk).closes


def test_after_ten_minutes_it_is_asked_for_again(at_home, couple, ann):
    client = at_home(ann)
    assert client.get("/side").status_code == 200
    session = client.session
    session["account_authentication_methods"][-1]["at"] -= 601
    session.save()
    assert client.get("/side").status_code == 302


def test_a_page_of_one_size_under_a_neutral_title_and_in_no_cache(at_home, couple, ann, told_apart):
    """At each step, and with everything on it that there can be."""
    client = at_home(ann)
    sizes = set()
    worry, caution = {"act": "look", "afraid": "yes"}, {"act": "look", "crisis": "yes"}
    all_yes = {"act": "look"} | dict.fromkeys(QUESTIONS, "yes")
    pause, end = {"act": "pause", "weeks": "12"}, {"act": "unpause"}
    told, version = {"act": "tell"}, str(ConsentText.objects.latest("version").version)
    agree = {"act": "open", "version": version}
    steps = [{"act": "skip"}, agree, worry, {"act": "partner"}, told, pause, end, {"act": "before"}]
    steps += [agree, caution, {"act": "go_on"}, all_yes, {"act": "partner"}, told, {"act": "erase"}]
    for act in steps:
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
    assert "with women in general practice in London" in page.text
    assert "a screen, not a diagnosis" in page.text and "no study has tested them" in page.text
    assert "The app doesn’t show anyone that you did" in page.text


def test_a_worry_brings_help_and_not_the_agreement(at_home, couple, ann):
    client = at_home(ann)
    client.post("/side", {"act": "look", "hurt": "yes"})
    page = Page(client.get("/side"))
    assert "Thank you for being honest" in page.text and "I agree" not in page.text
    assert page.text.index("Someone to talk to") < page.text.index("Is this about Ben")
    assert client.post("/side", {"act": "open", "version": "1"}).url == "/side"
    assert "You’ve agreed" not in Page(client.get("/side")).text


def test_somebody_before_leads_on_and_either_word_can_be_taken_back(at_home, couple, ann):
    client = at_home(ann)

    def reads(act):
        client.post("/side", {"act": act})
        return Page(client.get("/side")).text

    client.post("/side", {"act": "look", "hurt": "yes"})
    assert "What you agree to" in reads("before")
    ways = reads("partner")
    assert (
        "Three ways forward" in ways and "Ben may guess" in ways and "What you agree to" not in ways
    )
    for way in ("Talk to someone alone", "with a pause from the app", "Answer again"):
        assert way in ways
    assert "What you agree to" in reads("before")


def test_a_caution_brings_help_first_and_then_the_agreement(at_home, couple, ann):
    client = at_home(ann)
    client.post("/side", {"act": "look", "substances": "yes"})
    page = Page(client.get("/side")).text
    assert "when you’re both sober" in page and "Someone to talk to" in page
    client.post("/side", {"act": "go_on"})
    assert "What you agree to" in Page(client.get("/side")).text


def test_who_is_not_free_to_say_no_is_asked_for_no_yes(at_home, couple, ann):
    client = at_home(ann)
    client.post("/side", {"act": "look", "free_to_say_no": "no"})
    page = Page(client.get("/side")).text
    assert "a yes wouldn’t really be yours" in page and "Is this about" not in page


def test_all_pages_offer_what_is_good_alone(at_home, couple, ann, omar):
    for person in (ann, omar):
        assert "What’s good to do alone" in Page(at_home(person).get("/side")).text
    assert at_home(omar).get("/rest").status_code == 200


@pytest.mark.parametrize(
    "practice", [None, {"secrets": "none"}, {"secrets": "", "keeps_safety_apart": True}]
)
def test_nobody_tells_a_therapist_without_a_policy_or_who_keeps_safety_in_it(
    at_home, couple, ann, thea, practice
):
    if practice:
        Practice.objects.create(therapist=thea, **practice)
    client = at_home(ann)
    client.post("/side", {"act": "look", "free_to_say_no": "no"})
    page = Page(client.get("/side")).text
    assert "Let Thea read" not in page and "Thea hasn’t said yet how they treat" in page
    client.post("/side", {"act": "tell"})
    assert read_by(therapist_id=thea.pk, person_id=ann.pk) is None
    with pytest.raises(NotNow):
        own_consent.tell_therapist(person_id=ann.pk, tell=True)


def test_thea_sees_nothing_before_she_confirms_that_safety_is_apart(
    at_home, couple, ann, thea, told_apart
):
    own_consent.answer_screen(person_id=ann.pk, answers={"afraid": "yes"})
    own_consent.tell_therapist(person_id=ann.pk, tell=True)
    Practice.objects.update(keeps_safety_apart=False)
    client, address = at_home(thea), f"/joint/{couple.pk}"
    page = Page(client.get(address)).text
    assert "have you been afraid" not in page and "I agree to this" in page
    client.post(address, {"act": "apart"})
    assert "have you been afraid" in Page(client.get(address)).text
    assert Practice.objects.get().secrets == "none"


def test_thea_reads_it_only_if_ann_says_so_and_until_she_takes_it_back(
    at_home, couple, ann, thea, told_apart
):
    hers, theas = at_home(ann), at_home(thea)
    page = f"/joint/{couple.pk}"
    hers.post("/side", {"act": "look", "afraid": "yes"})
    assert "afraid" not in Page(theas.get(page)).text
    hers.post("/side", {"act": "tell"})
    assert "have you been afraid of your partner" in Page(theas.get(page)).text
    hers.post("/side", {"act": "untell"})
    assert "afraid" not in Page(theas.get(page)).text
    hers.post("/side", {"act": "tell"})
    hers.post("/side", {"act": "look", "afraid": "yes"})  # anew, so it is asked anew
    assert "afraid" not in Page(theas.get(page)).text


def test_another_therapist_reads_nothing(couple, ann, thea, omar, told_apart):
    own_consent.answer_screen(person_id=ann.pk, answers={"afraid": "yes"})
    own_consent.tell_therapist(person_id=ann.pk, tell=True)
    assert read_by(therapist_id=thea.pk, person_id=ann.pk)
    assert read_by(therapist_id=omar.pk, person_id=ann.pk) is None


def test_what_thea_looks_at_is_written_down_alike_for_both(
    at_home, couple, ann, ben, thea, told_apart
):
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
