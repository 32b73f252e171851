"""Every part in every state, on one page: sound at every size, in light and in dark; and for nobody but staff."""

import pytest

from tests.browser.people import PHONE
from tests.browser.soundness import faults

pytestmark = pytest.mark.timeout(120)


def test_every_part_is_sound_in_every_state_and_for_staff_alone(sit):
    ada, ben = sit("Ada", **PHONE), sit("Ben", **PHONE)
    assert ben.page.goto("/design/").status == 404
    ben.shot("not there")
    assert ada.page.goto("/design/").status == 200
    assert ada.page.locator("svg.drawing").count() > 12
    assert faults(ada.page) == []
    for scheme in ("light", "dark"):
        ada.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        ada.shot(f"design {scheme}")
    ada.page.goto("/")
