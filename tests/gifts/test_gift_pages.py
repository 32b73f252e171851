"""The page of gifts: what each may do there, what is said when something is wrong, and what stays."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import formats, timezone

from dialogue.gifts import reading
from dialogue.gifts import service as gifts
from dialogue.models import Access, Commitment, Tick
from dialogue.safety import own_consent
from tests.support.history import NAMES, SECRET, gift, the_two
from tests.support.page import Page


@pytest.fixture
def the_gift(couple):
    return gift(*the_two())


def posted(client, gift_id, act, **form):
    return client.post(f"/gifts/{gift_id}", {"act": act, **form})


def shown(answer):
    return Page(answer).text


def test_ben_ticks_with_one_tap_and_ann_who_cannot_thanks_him(browser, the_gift, ann, ben):
    ben_s, ann_s = browser(ben), browser(ann)
    assert "I did this today" in shown(ben_s.get("/gifts"))
    assert posted(ben_s, the_gift, "tick").url == "/gifts"
    assert "Done today Undo" in shown(ben_s.get("/gifts"))
    assert "I did this" not in shown(ann_s.get("/gifts"))
    assert "Only your partner can do that" in shown(
        ann_s.post(f"/gifts/{the_gift}", {"act": "tick"}, follow=True)
    )
    posted(ann_s, the_gift, "thank", words="For the tea.")
    assert "says thank you: For the tea." in shown(ben_s.get("/gifts"))
    posted(ben_s, the_gift, "untick")
    assert not Tick.objects.exists()


def test_nothing_is_counted_and_a_day_without_a_tick_leaves_no_trace(browser, the_gift, ann, ben):
    before = shown(browser(ann).get("/gifts"))
    Tick.objects.create(commitment_id=the_gift, day=timezone.localdate() - timedelta(days=3))
    assert shown(browser(ann).get("/gifts")) == before


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"act": "thank", "words": "x" * 501}, "500 characters or fewer"),
        ({"act": "propose", "rhythm": "daily"}, "Write the new wording."),
        ({"act": "propose", "words": "x" * 1001}, "1000 characters or fewer"),
        ({"act": "propose", "words": "x", "rhythm": "yearly"}, "Choose how often."),
        ({"act": "propose", "words": "x", "until": "soon"}, "Choose a day."),
        (
            {"act": "propose", "words": "x", "until": "2020-01-01"},
            "Choose a day between tomorrow and",
        ),
        (
            {"act": "propose", "words": "x", "until": "9999-12-31"},
            "Choose a day between tomorrow and",
        ),
        ({"act": "applaud"}, "Talk about it again"),
        ({}, "Talk about it again"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_changes_nothing(
    browser, the_gift, ann, form, message
):
    answer = browser(ann).post(f"/gifts/{the_gift}", form)
    assert answer.status_code == 422 and message in shown(answer)
    found = reading.gift_for(person=ann, gift_id=the_gift)
    assert found.proposal is None and found.thanked is None


def test_either_proposes_and_the_other_agrees_or_leaves_it(browser, the_gift, ann, ben):
    until = (timezone.localdate() + timedelta(days=7)).isoformat()
    form = {"words": "Half of it.", "rhythm": "weekly", "until": until}
    assert posted(browser(ann), the_gift, "propose", **form).url == "/gifts"
    assert "You suggested this" in shown(browser(ann).get("/gifts"))
    page = Page(browser(ben).get("/gifts"))
    assert "suggests this" in page.text and "Half of it." in page.text
    (number,) = {
        one.attributes["value"] for one in page.all("input") if one.attributes["name"] == "proposal"
    }
    for wrong in ("", "-1", "x", "7007"):
        answer = browser(ben).post(
            f"/gifts/{the_gift}", {"act": "agree", "proposal": wrong}, follow=True
        )
        assert "changed in the meantime" in shown(answer)
    posted(browser(ben), the_gift, "agree", proposal=number)
    assert reading.gift_for(person=ann, gift_id=the_gift).words == "Half of it."


def test_letting_go_is_asked_first_kind_and_kept(browser, the_gift, ann, ben):
    asked = shown(browser(ben).get(f"/gifts/{the_gift}"))
    assert "without saying why" in asked and Commitment.objects.get().let_go_at is None
    answer = browser(ben).post(f"/gifts/{the_gift}", {"act": "let_go"}, follow=True)
    assert "You ended this promise" in shown(answer)
    for person in (ann, ben):
        assert "ended" in shown(browser(person).get("/gifts"))
    again = browser(ann).post(f"/gifts/{the_gift}", {"act": "let_go"}, follow=True)
    assert "has ended" in shown(again)


def test_while_their_sessions_are_not_open_there_is_reading_and_letting_go(
    browser, the_gift, ann, ben, thea
):
    own_consent.withdraw(person_id=ann.pk)
    for person in (ann, ben):  # the same to both, whoever closed
        page = shown(browser(person).get("/gifts"))
        assert SECRET in page and "aren’t open right now" in page and "I did this" not in page
    answer = posted(browser(ben), the_gift, "tick")
    assert answer.status_code == 423 and not Tick.objects.exists()
    assert SECRET not in shown(browser(thea).get("/gifts"))
    assert posted(browser(ben), the_gift, "let_go").status_code == 302


def test_what_ann_was_writing_when_it_came_too_late_is_on_the_page_and_nowhere_else(
    browser, the_gift, ann, ben
):
    client, words = browser(ann), "For the tea, and for asking."
    until = timezone.localdate() + timedelta(days=5)
    sent: list[dict[str, Any]] = [
        {"act": "thank", "words": words},
        {"act": "propose", "words": words, "rhythm": "daily", "until": str(until)},
    ]
    own_consent.withdraw(person_id=ben.pk)
    for form in sent:
        answer = client.post(f"/gifts/{the_gift}", form)
        assert answer.status_code == 423 and words in shown(answer)
    posted(browser(ben), the_gift, "let_go")
    for form in sent:
        answer = client.post(f"/gifts/{the_gift}", form)
        assert answer.status_code == 409 and words in shown(answer)
    assert words not in shown(client.get("/gifts")) + shown(browser(ben).get("/gifts"))


def test_thea_reads_visibly_and_changes_nothing_and_ada_has_no_such_page(
    browser, the_gift, ann, ben, thea, ada
):
    page = Page(browser(thea).get("/gifts"))
    assert SECRET in page.text and not page.all("form")
    looks = Access.objects.filter(actor=thea, what=Access.What.READ_TRANSCRIPT)
    assert {look.subject_id for look in looks} == {ann.pk, ben.pk}
    for method in ("get", "post"):
        assert getattr(browser(thea), method)(f"/gifts/{the_gift}").status_code == 404
    assert browser(ada).get("/gifts").status_code == 404


def test_the_next_dialogue_and_the_copy_of_all_of_them_hold_it(browser, the_gift, ann, ben):
    assert SECRET in shown(browser(ann).get("/sessions"))
    gifts.thank(person=ann, gift_id=the_gift, words="For\n# the tea.")
    copy = browser(ben).get("/copies/ours.md").content.decode()
    assert f"## Promises\n\n{NAMES[1]} promised this to {NAMES[0]}, day by day" in copy
    assert f"\n> {SECRET}\n" in copy and "\n> For  \n> \\# the tea.\n" in copy
    gifts.let_go(person=ben, gift_id=the_gift)
    assert "promised this" not in shown(browser(ann).get("/sessions"))
    assert "It has ended." in browser(ann).get("/copies/ours.md").content.decode()


def test_the_transcript_says_until_when(browser, the_gift, ann):
    commitment = Commitment.objects.get()
    day = formats.date_format(commitment.until, "DATE_FORMAT")
    page = shown(browser(ann).get(f"/transcript/{commitment.dialogue_id}"))
    assert f"{NAMES[1]} will do it day by day, until {day}" in page


def test_numbers_that_no_gift_can_have_are_absent(browser, the_gift, ann):
    for number in (0, 2**31, 2**63, 10**30):
        assert browser(ann).get(f"/gifts/{number}").status_code == 404
        assert browser(ann).post(f"/gifts/{number}", {"act": "let_go"}).status_code == 404


def test_omar_has_an_empty_page_of_his_own(browser, the_gift, omar):
    page = shown(browser(omar).get("/gifts"))
    assert "No promises right now" in page and SECRET not in page
