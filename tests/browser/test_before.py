"""The first five minutes and the front page, at every size, in light and in dark, and with large letters."""

import pytest

from dialogue.introduction.texts import EXAMPLE
from tests.browser.people import DESKTOP, PHONE, SHOTS, At
from tests.browser.soundness import faults

pytestmark = pytest.mark.timeout(180)
PAGES = (
    "",
    "before",
    "before/hurt",
    "before/dialogue",
    "before/limits",
    f"before/example/{len(EXAMPLE) + 1}",
)


WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def pictures(person: At, name: str) -> None:
    """Where somebody asked for them: SHOTS=folder."""
    for device in (PHONE, DESKTOP) if SHOTS else ():
        person.page.set_viewport_size(device["viewport"])
        width = device["viewport"]["width"]
        for scheme in ("light", "dark"):
            person.page.emulate_media(color_scheme=scheme)
            person.page.screenshot(
                path=f"{SHOTS}/before-{name}-{width}-{scheme}.png", full_page=True
            )


def test_anybody_reads_them_at_every_size_and_with_letters_of_twice_the_size(sit):
    anybody = sit("", **PHONE)
    for address in PAGES:
        anybody.page.goto(f"/{address}")
        name = address.replace("/", "-") or "front"
        pictures(anybody, name)
        assert faults(anybody.page) == [], address
        anybody.page.evaluate("document.documentElement.style.fontSize = '200%'")
        pictures(anybody, f"{name}-large")
        anybody.page.set_viewport_size(PHONE["viewport"])
        assert anybody.page.evaluate(WIDER) == 0, address
