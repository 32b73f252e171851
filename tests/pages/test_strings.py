"""Every text can be translated: shown in a made-up language, nothing is left in English."""

import ast
import re
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import allauth
import django
import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils import translation

from dialogue.engine.exercises import all_exercises
from dialogue.engine.protocol import SEATS, Seat
from dialogue.engine.rules import begin
from dialogue.measures.instruments import all_instruments
from dialogue.models import ConsentText, DialogueSession, HelpLine
from dialogue.practice_room.texts import practice_texts
from dialogue.room.texts.room import room_texts
from dialogue.room.wire import view
from dialogue.room.wire.now import now_for
from dialogue.stories import common_lines, stories_of
from tests.support.every import every_page
from tests.support.history import NAMES, SECRET
from tests.support.page import Page
from tests.support.processes import ROOT
from tests.support.rooms import TOPIC

MADE_UP = "eo"
ELSEWHERE = (  # what these show of their own is translated by them
    Path(django.__file__).parent / "conf/locale/en/LC_MESSAGES/django.po",
    Path(django.__file__).parent / "contrib/auth/locale/en/LC_MESSAGES/django.po",
    Path(allauth.__file__).parent / "locale/en/LC_MESSAGES/django.po",
)
SHOWN = ("aria-label", "alt", "title", "placeholder", "data-copied", "data-selected")
UNSEEN = {"script", "style", "title", "option", "textarea", "time"}
PEOPLE = (*NAMES, "Ann", "Ben", "Omar", "Thea", "Ada", "Eve", "Fay", "Finn")
NAMED = (*PEOPLE, SECRET, TOPIC, "Imago", "English", "Esperanto")


@pytest.fixture(scope="module")
def made_up(collected, tmp_path_factory):
    """A folder with a language in which every text stands in ⟦brackets⟧."""
    found = deepcopy(collected)
    for path in ELSEWHERE:
        with path.open("rb") as file:
            for message in read_po(file):
                found.add(message.id, context=message.context)
    for message in found:
        if message.id:
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            marked = tuple(f"⟦{id}⟧" for id in ids)
            message.string = marked if isinstance(message.id, tuple) else marked[0]
    folder = tmp_path_factory.mktemp("locale")
    (folder / MADE_UP / "LC_MESSAGES").mkdir(parents=True)
    with (folder / MADE_UP / "LC_MESSAGES" / "django.mo").open("wb") as file:
        write_mo(file, found)
    return folder


@pytest.fixture
def in_brackets(made_up, settings):
    settings.LOCALE_PATHS = [made_up]
    settings.LANGUAGES = [("en", "English"), (MADE_UP, "Esperanto")]
    with translation.override(MADE_UP):
        yield


def english(text, *more_names):
    """The words that stand outside of brackets, other than names and what people wrote."""
    while re.search(r"⟦[^⟦⟧]*⟧", text):
        text = re.sub(r"⟦[^⟦⟧]*⟧", " ", text)
    for name in (*more_names, *NAMED):
        text = text.replace(name, " ")
    text = re.sub(r"\S+@\S+|https?://\S+", " ", text)
    return re.findall(r"[^\W\d_]{2,}", text)


def shown_on(page):
    for element in page.elements:
        yield from (value for name, value in element.attributes.items() if name in SHOWN)
    yield " ".join(text for text, tags in page.texts if not tags & UNSEEN)


@pytest.mark.long
def test_no_page_is_left_in_english(in_brackets, couple, omar, ada):
    kept_by_admins = [name for line in HelpLine.objects.all() for name in (line.name, line.contact)]
    for text in ConsentText.objects.all():
        kept_by_admins += [line.removeprefix("- ") for line in text.wording.splitlines() if line]
    # Questionnaires of others are shown as they were published, or not at all.
    published = [text for one in all_instruments() if not one.ours for text in one.texts]
    # The longest first: a number may be the beginning of a name.
    kept_by_admins = sorted([*kept_by_admins, *published], key=len, reverse=True)
    for name, answer in every_page(couple, omar, ada, MADE_UP):
        if "/admin/" not in name:  # Django's own, but for a few words
            left = [english(text, *kept_by_admins) for text in shown_on(Page(answer))]
            assert not any(left), f"{name}: {left}"


@pytest.mark.long
def test_the_room_s_own_texts_are_not_left_in_english(in_brackets):
    assert not [text for text in room_texts().values() if english(text)]


@pytest.mark.parametrize("exercise", all_exercises(), ids=lambda exercise: exercise.id)
def test_no_step_of_an_exercise_is_left_in_english(in_brackets, exercise):
    names: dict[Seat, str] = {"first": NAMES[0], "second": NAMES[1]}
    for step in exercise.steps:
        marks = tuple((mark, next(iter(texts))) for mark, texts in exercise.values.items())
        state = replace(begin(exercise, "first"), step=step, marks=marks)
        for seat in SEATS:
            now = now_for(seat, row=DialogueSession(), exercise=exercise, state=state, names=names)
            moves = [(one.label, one.prompt, one.says, *one.stems) for one in now.moves]
            assert not english(" ".join([now.title, now.why, *sum(moves, ())])), step
    shown = view.exercise_view(exercise)
    assert not english(" ".join([shown.title, *(phase.name for phase in shown.phases)]))


@pytest.mark.parametrize("exercise", all_exercises(), ids=lambda exercise: exercise.id)
def test_all_that_an_exercise_says_is_collected_for_translators(collected, exercise):
    texts = {exercise.title, exercise.about, *exercise.phases.values(), *exercise.purposes.values()}
    texts |= {text for one in exercise.values.values() for text in one.values()}
    for step in exercise.steps.values():
        texts |= {step.title, step.why, step.waiting, step.meanwhile}
        for move in step.moves.values():
            texts |= {move.label, move.tells, move.agreed, move.says, move.prompt, *move.stems}
    assert not [text for text in texts if text and text not in collected]


STORIES = [one for exercise in all_exercises() for one in stories_of(exercise.id)]


def test_the_practice_room_s_own_texts_are_not_left_in_english(in_brackets):
    for one in STORIES:
        names = [name for name in one.names.values() if name]
        assert not [text for text in practice_texts(one).values() if english(text, *names)]


def test_all_that_a_story_says_is_collected_for_translators(collected):
    for one in STORIES:
        lines = [*one.lines, *(line.almost for line in one.lines if line.almost)]
        texts = {one.title, one.about, one.intro, *one.feelings}
        texts |= {text for line in lines for text in (line.words, *line.listen)}
        assert not [text for text in texts if text and text not in collected]
    assert not [
        line for line in common_lines().values() if line.words and line.words not in collected
    ]


def test_all_that_we_say_of_an_instrument_is_collected_for_translators(collected):
    for one in all_instruments():
        texts = {one.title, one.about, one.source, one.licence, *one.languages.values()}
        texts |= {text for scale in one.scales for text in (scale.title, scale.means)}
        texts |= {text for scale in one.scales for text in (scale.no_change, scale.cut_off_says)}
        words = {text for text in one.texts if not text.isdecimal()}
        texts |= words if one.ours else set()
        assert not [text for text in texts if text and text not in collected]
        if not one.ours:  # nor is a translation of ours offered for what is not
            assert not [item.text for item in one.items if item.text in collected]


def test_every_text_that_the_code_asks_for_is_collected_for_translators(collected):
    """Inside an f-string, or under a name that ``make messages`` does not know, none is, and it stays English."""
    modules = [path for name in ("dialogue", "imago") for path in (ROOT / name).rglob("*.py")]
    asked = [text for path in modules for text in texts_asked_for(ast.parse(path.read_text()))]
    assert len(asked) > 800
    assert not [text for text in asked if text not in collected]


def texts_asked_for(module):
    """The first text that each call of gettext, or of one of its kin, names: by whatever name it was imported."""
    imports = (one for one in ast.walk(module) if isinstance(one, ast.ImportFrom))
    kin = {
        name.asname or name.name
        for one in imports
        if one.module == "django.utils.translation"
        for name in one.names
        if "gettext" in name.name
    }
    for call in ast.walk(module):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in kin:
            yield from (one.value for one in call.args[:1] if isinstance(one, ast.Constant))


def test_names_in_a_text_keep_their_places(collected):
    """A translator sees which marks there are."""
    assert "{sender}, ask {receiver} for a dialogue" in collected
    assert "python-brace-format" in collected["{name} is the sender"].flags
    assert "%(name)s would like to talk with you" in collected
