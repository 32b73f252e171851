"""Ada tries to come to what Ann and Ben wrote, by every way that leads from her pages to an account
that reads. Each is closed where it is decided, not only in its form."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone

from dialogue.accounts import people
from dialogue.admin.accounts import PersonAdmin
from dialogue.appointments import calendar_links
from dialogue.couple import couples, invitations
from dialogue.home import ending
from dialogue.models import Access, Couple, Person
from dialogue.workup import service as workup
from tests.admin.leading_to_words import MINE, form_of, page_of
from tests.support import cast
from tests.support.cast import PASSWORD
from tests.support.page import code_in

pytestmark = pytest.mark.django_db


def test_nobody_gives_an_account_that_leads_to_words_another_address(ada, reader):
    before = Person.objects.filter(pk=reader.pk).values().get()
    with pytest.raises(people.LeadsToWords):
        people.change_address(person=reader, email=MINE, by=ada)
    assert Person.objects.filter(pk=reader.pk).values().get() == before
    assert EmailAddress.objects.get(user=reader).email == before["email"]
    assert not mail.outbox


def test_the_form_says_so_beside_the_field_and_what_to_do_instead(desk, couple, ann):
    shown = desk.get(page_of(ann)).content.decode()
    refused = desk.post(page_of(ann), form_of(ann, email=MINE))
    assert refused.status_code == 200
    for page in (shown, refused.content.decode()):
        assert "Admins can’t change the address of this account" in page
        assert "The person can change it under" in page
    assert re.search(r'name="email"[^>]* readonly', shown)
    ann.refresh_from_db()
    assert ann.email == "ann@example.org"
    assert desk.post(page_of(ann), form_of(ann, name="Annie")).status_code == 302


def test_of_a_workup_no_admin_reads_more_than_of_any_other_reason(desk, couple, ann, omar):
    workup.begin(person_id=omar.pk)

    def reasons(person):
        told = [
            desk.get(page_of(person)).content.decode(),
            desk.post(page_of(person), form_of(person, email=MINE)).content.decode(),
            desk.post(
                f"/admin/dialogue/person/{cast.person(f'Twin{person.pk}').pk}/merge",
                {"duplicate": person.email},
            ).content.decode(),
        ]
        assert not any("workup" in page for page in told)
        found = [re.findall("[^<>]*nobody is told which[^<>]*", page) for page in told]
        assert all(found)
        return found

    assert reasons(omar) == reasons(ann)


def test_a_couple_that_forms_between_the_form_and_the_saving_is_seen(
    desk, ann, ben, ada, monkeypatch
):
    saving = PersonAdmin.save_model

    def late(*args):
        couples.form_couple(first=ann, second=ben)
        saving(*args)

    assert "Admins can’t change" not in desk.get(page_of(ann)).content.decode()
    monkeypatch.setattr(PersonAdmin, "save_model", late)
    answer = desk.post(page_of(ann), form_of(ann, email=MINE, name="Anna"), follow=True)
    assert "Admins can’t change the address" in answer.content.decode()
    ann.refresh_from_db()
    assert (ann.name, ann.email) == ("Ann", "ann@example.org")
    assert not Access.objects.filter(what="changed_address").exists()


def test_when_nobody_can_come_back_any_more_the_address_is_changed(ada, couple, ann, thea):
    ending.end_couple(couple=couple)
    people.change_address(person=thea, email="thea2@example.org", by=ada)
    Couple.objects.update(forget_at=timezone.now() - timedelta(seconds=1))
    people.change_address(person=ann, email="ann2@example.org", by=ada)
    assert Person.objects.filter(email__in=["thea2@example.org", "ann2@example.org"]).count() == 2


def test_what_opened_the_account_before_opens_it_no_more(ada, hers):
    """Ada prepares an account, with a password, a key and codes of hers, and gives it to Ann, who
    has confirmed her own address there."""
    cast.with_second_factor(hers)
    EmailAddress.objects.create(user=hers, email="ann@example.org", verified=True)
    token = calendar_links.new_link(person=hers)
    here, asking, resetting, anew = (Client() for _ in range(4))
    here.force_login(hers)
    Authenticator.objects.all().delete()  # as if no second factor were asked for
    asking.post("/account/login/code/", {"email": hers.email})
    resetting.post("/account/password/reset/", {"email": hers.email})
    codes = [code_in(sent) for sent in mail.outbox]
    assert len(codes) == 2
    cast.with_second_factor(hers)
    people.change_address(person=hers, email="ann@example.org", by=ada)
    ann = Person.objects.get(email="ann@example.org")
    assert not ann.has_usable_password() and not Authenticator.objects.filter(user=ann).exists()
    assert calendar_links.subscriber(token=token) is None
    for client in (here, asking, resetting):
        assert not Session.objects.filter(pk=client.cookies["sessionid"].value).exists()
    asking.post("/account/login/code/confirm/", {"code": codes[0]})
    resetting.post("/account/password/reset/confirm/", {"code": codes[1]})
    chosen = {"password1": "another walk by the sea", "password2": "another walk by the sea"}
    resetting.post("/account/password/reset/complete/", chosen)
    anew.post("/account/login/", {"login": ann.email, "password": PASSWORD})
    for client in (here, asking, resetting, anew):
        assert "_auth_user_id" not in client.session
    ann.refresh_from_db()
    assert not ann.has_usable_password()


@pytest.mark.parametrize("disabled", [False, True])
def test_no_yes_and_no_link_from_before_makes_a_couple(ada, ann, ben, omar, disabled):
    """Ben has said yes to Ann, and Ann to Omar. Whoever holds Ann's account now has said nothing."""
    _invitation, ann_s = invitations.invite(inviter=ann)
    _invitation, omar_s = invitations.invite(inviter=omar)
    invitations.accept_invitation(token=ann_s, invited=ben)
    invitations.accept_invitation(token=omar_s, invited=ann)
    Person.objects.filter(pk=ann.pk).update(is_active=not disabled)
    people.change_address(person=ann, email=MINE, by=ada)
    Person.objects.filter(pk=ann.pk).update(is_active=True)
    assert not invitations.yes_to(inviter=ann) and not invitations.yes_to(inviter=omar)
    assert invitations.recent_failure(person=ben) == "declined"
    assert invitations.recent_failure(person=omar) == "taken_back"
