"""Today, and all that is the two's, as Ann finds them on any screen."""

import pytest
from playwright.sync_api import expect

from tests.browser.soundness import faults

pytestmark = pytest.mark.timeout(90)


def test_today_is_sound_and_its_tabs_lead_to_the_rest(sit):
    ann = sit("Ann")
    ann.page.goto("/today")
    assert faults(ann.page) == []
    tabs = ann.page.get_by_role("navigation", name="Main")
    for tab, title in (("Us", "Us"), ("Talk", "Your dialogues"), ("Today", "It’s your turn")):
        tabs.get_by_role("link", name=tab, exact=True).click()
        expect(ann.page.get_by_role("heading", level=1)).to_have_text(title)
        expect(tabs.locator("[aria-current=page]")).to_have_text(tab)
        if tab == "Us":
            assert faults(ann.page) == []
