"""What somebody gets who is not meant: at every address that there is, signed out and as Omar."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from dialogue.models import (
    Answer,
    Appointment,
    Commitment,
    CoupleTherapist,
    DialogueSession,
    Invitation,
    Partner,
    Person,
    Tick,
)
from tests.support.cast import PASSWORD
from tests.support.every import NAMES, SECRET, the_two
from tests.support.foreign import rows
from tests.support.rollback import rollback

pytestmark = pytest.mark.long

# A new address must be named here, by who may come.
ANYBODY = {
    "home",
    "leave",
    "whose_login",
    "safety",
    "findings",
    "before",
    "before_page",
    "before_example",
    "security_txt",
    "change_password_here",
    "invitation",
    "subscription",
    "stories",
    "story",
    "story_step",
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_email_verification_sent",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_reset_password",
    "account_confirm_password_reset_code",
    "account_complete_password_reset",
    "account_password_reset_completed",
    "mfa_authenticate",
    "mfa_login_webauthn",
}
SIGNED_IN = {
    "discard_unsaved",
    "profile",
    "time_zone",
    "path",
    "course",
    "course_questions",
    "side",
    "rest",
    "accesses",
    "sessions",
    "board",
    "pulses",
    "pulses_file",
    "progress",
    "progress_file",
    "share_measures",
    "partner_progress",
    "answer_measure",
    "start",
    "invite",
    "revoke_invitation",
    "confirm_partner",
    "take_back_yes",
    "leave_couple",
    "gifts",
    "transcripts",
    "therapist",
    "practice",
    "records",
    "new_code",
    "appointments",
    "calendar",
    "account_email",
    "account_change_password",
    "account_set_password",
    "account_reauthenticate",
    "usersessions_list",
    "second_factor",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "workup_rest",
    "workups",
    "workups_beside",
    "workups_file",
    "shown_to_me",
    "vision",
    "earlier_visions",
    "earlier_vision",
    "caring",
}
THE_TWO = {"room", "transcript", "timeline"}  # and their therapist
CONCERNED = {  # an appointment, a care or a gift, found by its number
    "gift",
    "agree_to_therapist",
    "end_with_therapist",
    "answer_appointment",
    "move_appointment",
    "cancel_appointment",
    "skip_appointment",
    "bring_back_appointment",
    "appointment_file",
}
THEIR_THERAPIST = {
    "joint_work",
    "couple_progress",
    "read_together",
    "record",
    "partner_record",
    "session_start",
    "erase_record",
    "note",
    "note_draft",
}
OWN = {"workup", "workup_step", "show_part", "erase_workup"}  # of one person, and of nobody else
EACH_ALONE = {"pulse", "pulse_saved", "one_phone"}  # one of the two, and not their therapist either
METHODS = ("put", "delete", "get", "head", "post")  # the one that could sign out comes last
FORM = {
    "name": "Omar",
    "email": "omar@example.org",
    "topic": "Us",
    "exercise": "appreciation",
    "action_primary": "",
}


def addresses(
    patterns: Any = None, namespace: str = "", before: str = "/"
) -> Iterator[tuple[str, str, str]]:
    """Every address: its namespace, its name and its route."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, pattern.namespace or namespace, route)
        else:
            assert isinstance(pattern, URLPattern)
            yield namespace, pattern.name or "", route


OURS = sorted({name for namespace, name, _route in addresses() if not namespace})


@pytest.fixture
def at(couple):
    """The address of a name, where it leads to something of others."""
    leading = {"story": reverse("story", args=["appreciation", "soup"])}
    leading["before_page"] = reverse("before_page", args=["hurt"])
    leading["before_example"] = reverse("before_example", args=[1])
    leading["answer_measure"] = reverse("answer_measure", args=["csi4"])
    for row in rows(couple):
        leading.setdefault(row.name, row.address(row.here))
    return lambda name: leading.get(name) or reverse(name)


def everything():
    """What must not change by what strangers do."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (
            DialogueSession,
            Partner,
            Invitation,
            CoupleTherapist,
            Appointment,
            Answer,
            Commitment,
            Tick,
        )
    ] + [list(Person.objects.filter(name__in=NAMES).order_by("pk").values())]


def names_somebody(answer):
    said = answer.content.decode() + str(answer.headers)
    return any(secret in said for secret in (SECRET, *NAMES, "annabel", "ann@", "ben@"))


def test_every_address_is_known_here():
    assert set(OURS) == (
        ANYBODY | SIGNED_IN | THE_TWO | CONCERNED | THEIR_THERAPIST | EACH_ALONE | OWN
    )
    assert {namespace for namespace, _name, _route in addresses()} == {"", "admin"}


def test_who_is_not_signed_in_gets_what_is_for_anybody_or_is_asked_to_sign_in(
    browser, at, subtests
):
    for name in OURS:
        with subtests.test(name), rollback():
            knocks_as_nobody(browser, at(name), name)


def knocks_as_nobody(browser, address, name):
    before, client = everything(), browser()
    for method in METHODS:
        answer = getattr(client, method)(address, FORM if method == "post" else None)
        assert not names_somebody(answer) and answer.status_code < 500
        if name not in ANYBODY:
            assert answer.url == f"/account/login/?next={address}"
    assert everything() == before


def test_omar_gets_his_own_and_nothing_of_ann_and_ben(browser, at, omar, subtests):
    for name in OURS:
        with subtests.test(name), rollback():
            knocks_as_omar(browser, omar, at(name), name)


def knocks_as_omar(browser, omar, address, name):
    before, client = everything()[1:3], browser(omar)
    for method in METHODS:
        answer = getattr(client, method)(address, FORM if method == "post" else None)
        assert not names_somebody(answer) and answer.status_code < 500
        if name in THE_TWO:
            takes = ("get", "head", "post") if name == "transcript" else ("get", "head")
            assert answer.status_code == (404 if method in takes else 405)
        if name in CONCERNED and method == "post":
            absent = re.sub(r"\d+", "7007", address)
            never = browser(omar).post(absent, FORM)
            assert (answer.status_code, answer.content) == (never.status_code, never.content)
            assert answer.status_code in (404, 405)
        if name in THEIR_THERAPIST:
            read, write = ("get", "head"), ("post",)
            allowed = {"note_draft": write, "read_together": read, "couple_progress": read}.get(
                name, read + write
            )
            assert answer.status_code == (404 if method in allowed else 405)
        if name in OWN:
            assert answer.status_code in (404, 405)
        if name in EACH_ALONE:
            assert answer.status_code == (405 if method in ("put", "delete") else 404)
    assert everything()[0] and everything()[1] == before[0]


def test_ann_and_ben_and_thea_do_get_it(browser, at, couple, ann, ben, thea):
    for name in sorted(THE_TWO):
        for person in (ann, ben, thea):
            assert names_somebody(browser(person).get(at(name))), (name, person)


def test_methods_that_make_no_sense_are_refused_without_a_fuss(browser, at, ann):
    for name in sorted({"sessions", "room", "profile", "invite", "start", "home", "safety"}):
        answer = browser(ann).delete(at(name))
        assert answer.status_code == 405 and answer.headers["Allow"]
        assert "You can’t do that here" in answer.content.decode()


FIELDS = ("pk", "email", "password", "role", "is_active")


# --- the admin's pages -----------------------------------------------------------------------


def admin_addresses():
    for namespace, _name, route in addresses():
        if namespace == "admin" and "(" not in route:
            yield re.sub("<path:[a-z_]+>", "1", route)


@pytest.mark.parametrize("who", ["nobody", "Ann", "Thea", "Omar"])
def test_nobody_but_ada_comes_into_the_admin_s_pages(browser, couple, omar, who):
    person = Person.objects.filter(name=who).first()
    found = list(admin_addresses())
    assert len(found) > 15
    for address in [*found, "/admin/dialogue/", "/admin/nothing"]:
        client = browser(person)
        for method in ("get", "post"):
            answer = getattr(client, method)(address, follow=True)
            outside = answer.request["PATH_INFO"] in ("/", "/account/login/")
            assert outside or answer.status_code in (403, 405), address
            assert b"example.org" not in answer.content


def test_a_therapist_with_all_permissions_of_django_still_is_no_admin(browser, thea):
    Person.objects.filter(pk=thea.pk).update(is_superuser=True)
    assert browser(thea).get("/admin/", follow=True).status_code == 403


def test_ada_sees_accounts_and_couples_and_never_words(browser, couple, ada, at):
    ann, _ben = the_two()
    client = browser(ada)
    for address in (
        "",
        "person/",
        f"person/{ann.pk}/change/",
        "couple/",
        f"couple/{couple.pk}/change/",
    ):
        answer = client.get(f"/admin/dialogue/{address}")
        assert answer.status_code == 200 and SECRET.encode() not in answer.content
    assert b"Annabel, Benedict" in answer.content
    assert client.get(at("room")).status_code == client.get(at("transcript")).status_code == 404
    for model in ("dialoguesession", "event", "draft", "turn", "invitation"):
        assert client.get(f"/admin/dialogue/{model}/").status_code == 404


def test_ada_makes_thea_s_account_and_thea_chooses_her_password(browser, ada):
    form = {"name": "Thea", "email": "thea@example.org", "role": "therapist", "language": "en"}
    client = browser(ada)
    client.post("/admin/dialogue/person/add/", form | {"time_zone": "UTC", "is_active": "on"})
    thea = Person.objects.get(name="Thea")
    assert thea.role == "therapist" and not thea.check_password("")
    browser().post("/account/password/reset/", {"email": "thea@example.org"})
    assert re.search(r"^\w{4}-\w{4}$", str(mail.outbox[0].body), re.MULTILINE)


@pytest.fixture
def woken(monkeypatch):
    rooms: list[Any] = []
    monkeypatch.setattr("dialogue.base.live.wake", rooms.append)
    return rooms


def test_what_ada_changes_is_asked_again_in_open_rooms_at_once(
    browser, couple, ada, ann, dialogue_id, woken, django_capture_on_commit_callbacks
):
    client = browser(ada)
    kept = {"name": "Ann", "email": ann.email, "role": "partner", "language": "en"}
    person = kept | {"time_zone": "UTC"}  # without is_active: closed
    end = {"action": "end", "_selected_action": [str(couple.pk)]}
    for address, form in (
        (f"person/{ann.pk}/change/", person),
        (f"couple/{couple.pk}/change/", {"therapist": ""}),
        ("couple/", end),
    ):
        woken.clear()
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(f"/admin/dialogue/{address}", form).status_code == 302
        assert woken == [dialogue_id], address
    ann.refresh_from_db()
    couple.refresh_from_db()
    assert not ann.is_active and couple.therapist is None and couple.ended_at
    assert not Partner.objects.filter(couple=couple, left_at=None).exists()


def test_the_admin_s_pages_know_no_second_door(browser, ada):
    assert browser().get("/admin/login/").url.startswith("/account/login/")
    form = {"username": "ada@example.org", "password": PASSWORD}
    client = browser()
    assert client.post("/admin/login/", form).url.startswith("/account/login/")
    assert "_auth_user_id" not in client.session
