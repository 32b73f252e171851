"""Ada keeps the accounts, and never sees what anybody wrote."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse

from dialogue.access.askers import NoSuchDialogue, SignedOut
from dialogue.access.consent import is_open
from dialogue.accounts.merging import merge
from dialogue.appointments.calendar_links import set_reminders
from dialogue.base import vault
from dialogue.models import Access, Calendar, Couple, Person
from dialogue.safety import screening
from tests.admin.conftest import SECRET
from tests.support import cast
from tests.support.page import CODE
from tests.support.rooms import done, seat_of, seen_by

pytestmark = pytest.mark.django_db


def page(name: str, person: Person) -> str:
    return reverse(f"admin:{name}", args=[person.pk])


def test_ada_finds_ann_and_sees_no_word(desk, room, ann):
    urls = [
        reverse("admin:index"),
        f"{reverse('admin:dialogue_person_changelist')}?q=ann",
        page("dialogue_person_change", ann),
        page("person_merge", ann),
        page("person_erase", ann),
        reverse("admin:dialogue_couple_changelist"),
        reverse("admin:dialogue_access_changelist"),
    ]
    for url in urls:
        answer = desk.get(url)
        assert answer.status_code == 200, url
        assert SECRET not in answer.content.decode()


def test_a_disabled_account_is_out_at_once(desk, room, ann):
    fields = {"name": "Ann", "email": ann.email, "role": "partner", "language": "en"}
    answer = desk.post(page("dialogue_person_change", ann), fields | {"time_zone": "UTC"})
    assert answer.status_code == 302
    with pytest.raises(SignedOut):
        seat_of(ann, room)
    assert Access.objects.filter(subject=ann, what="disabled_account").exists()


def test_an_export_holds_the_account_and_no_words(desk, room, ann):
    answer = desk.post(page("person_export", ann))
    assert answer.json()["account"]["email"] == "ann@example.org"
    assert SECRET not in answer.content.decode()
    assert desk.get(page("person_export", ann)).status_code == 405


def test_erasing_ann_forgets_the_key_of_her_couple(desk, room, ann, ben, couple):
    assert seen_by(ben, room)[-1].words == SECRET
    set_reminders(person=ann, wanted=False, waiting=True, address_is_safe=True)
    assert desk.post(page("person_erase", ann)).status_code == 302
    assert not Calendar.objects.exists()
    assert not Person.objects.filter(email="ann@example.org").exists()
    couple = Couple.objects.get(pk=couple.pk)
    assert couple.ended_at is not None
    with pytest.raises(vault.CannotOpen):
        vault.couple_key(couple.pk, couple.wrapped_key)
    with pytest.raises(NoSuchDialogue):
        seat_of(ben, room)


def test_ann_s_second_account_goes_and_her_couple_works_on(ada, room, ann, ben, couple):
    again = cast.person("Anna")
    merge(kept=ann, duplicate=again, by=ada)
    assert not Person.objects.filter(pk=again.pk).exists()
    assert is_open(couple=couple)
    assert [entry.words for entry in seen_by(ann, room)][-1] == SECRET
    done(ben, room, "mirror", "That summer.")


def test_ann_and_ben_are_not_one_person(desk, couple, ann, ben):
    answer = desk.post(page("person_merge", ann), {"duplicate": ben.email})
    assert answer.status_code == 422
    assert "partners in the same couple" in answer.content.decode()
    assert Person.objects.filter(pk=ben.pk).exists()


def test_nobody_is_deleted_past_the_erasing(desk, ann):
    assert desk.post(page("dialogue_person_delete", ann), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("name", ["ann", "thea", "omar"])
def test_nobody_else_comes_to_the_desk(client, couple, request, name, ann, ben):
    client.force_login(request.getfixturevalue(name))
    for url in (page("person_export", ben), page("person_erase", ben), page("person_merge", ben)):
        assert client.post(url).status_code in (302, 403, 404)
    assert Person.objects.filter(pk=ben.pk).exists()


def test_an_ended_login_of_the_duplicate_is_gone(client, ada, couple, ann, omar):
    client.force_login(omar)
    merge(kept=ann, duplicate=omar, by=ada)
    assert not Session.objects.filter(pk=client.session.session_key).exists()


# --- another address -------------------------------------------------------------------------


def address(desk, person, email):
    fields = {"name": person.name, "email": email, "role": person.role, "language": "en"}
    form = fields | {"time_zone": "UTC", "is_active": "on"}
    return desk.post(page("dialogue_person_change", person), form)


def test_another_address_shuts_out_whoever_reads_the_old_one(desk, ann):
    there = Client()
    there.force_login(ann)
    Calendar.objects.create(person=ann, reminders=True, safe_address=ann.email)
    EmailAddress.objects.create(user=ann, email="second@example.org", verified=True)
    assert address(desk, ann, "Anna@Example.org").status_code == 302
    ann.refresh_from_db()
    assert ann.email == "anna@example.org"
    (only,) = EmailAddress.objects.filter(user=ann)
    assert (only.email, only.verified, only.primary) == ("anna@example.org", False, True)
    assert not Session.objects.filter(pk=there.session.session_key).exists()
    assert Calendar.objects.get(person=ann).safe_address == ""
    assert Access.objects.filter(subject=ann, what="changed_address").count() == 1
    mail.outbox.clear()
    Client().post("/account/password/reset/", {"email": "ann@example.org"})
    Client().post("/account/password/reset/", {"email": "second@example.org"})
    assert not any(CODE.search(str(one.body)) for one in mail.outbox)


def test_nothing_of_that_happens_while_the_address_stays(desk, room, ann):
    there = Client()
    there.force_login(ann)
    assert address(desk, ann, ann.email).status_code == 302
    assert EmailAddress.objects.get(user=ann).verified
    assert Session.objects.filter(pk=there.session.session_key).exists()
    assert not Access.objects.filter(what="changed_address").exists()


def test_an_address_that_omar_has_confirmed_is_not_given_to_ann(desk, ann, omar):
    EmailAddress.objects.create(user=omar, email="two@example.org", verified=True)
    assert address(desk, ann, "Two@example.org").status_code == 200
    ann.refresh_from_db()
    assert ann.email == "ann@example.org"


def test_another_address_does_not_lead_to_what_ann_answered_in_private(
    desk, ann, django_capture_on_commit_callbacks
):
    screening.keep(person_id=ann.pk, look=screening.Screening({"afraid": "yes"}))
    with django_capture_on_commit_callbacks(execute=True):
        assert address(desk, ann, "ada-herself@example.org").status_code == 302
    assert screening.screening_of(person_id=ann.pk) == screening.Screening()
    (sent,) = mail.outbox
    assert sent.to == ["ann@example.org"] and sent.subject == "About your account"
    assert "changed the address of your account" in sent.body
    for word in ("Ann", "ada-herself", "couple", "dialogue", "Imago", "therap"):
        assert word not in sent.body


def test_ada_changes_her_own_address_on_her_own_page(desk, ada):
    answer = address(desk, ada, "ada2@example.org")
    assert "Change its address on your own page" in answer.content.decode()
    ada.refresh_from_db()
    assert ada.email == "ada@example.org" and ada.has_usable_password()


def test_the_private_answers_stay_while_the_address_stays(desk, room, ann, couple):
    screening.keep(person_id=ann.pk, look=screening.Screening({"afraid": "yes"}))
    assert address(desk, ann, ann.email).status_code == 302
    assert screening.screening_of(person_id=ann.pk).answers == {"afraid": "yes"}
    assert is_open(couple=couple) and not mail.outbox
