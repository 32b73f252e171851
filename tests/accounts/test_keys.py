"""A second factor: who needs one, how it is set up, and what opens when it is lost."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.core import mail

from dialogue.access.askers import Asker, NoSuchDialogue
from dialogue.access.dialogues import find
from dialogue.models import Person
from tests.support import cast
from tests.support.cast import PASSWORD, SECRET
from tests.support.page import Page, code_in

SIGN_IN, ASKED = "/account/login/", "/account/keys/authenticate/"
KEYS, FIRST = "/account/keys/", "/account/keys/first"


def sign_in(client, name):
    form = {"login": f"{name.lower()}@example.org", "password": PASSWORD}
    return client.post(SIGN_IN, form).url


def prove(client, address):
    """Write the password once more, where that is asked for, and come to the address."""
    asked = client.get(address)
    if asked.status_code == 302:
        asked = client.post(asked.url, {"password": PASSWORD}, follow=True)
    return Page(asked)


def code_of(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def without_keys(person):
    Authenticator.objects.filter(user=person).delete()
    return person


# --- who needs one ---------------------------------------------------------------------------


def test_a_therapist_without_a_second_factor_is_led_to_it_and_sees_no_room(
    browser, couple, thea, dialogue_id
):
    client = browser(without_keys(thea))
    for address in ("/sessions", f"/room/{dialogue_id}", f"/transcript/{dialogue_id}", "/admin/"):
        assert client.get(address).url == FIRST
    page = Page(client.get(FIRST))
    assert page.heading == "Add a second step"
    links = [link.attributes["href"] for link in page.all("a")]
    assert {"/account/keys/webauthn/add/", "/account/keys/totp/activate/"} <= set(links)
    for address in ("/", "/safety", "/profile", "/leave"):
        assert client.get(address).headers.get("Location") != FIRST


def test_the_room_itself_does_not_exist_for_a_therapist_without_one(couple, thea, ann, dialogue_id):
    assert find(asker=Asker(thea.pk), dialogue_id=dialogue_id).seat == "therapist"
    without_keys(thea)
    with pytest.raises(NoSuchDialogue):
        find(asker=Asker(thea.pk), dialogue_id=dialogue_id)
    assert find(asker=Asker(ann.pk), dialogue_id=dialogue_id).seat == "first"


def test_recovery_codes_alone_are_no_second_factor(thea, couple, dialogue_id):
    Authenticator.objects.filter(user=thea, type="totp").delete()
    with pytest.raises(NoSuchDialogue):
        find(asker=Asker(thea.pk), dialogue_id=dialogue_id)


def test_ada_needs_one_for_the_admin_s_pages_and_ann_for_nothing(browser, ada, ann):
    assert browser(without_keys(ada)).get("/admin/").url == FIRST
    assert browser(ann).get("/sessions").status_code == 200
    assert browser(ann).get(FIRST).url == KEYS


# --- an app that shows codes -------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_thea_sets_up_an_app_and_gets_recovery_codes_and_her_room(
    browser, couple, thea, dialogue_id
):
    without_keys(thea)
    client = browser()
    assert sign_in(client, "Thea") == "/sessions"
    page = prove(client, "/account/keys/totp/activate/")
    secret = page.by_id("secret").attributes["value"]
    assert (
        Page(client.post("/account/keys/totp/activate/", {"code": "000000"})).field("code").errors
    )
    secret = client.session["mfa.totp.secret"]
    answer = client.post("/account/keys/totp/activate/", {"code": code_of(secret)})
    codes = Page(client.get(answer.url))
    assert codes.heading == "Your recovery codes"
    assert client.get(f"/room/{dialogue_id}").status_code == 200
    assert "An authenticator app was added" in str(mail.outbox[-1].body)
    assert secret not in str(Authenticator.objects.get(user=thea, type="totp").data)


def test_thea_s_password_alone_opens_nothing_and_a_code_works_once(browser, thea):
    clients = [browser(), browser()]
    for client in clients:
        assert sign_in(client, "Thea") == ASKED
        assert client.get("/sessions").status_code == 302
    code = code_of(SECRET)
    assert clients[0].post(ASKED, {"code": code}).url == "/sessions"
    assert Page(clients[1].post(ASKED, {"code": code})).field("code").errors
    assert clients[1].get("/sessions").status_code == 302


def test_a_recovery_code_opens_once(browser, thea):
    code, client, again = cast.next_code(), browser(), browser()
    sign_in(client, "Thea")
    assert client.post(ASKED, {"code": code}).url == "/sessions"
    sign_in(again, "Thea")
    assert Page(again.post(ASKED, {"code": code})).field("code").errors


def test_guessing_codes_is_slowed_down(browser, thea):
    client = browser()
    sign_in(client, "Thea")
    pages = [Page(client.post(ASKED, {"code": f"{number:06}"})) for number in range(7)]
    assert "Too many" in pages[-1].field("code").errors
    assert Page(client.post(ASKED, {"code": code_of(SECRET)})).field("code").errors


def test_a_code_by_mail_does_not_replace_thea_s_second_factor(browser, thea):
    client = browser()
    confirm = client.post("/account/login/code/", {"email": "thea@example.org"}).url
    assert client.post(confirm, {"code": code_in(mail.outbox[0])}).url == ASKED
    assert client.get("/sessions").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_the_first_key_ends_the_logins_that_were_opened_without_it(browser, ann):
    elsewhere, client = browser(), browser()
    sign_in(elsewhere, "Ann")
    sign_in(client, "Ann")
    prove(client, "/account/keys/totp/activate/")
    code = code_of(client.session["mfa.totp.secret"])
    client.post("/account/keys/totp/activate/", {"code": code})
    assert client.get("/sessions").status_code == 200
    assert elsewhere.get("/sessions").status_code == 302


def test_keys_are_changed_only_after_showing_once_more_who_one_is(browser, thea):
    client = browser(thea)
    for address in (
        "totp/deactivate/",
        "webauthn/add/",
        "recovery-codes/",
        "recovery-codes/generate/",
    ):
        assert "reauthenticate" in client.get(KEYS + address).url
    assert prove(client, KEYS + "recovery-codes/").heading == "Your recovery codes"


def test_a_passkey_that_is_none_opens_nothing(browser, ann):
    client = browser()
    client.get("/account/keys/webauthn/login/", headers={"Accept": "application/json"})
    for credential in ("", "{}", "[]", "1", '{"id": "x"}', '{"response": {"userHandle": "MQ"}}'):
        answer = client.post("/account/keys/webauthn/login/", {"credential": credential})
        assert answer.status_code in (200, 302)
    assert client.get("/sessions").status_code == 302


def test_ada_removes_lost_keys_and_sees_no_secret(browser, ada, thea):
    client = browser(ada)
    key = Authenticator.objects.get(user=thea, type="totp")
    for address in ("", f"{key.pk}/change/"):
        page = client.get(f"/admin/mfa/authenticator/{address}")
        assert page.status_code == 200
        assert key.data["secret"] not in page.content.decode()
    client.post(f"/admin/mfa/authenticator/{key.pk}/delete/", {"post": "yes"})
    assert not Authenticator.objects.filter(pk=key.pk).exists()
    for hidden in ("usersessions/usersession", "account/emailaddress"):
        assert client.get(f"/admin/{hidden}/").status_code == 404


def test_secrets_open_with_the_master_key_alone(thea, settings):
    sealed = Authenticator.objects.get(user=thea, type="totp").data["secret"]
    assert decrypt(sealed) == SECRET and SECRET not in sealed
    settings.IMAGO_MASTER_KEYS = {"other": b"x" * 32}
    with pytest.raises(Exception, match="no master key"):
        decrypt(sealed)
    assert Person.objects.get(name="Thea") == thea
