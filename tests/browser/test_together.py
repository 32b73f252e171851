"""Ann and Ben write their vision on two phones."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.people import PHONE
from tests.browser.soundness import faults

KEPT = re.compile("Saved at ")
pytestmark = pytest.mark.timeout(60)


def test_they_write_alone_reveal_together_and_make_one_list(sit):
    ann, ben = sit("Ann", **PHONE), sit("Ben", **PHONE)
    for person, words in ((ann, "We sing in the car."), (ben, "We have a dog.")):
        person.page.goto("/vision")
        person.page.get_by_label("Our relationship at its best").fill(words)
        expect(person.page.locator("[data-autosave-says]")).to_have_text(KEPT)
        person.click("I’m ready")
        ben.page.goto("/vision")
        assert person is ben or "in the car" not in ben.page.content()
    ben.page.get_by_label("Yes, ours").first.check()
    ben.page.get_by_label("Most of all", exact=True).first.check()
    ben.click("Save")
    for person in (ann, ben):
        # Her page shows it by itself: it waits.
        expect(person.page.locator(".vision li")).to_have_text(["We sing in the car."])
    assert not faults(ann.page)
