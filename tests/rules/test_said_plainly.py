"""What is damaged, gone or erased is said in one sentence, before anything is asked; and sentences end once."""

import re
from typing import Any

import pytest

from dialogue import text
from dialogue.appointments import calendar_links
from dialogue.base import tokens
from dialogue.couple import invitations
from dialogue.home import ending
from tests.support import foreign
from tests.support.page import Page
from tests.support.walked import TURNING

BESIDE = (".", ")", ">", ",", "%20", "%C2%A0", "”", "…", ".)", "/", "'", "*", "%0D%0A")


# --- links -----------------------------------------------------------------------------------------


def test_no_token_ends_in_what_programs_cut_off():
    assert all(tokens.new_token()[0][-1].isalnum() for _ in range(300))
    assert all(tokens.is_whole(tokens.new_token()[0]) for _ in range(300))


def test_every_link_leads_on_with_what_stood_beside_it_in_a_text(couple, browser):
    """Every address that there is."""
    found = {row.address(row.here) for row in foreign.rows(couple) if not row.named}
    assert len(found) > 30
    client = browser()
    for address in found:
        for sign in BESIDE:
            answer: Any = client.get(f"{address}{sign}")
            assert answer.status_code == 302 and answer.url == address, f"{address}{sign}"


@pytest.mark.parametrize("sign", ["", *BESIDE])
def test_a_good_invitation_opens_with_what_stood_beside_it(browser, ann, omar, sign):
    token = invitations.invite(inviter=ann)[1]
    assert "You’re invited" in Page(browser().get(f"/invitation/{token}{sign}", follow=True)).text
    opened = Page(browser(omar).get(f"/invitation/{token}{sign}", follow=True))
    assert opened.heading == "Ann would like to talk with you"
    calendar = calendar_links.new_link(person=ann)
    assert browser().get(f"/calendar/{calendar}.ics{sign}", follow=True).status_code == 200


def test_a_damaged_link_is_told_before_an_account_is_made(browser, ann):
    token = invitations.invite(inviter=ann)[1]
    for damaged in (token[:-3], token[:10], f"{token}x", f"{token}-", f"ä{token[1:]}"):
        page = Page(browser().get(f"/invitation/{damaged}"))
        assert page.status == 410 and "This link looks damaged" in page.text
        assert "Create an account" not in page.text and "Ann" not in page.text


# --- who has gone ----------------------------------------------------------------------------------


def test_ben_is_told_that_his_partner_s_account_was_erased(couple, browser, ann, ben, omar, ada):
    told = "The account of the partner you had here was deleted"
    assert told not in Page(browser(ben).get("/sessions")).text
    ending.erase(person=ann, by=ada)
    page = Page(browser(ben).get("/sessions"))
    assert told in page.text and "Ann" not in page.text and "Invite your partner" in page.text
    assert told not in Page(browser(omar).get("/sessions")).text


def test_who_only_parted_is_told_that_and_nothing_of_an_erasure(couple, browser, ben):
    ending.end_couple(couple=couple)
    page = Page(browser(ben).get("/sessions"))
    assert "was deleted" not in page.text and "You and Ann parted ways here" in page.text


# --- whom one writes about -------------------------------------------------------------------------


def test_the_names_are_in_view_wherever_a_therapist_writes_about_two(walked):
    seen = set()
    both = " and ".join(text.isolated(name) for name in TURNING)
    for page in walked.values():
        match = page.answer.wsgi_request.resolver_match
        texts = [one for one in page.fields if one.tag == "textarea"]
        if not match or "couple_id" not in match.kwargs or not texts:
            continue
        seen.add(match.url_name)
        (about,) = [one for one in page.all("p") if one.attributes.get("class") == "about-whom"]
        assert about.text == both
        assert page.title == "Together"  # it is read by others: tabs, history, task switchers
    assert seen >= {"record", "partner_record", "note", "session_start"}


def test_every_sentence_ends_once(walked):
    assert len(walked) > 90
    for page in walked.values():
        if not page.all("body"):  # one that leads on
            continue
        said = re.findall(r".{0,30}(?<!\.)\.[ \n]?\.(?!\.).{0,10}", page.text)
        assert not said, (page.answer.wsgi_request.path, said)


def test_no_sentence_lacks_the_name_that_was_to_stand_in_it(walked):
    for page in walked.values():
        for said, tags in page.texts:
            if not tags & {"script", "style"}:
                lacking = re.search(
                    r"\w (?:[,.;:](?!\.)|’s\b)|[,(] ?,|“”|\(\)", " ".join(said.split())
                )
                assert not lacking, (page.answer.wsgi_request.path, said)
