"""Ann on her phone and Ben at his desk, after ``make run``: a whole dialogue, with all that can go
wrong on the way."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.make_run import PASSWORD, Made
from tests.browser.people import DESKTOP, PHONE

pytestmark = pytest.mark.timeout(180)

SENT = "When you come home late and haven’t written, I sit in the kitchen and I feel like I don’t matter."
TOPIC = "A light in the kitchen"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Made]:
    with Made(tmp_path) as running:
        yield running


def begin(at, ann_device=PHONE, ben_device=DESKTOP):
    """Ann asks on the page of dialogues, Ben joins and accepts, both arrive: Ann is to send."""
    ann, ben = (
        at(name, password=PASSWORD, **device)
        for name, device in (("Ann", ann_device), ("Ben", ben_device))
    )
    ben.has_a_clock()
    ann.page.get_by_role("link", name="Talk", exact=True).click()
    ann.page.get_by_text("Couple’s dialogue", exact=True).click()
    ann.page.get_by_label("Your topic, in one sentence").fill(TOPIC)
    ann.page.get_by_role("button", name="Ask Ben").click()
    ann.sees("Ben is deciding if now is a good time")
    ben.page.get_by_role("link", name="Talk", exact=True).click()
    ben.page.get_by_role("link", name=TOPIC).click()
    ben.sees("Ben, is now a good time?")
    ben.shot("01-request")
    ben.click("Yes, now is good")
    ann.sees("Take a moment before you start")
    ann.shot("02-arrive")
    ann.says("That we stay kind to each other", "I’m ready")
    ben.click("I’m ready")
    ann.sees("Ann, say your intention")
    ann.click("Say it")
    ben.sees("Ben, say your intention")
    ben.click("Say it")
    ann.sees("Ann, your turn to share")
    return ann, ben


def test_a_whole_dialogue_with_a_cut_a_restart_and_nothing_lost(at, server):
    people = server.people()
    assert {"Ann", "Ben", "Thea"} < set(people)
    assert f"the password: {PASSWORD}" in server.said()
    ann, ben = begin(at)

    # A hint that only Ann sees, and that stops nothing.
    ann.write("You always come home late.")
    expect(ann.page.get_by_text("“Always” is hard to hear")).to_be_visible()
    expect(ben.page.get_by_text("“Always”")).to_have_count(0)
    ann.shot("03-hint")
    ann.says(SENT, "Send")

    ben.sees("Ben, your turn to mirror")
    ben.click("What I hear you saying is …")
    ben.page.keyboard.type("that when I’m late you’re angry with me.")
    ann.shot("04-waiting")
    ben.shot("04-mirror")
    ben.click("Send, and ask: Did I get that?")

    # One correction, which is mirrored.
    ann.sees("Ann, did Ben get that?")
    ann.click("Almost")
    ann.says("Not angry. I feel like I don’t matter.", "Send")
    ben.sees("Ben, your turn to mirror")
    ben.shot("05-correction")

    # The line goes dead while Ben writes: the server neither answers nor hangs up.
    server.signal(signal.SIGSTOP)
    ben.says("It isn’t anger: you feel like you don’t matter.", "Send, and ask: Did I get that?")
    ben.wait(8)  # for a sign of life
    lost = ben.page.get_by_text("We’ll send them, once, when you’re back")
    expect(lost).to_be_in_viewport(ratio=1, timeout=20_000)
    ben.shot("06-lost")
    server.signal(signal.SIGCONT)
    ann.sees("Ann, did Ben get that?")
    ann.click("Yes, you got it")

    # One "more". The server is restarted while Ann has begun to write, and she reloads the page.
    ben.click("Ask: Is there more about that?")
    ann.sees("Ann, is there more about that?")
    ann.click("There’s more")
    ann.sees("Ann, your turn to share")
    ann.write("And then I clean everything")
    server.kill()
    ann.write("And then I clean everything, so that I don’t have to think.")
    server.start()
    assert server.people() == people
    expect(ann.page.locator(".connection")).to_have_count(0, timeout=20_000)
    ann.page.reload()
    expect(ann.page.locator("#words")).to_have_value(
        "And then I clean everything, so that I don’t have to think."
    )
    ann.click("Send")
    ben.sees("Ben, your turn to mirror")
    ben.says("You clean, so that you don’t have to think.", "Send, and ask: Did I get that?")
    ann.sees("Ann, did Ben get that?")
    ann.click("Yes, you got it")
    ben.click("Ask: Is there more about that?")
    ann.sees("Ann, is there more about that?")
    ann.click("That’s all")

    # A summary that lacks a part.
    ben.sees("Ben, sum up all of it")
    ben.says(
        "Let me see if I got all of it: late evenings make you feel alone.",
        "Send, and ask: Did I get it all?",
    )
    ann.sees("Ann, did Ben get it all?")
    ann.click("A part is missing")
    ann.says("That I clean.", "Send")
    ben.sees("Ben, your turn to mirror")
    ben.says("And that you clean.", "Send, and ask: Did I get that?")
    ann.sees("Ann, did Ben get that?")
    ann.click("Yes, you got it")
    ann.sees("Ann, did Ben get it all?")
    ann.click("Yes, all of it")

    # Ben asks for help to understand.
    ben.sees("Ben, tell Ann what makes sense to you")
    ben.shot("07-validate")
    ben.click("Help me understand")
    ben.says("The waiting makes sense; help me understand the cleaning.", "Send")
    ann.sees("Ann, your turn to share")
    ann.says("When all is in order I am not afraid.", "Send")
    ben.sees("Ben, your turn to mirror")
    ben.says("When all is in order you are not afraid.", "Send, and ask: Did I get that?")
    ann.sees("Ann, did Ben get that?")
    ann.click("Yes, you got it")
    ben.click("Ask: Is there more about that?")
    ann.sees("Ann, is there more about that?")
    ann.click("That’s all")
    ben.sees("Ben, tell Ann what makes sense to you")
    ben.says("You make sense: quiet rooms were never safe for you.", "Send")
    ann.sees("Ann, do you feel understood?")
    ann.click("Yes, I feel understood")

    # Another feeling.
    ben.sees("Ben, imagine what Ann feels")
    ben.says("I imagine you might be feeling alone.", "Send my guess")
    ann.sees("Ann, is that what you’re feeling?")
    ann.click("There’s another feeling")
    ann.says("Ashamed, too.", "Send")
    ben.sees("Ben, your turn to mirror")
    ben.says("And ashamed.", "Send, and ask: Did I get that?")
    ann.sees("Ann, did Ben get that?")
    ann.click("Yes, you got it")
    ann.sees("Ann, is that what you’re feeling?")
    ann.click("Yes, that’s it")
    ann.sees("Ann, thank Ben")
    ann.click("Say it")
    ben.sees("Ben, thank Ann")
    ben.says("Thank you for telling me.", "Say it")

    # They swap, and Ben is heard.
    ann.sees("Swap now, later, or stop here?")
    ann.shot("08-switch")
    ann.click("Swap now")
    ben.click("Swap now")
    ben.sees("Ben, say your intention")
    ben.click("Say it")
    ann.sees("Ann, say your intention")
    ann.click("Say it")
    ben.sees("Ben, your turn to share")
    ben.says("Hearing you, what comes up for me is that I hide at work.", "Send")
    ann.sees("Ann, your turn to mirror")
    ann.says("You hide at work.", "Send, and ask: Did I get that?")
    ben.sees("Ben, did Ann get that?")
    ben.click("Yes, you got it")
    ann.click("Ask: Is there more about that?")
    ben.click("That’s all")
    ann.sees("Ann, sum up all of it")
    ann.says("You hide at work.", "Send, and ask: Did I get it all?")
    ben.sees("Ben, did Ann get it all?")
    ben.click("Yes, all of it")
    ann.sees("Ann, tell Ben what makes sense to you")
    ann.says("You make sense: there you know what to do.", "Send")
    ben.sees("Ben, do you feel understood?")
    ben.click("Yes, I feel understood")
    ann.sees("Ann, imagine what Ben feels")
    ann.says("Relieved, and guilty.", "Send my guess")
    ben.sees("Ben, is that what you’re feeling?")
    ben.click("Yes, that’s it")
    ben.sees("Ben, thank Ann")
    ben.click("Say it")
    ann.sees("Ann, thank Ben")
    ann.click("Say it")
    ben.sees("Swap now, later, or stop here?")
    ann.click("Swap now")
    expect(ann.page.get_by_role("heading", name="You’ve chosen")).to_be_visible()
    ben.sees("Swap now, later, or stop here?")
    ben.click("Stop here")
    for person in (ann, ben):
        expect(
            person.page.get_by_text("You’re stopping here for today.", exact=True)
        ).to_be_visible()
        expect(person.page.get_by_text("chose to")).to_have_count(0)
    ben.sees("Ben, closing words for Ann")
    ben.says("I learned that you wait for me.", "Send")
    ann.sees("Ann, closing words for Ben")
    assert ann.heard() == ben.heard()
    ann.says("I learned that you hide.", "Send")
    for person in (ann, ben):
        person.sees("You’ve reached the end")
    ann.shot("09-end")
    ben.page.get_by_text("Save one of Ann’s sentences").click()
    ben.page.get_by_label("I learned that you hide.").check()
    ben.click("Save")
    expect(ben.page.locator(".kept-one")).to_contain_text("I learned that you hide.")
    ben.shot("09-kept")

    ann.page.get_by_role("link", name="Read it again").click()
    ann.page.evaluate("for (const one of document.querySelectorAll('.withdraw')) one.remove()")
    words = ann.page.locator("main").inner_text()
    said = [SENT, "Not angry. I feel like I don’t matter.", "That I clean.", "Ashamed, too."]
    said += ["It isn’t anger: you feel like you don’t matter.", "I learned that you hide."]
    said += ["And then I clean everything, so that I don’t have to think."]
    assert [words.count(one) for one in said] == [1] * len(said)
    ann.shot("10-transcript")
    assert "matter" not in server.said()
    assert ann.page.title() == ben.page.title() == "Together"
