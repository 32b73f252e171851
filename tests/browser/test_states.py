"""Every state of the room, as it looks to whoever is in it: sound at every size, in light and in dark."""

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.people import DESKTOP, PHONE, At, shoot
from tests.browser.soundness import faults

pytestmark = pytest.mark.timeout(120)

Do = Callable[[At], object]


def write(words: str) -> Do:
    return lambda person: person.write(words)


def press(button: str) -> Do:
    return lambda person: person.click(button)


def check(option: str) -> Do:
    return lambda person: person.page.get_by_label(option, exact=True).check()


def all_of(*acts: Do) -> Do:
    return lambda person: [act(person) for act in acts]


def pick_a_bad_time(person: At) -> None:
    person.click("Another time")
    person.page.get_by_label("Or choose a time, within a day").fill("2020-01-01T20:00")
    person.click("Suggest this time")
    expect(person.page.get_by_text("Choose a time within the next 24 hours.")).to_be_visible()


def stop_and_think(person: At) -> None:
    person.click("Stop here")
    expect(person.page.get_by_role("heading", name="Stop here for today?")).to_be_visible()


def nothing(_: At) -> None:
    """As one finds it."""


STATES: dict[str, tuple[str, str, Do]] = {
    "asked": ("Ben", "answer", nothing),
    "asking": ("Ann", "answer", nothing),
    "another time": ("Ben", "answer", press("Another time")),
    "a bad time": ("Ben", "answer", pick_a_bad_time),
    "scheduled": ("Ann", "scheduled", nothing),
    "arriving": ("Ben", "arrive", nothing),
    "sending": ("Ann", "sending", nothing),
    "waiting for a send": ("Ben", "waiting", nothing),
    "a hint": ("Ann", "hint", write("You always come home late, and you never write. So. There.")),
    "too long": ("Ann", "pasting", write("a" * 4100)),
    "mirroring": ("Ben", "mirroring", write("What I hear you saying is that you sit and wait.")),
    "waiting for a mirror": ("Ann", "mirroring", nothing),
    "checking": ("Ann", "check", nothing),
    "correcting": ("Ann", "correcting", all_of(press("Almost"), write("Not angry."))),
    "corrected": ("Ben", "correction", nothing),
    "corrected three times": ("Ann", "thrice", nothing),
    "validating": ("Ben", "validating", nothing),
    "paused by oneself": ("Ann", "paused", nothing),
    "paused by the other": ("Ben", "paused", nothing),
    "about to stop": ("Ben", "paused", stop_and_think),
    "switching": ("Ann", "switch", nothing),
    "the ladder": ("Ann", "ladder", nothing),
    "completed": ("Ann", "completed", nothing),
    "declined": ("Ann", "declined", nothing),
    "stopped": ("Ann", "stopped", nothing),
    "with a therapist": ("Thea", "therapist", nothing),
    "a whisper": ("Ben", "therapist", press("Answer privately")),
    "a whisper in a pause": ("Ben", "whispered in a pause", nothing),
    "a pause for the therapist": ("Thea", "whispered in a pause", nothing),
    "led by the therapist": ("Ben", "led", nothing),
    "a stem offered, and a hand up": ("Ann", "beside", nothing),
    "a line offered": ("Ann", "doubled", nothing),
    "asking for the therapist": ("Ann", "doubled", press("Ask Thea to join")),
    "the desk": ("Thea", "beside", nothing),
    "leading": ("Thea", "led", press("Lead")),
    "whispering": ("Thea", "beside", all_of(press("Whisper"), check("To Ann"))),
    "offering": ("Thea", "led", press("Offer a stem")),
    "framing": ("Thea", "led", press("Frame")),
    "doubling": ("Thea", "doubled", press("Double")),
    "slowing": ("Thea", "doubled", press("Slow")),
    "in a role": ("Ann", "enrolled", nothing),
    "every word": ("Ann", "every word", nothing),
}


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_sound_at_every_size(visits, state):
    name, room, act = STATES[state]
    person = visits(name, room)
    act(person)
    look_at(person, state)
    found = faults(person.page)
    assert not found, "\n".join(found)


def look_at(person: At, state: str) -> None:
    if not os.environ.get("SHOTS"):
        return
    for scheme in ("light", "dark"):
        person.page.emulate_media(color_scheme=scheme)
        for device in (PHONE, DESKTOP):
            person.page.set_viewport_size(device["viewport"])
            width = device["viewport"]["width"]
            shoot(person.page, f"{state.replace(' ', '-')}-{width}-{scheme}")
