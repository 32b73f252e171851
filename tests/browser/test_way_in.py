"""Two who know nothing of this, at their own phones, from the front page to “Yes, now is good”."""

import pytest
from playwright.sync_api import expect

from benchmarks.way_in import Walk, goes_on, invites
from tests.browser.people import PHONE
from tests.browser.soundness import faults

pytestmark = pytest.mark.timeout(120)
SHARES = "navigator.share = async (what) => { window.shared = what; }"


def looks_at_the_invitation(page):
    """And changes the message; on another page a password is looked at. Neither counts as the way."""
    link = page.get_by_label("The link, just for your partner").input_value()
    page.reload()
    expect(page.get_by_label("The link, just for your partner")).to_have_value(link)
    page.get_by_label("Your message").fill("Look at this with me?")
    page.get_by_role("button", name="Share").click()
    assert page.evaluate("window.shared") == {"text": "Look at this with me?", "url": link}
    page.get_by_text("Scan the code").click()
    expect(page.get_by_role("img", name="The link, as a QR code")).to_be_visible()
    assert faults(page) == []
    page.set_viewport_size(PHONE["viewport"])
    page.reload()


def looks_at_a_password(page):
    page.goto("/account/signup/")
    password = page.get_by_label("Password", exact=True)
    password.fill("tea by the sea")
    for button, kind in (("Show password", "text"), ("Hide password", "password")):
        page.get_by_role("button", name=button).click()
        expect(password).to_have_attribute("type", kind)


def test_two_newcomers_are_a_couple_after_six_pages_with_one_password_each_and_no_reload(
    sit, house
):
    nora, milo = (Walk(sit(name, **PHONE).page, name, settles=False) for name in ("Nora", "Milo"))
    nora.page.add_init_script(SHARES)
    looks_at_a_password(milo.page)
    invites(nora, house.server)
    looks_at_the_invitation(nora.page)
    goes_on(nora, milo, house.server)
    for one in (nora, milo):
        assert one.paired["pages"] <= 6 and one.paired["minutes"] < 5, one.words
        assert one.counts["passwords"] == 1 and one.counts.get("reloads", 0) == 0
