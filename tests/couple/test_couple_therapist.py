"""Ann and Ben find Thea; all three agree; each of them ends it alone, at once."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.utils import timezone

from dialogue.access.consent import is_open
from dialogue.appointments.service import propose
from dialogue.couple import couple_therapist
from dialogue.couple.couples import form_couple
from dialogue.home import ending
from dialogue.models import Access, Appointment, Couple, CoupleTherapist, Person, Practice
from dialogue.safety import joint_work, own_consent, screening
from tests.home.test_ending import posted
from tests.support import cast
from tests.support.page import Page
from tests.support.rooms import asked_by, done, to_sending


@pytest.fixture
def practice(thea):
    return Practice.objects.create(
        therapist=thea,
        code="THEA2345",
        takes_couples=True,
        languages="English, Deutsch",
        times="Evenings",
        about="I work slowly.",
        secrets="none",
    )


@pytest.fixture
def two(ann, ben):
    """Ann and Ben, without a therapist."""
    return form_couple(first=ann, second=ben)


def therapist_of(couple):
    return Couple.objects.get(pk=couple.pk).therapist


# --- the practice ----------------------------------------------------------------------------


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


# --- asking and agreeing ---------------------------------------------------------------------


@pytest.mark.parametrize("code", ["THEA2345", "thea 2345", " Thea-2345 "])
def test_ann_asks_by_the_code_then_ben_agrees_then_thea(
    browser, page, two, ann, ben, thea, practice, code
):
    assert browser(ann).post("/therapist", {"code": code}).url == "/therapist"
    asked = CoupleTherapist.objects.get()
    assert "Now Ben can agree or not" in page(ann, "/therapist").text
    assert "Ann" not in page(thea, "/sessions").html  # nothing before both want it
    assert "Ann would like to work with Thea" in page(ben, "/sessions").text
    browser(ben).post(f"/therapist/{asked.pk}/agree")
    assert therapist_of(two) is None
    assert "Ann and Ben would like a first talk with you" in page(thea, "/sessions").text
    assert browser(thea).post(f"/therapist/{asked.pk}/agree").url == "/sessions"
    assert therapist_of(two) == thea
    cast.agreed(two)
    room = asked_by(ann)
    assert page(thea, f"/room/{room}").status == 200


def test_ann_asks_from_the_list_for_a_first_talk(browser, two, ann, practice):
    browser(ann).post("/therapist", {"practice": str(practice.pk)})
    asked = CoupleTherapist.objects.get()
    assert asked.first_agreed_at and not asked.second_agreed_at and not asked.therapist_agreed_at


def test_who_is_not_listed_is_not_asked_from_the_list(browser, page, two, ann, practice):
    Practice.objects.update(takes_couples=False)
    for number in (str(practice.pk), "7007", "x", "", "5" * 5000):
        answer = Page(browser(ann).post("/therapist", {"practice": number}))
        assert "This therapist isn’t taking new couples" in answer.text
    assert not CoupleTherapist.objects.exists()


def test_omar_who_is_in_no_couple_reads_the_list_and_asks_nobody(browser, page, omar, practice):
    listed = page(omar, "/therapist")
    assert "Thea" in listed.text and "English, Deutsch · Evenings" in listed.text
    assert "you need to be here as a couple" in listed.text and "THEA2345" not in listed.text
    assert "Ask for a first talk" not in listed.text and "Do you have a code?" not in listed.text
    client = cast.stepped_up(browser(omar))
    assert "Find a therapist" in client.get("/side").content.decode()
    client.post("/therapist", {"practice": str(practice.pk)})
    assert not CoupleTherapist.objects.exists()


def test_a_wrong_code_is_said_beside_the_field(browser, two, ann, practice):
    for code, said in (("THEA2346", "No therapist here"), ("", "Enter the code"), ("--", "No th")):
        answer = Page(browser(ann).post("/therapist", {"code": code}))
        assert answer.status == 422 and said in answer.field("code").errors
    assert not CoupleTherapist.objects.exists()


def test_one_is_asked_at_a_time(browser, page, two, ann, ben, practice):
    tom = Practice.objects.create(therapist=cast.therapist("Tom"), code="TTTT2222")
    couple_therapist.ask_for_therapist(person=ann, practice=practice)
    with pytest.raises(couple_therapist.TherapistProblem, match="already"):
        couple_therapist.ask_for_therapist(person=ben, practice=tom)
    browser(ben).post("/therapist", {"code": "TTTT2222"})
    assert CoupleTherapist.objects.count() == 1


def test_thea_cannot_agree_before_both_have_and_ann_not_for_ben(browser, two, ann, thea, practice):
    asked = couple_therapist.ask_for_therapist(person=ann, practice=practice)
    assert browser(thea).post(f"/therapist/{asked.pk}/agree").status_code == 404
    browser(ann).post(f"/therapist/{asked.pk}/agree")
    asked.refresh_from_db()
    assert asked.second_agreed_at is None and therapist_of(two) is None


def test_omar_and_another_therapist_find_nothing_there(browser, couple, omar):
    number = couple.couple_therapists.get().pk
    for person in (omar, cast.therapist("Tom")):
        for act in ("agree", "end"):
            there = browser(person).post(f"/therapist/{number}/{act}")
            never = browser(person).post(f"/therapist/7007/{act}")
            assert there.status_code == never.status_code == 404
            assert there.content == never.content
    assert therapist_of(couple)


def test_looking_agrees_to_nothing_and_ends_nothing(browser, couple, ann, thea):
    number = couple.couple_therapists.get().pk
    for person in (ann, thea):
        browser(person).get(f"/therapist/{number}/agree")
        assert browser(person).get(f"/therapist/{number}/end").status_code == 200
    assert therapist_of(couple) == thea


# --- ending ----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["ann", "ben", "thea"])
def test_each_of_the_three_ends_it_alone(browser, page, couple, who, request, ann, thea, evening):
    room = asked_by(ann)
    propose(person=ann, begins_at=evening, minutes=60, with_therapist=True)
    person = request.getfixturevalue(who)
    browser(person).post(f"/therapist/{couple.couple_therapists.get().pk}/end")
    assert therapist_of(couple) is None
    assert page(thea, f"/room/{room}").status == 404
    assert page(ann, f"/room/{room}").status == 423  # each partner opens their own side anew
    cast.agreed_again(couple)
    assert page(ann, f"/room/{room}").status == 200
    assert page(thea, f"/room/{room}").status == 404
    assert Appointment.objects.get().cancelled_at


def test_before_it_began_each_may_say_no_and_ask_for_another(browser, two, ann, ben, practice):
    asked = couple_therapist.ask_for_therapist(person=ann, practice=practice)
    browser(ben).post(f"/therapist/{asked.pk}/end")
    assert couple_therapist.couple_therapist_of(couple=two) is None
    assert couple_therapist.ask_for_therapist(person=ben, practice=practice).second_agreed_at


def test_what_thea_does_is_written_down_for_ann_and_ben(browser, couple, thea, ann, ben):
    browser(thea).post(f"/therapist/{couple.couple_therapists.get().pk}/end")
    written = Access.objects.filter(what=Access.What.CHANGED_THERAPIST, actor=thea)
    assert {one.subject for one in written} == {ann, ben}


def test_whom_an_admin_assigns_sees_nothing_until_all_three_have_agreed(
    browser, page, couple, ann, ben, thea, ada
):
    tom, room = cast.therapist("Tom"), asked_by(ann)
    form = {"therapist": tom.pk}
    assert browser(ada).post(f"/admin/dialogue/couple/{couple.pk}/change/", form).status_code == 302
    asked = couple.couple_therapists.get(ended_at=None)
    assert asked.therapist == tom and therapist_of(couple) is None
    for person in (ann, ben, tom):
        assert page(tom, f"/transcript/{room}").status == 404
        couple_therapist.agree_to_therapist(person=person, couple_therapist_id=asked.pk)
    assert therapist_of(couple) == tom
    assert page(tom, f"/transcript/{room}").status == 423
    cast.agreed_again(couple)
    assert page(tom, f"/transcript/{room}").status == 200
    assert page(thea, f"/transcript/{room}").status == 404
    couple_therapist.end_with_therapist(person=ben, couple_therapist_id=asked.pk)
    assert therapist_of(couple) is None


def test_an_admin_s_own_thea_is_not_taken_for_thea_by_her_name(
    browser, page, couple, ann, thea, practice, ada
):
    other = cast.therapist("Tom")
    Person.objects.filter(pk=other.pk).update(name="Thea")

    def named(therapist):
        address = f"/admin/dialogue/couple/{couple.pk}/change/"
        assert browser(ada).post(address, {"therapist": therapist.pk}).status_code == 302
        return page(ann, "/therapist").text

    shown = named(other)
    assert "THEA" not in shown and "uses the address tom@example.org" in shown
    EmailAddress.objects.filter(user=other).update(verified=False)
    assert "nothing here shows whose account this is" in page(ann, "/therapist").text
    Practice.objects.create(therapist=other, code="TOMS2345")
    shown = page(ann, "/therapist").text
    assert "TOMS 2345" in shown and "tom@example.org" not in shown
    assert "THEA 2345" in named(thea)


def test_a_therapist_whose_role_is_taken_away_sees_nothing(page, couple, ann, thea):
    room = asked_by(ann)
    assert page(thea, f"/transcript/{room}").status == 200
    for role in (Person.Role.ADMIN, Person.Role.PARTNER):
        thea.role = role
        thea.save()
        assert page(thea, f"/transcript/{room}").status == 404
        assert page(thea, f"/room/{room}").status == 404


def test_that_joint_work_waits_is_not_lifted_by_ending_the_care(couple, ann, ben, thea):
    joint_work.let_joint_work_wait(therapist_id=thea.pk, couple=couple)
    couple_therapist.end_with_therapist(
        person=ben, couple_therapist_id=couple.couple_therapists.get().pk
    )
    assert not is_open(couple=couple)
    cast.agreed_again(couple)
    assert is_open(couple=couple)


def test_when_thea_s_account_is_erased_her_work_with_couples_ends_like_any_other(
    couple, ann, thea, ada, evening
):
    propose(person=ann, begins_at=evening, minutes=60, with_therapist=True)
    joint_work.let_joint_work_wait(therapist_id=thea.pk, couple=couple)
    ending.erase(person=thea, by=ada)
    assert therapist_of(couple) is None and not is_open(couple=couple)
    assert Appointment.objects.get().cancelled_at


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


def test_each_is_told_truly_who_proposed_thea(browser, page, two, ann, ben, thea, practice, ada):
    """By Ann, by Ben, or by an admin: nobody is told that the other asked who did not."""
    by_site, by_ann = "The people who run this site suggest", "Ann would like to work with Thea"

    def read():
        return [page(one, at).text for one in (ann, ben) for at in ("/sessions", "/therapist")]

    form = {"therapist": thea.pk}
    browser(ada).post(f"/admin/dialogue/couple/{two.pk}/change/", form)
    for text in read():
        assert by_site in text and "would like to work with" not in text
    asked = CoupleTherapist.objects.get(ended_at=None)
    assert asked.proposed_by == "site"
    for person in (ann, ben):
        couple_therapist.agree_to_therapist(person=person, couple_therapist_id=asked.pk)
    text = page(thea, "/sessions").text
    assert f"{by_site} that you work with Ann and Ben" in text and "first talk with you" not in text
    couple_therapist.end_with_therapist(person=ben, couple_therapist_id=asked.pk)
    again = couple_therapist.ask_for_therapist(person=ann, practice=practice)
    assert again.proposed_by == "first"
    texts = read()
    assert by_ann in texts[2] and by_ann in texts[3] and by_site not in "".join(texts)
    assert "Now Ben can agree or not" in texts[1]


def test_what_ann_told_a_therapist_was_for_that_time(couple, ann, ben, thea):
    practice = Practice.objects.get(therapist=cast.keeps_safety_apart(thea))
    own_consent.answer_screen(person_id=ann.pk, answers={"afraid": "yes"})
    own_consent.tell_therapist(person_id=ann.pk, tell=True)
    told = screening.read_by(therapist_id=thea.pk, person_id=ann.pk)
    assert told and told.answers == {"afraid": "yes"}
    ended = couple.couple_therapists.get()
    couple_therapist.end_with_therapist(person=ben, couple_therapist_id=ended.pk)
    assert screening.read_by(therapist_id=thea.pk, person_id=ann.pk) is None
    asked = couple_therapist.ask_for_therapist(person=ann, practice=practice)
    for person in (ben, thea):
        couple_therapist.agree_to_therapist(person=person, couple_therapist_id=asked.pk)
    assert therapist_of(couple) == thea
    assert screening.read_by(therapist_id=thea.pk, person_id=ann.pk) is None
    own = screening.screening_of(person_id=ann.pk)
    assert own.answers == {"afraid": "yes"}  # which are still her own


def test_after_ninety_days_a_therapist_reads_no_answers_any_more(couple, ann, thea):
    old = screening.Screening(answers={"afraid": "yes"}, at=timezone.now(), told=thea.pk)
    for days, read in ((89, True), (91, False)):
        look = replace(old, at=timezone.now() - timedelta(days=days))
        screening.keep(person_id=ann.pk, look=look)
        told = screening.read_by(therapist_id=thea.pk, person_id=ann.pk)
        assert told == (look if read else None)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_ask_at_once_one_has_asked():
    from tests.couple.test_invitation_pages import at_once

    ann, ben, thea = cast.person("Ann"), cast.person("Ben"), cast.therapist("Thea")
    practice = Practice.objects.create(therapist=thea)
    form_couple(first=ann, second=ben)
    acts = [
        lambda p=p: couple_therapist.ask_for_therapist(person=p, practice=practice)
        for p in (ann, ben) * 4
    ]
    assert at_once(*acts).count(None) == 1
    assert CoupleTherapist.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("who", ["ann", "thea"])
def test_an_unassigned_therapist_s_socket_closes_within_five_seconds(
    rooms, live, couple, ann, ben, thea, who
):
    room = to_sending(ann, ben)
    cookie = rooms._cookies[{"ann": ann, "thea": thea}[who].pk]
    address = f"/therapist/{couple.couple_therapists.get().pk}/end"

    async def scene(ann_there, thea_there):
        await asyncio.to_thread(posted, live, address, cookie)
        await thea_there.until(lambda: thea_there.closed == 4404, 5)
        # Ann is asked anew, too: what she had agreed to was with a therapist.
        await ann_there.until(lambda: ann_there.closed == 4423, 5)
        before = len(thea_there.frames)
        await asyncio.to_thread(cast.agreed, couple)
        await asyncio.to_thread(done, ann, room, "send", "Between us.")
        await asyncio.sleep(0)
        assert len(thea_there.frames) == before
        assert not any("Between us" in str(frame) for frame in thea_there.frames)

    rooms.play(room, [ann, thea], scene)


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
