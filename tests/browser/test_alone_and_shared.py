"""What is written alone first: a whole workup, of which Ben reads one sentence for a while; and what
makes each of the two feel loved."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import PHONE, At

pytestmark = pytest.mark.timeout(60)

SLEPT = """
from tests.support.history import slept_on
from dialogue.models.workup import Workup
for one in Workup.objects.all():
    slept_on(one.pk)
"""
WISH = "I wish they would give me time without a reason."


def goes_on(ann: At, name: str) -> None:
    ann.shot(f"workup-{name}")
    ann.page.get_by_role("button", name="Continue", exact=True).click()


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def test_ann_goes_through_her_workup_and_lets_ben_read_one_sentence(sit, house):
    ann, ben = sit("Ann", **PHONE), sit("Ben", **PHONE)
    page = ann.page
    page.goto("/workup")
    page.get_by_role("button", name="Start").last.click()  # she may have begun one before
    page.get_by_label("What you saw").fill("A red door, and soup.")
    goes_on(ann, "1-home")
    for number, name in ((1, "Mama"), (2, "Grandpa")):
        page.get_by_label(f"Person {number}").fill(name)
    goes_on(ann, "2-caregivers")
    for number, (good, hard) in enumerate((("warm", "never there"), ("patient", "silent"))):
        page.get_by_label("What was good").nth(number).fill(good)
        page.get_by_label("What was hard").nth(number).fill(hard)
    goes_on(ann, "3-traits")
    for trait in ("warm", "never there"):
        page.get_by_role("checkbox", name=trait).check()
    goes_on(ann, "4-strongest")
    page.get_by_label("What did you want").fill("time without a reason")
    page.get_by_label("what did you feel").fill("small")
    page.get_by_label("what did you do then").fill("tidy up")
    goes_on(ann, "5-needs")
    page.get_by_role("checkbox", name="never there").check()
    ann.shot("workup-6-partner")
    page.get_by_role("button", name="See my picture").click()
    heading(page, "Your picture")
    ann.shot("workup-7-picture")
    expect(page.locator(".thread:not(.alone)")).to_have_count(1)
    expect(page.locator(".five .words")).to_have_text(
        [
            "I have been looking for someone who is warm and never there.",
            "It is hard with them when they are never there.",
            WISH,
            "When they don’t, I feel small.",
            "And then I usually tidy up.",
        ]
    )

    def ben_reads(sentences: list[str]) -> None:
        ben.page.goto("/workup/shown")
        expect(ben.page.locator(".five .words")).to_have_text(sentences)
        assert "never there" not in ben.page.content()

    ben_reads([])
    wish = page.locator("#wish")
    wish.locator("summary").click()
    expect(wish).to_contain_text("Sleep on it")
    house.server.python(SLEPT)
    page.reload()
    wish.locator("summary").click()
    wish.get_by_role("button", name="Let Ben read it").click()
    ben_reads([WISH])
    ben.shot("workup-8-shown")
    ben.page.goto(page.url.partition("#")[0])
    expect(ben.page.locator("body")).not_to_contain_text("never there")  # her workup itself is hers
    wish.locator("summary").click()
    ann.shot("workup-9-sharing")
    wish.get_by_role("button", name="Take it back").click()
    ben_reads([])

    # Into a dialogue, where it is what she asks Ben to hear.
    wish.locator("summary").click()
    wish.get_by_role("link", name="Bring it into a dialogue").click()
    expect(page.get_by_label("Your topic, in one sentence")).to_have_value(WISH)


def test_each_writes_what_makes_them_feel_loved_and_does_a_little_of_it(sit):
    ann, ben = sit("Ann", **PHONE), sit("Ben", **PHONE)
    for person, words in ((ann, "make tea in the morning"), (ben, "sing while you cook")):
        person.page.goto("/caring")
        person.page.get_by_label("What you already do").fill(words)
        person.shot("caring-1-alone")
        person.click("I’m ready")
    expect(ben.page.get_by_text("tea in the morning").first).to_be_visible()
    ben.shot("caring-2-revealed")
    ann.page.get_by_role("button", name="I did it").click()
    ann.shot("caring-3-done")
    expect(ben.page.get_by_text("sing while you cook").first).to_be_visible()
    ben.shot("caring-4-received")
    ann.page.get_by_role("button", name="Undo").click()
    expect(ann.page.get_by_text("done, last on")).to_have_count(0)
