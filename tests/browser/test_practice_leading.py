"""A therapist in training leads a scripted couple, in a real browser."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.timeout(120)


def test_a_therapist_in_training_leads_a_scripted_couple_back_to_mirroring(visitor):
    kai = visitor()
    kai.has_a_clock()
    kai.page.goto("/try/couples_dialogue/between")
    expect(kai.page.locator("#now")).to_be_visible()
    kai.wait(20)
    said = kai.page.locator(".said .words")
    expect(said.filter(has_text="I see him twice a year")).to_have_count(1)
    kai.click("Lead")
    kai.page.get_by_label("Mirror the last message again").check()
    kai.click("Mirror the last message again")
    expect(kai.page.locator(".seat-guide .words").last).to_contain_text("You led back to mirroring")
    kai.wait(10)
    expect(said.filter(has_text="you feel like a guest there, and don’t know")).to_have_count(1)
    kai.wait(10)
    expect(kai.page.locator(".note.ok")).to_have_text("Tara felt heard")


def test_who_leads_and_lets_advice_pass_is_told_afterwards_what_could_be_done(visitor):
    kai = visitor()
    kai.has_a_clock()
    kai.page.goto("/try/couples_dialogue/between")
    expect(kai.page.locator("#now")).to_be_visible()
    kai.wait(25)
    expect(kai.page.locator(".seat-guide")).to_have_count(1)  # the beginning, and nothing too soon
    kai.wait(25)
    expect(kai.page.locator(".seat-guide .words").last).to_contain_text("Milo explained instead")
