"""Passkeys in a real browser, with an authenticator that only pretends to see a finger."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import shoot
from tests.support.cast import PASSWORD
from tests.support.servers import Server


def with_authenticator(page: Page, *, willing: bool = True) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
    able = {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": willing}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options | able})


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


@pytest.fixture(scope="module")
def server(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("keys") / "server", template=template) as running:
        yield running


def add_passkey(page: Page) -> None:
    page.goto("/profile")
    page.get_by_role("link", name="Passkeys and codes").click()
    shoot(page, "keys")
    page.get_by_role("link", name="Add a passkey").click()
    page.locator("[name=password]").fill(PASSWORD)
    press(page, "Continue")
    heading(page, "Add a passkey")
    shoot(page, "add-passkey")
    press(page, "Add this passkey")


def test_ann_adds_a_passkey_and_signs_in_with_it_alone(at):
    page = at("Ann").page
    with_authenticator(page)
    add_passkey(page)
    heading(page, "Your recovery codes")
    shoot(page, "recovery-codes")
    page.goto("/account/logout/")
    press(page, "Sign out")
    page.goto("/account/login/")
    shoot(page, "login")
    press(page, "Use a passkey")
    page.wait_for_url("**/today")
    page.goto("/account/keys/webauthn/")
    expect(page.get_by_text(re.compile("last used on"))).to_be_visible()


def test_the_password_is_then_not_enough_and_the_passkey_completes_it(at):
    page = at("Ben").page
    with_authenticator(page)
    add_passkey(page)
    heading(page, "Your recovery codes")
    page.goto("/account/logout/")
    press(page, "Sign out")
    page.goto("/account/login/")
    page.locator("[name=login]").fill("ben@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    heading(page, "One more step")
    shoot(page, "one-more-step")
    press(page, "Use a passkey")
    page.wait_for_url("**/today")
    page.goto("/account/keys/recovery-codes/generate/")
    page.get_by_role("link", name="Use a passkey").click()
    press(page, "Use the passkey")
    heading(page, "Create new recovery codes?")


def test_who_changes_her_mind_reads_calm_words(at):
    page = at("Omar").page
    with_authenticator(page, willing=False)
    add_passkey(page)
    expect(page.get_by_text("The passkey wasn’t used.")).to_be_visible()
    heading(page, "Add a passkey")
