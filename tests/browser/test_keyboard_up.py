"""With the keyboard up, whoever answers has before them what was said, where they write, and what sends it."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.people import At

pytestmark = pytest.mark.timeout(60)

LEFT = {"phone": (390, 500), "small phone": (320, 400)}  # by its keyboard
ROOM_FOR_WORDS = {"phone": 180, "small phone": 120}  # pixels
LONG = "You always come home late, and you never write. " * 6
SEEN = """() => {
  const box = (one) => one?.getBoundingClientRect();
  const [header, dock] = [box(document.querySelector(".room-header")), box(document.querySelector(".dock"))];
  const last = [...document.querySelectorAll(".said :is(.say, .fix, .frame)")].at(-1);
  const whole = (one) => one && box(one).top >= 0 && box(one).bottom <= visualViewport.height + 0.5
    && box(one).left >= 0 && box(one).right <= visualViewport.width;
  const act = document.querySelector(".composer button:is(.send, .moves > *)");
  const [pause, leave] = [".room-header button.quiet", ".room-header [data-leave]"]
    .map((name) => box(document.querySelector(name)));
  return {
    room: dock.top - header.bottom,
    begins: box(last).top - header.bottom,
    ends: dock.top - box(last).bottom,
    words: whole(document.getElementById("words")),
    send: whole(act),
    header: header.height,
    way: document.querySelector(".way")?.textContent.trim(),
    apart: leave.left - pause.right,
    dock: dock.bottom - visualViewport.height,
  };
}"""


def looks(person: At, size: str) -> dict[str, Any]:
    width, height = LEFT[size]
    person.page.set_viewport_size({"width": width, "height": height})
    expect(person.page.locator("[data-tight]")).to_have_count(1)
    person.page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))"
    )
    found: dict[str, Any] = person.page.evaluate(SEEN)
    return found


def has_all_in_view(seen: dict[str, Any], size: str) -> None:
    assert seen["send"], seen
    assert abs(seen["dock"]) < 1, seen
    assert seen["room"] >= ROOM_FOR_WORDS[size], seen
    # What was said last is all there; or it begins at its start, where it is longer than the room.
    assert seen["begins"] >= 0, seen
    assert seen["ends"] >= 0 or seen["begins"] <= 16, seen
    assert seen["header"] <= 84 and seen["way"], seen
    assert seen["apart"] >= 24, seen


@pytest.mark.parametrize(
    ("name", "room", "way"),
    [
        ("Ann", "sending", "Share and mirror"),
        ("Ben", "mirroring", "Share and mirror"),
        ("Ben", "correction", "Share and mirror"),
        ("Ben", "validating", "What makes sense"),
        ("Ann", "in a role", "The child speaks"),
        ("Ann", "every word", "Share and mirror"),
    ],
)
def test_who_writes_sees_the_last_words_the_editor_and_what_sends(visits, name, room, way):
    person = visits(name, room)
    for size in LEFT:
        seen = looks(person, size)
        person.page.locator("#words").focus()
        has_all_in_view(seen, size)
        assert seen["words"] and seen["way"] == way


@pytest.mark.parametrize(("name", "room"), [("Ann", "check"), ("Ann", "switch"), ("Ben", "answer")])
def test_who_chooses_sees_the_last_words_and_the_choice(visits, name, room):
    person = visits(name, room)
    for size in LEFT:
        has_all_in_view(looks(person, size), size)


def test_what_stands_beside_is_one_press_away_and_comes_back_with_the_room(visits):
    ben = visits("Ben", "mirroring")
    looks(ben, "phone")
    aside = ben.page.get_by_role("button", name="After this one, let me sum up")
    expect(aside).to_be_hidden()
    ben.click("More")
    expect(aside).to_be_visible()
    ben.click("More")
    expect(aside).to_be_hidden()
    ben.page.set_viewport_size({"width": 390, "height": 844})
    expect(aside).to_be_visible()
    expect(ben.page.get_by_role("button", name="More", exact=True)).to_be_hidden()


def test_a_long_answer_with_its_hints_leaves_the_words_and_the_button_in_view(visits):
    ann = visits("Ann", "hint")
    ann.write(LONG)
    expect(ann.page.locator(".hint").first).to_be_visible()
    for size in LEFT:
        seen = looks(ann, size)
        assert seen["words"] and seen["send"] and seen["room"] >= 60, seen
