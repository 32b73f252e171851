"""Ann and Ben find Thea; all three agree."""

import pytest
from allauth.account.models import EmailAddress

from dialogue.couple import couple_therapist
from dialogue.couple.couples import form_couple
from dialogue.models import CoupleTherapist, Person, Practice
from tests.support import cast
from tests.support.cast import therapist_of
from tests.support.page import Page
from tests.support.rooms import asked_by


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
    assert (
        "you and your partner both need to be here" in listed.text and "THEA2345" not in listed.text
    )
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
