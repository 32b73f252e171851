"""Ben waits for Ann, who is away: he is told so, and that he may go."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.timeout(60)
TOLD = "Ann is away. Nothing is lost"


def test_whoever_waits_for_somebody_who_is_away_is_told_after_a_while_and_not_at_once(sit, house):
    ben = sit("Ben")
    ben.has_a_clock()
    ben.enter(house, "waiting")
    expect(ben.page.get_by_text("Let it be quiet for a moment")).to_be_visible()
    told = ben.page.get_by_text(TOLD)
    ben.wait(20)
    expect(told).to_have_count(0)
    for _ in range(3):  # a line that was opened anew while the clock ran on begins to count again
        ben.wait(15)
        if told.count():
            break
    expect(told).to_be_visible()


def test_whoever_is_to_write_is_told_nothing_of_the_kind(sit, house):
    ann = sit("Ann")
    ann.has_a_clock()
    ann.enter(house, "sending")
    ann.wait(40)
    expect(ann.page.get_by_text("Nothing is lost")).to_have_count(0)
