"""What is damaged, gone or erased is said in one sentence, before anything is asked; and sentences end once."""

import re
import time as clock
from typing import Any

import pytest

from dialogue import text
from dialogue.appointments import calendar_links
from dialogue.base import tokens
from dialogue.couple import invitations
from dialogue.home import ending
from tests.support import cast, foreign
from tests.support.page import Page, code_in
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


# --- codes -----------------------------------------------------------------------------------------

CODES = {  # where one asks for one, with what; and what is said when it is too late
    "/account/login/code/": ({"email": "ann@example.org"}, "Ask for a new one."),
    "/account/password/reset/": ({"email": "ann@example.org"}, "Ask for a new one."),
    "/account/signup/": (
        {"name": "Zoe", "email": "zoe@example.org", "password1": cast.PASSWORD},
        "Sign in, and we’ll send you a new one.",
    ),
}


@pytest.mark.parametrize("address", CODES)
def test_a_code_that_comes_too_late_is_said_to_and_where_there_is_a_new_one(
    browser, ann, mailoutbox, monkeypatch, address
):
    given, next_step = CODES[address]
    client = browser()
    asked = client.post(address, given).url
    code = {"code": code_in(mailoutbox[0])}
    now = clock.time()
    with monkeypatch.context() as patch:
        patch.setattr(clock, "time", lambda: now + 16 * 60)
        answers = [
            Page(client.post(asked, code, follow=True)),
            Page(client.get(asked, follow=True)),
        ]
    for page in answers:
        assert f"That code has expired. {next_step}" in page.text
    assert "_auth_user_id" not in client.session
    anew = "/account/login/" if address == "/account/signup/" else address
    assert client.get(asked).url == anew


def test_a_code_that_was_tried_too_often_is_said_to_be_so(browser, ann, mailoutbox):
    client = browser()
    asked = client.post("/account/login/code/", {"email": ann.email}).url
    for _ in range(3):
        page = Page(client.post(asked, {"code": "XXXX-XXXX"}, follow=True))
    assert "Too many wrong codes. Ask for a new one." in page.text
    assert "expired" not in page.text


def test_a_new_address_whose_code_came_too_late_is_said_so_to_ann_alone(
    at_home, ann, omar, mailoutbox, monkeypatch
):
    client = at_home(ann)
    form = {"action_add": "", "email": "new@example.org"}
    client.post("/account/email/", form)
    now = clock.time()
    monkeypatch.setattr(clock, "time", lambda: now + 16 * 60)
    late = client.post("/account/confirm-email/", {"code": code_in(mailoutbox[0])}, follow=True)
    assert "That code has expired. Ask for a new one." in Page(late).text
    assert "expired" not in Page(at_home(omar).get("/account/email/")).text


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
                    r"\w (?:[,.;:](?![.\w])|’s\b)|[,(] ?,|“”|\(\)", " ".join(said.split())
                )
                assert not lacking, (page.answer.wsgi_request.path, said)
