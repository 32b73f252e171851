"""Ann invites Ben, Ben says yes, Ann says that it is Ben: only then they are a couple."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dialogue.couple.couples import form_couple
from dialogue.couple.invitations import (
    InvitationProblem,
    accept_invitation,
    confirm_partner,
    invite,
    yes_to,
)
from dialogue.home.ending import end_couple
from dialogue.models import Couple, Invitation
from tests.support import cast
from tests.support.page import Page
from tests.support.rooms import TOPIC, asked_by


@pytest.fixture
def yes(ann, ben):
    """Ben has said yes to Ann's link."""
    assert accept_invitation(token=invite(inviter=ann)[1], invited=ben) is None
    return yes_to(inviter=ann)[0]


def test_ann_is_asked_if_ben_is_her_partner_by_the_name_he_gave(page, yes, ann, ben):
    asked = page(ann, "/sessions")
    assert "Ben has said yes. Is this your partner?" in asked.text
    assert "example.org" not in asked.text
    assert "You said yes to Ann" in page(ben, "/sessions").text
    assert not Couple.objects.exists()


def test_ann_says_yes_and_they_are_a_couple(browser, page, yes, ann, ben):
    client = browser(ann)
    assert client.post(f"/invite/confirm/{yes.pk}", {"answer": "yes"}).url == "/today"
    assert Couple.objects.current_of(ann.pk) == Couple.objects.current_of(ben.pk) is not None
    assert "With Ben." in page(ann, "/sessions").text and "With Ann." in page(ben, "/sessions").text


def test_ann_says_no_and_both_are_told_kindly(browser, page, yes, ann, ben):
    answer = browser(ann).post(f"/invite/confirm/{yes.pk}", {"answer": "no"}, follow=True)
    said = Page(answer)
    assert (
        "You said no. That link won’t work anymore." in said.text and "Create a link" in said.text
    )
    assert not Couple.objects.exists()
    told = page(ben, "/sessions").text
    assert "wasn’t confirmed" in told and "You said yes" not in told
    assert "There’s a place for your partner" in page(ann, "/sessions").text


def test_ben_takes_his_yes_back_and_ann_cannot_confirm_it(browser, page, yes, ann, ben):
    browser(ben).post("/invite/take-back")
    assert "took it back" in page(ann, "/sessions").text
    with pytest.raises(InvitationProblem):
        confirm_partner(inviter=ann, invitation_id=yes.pk)
    assert not Couple.objects.exists()


def test_nobody_but_ann_confirms_and_omar_sees_nothing_of_it(browser, page, yes, omar, ben):
    for person in (omar, ben):
        browser(person).post(f"/invite/confirm/{yes.pk}", {"answer": "yes"})
    yes.refresh_from_db()
    assert not Couple.objects.exists() and yes.declined_at is None
    assert "Ann" not in page(omar, "/sessions").text


def test_looking_at_it_confirms_nothing(browser, yes, ann):
    assert browser(ann).get(f"/invite/confirm/{yes.pk}").url == "/sessions"
    assert not Couple.objects.exists()


def test_there_are_three_days_to_confirm(yes, ann):
    left = yes.expires_at - timezone.now()
    assert timedelta(hours=71, minutes=59) < left <= timedelta(hours=72)
    Invitation.objects.update(expires_at=timezone.now())
    with pytest.raises(InvitationProblem):
        confirm_partner(inviter=ann, invitation_id=yes.pk)


def test_ann_answers_ben_before_she_makes_another_link(browser, yes, ann):
    assert browser(ann).post("/invite").url == "/invite"
    with pytest.raises(InvitationProblem, match="answer_first"):
        invite(inviter=ann)
    assert Invitation.objects.count() == 1


def test_ben_says_yes_to_one_only(yes, ann, ben, omar):
    accept_invitation(token=invite(inviter=omar)[1], invited=ben)
    assert not yes_to(inviter=ann)
    assert [one.redeemed_by for one in yes_to(inviter=omar)] == [ben]


def test_who_are_a_couple_have_no_open_invitation_left(yes, ann, ben, omar):
    token = invite(inviter=ben)[1]
    confirm_partner(inviter=ann, invitation_id=yes.pk)
    end_couple(couple=Couple.objects.get())
    with pytest.raises(InvitationProblem, match="not_valid"):
        accept_invitation(token=token, invited=omar)


def test_both_who_come_back_within_thirty_days_find_what_they_wrote(page, couple, ann, ben):
    room = asked_by(ann)
    end_couple(couple=couple)
    token = invite(inviter=ben)[1]
    assert "You were here together before" in page(ann, f"/invitation/{token}").text
    accept_invitation(token=token, invited=ann)
    assert page(ann, f"/room/{room}").status == 404
    again = confirm_partner(inviter=ben, invitation_id=yes_to(inviter=ben)[0].pk)
    assert again.pk == couple.pk and again.ended_at is None
    assert TOPIC in page(ann, "/sessions").text


def test_coming_back_does_not_bring_the_therapist_back(page, couple, ann, ben, thea):
    room = asked_by(ann)
    end_couple(couple=couple)
    again = form_couple(first=ann, second=ben)
    assert page(ann, f"/room/{room}").status == 423  # each is asked again first
    cast.agreed(again)
    assert page(ann, f"/room/{room}").status == 200
    assert page(thea, f"/room/{room}").status == 404
