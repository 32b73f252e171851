"""No merging and no other way of the admin's leads to words."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from dialogue.access.askers import NoSuchDialogue
from dialogue.accounts.merging import CannotMerge, merge
from dialogue.couple import couple_therapist, couples
from dialogue.models import Couple, Person
from tests.admin.conftest import SECRET
from tests.admin.leading_to_words import MINE, form_of, page_of
from tests.support import cast
from tests.support.cast import PASSWORD
from tests.support.page import CODE, code_in
from tests.support.rooms import seat_of, seen_by

pytestmark = pytest.mark.django_db


def test_an_account_that_leads_to_words_does_not_go_into_another(ada, reader):
    mine = cast.person("Alma", role=reader.role)
    with pytest.raises(CannotMerge, match="words"):
        merge(kept=mine, duplicate=reader, by=ada)
    assert Person.objects.filter(pk=reader.pk).exists()


def test_the_page_says_so_beside_the_field_and_what_to_do_instead(desk, couple, ann, hers):
    address = f"/admin/dialogue/person/{hers.pk}/merge"
    assert "Keep that one, and enter the other one here" in desk.get(address).content.decode()
    answer = desk.post(address, {"duplicate": ann.email})
    assert answer.status_code == 422
    assert "so it has to stay. Keep that one and remove the other" in answer.content.decode()


def test_a_couple_that_forms_while_ada_merges_is_seen(ada, ann, ben, hers, monkeypatch):
    """After the pages, before the lock."""
    monkeypatch.setattr(
        "dialogue.accounts.merging._check",
        lambda *who, check=merge.__globals__["_check"]: (
            couples.form_couple(first=ann, second=ben),
            check(*who),
        ),
    )
    with pytest.raises(CannotMerge, match="words"):
        merge(kept=hers, duplicate=ann, by=ada)
    assert Person.objects.filter(pk=ann.pk).exists()


def test_an_account_of_hers_that_goes_into_ann_s_opens_nothing_of_ann_s(ada, room, ann, hers):
    cast.with_second_factor(hers)
    here, asking = Client(), Client()
    here.force_login(hers)
    merge(kept=ann, duplicate=hers, by=ada)
    assert not Authenticator.objects.filter(user=ann).exists()
    assert [one.email for one in EmailAddress.objects.filter(user=ann)] == [ann.email]
    mail.outbox.clear()
    for address in ("/account/login/code/", "/account/password/reset/"):
        asking.post(address, {"email": "alma@example.org"})
    assert not any(CODE.search(str(sent.body)) for sent in mail.outbox)
    for email in ("alma@example.org", ann.email):
        asking.post("/account/login/", {"login": email, "password": "hers, not Ann's"})
    for client in (here, asking):
        assert "_auth_user_id" not in client.session
        assert client.get(f"/transcript/{room}").status_code == 302


def test_both_partners_accounts_cannot_be_taken_to_come_back_together(desk, room, ann, ben, ada):
    """Ada ends their work herself; then she would be Ann and Ben, and come back to their words."""
    couple = Couple.objects.get()
    end = {"action": "end", "_selected_action": [str(couple.pk)]}
    desk.post("/admin/dialogue/couple/", end)
    for person in (ann, ben):
        desk.post(page_of(person), form_of(person, email=f"{person.pk}@ada.example"))
        assert Person.objects.get(pk=person.pk).email == person.email


def test_a_therapist_whom_ada_names_reads_nothing_until_all_three_agree(desk, room, couple, ada):
    hers = cast.therapist("Alma")
    desk.post(f"/admin/dialogue/couple/{couple.pk}/change/", {"therapist": hers.pk})
    named = couple_therapist.couple_therapist_of(couple=couple)
    assert named is not None and named.therapist == hers
    with pytest.raises(NoSuchDialogue):
        seat_of(hers, room)
    with pytest.raises(couple_therapist.NoSuchCoupleTherapist):
        couple_therapist.agree_to_therapist(person=hers, couple_therapist_id=named.pk)
    Person.objects.filter(pk=ada.pk).update(role="therapist")
    with pytest.raises(NoSuchDialogue):
        seat_of(ada, room)


def test_thea_s_lost_key_alone_leads_ada_nowhere(desk, room, thea):
    for key in Authenticator.objects.filter(user=thea):
        desk.post(f"/admin/mfa/authenticator/{key.pk}/delete/", {"post": "yes"})
    assert not Authenticator.objects.filter(user=thea).exists()
    desk.post(page_of(thea), form_of(thea, email=MINE))
    thea.refresh_from_db()
    assert thea.email == "thea@example.org" and thea.check_password(PASSWORD)


def test_no_form_of_ada_s_knows_passwords_partners_or_addresses(desk, room, ann, couple):
    """What is posted beside the fields is nothing."""
    place, password = couple.partners.get(person=ann), ann.password
    more = {"password": "x", "is_superuser": "on", "partnerships": "1", "password1": "x" * 12}
    desk.post(page_of(ann), form_of(ann, **more))
    desk.post(f"/admin/dialogue/couple/{couple.pk}/change/", {"therapist": "", "ended_at": ""})
    ann.refresh_from_db()
    assert ann.password == password and not ann.is_superuser
    assert couple.partners.get(person=ann) == place
    for model in ("account/emailaddress", "usersessions/usersession", "sessions/session"):
        assert desk.get(f"/admin/{model}/").status_code == 404
    for model in ("partner", "invitation", "care", "consent"):
        assert desk.get(f"/admin/dialogue/{model}/").status_code == 404
    assert desk.get("/admin/mfa/authenticator/add/").status_code == 403


def test_ann_changes_her_address_herself_and_the_new_mailbox_confirms_it(
    room, ann, django_capture_on_commit_callbacks
):
    """Her old mailbox is lost; her password is not."""
    client: Any = Client()
    client.post("/account/login/", {"login": ann.email, "password": PASSWORD})
    add = {"action_add": "", "email": "ann2@example.org"}
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/account/email/", add)
    (sent,) = [one for one in mail.outbox if one.to == ["ann2@example.org"]]
    use = {"action_primary": "", "email": "ann2@example.org"}
    client.post("/account/email/", use)
    ann.refresh_from_db()
    assert ann.email == "ann@example.org"  # not before it is confirmed
    client.post(answer.url, {"code": code_in(sent)})
    client.post("/account/email/", use)
    client.post("/account/email/", {"action_remove": "", "email": "ann@example.org"})
    ann.refresh_from_db()
    (only,) = EmailAddress.objects.filter(user=ann)
    assert (ann.email, only.email, only.verified) == (*["ann2@example.org"] * 2, True)
    assert [entry.words for entry in seen_by(ann, room)][-1] == SECRET
    anew: Any = Client()
    again = anew.post("/account/login/", {"login": ann.email, "password": PASSWORD})
    assert again.url == "/today"
