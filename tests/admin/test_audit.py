"""What therapists and admins look at is written down, without content, for the person concerned to read."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.urls import reverse

from dialogue.models import Access, Practice
from tests.support import cast
from tests.support.rooms import to_sending

pytestmark = pytest.mark.django_db


def test_ann_reads_that_thea_read_a_transcript(client, couple, ann, ben, thea):
    room = to_sending(ann, ben)
    client.force_login(thea)
    client.get(reverse("transcript", args=[room]))
    client.get(reverse("transcript", args=[room]))
    assert Access.objects.filter(subject=ann).count() == 1  # one look, not two
    client.force_login(ann)
    page = client.get(reverse("accesses")).content.decode()
    assert "Thea" in page
    assert "read a transcript of you" in page


def test_omar_reads_nothing_of_anns(client, couple, ann, ben, thea, omar):
    room = to_sending(ann, ben)
    client.force_login(thea)
    client.get(reverse("transcript", args=[room]))
    client.force_login(omar)
    page = client.get(reverse("accesses")).content.decode()
    assert "Thea" not in page
    assert "Nobody has opened anything" in page


def test_partners_reading_their_own_words_are_nobodys_concern(client, couple, ann, ben):
    room = to_sending(ann, ben)
    client.force_login(ben)
    client.get(reverse("transcript", args=[room]))
    assert not Access.objects.exists()


def test_ada_can_search_the_log_and_not_change_it(client, couple, ann, ben, ada):
    client.force_login(ada)
    client.get(reverse("admin:dialogue_person_change", args=[ann.pk]))
    found = client.get(reverse("admin:dialogue_access_changelist"), {"q": "ann"})
    assert "looked at the account of" in found.content.decode()
    access = Access.objects.get()
    change = reverse("admin:dialogue_access_change", args=[access.pk])
    assert client.post(change, {"what": "erased"}).status_code == 403
    delete = reverse("admin:dialogue_access_delete", args=[access.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403
    with pytest.raises(TypeError):
        access.save()


@pytest.mark.django_db(transaction=True)
def test_thea_in_the_room_is_written_down(rooms, ann, ben, thea):
    room = to_sending(ann, ben)

    async def scene(thea):
        await thea.beat()

    rooms.play(room, [thea], scene)
    entered = Access.objects.filter(what="entered_room")
    assert set(entered.values_list("subject__name", flat=True)) == {"Ann", "Ben"}


# --- the desk --------------------------------------------------------------------------------


def about(what):
    return set(Access.objects.filter(what=what).values_list("subject__name", flat=True))


def account(person, **fields):
    kept = {"name": person.name, "email": person.email, "role": person.role, "language": "en"}
    return kept | {"time_zone": "UTC", "is_active": "on"} | fields


def test_ada_s_changes_to_her_own_account_are_written_down_and_her_looks_are_not(desk, ada):
    own = reverse("admin:dialogue_person_change", args=[ada.pk])
    desk.get(own)
    desk.get(reverse("admin:dialogue_person_changelist"))
    assert not Access.objects.exists()
    assert desk.post(own, account(ada, name="Adele")).status_code == 302
    assert about("changed_account") == {"Adele"}


def test_ada_cannot_change_her_own_role_and_can_change_omar_s(desk, ada, omar):
    own = reverse("admin:dialogue_person_change", args=[ada.pk])
    answer = desk.post(own, account(ada, role="therapist"))
    assert answer.context["adminform"].form.errors["role"]
    ada.refresh_from_db()
    assert ada.role == "admin" and not Access.objects.filter(what="changed_account").exists()
    theirs = reverse("admin:dialogue_person_change", args=[omar.pk])
    assert desk.post(theirs, account(omar, role="therapist")).status_code == 302
    omar.refresh_from_db()
    assert omar.role == "therapist"


def test_ada_cannot_lock_herself_out(desk, ada):
    own = reverse("admin:dialogue_person_change", args=[ada.pk])
    answer = desk.post(own, account(ada) | {"is_active": ""})
    assert answer.context["adminform"].form.errors["is_active"]
    ada.refresh_from_db()
    assert ada.is_active
    assert "History" not in desk.get(own).content.decode()


@pytest.mark.parametrize("at_once", [False, True])
def test_thea_s_lost_key_is_removed_and_she_is_told(
    desk, thea, at_once, django_capture_on_commit_callbacks
):
    keys = Authenticator.objects.filter(user=thea)
    app = keys.get(type="totp")
    with django_capture_on_commit_callbacks(execute=True):
        if at_once:
            chosen = {"action": "delete_selected", "_selected_action": [key.pk for key in keys]}
            desk.post(reverse("admin:mfa_authenticator_changelist"), chosen | {"post": "yes"})
            assert not keys.all().exists()
        else:
            desk.post(reverse("admin:mfa_authenticator_delete", args=[app.pk]), {"post": "yes"})
            assert not keys.filter(type="totp").exists()
    assert about("removed_key") == {"Thea"}
    (sent,) = mail.outbox
    assert sent.to == ["thea@example.org"] and sent.subject == "About your account"
    assert "The authenticator app was removed from your account." in sent.body
    assert "Thea" not in sent.body


def test_a_look_at_a_couple_concerns_all_three(desk, couple):
    address = reverse("admin:dialogue_couple_change", args=[couple.pk])
    for _ in range(2):
        assert desk.get(address).status_code == 200
    assert about("saw_couple") == {"Ann", "Ben", "Thea"}
    assert Access.objects.count() == 3


@pytest.mark.parametrize("name", ["dialogue_person", "dialogue_couple", "mfa_authenticator"])
def test_who_stands_in_a_list_was_seen_once_a_day(
    desk, couple, omar, name, django_assert_max_num_queries
):
    address = reverse(f"admin:{name}_changelist")
    with django_assert_max_num_queries(14):
        desk.get(address)
    desk.get(address)
    shown = {"person": {"Ann", "Ben", "Thea", "Omar"}, "couple": {"Ann", "Ben", "Thea"}}
    expected = shown.get(name.removeprefix("dialogue_"), {"Thea"})
    assert about("saw_in_list") == expected
    assert Access.objects.count() == len(expected)


def test_only_who_was_found_was_seen(desk, couple, omar):
    desk.get(reverse("admin:dialogue_person_changelist"), {"q": "omar"})
    assert about("saw_in_list") == {"Omar"}


def test_ann_s_name_is_nowhere_in_the_admin_s_own_log_after_she_was_erased(desk, couple, ann, ada):
    desk.post(reverse("admin:dialogue_person_add"), account(ada, name="Annabel", email="a@a.org"))
    page = reverse("admin:dialogue_person_change", args=[ann.pk])
    assert desk.post(page, account(ann, name="Anna")).status_code == 302
    key = Authenticator.objects.get(user=cast.with_second_factor(ann), type="totp")
    desk.post(reverse("admin:mfa_authenticator_delete", args=[key.pk]), {"post": "yes"})
    assert desk.post(reverse("admin:person_erase", args=[ann.pk])).status_code == 302
    assert not LogEntry.objects.exists()
    desk.get(reverse("admin:index"))  # reads what was just said
    index = desk.get(reverse("admin:index")).content.decode()
    assert "Ann" not in index and "Recent actions" not in index


def test_ada_changes_what_thea_s_practice_says_to_couples(desk, couple, thea):
    practice = Practice.objects.create(therapist=thea, about="Calm.", code="THEA2345")
    address = reverse("admin:dialogue_practice_change", args=[practice.pk])
    page = desk.get(address).content.decode()
    assert about("saw_account") == {"Thea"}
    assert "Calm." in page and not any(word in page for word in ("THEA2345", "Ann", "Ben"))
    form = {"takes_couples": "on", "languages": "English", "times": "Mondays", "about": "Loud."}
    assert desk.post(address, form).status_code == 302
    practice.refresh_from_db()
    assert (practice.takes_couples, practice.times, practice.about) == (True, "Mondays", "Calm.")
    assert about("changed_practice") == {"Thea"}
    delete = reverse("admin:dialogue_practice_delete", args=[practice.pk])
    assert desk.post(delete, {"post": "yes"}).status_code == 403


def test_a_number_of_five_thousand_digits_is_nobody_s(desk):
    for kind in ("dialogue/person", "dialogue/practice", "dialogue/couple", "mfa/authenticator"):
        for number in ("5" * 4000, "5" * 5000):
            answer = desk.get(f"/admin/{kind}/{number}/change/")
            assert answer.status_code in (302, 404)
