"""The private screen: for the one who answers, sealed, of one size, and of no trace elsewhere (I15)."""

import json
from datetime import UTC, datetime
from itertools import product

import pytest
from django.apps import apps
from django.test import Client

from dialogue.base import vault
from dialogue.home import ending
from dialogue.models import Access, ConsentText, Practice
from dialogue.models.screening import Screen
from dialogue.safety import own_consent, screening
from dialogue.safety.closing import NotNow
from dialogue.safety.questions import hark, ours
from dialogue.safety.screening import (
    CAUTIONS,
    HARK,
    OURS,
    QUESTIONS,
    Screening,
    read_by,
    screening_of,
)
from tests.support.page import Page

AT = datetime(2026, 5, 4, 18, 31, tzinfo=UTC)


@pytest.mark.parametrize("name", [*HARK, "controlled"])
def test_one_yes_closes_unless_it_is_about_somebody_before(name):
    assert Screening({name: "yes"}).closes and not Screening({name: "no"}).closes
    assert Screening({name: "yes"}, about="partner").closes
    assert not Screening({name: "yes"}, about="before").closes


def test_not_being_free_to_say_no_closes_whoever_it_is_about_and_an_open_question_does_not():
    assert Screening({"free_to_say_no": "no"}, about="before").closes
    assert not Screening({"free_to_say_no": "yes"}).closes and not Screening().closes


@pytest.mark.parametrize("name", CAUTIONS)
def test_alcohol_drugs_a_child_and_a_crisis_are_a_caution_and_no_lock(name):
    look = Screening({name: "yes"})
    assert look.cautions == [name] and not look.closes


def test_the_four_items_of_hark_stand_word_for_word():
    """Sohal, Eldridge and Feder 2007; 8:49, table of the items. Other words, another instrument."""
    assert list(hark().values()) == [
        "Within the last year, have you been humiliated or emotionally abused in other ways by your"
        " partner or your ex-partner?",
        "Within the last year, have you been afraid of your partner or ex-partner?",
        "Within the last year, have you been raped or forced to have any kind of sexual activity by"
        " your partner or ex-partner?",
        "Within the last year, have you been kicked, hit, slapped or otherwise physically hurt by your"
        " partner or ex-partner?",
    ]
    assert tuple(hark()) == HARK and tuple(ours()) == OURS


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
    assert screening_of(person_id=ann.pk).closes
    screening.keep(person_id=ann.pk, look=Screening(at=AT))
    settings.IMAGO_MASTER_KEYS = {"new": b"n" * 32}
    assert screening_of(person_id=ann.pk).at == AT and Screen.objects.count() == 1


def test_no_relation_leads_here():
    assert not [field for field in Screen._meta.get_fields() if field.is_relation]
    assert Screen in apps.get_models()
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


# --- others ----------------------------------------------------------------------------------


@pytest.fixture
def told_apart(thea):
    """Thea has said a policy, and that what concerns safety is outside of it."""
    return Practice.objects.create(therapist=thea, secrets="none", keeps_safety_apart=True)


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
