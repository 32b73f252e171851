"""The figure says what the table says, and both say what Ann answered: of 3, 12 and 40 answers."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from dialogue.gifts import service
from dialogue.measures import answers, sharing
from dialogue.measures.drawing import BOTTOM, LEFT, RIGHT, TOP, Event, Point, drawn
from dialogue.measures.instruments import OFFERED, instrument
from dialogue.measures.instruments.loader import load
from dialogue.models import Commitment, DialogueSession, Tick
from dialogue.models.measures import MeasureAnswer
from dialogue.safety import own_consent
from tests.measures.courses import answer, course, scores_of
from tests.measures.test_instruments import WITH_BAND
from tests.support.rooms import asked_by, completed, given

FIGURE = re.compile(r'<figure class="panel card">.*?</figure>', re.DOTALL)
DOT = re.compile(r'<circle class="dot" cx="(\d+)" cy="(\d+)"')
VALUE = re.compile(r'<td class="value">([^<]+)</td>')
DAY = datetime(2026, 11, 1, tzinfo=UTC)


def figures(client):
    """Of the page, by the title of the panel: places of the dots, and what stands in the table."""
    found = {}
    for figure in FIGURE.findall(client.get("/progress").content.decode()):
        title = re.search("<h3>([^<]+)</h3>", figure)
        svg = figure[: figure.index("</svg>")]
        assert title
        places = [(int(x), int(y)) for x, y in DOT.findall(svg)]
        found[title[1]] = (places, VALUE.findall(figure), figure)
    return found


def read_off(scale, y):
    """What a reader measures at a dot."""
    return round(scale.lowest + (BOTTOM - y) * (scale.highest - scale.lowest) / (BOTTOM - TOP))


@pytest.mark.parametrize("times", [3, 12, 40])
def test_figure_and_table_are_what_was_answered(at_home, couple, ann, times):
    course(ann, OFFERED, times)
    shown = figures(at_home(ann))
    for id in OFFERED:
        for scale in instrument(id).scales:
            places, table, _figure = shown[scale.title]
            kept = list(scores_of(ann, id, scale.id))
            assert len(kept) == times and None not in kept
            assert [read_off(scale, y) for _x, y in places] == kept
            assert [int(number) for number in table] == kept
            across = [x for x, _y in places]
            assert across == sorted(across) and LEFT <= across[0] < across[-1] <= RIGHT
    assert len(shown) == 8  # nothing is added up over measures


def test_an_answer_left_open_has_a_row_and_no_dot_and_the_line_is_not_drawn_over_it(
    at_home, couple, ann
):
    full = {"happiness": 3, "warm": 3, "rewarding": 3, "satisfied": 3}
    gap = {"happiness": 3, "warm": 3, "rewarding": 3}
    for weeks, told in ((4, full), (3, full), (2, gap), (1, full), (0, full)):
        answer(ann, "csi4", told, weeks_ago=weeks)
    places, table, figure = figures(at_home(ann))["Satisfaction (CSI-4)"]
    assert len(places) == 4 and len(table) == 5 and "left blank" in table[2]
    assert figure.count('class="line"') == 2


def test_what_is_said_of_a_number_is_the_published_line_and_no_praise(at_home, couple, ann):
    low = {"happiness": 4, "warm": 3, "rewarding": 3, "satisfied": 3}
    answer(ann, "csi4", low, weeks_ago=1)
    answer(ann, "csi4", low | {"happiness": 5})
    _places, table, figure = figures(at_home(ann))["Satisfaction (CSI-4)"]
    assert [int(one) for one in table] == [13, 14]
    assert figure.count("below 13.5") == 1 and figure.count("above 13.5") == 1
    assert "Below 13.5 the authors speak of notable dissatisfaction" in figure
    assert 'class="band"' not in figure  # nobody could source what may be chance
    for word in ("↑", "↓", "▲", "▼", "better", "worse", "improve", "well done"):
        assert word not in figure


def test_a_sourced_band_lies_around_the_first_answer_and_inside_the_scale():
    (scale,) = load(WITH_BAND).scales
    points = [Point(DAY + timedelta(days=n), value) for n, value in enumerate((10, 12, 13, 7, 8))]
    panel = drawn(scale, points)
    assert panel and panel.band == (panel.y(12.716), panel.y(7.284) - panel.y(12.716))
    assert [row.chance for row in panel.rows] == [None, True, False, False, True]
    edge = drawn(scale, [Point(DAY, 20)])
    assert edge and edge.band and edge.band[0] == TOP


def test_other_words_are_another_line_with_a_first_answer_of_its_own():
    (scale,) = load(WITH_BAND).scales
    days = [DAY + timedelta(days=n) for n in range(4)]
    points = [Point(day, 10 + n, 1 if n < 2 else 2) for n, day in enumerate(days)]
    panel = drawn(scale, points)
    assert panel and len(panel.lines[0].paths) == 2 and panel.changed == [panel.x(days[2])]
    assert [row.chance for row in panel.rows] == [None, True, None, True]


def test_a_first_answer_alone_is_drawn_and_none_at_all_is_not():
    (scale,) = instrument("csi4").scales
    assert drawn(scale, []) is None
    panel = drawn(scale, [Point(DAY, 21)])
    assert panel and panel.lines[0].paths == [] and panel.lines[0].dots[0].y == TOP


def test_what_happened_meanwhile_lies_where_it_was_in_time_with_a_number_where_there_is_room():
    (scale,) = instrument("csi4").scales
    points = [Point(DAY + timedelta(days=n), 10) for n in (0, 100)]
    days = (-1, 0, 50, 51, 100, 101)
    events = [Event(DAY + timedelta(days=n), f"day {n}", number) for number, n in enumerate(days)]
    panel = drawn(scale, points, events=events)
    assert panel and [mark.event.said for mark in panel.marks] == [f"day {n}" for n in days[1:-1]]
    assert [mark.x for mark in panel.marks] == [panel.x(one.at) for one in events[1:-1]]
    assert [mark.label for mark in panel.marks] == ["1", "2", "", "4"]
    assert panel.height > drawn(scale, points).height  # type: ignore[union-attr]


def test_the_pages_name_first_dialogues_and_kept_promises_and_no_word_of_them(
    at_home, couple, ann, ben, thea, omar
):
    course(ann, ["csi4"], 3)
    for who in ("partner", "therapist"):
        sharing.set_share(person_id=ann.pk, measure="csi4", who=who, on=True)
    promise = given(ann, ben, ["Sunday at the lake"] * 3)
    number = Commitment.objects.get(dialogue=promise).pk
    service.tick(person=ben, gift_id=number, given=True)
    Tick.objects.update(day=timezone.localdate() - timedelta(days=3))
    for _ in range(2):
        over = asked_by(ann)
        completed(over)
    DialogueSession.objects.filter(pk=over).update(closed_at=timezone.now() - timedelta(days=5))
    page = f"/progress/couple/{couple.pk}"
    readers = {ann: "/progress", ben: "/progress/partner", thea: page}
    for person, address in readers.items():
        told = at_home(person).get(address).content.decode()
        assert told.count("First time: Couple") == 2  # in the list, in the table
        assert told.count("A promise was kept") == 2 and told.count('class="mark" d=') == 3
        assert "at the lake" not in told
    assert "First time" not in at_home(omar).get("/progress").content.decode()
    assert "First time" not in at_home(ben).get("/progress").content.decode()  # no answer of his
    own_consent.withdraw(person_id=ben.pk)
    assert "First time" not in at_home(thea).get(page).content.decode()
    assert "First time" in at_home(ann).get("/progress").content.decode()


def test_within_a_day_an_answer_is_changed_and_after_that_it_is_another(couple, ann):
    answer(ann, "areas", {"trust": 3})
    answers.keep(person_id=ann.pk, measure="areas", answers={"trust": 4})
    assert scores_of(ann, "areas", "trust") == [4]
    MeasureAnswer.objects.update(at=timezone.now() - timedelta(hours=25))
    answers.keep(person_id=ann.pk, measure="areas", answers={"trust": 6})
    assert scores_of(ann, "areas", "trust") == [4, 6]
