"""What a browser notices in Ann's words, in each language that has a file for it, and in those that have none."""

import pytest

from tests.support.processes import ROOT

LANGUAGES = sorted(path.stem for path in (ROOT / "static/js/language").glob("*.js"))
SHAPE = """async (code) => {
  const shape = (signs) => Object.entries(signs).filter(([name]) => name !== "within")
    .map(([name, sign]) => sign instanceof RegExp ? name : `${name}: ${Object.keys(sign)}`).sort();
  return shape((await import(`language/${code}.js`)).default);
}"""
NOTICED = """async (language) => {
  const { signsOf } = await import("/static/js/base/signs.js");
  const { asked, help, hints } = await import("/static/js/room/hints.js");
  const listening = await import("/static/js/practice_room/listening.js");
  const signs = await signsOf(language);
  const all = "When you come home late, I sit in the kitchen. I feel alone.";
  return {
    blamed: hints("You always come home late, and you never write.", signs),
    trait: help("You are so lazy.", "behavior", signs),
    request: help("Be a nicer person to me please", "request", signs),
    signs: asked("Would you call me once a day, for two weeks?", signs).filter(([, there]) => there).length,
    missing: listening.compared([["kitchen"], ["alone", "lonely"]], "You sit in the kitchen.", signs),
    advice: listening.help("You should call a friend.", signs),
    half: listening.halves(all, signs)[0],
  };
}"""


@pytest.fixture
def page(sit):
    found = sit("Omar").page
    found.goto("/try/couples_dialogue/kitchen")
    return found


def test_every_language_has_the_same_signs(page):
    assert "en" in LANGUAGES
    english = page.evaluate(SHAPE, "en")
    assert all(page.evaluate(SHAPE, language) == english for language in LANGUAGES)


def test_nothing_is_said_of_words_in_a_language_that_nobody_has_described(page):
    here, elsewhere = page.evaluate(NOTICED, "en-gb"), page.evaluate(NOTICED, "eo")
    assert here == {
        "blamed": ["always", "never"],
        "trait": ["trait"],
        "request": ["specific", "measurable"],
        "signs": 4,
        "missing": {"given": ["kitchen"], "missing": ["alone"]},
        "advice": "advice",
        "half": "When you come home late, I sit in the kitchen.",
    }
    assert elsewhere == {
        "blamed": [],
        "trait": [],
        "request": [],
        "signs": 0,
        "missing": {"given": ["kitchen"], "missing": []},
        "advice": "",
        "half": "When you come home late, I sit in the kitchen.",
    }
