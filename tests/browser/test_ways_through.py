"""Ways through a room other than straight on: shorter, later, no, a pause, an end, and Thea."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.timeout(60)


def test_after_three_corrections_it_may_be_said_shorter(sit):
    ann, ben = sit("Ann", "shorter"), sit("Ben", "shorter")
    ann.click("Say it shorter")
    expect(ann.page.get_by_label("The heart of it, in one short sentence")).to_be_focused()
    ann.says("I am alone.", "Send")
    ben.says("You are alone.", "Send, and ask: Did I get that?")
    ann.sees("Ann, did Ben get that?")
    expect(ann.page.get_by_role("button", name="Say it shorter")).to_have_count(0)


def test_another_time_is_proposed_and_a_bad_one_is_told_beside_the_field(sit):
    ann, ben = sit("Ann", "another time"), sit("Ben", "another time")
    ben.click("Another time")
    field = ben.page.get_by_label("Or choose a time, within a day")
    for bad in ("", "2020-01-01T20:00", "2999-01-01T20:00"):
        field.fill(bad)
        ben.click("Suggest this time")
        expect(field).to_have_accessible_description("Choose a time within the next 24 hours.")
        expect(field).to_be_focused()
    ben.page.get_by_role("group", name="Suggested times").get_by_role("button").nth(1).click()
    for person in (ann, ben):
        person.sees("You’ve set a time for your dialogue")
        expect(
            person.page.get_by_text(re.compile("^Ben suggested another time: .*:..(.[AP]M)?$"))
        ).to_be_visible()
    ann.click("Is now a good time?")
    expect(ann.page.get_by_text("Your partner asked for a later time.")).to_be_visible()
    ben.click("Now is good")
    ann.sees("Take a moment before you start")


def test_no_is_an_honest_answer(sit):
    ann, ben = sit("Ann", "decline"), sit("Ben", "decline")
    ben.click("Not this time")
    for person in (ann, ben):
        person.sees("Not this time")
        expect(person.page.get_by_text("That’s an honest answer.")).to_be_visible()
        expect(person.page.locator(".dock")).to_have_count(0)


def test_both_pause_and_an_end_is_asked_for_twice(sit):
    ann, ben = sit("Ann", "pausing"), sit("Ben", "pausing")
    ben.write("What I hear you saying")
    ann.click("Pause")
    ben.sees("Ann asked for a pause")
    expect(ben.page.get_by_role("button", name="I’m ready to continue")).to_have_count(0)
    ben.click("I need a pause too")
    ann.sees("You asked for a pause")
    expect(ann.page.get_by_text("Ben asked for a pause too.")).to_be_visible()
    ann.click("I’m ready to continue")
    ann.sees("Ben asked for a pause")
    ben.click("I’m ready to continue")
    ben.sees("Ben, your turn to mirror")
    expect(ben.page.locator("#words")).to_have_value("What I hear you saying")
    ben.click("Pause")
    ann.click("Stop here")
    ann.click("Not yet")
    ben.click("I’m ready to continue")
    ann.sees("Ben is mirroring what you said")
    ann.click("Pause")
    ann.click("Stop here")
    ann.page.get_by_role("dialog").get_by_role("button", name="Stop here").click()
    for person in (ann, ben):
        person.sees("This dialogue has ended")
    expect(ben.page.locator("main")).not_to_contain_text("Ann")


def test_the_ladder_has_eight_rungs(sit):
    ann, ben = sit("Ann", "rungs"), sit("Ben", "rungs")
    rungs = ann.page.locator(".ladder").get_by_role("button")
    expect(rungs).to_have_text(
        [
            "What bothers me",
            "What I feel",
            "How I react",
            "The story I tell myself",
            "What hurts me",
            "What I’m afraid of",
            "What it reminds me of",
            "What I long for",
            "My own part in it",
        ]
    )
    for rung, stem in (
        ("What bothers me", "What bothers me is …"),
        ("What I long for", "What I long for is …"),
    ):
        ann.click(rung)
        ann.click(stem)
        ann.page.keyboard.type("that you come home.")
        ann.click("Send")
        ben.says("That I come home.", "Send, and ask: Did I get that?")
        ann.click("Yes, you got it")
        ben.click("Ask: Is there more about that?")
        ann.click("Another step")
    expect(rungs).to_have_count(10)
    ann.click("That’s all")
    ben.sees("Ben, sum up all of it")


def test_ben_asks_ann_to_pause_so_that_he_gets_it(sit):
    ann, ben = sit("Ann", "hold"), sit("Ben", "hold")
    ann.write("When the light is on")
    ben.click("Pause, please. Let me mirror that first")
    asked = (
        "Ben would like to mirror what you’ve said so far. Share it now; you can add more after."
    )
    expect(ann.page.get_by_text(asked)).to_be_visible()
    expect(ann.page.locator("#words")).to_have_value("When the light is on")


def test_the_therapist_is_seen_and_holds_no_floor_and_a_whisper_is_for_one(sit):
    ann, ben = sit("Ann", "therapist"), sit("Ben", "therapist")
    expect(ann.page.locator(".place.seat-therapist")).to_have_count(0)
    thea = sit("Thea", "therapist")
    for person in (ann, ben):
        place = person.page.locator(".place.seat-therapist")
        expect(place).to_contain_text("Thea")
        expect(place).to_contain_text("here")
    expect(thea.page.locator("textarea")).to_have_count(0)
    desk = thea.page.get_by_role("region", name="What you can do").get_by_role("button")
    acts = ["Pause", "Lead", "Whisper", "Offer a stem", "Frame", "Slow", "End safely"]
    acts.append("Let them talk out loud")
    expect(desk).to_have_text(acts)
    expect(ben.page.locator(".whisper")).to_contain_text("You can breathe.")
    expect(ann.page.locator("body")).not_to_contain_text("breathe")
    thea.click("Pause")
    for person in (ann, ben):
        person.sees("Thea asked for a pause")
    thea.click("Continue")
    ben.sees("Ben, your turn to mirror")
    thea.page.close()
    expect(ann.page.locator(".place.seat-therapist")).to_have_count(0)
