"""Every instrument gives what was reckoned by hand, at every boundary, and nothing without an answer."""

from math import isclose
from typing import Any

import pytest

from dialogue.measures.instruments import EVERY, all_instruments, instrument, source
from dialogue.measures.instruments.loader import InstrumentError, load
from dialogue.measures.instruments.score import NotAnAnswer, is_below, score, within_chance
from tests.measures import tables

VERSIONS = [("csi4", 1), ("csi16", 1), *tables.SINGLE]


def filled(id, numbers, version=None):
    items = instrument(id, version).items
    return {item.id: number for item, number in zip(items, numbers, strict=True)}


@pytest.mark.parametrize(
    ("id", "numbers", "total", "below"),
    [("csi4", *row) for row in tables.CSI4] + [("csi16", *row) for row in tables.CSI16],
)
def test_the_satisfaction_index_is_the_sum_and_its_line_lies_where_it_was_published(
    id, numbers, total, below
):
    found = instrument(id)
    (scale,) = found.scales
    assert score(found, filled(id, numbers)) == {"satisfaction": total}
    assert is_below(scale, total) is below


@pytest.mark.parametrize(("id", "version"), tables.SINGLE)
@pytest.mark.parametrize("number", range(11))
def test_our_own_questions_are_one_number_each_and_never_summed(id, version, number):
    found = instrument(id, version)
    for name, higher in tables.SINGLE[id, version].items():
        scores = score(found, {name: number})
        assert scores.pop(name) == number and set(scores.values()) <= {None}
        scale = next(one for one in found.scales if one.id == name)
        assert scale.higher == higher and (scale.lowest, scale.highest) == (0, 10)
        assert not is_below(scale, number) and within_chance(scale, 0, number) is None
    assert {scale.id for scale in found.scales} == set(tables.SINGLE[id, version])


@pytest.mark.parametrize(("id", "version"), VERSIONS)
def test_one_answer_left_open_and_there_is_no_score(id, version):
    found = instrument(id, version)
    full = {item.id: max(item.scores) for item in found.items}
    for scale in found.scales:
        assert score(found, full)[scale.id] == scale.highest
        for item in scale.items:
            without = {name: value for name, value in full.items() if name != item.id}
            assert score(found, without)[scale.id] is None
    assert set(score(found, {}).values()) == {None}


@pytest.mark.parametrize(("id", "version"), VERSIONS)
def test_what_stands_at_no_answer_is_refused_and_the_refusal_tells_nothing(id, version):
    found = instrument(id, version)
    for item in found.items:
        wrongs: tuple[Any, ...] = (min(item.scores) - 1, max(item.scores) + 1, 2.5, "3", True, None)
        for wrong in wrongs:
            with pytest.raises(NotAnAnswer) as refusal:
                score(found, {item.id: wrong})
            assert str(refusal.value) == f"{id}, version {version}"
    with pytest.raises(NotAnAnswer):
        score(found, {"somebody else's": 1})


def test_the_words_of_the_satisfaction_index_are_those_that_were_published():
    csi4, csi16 = instrument("csi4"), instrument("csi16")
    assert [item.text for item in csi4.items] == tables.CSI4_WORDS
    assert [item.text for item in csi16.items] == tables.CSI16_WORDS
    for found, expected in (
        (csi4, [tables.HAPPINESS, tables.TRUE, tables.EXTENT, tables.EXTENT]),
        (csi16, [tables.HAPPINESS, tables.OFTEN, *[tables.TRUE] * 4, *[tables.EXTENT] * 4]),
    ):
        for item, answers in zip(found.items, expected, strict=False):
            shown = [(option.score, option.label) for option in item.options]
            assert shown == list(answers.items()), item.id
    for name, (first, scores) in tables.PAIRS.items():
        item = next(one for one in csi16.items if one.id == name)
        assert item.poles and item.poles[0] == first
        assert [option.score for option in item.options] == scores
        assert [option.label for option in item.options] == list(map(str, scores))
    assert not csi4.ours and not csi16.ours


def test_nothing_is_shown_without_its_licence_its_source_and_where_its_words_come_from():
    for found in (*all_instruments(), instrument("pulse", 1)):
        assert found.source and found.licence and found.languages["en"]
        for scale in found.scales:
            assert (scale.change is None) == bool(scale.no_change)
            assert (scale.cut_off is None) == (not scale.cut_off_source)
            assert scale.means
    assert not any(scale.change for one in all_instruments() for scale in one.scales)


def test_an_older_version_stays_readable_and_one_that_never_was_is_not_there():
    assert [item.id for item in instrument("pulse", 1).items] == ["heard", "safe", "understood"]
    assert instrument("pulse").version == 2 and instrument("pulse", 2) == instrument("pulse")
    for id, version in (("pulse", 3), ("csi4", 2), ("ors", None), ("../csi4", None)):
        with pytest.raises(KeyError):
            instrument(id, version)
    assert [one.id for one in all_instruments()] == list(EVERY)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('licence = "', 'license = "', "licence is missing"),
        ('[languages]\nen = "', '[languages]\nen = ""\nx = "', "says where its words come from"),
        ("no_reliable_change = ", "said = ", "reliable_change"),
        ("cut_off_source = ", "said = ", "a cut-off comes with its words"),
        ('higher = "better"', 'higher = "good"', "higher: is none of"),
        ('"rewarding", "satisfied"]', '"rewarding"]', "no scale has satisfied"),
        ('[1, "A little true"]', '[0, "A little true"]', "two answers have one score"),
        ('id = "warm"', 'id = "happiness"', "warm is missing"),
        ("version = 1", "version = ", "Invalid value"),
    ],
)
def test_a_file_that_cannot_be_used_says_where_and_why(old, new, why):
    text = source("csi4")
    assert old in text
    with pytest.raises(InstrumentError, match=f"csi4.*{why}"):
        load(text.replace(old, new, 1), "csi4")


# An example of the formula: 1.96 times 1.41421 times an SD of 4 times 0.244949 gives 2.7159.
WITH_BAND = source("csi4").replace(
    "no_reliable_change =",
    'reliable_change = { sd = 4.0, alpha = 0.94, source = "a made-up study" }\nsaid =',
)


def test_what_may_be_chance_follows_the_formula_that_is_named():
    (scale,) = load(WITH_BAND).scales
    assert scale.change and isclose(scale.change.points, 2.7159, abs_tol=0.0005)
    assert within_chance(scale, 10, 12) and within_chance(scale, 10, 8)
    assert not within_chance(scale, 10, 13) and not within_chance(scale, 10, 7)
