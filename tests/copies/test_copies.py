"""What Ann takes along: her own words alone; what both said, where both agree. Never what two of three know."""

import io
import json
import re

import pytest
from pypdf import PdfReader

from dialogue.home.ending import end_couple
from dialogue.measures import answers
from dialogue.models import Partner, Person
from tests.support.rooms import TOPIC, asked_by, done, given, to_sending

HERS, HIS = "When it is late I feel alone.", "You feel alone when it is late."
WHISPERED, MARKED = "Breathe, Ann.", "harmed"
KINDS = ("md", "pdf", "json")


@pytest.fixture
def said(couple, ann, ben, thea):
    """A dialogue in which Thea whispered to Ann, and led both."""
    room = to_sending(ann, ben)
    done(ann, room, "send", HERS)
    done(thea, room, "whisper", WHISPERED, to="first")
    done(ann, room, "reply", "I will.")
    done(ben, room, "mirror", HIS)
    return room


def text_of(answer, kind):
    if kind == "pdf":
        pages = PdfReader(io.BytesIO(answer.content)).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())
    return answer.content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_holds_what_both_said_or_her_words_alone(browser, said, ann, ben, kind):
    for person, own, others in ((ann, HERS, HIS), (ben, HIS, HERS)):
        ours = text_of(browser(person).get(f"/copies/ours.{kind}"), kind)
        assert HERS in ours and HIS in ours and TOPIC in ours
        mine = text_of(browser(person).get(f"/copies/mine.{kind}"), kind)
        assert own in mine and others not in mine and (TOPIC in mine) == (person == ann)
        for held in (ours, mine):
            assert WHISPERED not in held and "I will." not in held


def test_what_both_said_opens_when_both_agree_and_closes_when_one_withdraws(
    browser, page, said, ann, ben
):
    Partner.objects.update(copies_since=None)
    assert "Neither of you has agreed yet" in page(ben, "/copies").text
    for person in (ann, ben):
        assert browser(person).get("/copies/ours.pdf").status_code == 404
        assert browser(person).get("/copies/mine.pdf").status_code == 200
        browser(person).post("/copies", {"act": "agree"})
    assert browser(ann).get("/copies/ours.pdf").status_code == 200
    browser(ben).post("/copies", {"act": "withdraw"})
    assert browser(ann).get("/copies/ours.pdf").status_code == 404
    assert "You agree. Ben hasn’t agreed yet." in page(ann, "/copies").text


def test_nobody_else_has_one_and_it_ends_with_the_couple(
    browser, said, couple, ann, ben, thea, omar, ada
):
    for person in (thea, omar, ada):
        for address in (
            "/brought.md",
            *(f"/{whose}.{kind}" for whose in ("mine", "ours") for kind in KINDS),
        ):
            assert browser(person).get(f"/copies{address}").status_code == 404
        assert browser(person).get("/copies").url == "/sessions"
    end_couple(couple=couple)
    assert browser(ann).get("/copies/mine.md").status_code == 404
    assert not Partner.objects.exclude(copies_since=None).exists()


def test_of_a_promise_her_file_has_no_words_of_his(browser, couple, ann, ben):
    given(ann, ben)
    mine = browser(ben).get("/copies/mine.md").content.decode()
    assert "promised this" in mine and "would you sit with me" not in mine
    assert "would you sit with me" in browser(ben).get("/copies/ours.md").content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_no_private_answer_and_no_mark_of_harm_is_in_any(browser, couple, ann, ben, kind):
    answers.keep(person_id=ann.pk, measure="csi4", answers={"happiness": 6})
    room = asked_by(ann, "parent_child")
    for who, name in ((ben, "accept"), (ann, "ready"), (ben, "ready"), (ann, "intend")):
        done(who, room, name)
    for who, name, words in ((ben, "intend", ""), (ann, "mother", ""), (ann, "say_age", "Seven")):
        done(who, room, name, words)
    before = text_of(browser(ben).get(f"/copies/ours.{kind}"), kind)
    done(ann, room, MARKED)
    after = text_of(browser(ben).get(f"/copies/ours.{kind}"), kind)
    assert after == before and MARKED not in after and "csi4" not in after


# --- paper ---------------------------------------------------------------------------------------


def test_a_name_in_hebrew_and_words_in_arabic_are_printed_as_they_are_read(browser, said, ann, ben):
    Person.objects.filter(pk=ben.pk).update(name="שרה")
    done(ann, said, "got_it")
    done(ben, said, "ask_more")
    done(ann, said, "more")
    done(ann, said, "send", "سلام means peace; Ωραία, тепло, é; 爱")
    pages = PdfReader(io.BytesIO(browser(ann).get("/copies/ours.pdf").content)).pages
    printed = " ".join(page.extract_text() for page in pages)
    assert "שרה" in printed  # as this reader turns it round, which stands there as it is seen
    assert "Ωραία, тепло, é" in printed
    joined = "\ufeb3\ufefc\ufee1"  # seen, lam-alef, meem: each in the form in which it joins
    assert joined in printed and "Some characters can’t be shown" in printed
    assert re.search(
        rb"/BaseFont /[A-Z]+\+DejaVuSans", browser(ann).get("/copies/ours.pdf").content
    )


def test_long_words_and_many_pages_stay_on_paper(browser, couple, ann, ben):
    room = to_sending(ann, ben)
    done(ann, room, "send", "x" * 3_900)
    done(ben, room, "mirror", "line\n" * 700)
    pages = PdfReader(io.BytesIO(browser(ann).get("/copies/ours.pdf").content)).pages
    text = [page.extract_text() for page in pages]
    assert len(pages) > 10 and sum(one.count("line") for one in text) == 700
    assert sum(one.count("x") for one in text) >= 3_900
    assert all(len(line) < 120 for one in text for line in one.splitlines())


def test_a_file_names_nobody_in_its_properties(browser, said, ann):
    read = PdfReader(io.BytesIO(browser(ann).get("/copies/ours.pdf").content))
    told = json.dumps({str(name): str(value) for name, value in (read.metadata or {}).items()})
    assert "Ann" not in told and TOPIC not in told
    assert (
        browser(ann)
        .get("/copies/ours.pdf")
        .headers["Content-Disposition"]
        .endswith('"together.pdf"')
    )


def test_the_page_offers_what_is_open(page, said, ann):
    links = page(ann, "/copies").all("a")
    hrefs = {link.attributes["href"] for link in links if "download" in link.attributes}
    assert hrefs == {f"/copies/{whose}.{kind}" for whose in ("mine", "ours") for kind in KINDS}
