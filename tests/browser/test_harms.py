"""The ways in which a dialogue could harm, walked at a phone: what each sees, and what the other does not.

H4 to H10 of the clinical reading; H1 to H3, the answers to the private screen, are in test_pathway.py."""

import re

import pytest
from playwright.sync_api import expect

from dialogue.engine.exercises import exercise
from tests.browser.people import PHONE, At
from tests.browser.rooms_at_every_step import INSULT, MIRRORED, SENT

pytestmark = pytest.mark.timeout(90)
KIND = "When you came home late, I felt alone and angry."
SUPPORT = "Someone to talk to"


def press(person: At, of: str, move: str) -> None:
    """The move of an exercise, at ``step.move``, by the label that its file gives it."""
    person.click(label(of, move))


def label(of: str, move: str) -> str:
    step, _, name = move.partition(".")
    return named(exercise(of).steps[step].moves[name].label)


def asked(person: At, of: str, step: str) -> None:
    person.sees(named(exercise(of).steps[step].title))


def named(text: str) -> str:
    return text.replace("{sender}", "Ann").replace("{receiver}", "Ben")


def reads(person: At, text: str) -> None:
    expect(person.page.get_by_text(text).locator("visible=true").first).to_be_visible()


def button(person: At, text: str):
    return person.page.get_by_role("button", name=text, exact=True)


def never_reads(person: At, *words: str) -> None:
    shown = person.page.locator("main").inner_text().casefold()
    assert not [one for one in words if one.casefold() in shown]


# --- H4: somebody who harmed -------------------------------------------------------------------


def test_ann_marks_harm_and_leaves_it_for_a_therapist_and_ben_cannot_tell(sit):
    ann, ben = sit("Ann", "harmed", **PHONE), sit("Ben", "harmed", **PHONE)
    before = ben.page.locator("main").inner_text()
    press(ann, "parent_child", "chair.harmed")
    reads(ann, "Only you see this.")
    expect(button(ann, label("parent_child", "chair.ask_partner"))).to_have_count(0)
    expect(ann.page.locator(".transcript")).not_to_contain_text("harm")
    first = ann.page.locator(".dock .button").first
    expect(first).to_have_text("Not today. Save this for a therapist")
    ann.shot("h4-marked")
    assert ben.page.locator("main").inner_text() == before
    first.click()
    for person in (ann, ben):
        person.sees("Left for another day")
        reads(person, "You’re grown up, and you’re here.")
        expect(person.page.get_by_role("link", name=SUPPORT)).to_be_visible()
    ann.shot("h4-left")
    never_reads(ben, "harm")
    ben.page.reload()
    ben.sees("Left for another day")
    never_reads(ben, "harm")


def test_with_thea_there_ann_goes_on_beside_an_empty_chair_and_skips_what_she_likes(sit):
    ann, ben, thea = (sit(name, "harmed, with Thea", **PHONE) for name in ("Ann", "Ben", "Thea"))
    press(ann, "parent_child", "chair.harmed")
    press(ann, "parent_child", "chair.empty_chair")
    ann.sees("Ann, what is it like to live with your mother?")
    press(ann, "parent_child", "living.rather_not")
    press(ben, "parent_child", "ask_hurts.ask_hurts")
    asked(ann, "parent_child", "hurts")
    expect(ann.page.locator(".transcript")).to_contain_text("living with your mother")
    ann.shot("h4-empty-chair")
    for person in (ben, thea):
        never_reads(person, "harm", "living with me")
    ann.click("Pause")
    ann.click("Stop here")
    ann.page.get_by_role("dialog").get_by_role("button", name="Stop here").click()
    for person in (ann, ben):
        reads(person, "You’re grown up, and you’re here.")
        expect(person.page.get_by_role("link", name=SUPPORT)).to_be_visible()


# --- H5: nobody is held ------------------------------------------------------------------------


def test_after_six_corrections_ben_leaves_it_for_today_and_nobody_is_blamed(sit):
    ann, ben = sit("Ann", "stuck", **PHONE), sit("Ben", "stuck", **PHONE)
    for person in (ann, ben):
        expect(button(person, "Leave it here for today")).to_be_visible()
    expect(button(ben, label("couples_dialogue", "mirror_check.full"))).to_be_visible()
    ben.shot("h5-six-corrections")
    ben.click("Leave it here for today")
    for person in (ann, ben):
        person.sees("Left for another day")
    ann.shot("h5-left")
    never_reads(ann, "Stopped at", "Ben left")
    ann.page.goto("/sessions")
    never_reads(ann, "Ben left", "Ben ended", "Ben stopped")


def test_both_are_reminded_of_the_messages_that_they_agreed_on_and_go_on_as_they_like(sit):
    for name in ("Ann", "Ben"):
        person = sit(name, "five messages", **PHONE)
        said = person.page.get_by_text("You’ve shared the 5 messages you agreed on.")
        expect(said).to_be_visible()
        person.shot("h5-five-messages")
    expect(button(person, label("couples_dialogue", "sending.full"))).to_be_visible()
    person.page.reload()
    expect(said).to_be_visible()


# --- H6: an insult ------------------------------------------------------------------------------


def test_ben_repeats_no_insult_and_ann_is_asked_to_say_it_again_without(sit):
    ann, ben = sit("Ann", "insulted", **PHONE), sit("Ben", "insulted", **PHONE)
    reads(ben, "You never have to repeat an insult or a threat.")
    ben.shot("h6-mirroring")
    press(ben, "couples_dialogue", "mirroring.ask_kinder")
    asked(ann, "couples_dialogue", "kinder")
    for words, hint in ((INSULT, "could come across as an insult"), (INSULT, "threat")):
        ann.write(words)
        reads(ann, hint)
        expect(ben.page.get_by_text(re.compile(hint))).to_have_count(0)
    ann.shot("h6-hint")
    ann.write(KIND)
    expect(ann.page.get_by_text("could come across as an insult")).to_have_count(0)
    ann.click("Send")
    asked(ben, "couples_dialogue", "mirroring")
    assert KIND in ben.heard()
    ben.says("You felt alone and angry.", label("couples_dialogue", "mirroring.mirror"))
    asked(ann, "couples_dialogue", "mirror_check")


# --- H7: a gift has no price --------------------------------------------------------------------


def test_ben_gives_none_of_three_as_easily_as_one_and_no_request_answers_it(sit):
    ann, ben = sit("Ann", "none of three", **PHONE), sit("Ben", "none of three", **PHONE)
    never = (
        "A request should never cost you money, friends, privacy, faith, work, or a say over your"
    )
    reads(ben, never)
    never_reads(ann, never, "worth", "heals")
    expect(ben.page.locator(".gives .gift-words")).to_have_count(3)
    none = button(ben, "None of these")
    looks = """all => [...new Set(all.map((one) =>
      [one.className, one.offsetWidth, getComputedStyle(one).backgroundColor].join()))]"""
    ways = ben.page.locator(".moves.gives > .button")
    expect(ways).to_have_count(5)
    assert len(ways.evaluate_all(looks)) == 1, "none of them weighs more than another"
    ben.shot("h7-choosing")
    none.click()
    asked(ann, "behavior_change", "thanks")
    ann.shot("h7-none")
    for person, move in ((ann, "thanks.thank"), (ben, "thanks_back.thank")):
        press(person, "behavior_change", move)
    asked(ann, "behavior_change", "closing")
    for person in (ann, ben):
        expect(button(person, label("couples_dialogue", "switch.now"))).to_have_count(0)


# --- H9: nobody is made to be warm -----------------------------------------------------------------


def test_they_close_without_a_warm_word_and_thank_each_other_for_staying(sit):
    ann, ben = sit("Ann", "last words", **PHONE), sit("Ben", "last words", **PHONE)
    asked(ann, "couples_dialogue", "closing")
    ann.shot("h9-closing")
    press(ann, "couples_dialogue", "closing.appreciate")
    asked(ben, "couples_dialogue", "closing_back")
    press(ben, "couples_dialogue", "closing_back.appreciate")
    for person in (ann, ben):
        person.page.get_by_role("link", name="Read it again").click()
        expect(person.page.get_by_text("Thank you for staying.")).to_have_count(2)
        never_reads(person, "skipped", "left out")


# --- H10: what was told can be untold, and is no score --------------------------------------------------


def test_ann_withdraws_what_she_said_and_each_reads_a_timeline_of_their_own_alone(sit, house):
    ann, ben = sit("Ann", **PHONE), sit("Ben", **PHONE)
    room = house.rooms["withdrawn"]
    for person in (ann, ben):
        person.page.goto(f"/transcript/{room}")
        reads(person, SENT)
    ann.page.locator("summary", has_text="Withdraw what you said").click()
    ann.click("Withdraw all my words in this dialogue")
    ann.shot("h10-withdrawn")
    ben.page.reload()
    for person in (ann, ben):
        expect(person.page.get_by_text(SENT)).to_have_count(0)
        reads(person, "(withdrawn)")
        reads(person, MIRRORED)
    for person, other in ((ann, "Ben"), (ben, "Ann")):
        person.page.goto(f"/timeline/{room}")
        expect(person.page.locator("h1")).to_be_visible()
        rows = person.page.locator("table tbody tr").all_inner_texts()
        assert not [row for row in rows if other in row and re.search(r"\d", row)]
    ben.shot("h10-timeline")


# --- H8: asking is not pressing, and H10: no name on the board until it is pressed -------------------------

UNSAFE_BEFORE = """
from dialogue.models import Person
from dialogue.pulses import service as pulses
from tests.support import cast
from tests.support.rooms import asked_by, done, to_sending
ann, ben, thea = (Person.objects.get(name=name) for name in ("Ann", "Ben", "Thea"))
cast.keeps_safety_apart(thea)
over = to_sending(ann, ben)
done(ben, over, "end")
pulses.give(person_id=ben.pk, dialogue_id=over, answers=pulses.Answers(heard=9, safe=2))
pulses.tell(person_id=ben.pk, dialogue_id=over, tell=True)
done(ben, asked_by(ann), "accept")
"""


def asks(person: At, topic: str) -> None:
    person.page.goto("/sessions")
    person.page.get_by_label("Your topic, in one sentence").fill(topic)
    person.page.get_by_text(exercise("appreciation").title, exact=True).first.click()


def test_ann_asks_once_ben_says_no_and_she_waits_a_day_while_ben_may_ask(at):
    ann, ben = at("Ann", **PHONE), at("Ben", **PHONE)
    asks(ann, "You are an idiot about the garden")
    reads(ann, "could come across as an insult")
    asks(ann, "The garden, and who waters it")
    ann.shot("h8-asking")
    ann.click("Ask Ben")
    ann.sees(named(exercise("appreciation").steps["answer"].waiting))
    asks(ann, "The garden, again")
    ann.click("Ask Ben")
    reads(ann, "Someone has already asked for a dialogue.")
    ben.page.goto("/sessions")
    ben.page.get_by_role("link", name="The garden, and who waters it").last.click()
    press(ben, "appreciation", "answer.decline")
    asks(ann, "The garden, for the third time")
    reads(ann, "Give it a day before you ask again.")
    ann.click("Ask Ben")
    reads(ann, "Give it a day before you ask again.")
    ann.shot("h8-rests")
    for person in (ann, ben):
        person.page.goto("/sessions")
        never_reads(person, "and who waters it", "declined")
    never_reads(ben, "a day before you ask")
    asks(ben, "Our Sunday")
    ben.click("Ask Ann")
    ben.sees(named(exercise("appreciation").steps["answer"].waiting).replace("Ben", "Ann"))


def test_thea_s_board_names_nobody_who_felt_unsafe_until_she_presses(at, server):
    server.python(UNSAFE_BEFORE)
    thea = at("Thea", **PHONE)
    answer = thea.page.request.get("/board").text()
    assert "Ann" not in answer and "Ben" not in answer, "the page itself names nobody"
    thea.page.goto("/board")
    sign = thea.page.locator('[data-need="unsafe"]')
    who = sign.get_by_text("Ben, in the last dialogue they rated", exact=True)
    expect(sign).to_contain_text("Someone felt unsafe last time")
    expect(sign).not_to_contain_text("Ben")
    said = thea.page.locator("p[aria-live]").inner_text()
    assert "Ben, in" not in said and "unsafe last time: Ben" not in said
    thea.shot("h10-board")
    sign.locator("summary").click()
    expect(who).to_be_visible()
    thea.page.reload()
    expect(sign).to_contain_text("Someone felt unsafe last time")
    expect(sign).not_to_contain_text("Ben")
