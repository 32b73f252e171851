"""Ann and Ben go through each exercise, each with a phone: once in writing, once aloud.

What the two pages ask is compared, after every act, with what the exercise's file says at that step; the
pure engine goes along to know the step."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import PHONE, SHOTS, At
from tests.engine.replay import Replay

pytestmark = pytest.mark.timeout(90)

ARRIVE = """Ben: accept
Ann: ready = That we stay kind
Ben: ready
Ann: intend
Ben: intend"""
SUMMARY = """Ben: ask_more
Ann: no_more
Ben: summarize = All of it: late evenings, and you alone.
Ann: all"""
UNDERSTOOD = """Ben: validate = You make sense: quiet rooms were never safe.
Ann: understood
Ben: empathize = Alone, and small."""
CLOSE = """Ann: thank
Ben: thank = Thank you for telling me.
Ann: stop
Ann: appreciate = That you stayed.
Ben: appreciate = That you told me."""


def heard(move: str, words: str) -> str:
    return f"""Ann: {move} = {words}
Ben: mirror = I hear you saying: {words}
Ann: got_it"""


ASKED = "Ben: ask_more\nAnn: no_more"


def told(words: str) -> str:
    """As the child: heard, asked for more, and that was all."""
    return f"{heard('send', words)}\n{ASKED}"


SCRIPTS = {
    "appreciation": [ARRIVE, heard("send", "You called me on Sunday."), ASKED, CLOSE],
    "couples_dialogue": [
        ARRIVE,
        """Ann: send = I sit in the kitchen and wait.
        Ben: mirror = You are angry in the kitchen.
        Ann: correct = Not angry. Alone.
        Ben: mirror = Alone.
        Ann: got_it
        Ben: ask_more
        Ann: more""",
        heard("send", "Then I clean everything."),
        ASKED,
        """        Ben: summarize = You wait, alone.
        Ann: partly = That I clean.
        Ben: mirror = And you clean.
        Ann: got_it
        Ann: all
        Ben: clarify = Help me understand the cleaning.
        Ann: send = In an orderly room I am not afraid.
        Ben: mirror = In an orderly room you are not afraid.
        Ann: got_it
        Ben: ask_more
        Ann: no_more""",
        UNDERSTOOD,
        """Ann: add = Ashamed, too.
        Ben: mirror = Ashamed, too.
        Ann: got_it
        Ann: yes
        Ann: thank
        Ben: thank
        Ann: now
        Ben: now
        Ben: intend
        Ann: intend
        Ben: send = I hide at work.
        Ann: mirror = You hide at work.
        Ben: got_it
        Ann: ask_more
        Ben: no_more
        Ann: summarize = You hide at work.
        Ben: all
        Ann: validate = You make sense: there you know what to do.
        Ben: understood
        Ann: empathize = Guilty.
        Ben: yes
        Ben: thank
        Ann: thank
        Ben: stop
        Ben: appreciate = That you wait for me.
        Ann: appreciate = That you told me.""",
    ],
    "deepening": [
        ARRIVE,
        "Ann: bothers",
        heard("send", "What bothers me is that you come late."),
        "Ben: ask_more\nAnn: next\nAnn: childhood",
        heard("send", "What it reminds me of is the hall at home."),
        SUMMARY,
        UNDERSTOOD,
        "Ann: yes",
        CLOSE,
    ],
    "parent_child": [
        ARRIVE,
        """Ann: mother
        Ann: say_age = I am six, and I sit on the stairs.
        Ann: ask_partner
        Ben: enrol""",
        told("I am quiet, so that nobody is cross."),
        "Ben: ask_hurts",
        told("What hurts me most is the closed door."),
        "Ben: ask_best\nAnn: rather_not\nBen: ask_needed",
        told("What I needed from you is to be asked."),
        "Ben: summarize = You were quiet, and alone behind a door.\nAnn: all",
        UNDERSTOOD,
        "Ann: yes\nBen: derole\nAnn: say_grown",
        heard("say_touches", "I react when a door closes."),
        heard("say_help", "What would help me now is that you ask how it was."),
        CLOSE.replace("Ann: stop", "Ann: here\nBen: here\nAnn: stop"),
    ],
    "behavior_change": [
        ARRIVE,
        heard("send", "When you look at your phone at dinner, I feel far away."),
        SUMMARY,
        UNDERSTOOD,
        "Ann: yes",
        heard("say_desire", "I long to be with you at dinner."),
        heard("request", "For two weeks, would you leave your phone in the hall at dinner?"),
        heard("request", "Would you cook with me on two Sundays, until Christmas?"),
        heard("request", "For a week, would you sit with me for ten minutes each evening?"),
        "Ben: third\nBen: four\nBen: daily",
        CLOSE.replace("Ann: stop\n", ""),
    ],
}


# Below the head of the page, or in the bar that stands in for it.
IN_SIGHT = """() => document.querySelector("#now").getBoundingClientRect().bottom > 64
  || document.querySelector(".turnbar")?.checkVisibility()"""


class Walk:
    def __init__(self, exercise: str, ann: At, ben: At) -> None:
        self.people = {"Ann": ann, "Ben": ben}
        self.along = Replay(exercise)
        self.said = 0

    def plays(self, script: str) -> None:
        for line in filter(None, map(str.strip, script.splitlines())):
            act, _, words = line.partition(" = ")
            name, _, move = act.partition(": ")
            self._does(self.people[name], move, words)
            self.along.play(f"{act} aloud" if self.aloud and not self._written(move) else act)
            self.both_see_the_step()

    def the_turn_is_in_sight(self) -> None:
        """Of whoever is to act, however far the words have been scrolled."""
        for person in self.people.values():
            person.page.wait_for_function(IN_SIGHT)

    def turns_to_speaking(self) -> None:
        self.people["Ann"].click("Talk instead")
        self.people["Ben"].click("Talk out loud")
        self.along.play("Ann: speak", "Ben: speak")
        self.both_see_the_step()

    @property
    def aloud(self) -> bool:
        return self.along.state.medium == "spoken"

    def both_see_the_step(self) -> None:
        """The title is for whoever acts; the other reads what is waited for."""
        step = self.along.exercise.steps[self.along.step]
        for name, person in self.people.items():
            if self.along.state.outcome:
                person.sees("You’ve reached the end")
            else:
                person.sees(self._told(step.title if name in self.along.floor else step.waiting))

    def _does(self, person: At, name: str, words: str) -> None:
        move = self.along.exercise.steps[self.along.step].moves[name]
        form, choice = person.page.locator("form.composer"), self._told(move.label)
        pressed = form.locator("button:not([type])")
        if move.gives:
            person.page.locator(".button.gives", has_text=choice).click()
        elif move.time:
            person.click(choice)
            person.page.get_by_role("button", name="For two weeks").click()
        elif move.words == "none" or self._not_first(person, choice):
            person.click(choice)
        if move.words == "none":
            return
        expect(form).to_have_count(1)
        if words and (not self.aloud or move.written):
            person.write(words)
        pressed.click()

    def _not_first(self, person: At, choice: str) -> bool:
        """Whether the move has to be chosen before its words can be written or said."""
        others = person.page.get_by_role("button", name=choice, exact=True)
        return bool(others.evaluate_all("all => all.some((one) => one.type === 'button')"))

    def _written(self, name: str) -> bool:
        return self.along.exercise.steps[self.along.step].moves[name].written

    def _told(self, text: str) -> str:
        """The text with names and what was chosen in their places."""
        sender = self.along.sender
        receiver = "Ben" if sender == "Ann" else "Ann"
        chosen = {
            mark: self.along.exercise.values[mark][value] for mark, value in self.along.state.marks
        }
        for mark, value in (chosen | {"sender": sender, "receiver": receiver}).items():
            text = text.replace(f"{{{mark}}}", value)
        return text


# The others go from the first step to the last in test_dialogue.py and test_screen_reader.py (the couple's
# dialogue in writing), test_keyboard_and_voice.py and test_aloud.py (the appreciation dialogue, in writing and
# aloud) and test_parent_child.py (in writing). For pictures of all: SHOTS=folder.
WALKS = [
    (exercise, medium)
    for exercise in SCRIPTS
    for medium in ("written", "aloud")
    if SHOTS or exercise != "appreciation"
    if SHOTS or medium == "aloud" or exercise not in ("couples_dialogue", "parent_child")
]


@pytest.mark.parametrize(("exercise", "medium"), WALKS)
def test_ann_and_ben_go_through_an_exercise_from_its_first_step_to_its_last(sit, exercise, medium):
    room = f"{exercise} {medium}"
    device = PHONE | {"color_scheme": "dark" if medium == "aloud" else "light"}
    ann, ben = sit("Ann", room, **device), sit("Ben", room, **device)
    walk = Walk(exercise, ann, ben)
    walk.along.play("Ann: ask")
    first, *rest = SCRIPTS[exercise]
    walk.plays(first)
    if medium == "aloud":
        walk.turns_to_speaking()
    for script in rest:
        walk.plays(script)
        walk.the_turn_is_in_sight()
        for person in walk.people.values():
            person.shot(f"{room}-{SCRIPTS[exercise].index(script):02}")
    assert walk.along.state.outcome == "completed"
    if medium == "written":
        assert ann.heard() == ben.heard()
