"""Ann tells Ben about her childhood; he listens as her mother, and puts the role down, however it ends."""

from playwright.sync_api import expect

from tests.browser.people import DESKTOP, PHONE

TOLD = (
    ("", "I am quiet, so that nobody is cross."),
    ("What hurts you most about living with me?", "What hurts me most is the closed door."),
    ("And what is best about living with me?", ""),
    ("What did you need from me and not get?", "What I needed, and did not get, is to be asked."),
)


def test_ann_tells_as_a_child_and_both_are_themselves_again_at_the_end(sit):
    ann, ben = sit("Ann", "childhood", **PHONE), sit("Ben", "childhood", **DESKTOP)
    ann.sees("Ann, who would you like to speak to?")
    ann.shot("caregiver")
    ann.click("My mother")
    ann.says("I am six, and I sit on the stairs.", "That’s me")
    ann.sees("Ann, how should Ben listen?")
    ann.click("This person harmed me (private)")
    ann.sees("Ann, only as far as is safe for you")
    expect(ann.page.get_by_role("button", name="Ben takes the role")).to_have_count(0)
    ann.shot("harm")
    expect(ben.page.get_by_text("harm")).to_have_count(0)
    ben.sees("Ann is choosing how you listen")
    ann.click("Take back what I marked")
    ann.click("Ben takes the role")
    ben.sees("Ben, will you take the role?")
    ben.shot("enrol")
    ben.click("Say it")
    ann.sees("Ann, what is it like to live with your mother?")
    assert "I am your mother. What is it like to live with me?" in ann.heard()
    for question, words in TOLD:
        if question:
            ben.click("Ask")
            expect(ann.page.locator(".transcript")).to_contain_text(question)
        if not words:
            ann.click("I’d rather not answer this")
            continue
        ann.says(words, "Send")
        ben.says(f"What I hear you saying is: {words}", "Send, and ask: Did I get that?")
        ann.click("Yes, you got it")
        ben.click("Ask: Is there more about that?")
        ann.click("That’s all")
    ben.shot("summary-in-the-role")
    ben.says("So you were quiet, and alone behind a door.", "Send, and ask: Did I get it all?")
    ann.click("Yes, all of it")
    ben.says("You make sense. Any child would want to be asked.", "Send")
    ann.click("Yes, I feel understood")
    ben.says("Small, and alone.", "Send my guess")
    ann.click("Yes, that’s it")
    ben.sees("Put the role down, together")
    ann.sees("Put the role down, together")
    ann.shot("out-of-the-role")
    ben.click("Put it down")
    ann.sees("Ann, say a sentence as the adult you are")
    ann.click("Say it")
    ann.click("I’d rather not answer this")
    ann.sees("Ann, what could Ben do now that would help?")
    assert "I am no longer your mother; I am Ben, your partner." in ann.heard()
    ann.says("A hand on my shoulder.", "Send")
    ben.says("A hand on your shoulder.", "Send, and ask: Did I get that?")
    ann.click("Yes, you got it")
    ann.click("Say it")
    ben.click("Say it")
    ann.sees("Come back, both of you")

    # It may become a request: Ann is offered to ask for it, and nobody else.
    ann.click("Pause")
    for button in ("Stop here", "Stop here"):
        ann.page.get_by_role("button", name=button).last.click()
    ben.sees("This dialogue has ended")
    expect(ben.page.get_by_text("Feet on the floor")).to_be_visible()
    expect(ben.page.get_by_role("link", name="Someone to talk to")).to_be_visible()
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
        expect(person.page.get_by_text("The dialogue is coming to an end").first).to_be_visible()
    ben.shot("ending-in-a-role")
    ann.click("Let Ben out of the role")
    for person in (ann, ben, thea):
        person.sees("This dialogue has ended")
    ann.shot("ended-out-of-the-role")
