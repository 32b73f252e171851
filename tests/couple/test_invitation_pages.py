"""Ann invites Ben: a link that she sees at her login, that works once, and names nobody to strangers."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from dialogue.couple.couples import form_couple
from dialogue.couple.invitations import (
    InvitationProblem,
    accept_invitation,
    confirm_partner,
    invite,
    yes_to,
)
from dialogue.models import Couple, Invitation, Partner, Person
from tests.support import cast
from tests.support.page import Page, code_in

CLOSED = "You can’t use this link"


def link_of(person):
    return f"/invitation/{invite(inviter=person)[1]}"


def couples():
    return [
        {partner.person.name for partner in couple.partners.all()}
        for couple in Couple.objects.all()
    ]


# --- opening and accepting it ----------------------------------------------------------------


def test_ben_opens_the_link_without_anything_happening_and_then_says_yes(browser, ann, ben, omar):
    link, client = link_of(ann), browser(ben)
    for _ in range(3):
        page = Page(client.get(link))
        client.head(link)
        assert page.heading == "Ann would like to talk with you" and "example.org" not in page.text
        assert not Couple.objects.exists()
    assert client.post(link).url == "/invite"
    assert "You said yes to Ann" in Page(client.get("/invite")).text
    assert not couples()
    assert "Ben has said yes" in Page(browser(ann).get("/invite")).text
    assert "You said yes to Ann" in Page(client.get("/sessions")).text
    assert "Ann" not in Page(browser(omar).get("/sessions")).html


def test_a_link_that_was_used_works_for_nobody(browser, ann, ben, omar):
    link = link_of(ann)
    browser(ben).post(link)
    confirm_partner(inviter=ann, invitation_id=yes_to(inviter=ann)[0].pk)
    for client in (browser(omar), browser(cast.person("Eve"))):
        for answer in (client.get(link), client.post(link)):
            page = Page(answer)
            assert (page.status, page.heading) == (410, CLOSED) and "Ann" not in page.html
    assert couples() == [{"Ann", "Ben"}]


def test_who_says_yes_on_two_devices_hears_on_both_what_became_of_it(browser, ann, ben, omar):
    token = invite(inviter=ann)[1]
    phone, laptop, link = browser(ben), browser(ben), f"/invitation/{token}"
    assert [one.post(link).url for one in (phone, laptop)] == ["/invite", "/invite"]
    assert laptop.get(link).url == "/invite" and browser(omar).post(link).status_code == 410
    (yes,) = yes_to(inviter=ann)
    confirm = f"/invite/confirm/{yes.pk}"
    for answer in ("yes", "yes", "no"):  # on one device, on another, and on a page of before
        assert browser(ann).post(confirm, {"answer": answer}).url == "/today"
    assert Couple.objects.current_of(ann) == Couple.objects.current_of(ben) is not None
    assert browser(omar).post(confirm, {"answer": "yes"}).url == "/sessions"


@pytest.mark.parametrize("hours", [72, 73])
def test_after_three_days_it_is_over(browser, ann, ben, hours):
    link = link_of(ann)
    Invitation.objects.update(expires_at=timezone.now() + timedelta(hours=72 - hours))
    client = browser(ben)
    assert Page(client.get(link)).status == Page(client.post(link)).status == 410
    assert not Couple.objects.exists()


def test_it_lasts_for_three_days(ann):
    link_of(ann)
    left = Invitation.objects.get().expires_at - timezone.now()
    assert timedelta(hours=71, minutes=59) < left <= timedelta(hours=72)


def test_ann_s_own_link_is_not_for_her(browser, ann):
    link, client = link_of(ann), browser(ann)
    assert "This is your own link." in Page(client.get(link)).text
    assert client.post(link).status_code == 410 and not Couple.objects.exists()


def test_who_works_with_somebody_already_cannot_accept(browser, couple, ben, omar, thea):
    link = link_of(omar)
    for person in (ben, thea):
        page = Page(browser(person).post(link))
        assert page.status == 410 and "Omar" not in page.html
    assert couples() == [{"Ann", "Ben"}]


def test_an_invitation_of_somebody_who_is_gone_is_over(browser, ann, ben, omar):
    link = link_of(ann)
    form_couple(first=ann, second=omar)
    assert Page(browser(ben).get(link)).status == 410
    other = link_of(ben)
    Person.objects.filter(pk=ben.pk).update(is_active=False)
    assert Page(browser(cast.person("Eve")).get(other)).status == 410


def test_a_stranger_learns_from_a_link_that_it_works_or_not_and_nothing_else(browser, ann, ben):
    """Before anybody makes an account for a dead one."""
    link = link_of(ann)
    assert Page(browser().get(link)).heading == "You’re invited"
    used, false = link, f"/invitation/{'never-was_' * 3}00"
    old = link_of(ann)
    taken = link_of(ann)
    browser(ben).post(taken)
    pages = [Page(browser().get(one)) for one in (used, old, taken, false)]
    assert {(page.status, page.text) for page in pages} == {(410, pages[0].text)}
    assert "used or replaced" in pages[0].text and "Create an account" not in pages[0].text
    for page in [Page(browser().get(link_of(cast.person("Eve")))), *pages]:
        assert not any(name in page.html for name in ("Ann", "Ben", "Eve"))
    assert Page(browser().post(link_of(cast.person("Fay")))).heading == "You’re invited"
    assert not Couple.objects.exists()


def test_no_thanks_is_quiet(browser, ann, ben):
    link = link_of(ann)
    for client in (browser(), browser(ben)):
        page = Page(client.get(link))
        (no,) = [one for one in page.all("a") if one.text == "No, thanks"]
        said = Page(client.get(no.attributes["href"]))
        assert said.heading == "That’s fine" and "Ann" not in said.html
    assert "Ben" not in Page(browser(ann).get("/invite")).html
    assert browser(ben).post(link).url == "/invite"  # and may change their mind


def test_the_link_leads_through_signing_up_and_back(browser, ann):
    link, client = link_of(ann), browser()
    signup = next(
        a.attributes["href"]
        for a in Page(client.get(link)).all("a")
        if "signup" in a.attributes["href"]
    )
    page = Page(client.get(signup))
    form = {"name": "Ben", "email": "b@example.org", "password1": cast.PASSWORD}
    answer = client.post("/account/signup/", form | {"next": page.value("next")})
    answer = client.post(answer.url, {"code": code_in(mail.outbox[-1])})
    assert answer.url == link
    assert Page(client.get(answer.url)).heading == "Ann would like to talk with you"


def test_the_token_goes_to_no_other_site(browser, ann, ben):
    link = link_of(ann)
    for answer in (browser().get(link), browser(ben).get(link), browser(ann).get(link)):
        assert answer.headers["Referrer-Policy"] == "same-origin"
        addresses = [e.attributes.get("href", "") for e in Page(answer).elements]
        assert not [one for one in addresses if one.startswith(("http", "//"))]


def test_another_site_cannot_accept_for_ben(ann, ben):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ben)
    assert client.post(link_of(ann)).status_code == 403
    assert not Couple.objects.exists()


# --- at once ---------------------------------------------------------------------------------


def at_once(*acts):
    """What each act raised, or None; all start together, each with a connection of its own."""
    start = threading.Barrier(len(acts))
    outcomes: list[Exception | None] = []

    def run(act):
        start.wait()
        try:
            act()
            outcomes.append(None)
        except Exception as problem:  # noqa: BLE001
            outcomes.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def accepting(token, person):
    return lambda: accept_invitation(token=token, invited=person)


@pytest.mark.django_db(transaction=True)
def test_of_twenty_who_accept_at_once_one_succeeds():
    token = invite(inviter=cast.person("Ann"))[1]
    crowd = [cast.person(f"Ben{number}") for number in range(20)]
    outcomes = at_once(*[accepting(token, one) for one in crowd])
    assert outcomes.count(None) == 1
    assert all(isinstance(one, InvitationProblem) for one in outcomes if one)
    ann = Person.objects.get(name="Ann")
    (yes,) = yes_to(inviter=ann)
    confirm_partner(inviter=ann, invitation_id=yes.pk)
    assert Couple.objects.count() == 1 and Partner.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_yeses_that_are_sent_twice_at_once_make_one_couple():
    ann, ben = cast.person("Ann"), cast.person("Ben")
    token = invite(inviter=ann)[1]
    assert at_once(*[accepting(token, ben)] * 5).count(None) == 1
    (yes,) = yes_to(inviter=ann)
    confirming = [lambda: confirm_partner(inviter=ann, invitation_id=yes.pk)] * 5
    assert at_once(*confirming).count(None) == 1
    assert couples() == [{"Ann", "Ben"}]


@pytest.mark.django_db(transaction=True)
def test_two_who_accept_each_other_at_once_become_one_couple():
    ann, ben = cast.person("Ann"), cast.person("Ben")
    one, other = invite(inviter=ann)[1], invite(inviter=ben)[1]
    assert at_once(accepting(one, ben), accepting(other, ann)) == [None, None]
    assert couples() == [{"Ann", "Ben"}]


def test_a_couple_that_was_formed_on_another_way_meanwhile_is_a_calm_answer(
    browser, ann, ben, omar
):
    """What the lock cannot see is left to the constraint in the database."""
    browser(ben).post(link_of(ann))
    form_couple(first=ben, second=omar)
    (yes,) = yes_to(inviter=ann)
    client = browser(ann)
    assert client.post(f"/invite/confirm/{yes.pk}", {"answer": "yes"}).url == "/sessions"
    assert "This confirmation has expired" in Page(client.get("/sessions")).text
    assert Invitation.objects.get().confirmed_at is None
    assert couples() == [{"Ben", "Omar"}]


def test_a_couple_that_was_formed_while_ann_makes_her_link_is_a_calm_answer(
    browser, couple, ann, monkeypatch
):
    monkeypatch.setattr(
        Couple.objects,
        "current_of",
        lambda person, seen=[]: seen.append(1) or (couple if len(seen) > 1 else None),
    )
    assert browser(ann).post("/invite").url == "/invite"
    assert not Invitation.objects.exists()
