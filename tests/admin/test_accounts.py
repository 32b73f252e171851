"""Ada keeps the accounts, and never sees what anybody wrote."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from dialogue import vault
from dialogue.models import Access, Couple, Partner, Person
from dialogue.services import people
from dialogue.services.access import NoSuchDialogue, SignedOut
from dialogue.services.doors import NotOpen
from tests import cast
from tests.rooms import done, seat_of, seen_by, to_sending

pytestmark = pytest.mark.django_db
SECRET = "The summer we do not talk about"


@pytest.fixture
def room(couple, ann, ben):
    room = to_sending(ann, ben)
    done(ann, room, "send", SECRET)
    return room


@pytest.fixture
def desk(client, ada):
    client.force_login(ada)
    return client


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
    assert desk.post(page("person_erase", ann)).status_code == 302
    assert not Person.objects.filter(email="ann@example.org").exists()
    couple = Couple.objects.get(pk=couple.pk)
    assert couple.ended_at is not None
    with pytest.raises(vault.CannotOpen):
        vault.couple_key(couple.pk, couple.wrapped_key)
    with pytest.raises(NoSuchDialogue):
        seat_of(ben, room)


def test_two_accounts_of_one_person_become_one(ada, room, ann, ben):
    again = cast.person("Anna")
    people.merge(kept=again, duplicate=ann, by=ada)
    assert not Person.objects.filter(pk=ann.pk).exists()
    place = Partner.objects.get(person=again)
    assert place.seat == "first"
    with pytest.raises(NotOpen):
        seen_by(again, room)
    cast.agreed(place.couple)  # she is asked again
    assert [entry.words for entry in seen_by(again, room)][-1] == SECRET
    done(ben, room, "mirror", "That summer.")


def test_ann_and_ben_are_not_one_person(desk, couple, ann, ben):
    answer = desk.post(page("person_merge", ann), {"duplicate": ben.email})
    assert answer.status_code == 422
    assert "cannot be one person" in answer.content.decode()
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
    people.merge(kept=ann, duplicate=omar, by=ada)
    assert not Session.objects.filter(pk=client.session.session_key).exists()
