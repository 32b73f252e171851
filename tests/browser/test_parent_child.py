"""Ann tells Ben about her childhood; he listens as her mother, and puts the role down, however it ends."""

from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE

TOLD = (
    ("Say it", "I am quiet, so that nobody is cross."),
    ("Say it", "What hurts me most is the closed door."),
    ("Say it", "What is best about you is your singing."),
    ("Say it", "What I needed from you, and did not get, is to be asked."),
)


def test_ann_tells_as_a_child_and_both_are_themselves_again_at_the_end(sit):
    ann, ben = sit("Ann", "childhood", **PHONE), sit("Ben", "childhood", **DESKTOP)
    ann.sees("Ann, whom would you like to speak to?")
    ann.shot("caregiver")
    ann.click("My mother")
    ann.says("I am six, and I sit on the stairs.", "That is me")
    expect(
        ann.page.get_by_text("take the chair: nobody should have to be them").last
    ).to_be_visible()
    ann.click("This person harmed me")
    ann.sees("Then let us take the chair")
    ann.shot("chair")
    ann.click("Ben, in the role")
    ben.sees("Ben, will you lend your voice?")
    ben.shot("enrol")
    ben.click("Say it")
    ann.sees("Ann, what is it like to live with your mother?")
    assert "I am your mother. What is it like to live with me?" in ann.heard()
    for button, words in TOLD:
        ann.says(words, button)
        ben.says(f"What I hear you saying is: {words}", "Give it back")
        ann.click("Yes, you got it")
    ben.shot("summary-in-the-role")
    ben.says("So you were quiet, and alone behind a door.", "Give it all back")
    ann.click("Yes, all of it")
    ben.says("You make sense. Any child would want to be asked.", "You make sense")
    ann.click("Yes, I feel understood")
    ben.says("Small, and alone.", "Offer it")
    ann.click("Yes, that’s it")
    ben.sees("Put the role down, together")
    ann.sees("Put the role down, together")
    ann.shot("out-of-the-role")
    ben.click("Put it down")
    ann.sees("Ann, what could Ben do now that would help?")
    assert "I am no longer your mother; I am Ben, your partner." in ann.heard()
    ann.says("A hand on my shoulder.", "Say it")
    ben.says("A hand on your shoulder.", "Give it back")
    ann.click("Yes, you got it")
    ann.click("Say it")
    ben.click("Say it")
    ann.sees("Come back, both of you")

    # It may become a request: Ann is offered to ask for it, and nobody else.
    ann.click("Pause")
    for button in ("Stop here", "Stop here"):
        ann.page.get_by_role("button", name=button).last.click()
    ben.sees("This session has ended here")
    expect(ben.page.get_by_role("link", name="from your own words")).to_have_count(0)
    ann.page.get_by_role("link", name="Behavior change request, from your own words").click()
    expect(ann.page.get_by_label("Your topic")).to_have_value("A hand on my shoulder.")
    expect(ann.page.get_by_label("Behavior change request")).to_be_checked()


def test_thea_ends_safely_and_the_role_is_put_down_first(sit):
    ann, ben = sit("Ann", "in a role", **PHONE), sit("Ben", "in a role", **PHONE)
    thea = sit("Thea", "in a role", **DESKTOP)
    ann.write("I am quiet, so that")
    thea.click("End safely")
    thea.click("Stop here")
    for person in (ann, ben):
        person.sees("Put the role down, together")
        expect(person.page.get_by_text("The session is coming to its end").first).to_be_visible()
    ben.shot("ending-in-a-role")
    ann.click("Let Ben out of the role")
    for person in (ann, ben, thea):
        person.sees("This session has ended here")
    ann.shot("ended-out-of-the-role")
