"""Ada tries to come to what Ann and Ben wrote, by every way that leads from her pages to an account
that reads. Each is closed where it is decided, not only in its form."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone

from dialogue.access.askers import NoSuchDialogue
from dialogue.accounts import people
from dialogue.accounts.merging import CannotMerge, merge
from dialogue.admin.accounts import PersonAdmin
from dialogue.appointments import calendar_links
from dialogue.couple import couple_therapist, couples, invitations
from dialogue.home import ending
from dialogue.measures import answers
from dialogue.models import Access, Couple, Person
from dialogue.records import notes
from dialogue.workup import service as workup
from tests.admin.conftest import SECRET
from tests.support import cast
from tests.support.cast import PASSWORD
from tests.support.page import code_in
from tests.support.rooms import seat_of, seen_by

pytestmark = pytest.mark.django_db
MINE = "ada-herself@example.org"


@pytest.fixture
def hers(ada):
    """An account that Ada holds, under another name."""
    return cast.person("Alma")


def asked(couple, thea):
    """Both have asked for Thea, who has not answered."""
    couple.couple_therapists.update(therapist_agreed_at=None)
    Couple.objects.update(therapist=None)


def kept_a_record(couple, thea):
    """Their work is over; what Thea noted of it is still hers."""
    today = timezone.localdate()
    notes.begin_note(therapist_id=thea.pk, couple_id=couple.pk, template="free", met_on=today)
    couple_therapist.assign(couple=couple, therapist=None)
    couple.couple_therapists.all().delete()


def answered_and_left(couple, thea):
    """Ann is in no couple any more; what she answered is still hers."""
    ann = Person.objects.get(name="Ann")
    answers.keep(person_id=ann.pk, measure="csi4", answers={"happiness": 2})
    ending.end_couple(couple=couple)
    Couple.objects.update(forget_at=timezone.now())


# What makes an account one that leads to words: whose, and how it came to it.
STATES: dict[str, tuple[str, Any]] = {
    "a partner": ("Ann", lambda couple, thea: None),
    "the other partner": ("Ben", lambda couple, thea: None),
    "disabled meanwhile": ("Ann", lambda c, t: Person.objects.update(is_active=False)),
    "left lately": ("Ann", lambda couple, thea: ending.end_couple(couple=couple)),
    "was left lately": ("Ben", lambda couple, thea: ending.end_couple(couple=couple)),
    "their therapist": ("Thea", lambda couple, thea: None),
    "made a partner meanwhile": ("Thea", lambda c, t: Person.objects.update(role="partner")),
    "asked for as a therapist": ("Thea", asked),
    "their therapist since before there were cares": (
        "Thea",
        lambda couple, thea: couple.couple_therapists.all().delete(),
    ),
    "keeps a record of earlier times": ("Thea", kept_a_record),
    "has a workup": ("Carl", lambda c, t: workup.begin(person_id=cast.person("Carl").pk)),
    "has answered a measure": ("Ann", answered_and_left),
    "without a key any more": ("Thea", lambda c, t: Authenticator.objects.all().delete()),
}


@pytest.fixture(params=STATES)
def reader(request, couple, thea):
    """Somebody whose account leads to words, in each of the ways there are."""
    name, happens = STATES[request.param]
    happens(couple, thea)
    Person.objects.filter(name="Ada").update(role="admin", is_active=True)
    return Person.objects.get(name=name)


def form_of(person, **changed):
    kept = {"name": person.name, "email": person.email, "role": person.role, "language": "en"}
    return kept | {"time_zone": "UTC", "is_active": "on"} | changed


def page_of(person):
    return f"/admin/dialogue/person/{person.pk}/change/"


# --- another address -------------------------------------------------------------------------


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


# --- merging ---------------------------------------------------------------------------------


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
    assert not any(re.search(r"^\w{4}-\w{4}$", str(sent.body), re.M) for sent in mail.outbox)
    for email in ("alma@example.org", ann.email):
        asking.post("/account/login/", {"login": email, "password": "hers, not Ann's"})
    for client in (here, asking):
        assert "_auth_user_id" not in client.session
        assert client.get(f"/transcript/{room}").status_code == 302


# --- other ways ------------------------------------------------------------------------------


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


# --- what Ann does herself ---------------------------------------------------------------------


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
    assert again.url == "/sessions"
