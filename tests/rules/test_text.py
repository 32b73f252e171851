"""What counts as text is the same everywhere: in every frame, in every name."""

import json
import re
from typing import get_args
from uuid import uuid4

import pytest

from dialogue import text
from dialogue.access.askers import Asker
from dialogue.board import service as board
from dialogue.couple.couples import form_couple
from dialogue.home import ending
from dialogue.models import CoupleTherapist, Person
from dialogue.room.people import people_in
from dialogue.room.wire import bounds, requests, view
from dialogue.room.wire.now import now_for
from tests.rules.written import INVISIBLE, full
from tests.support import cast
from tests.support.page import Page
from tests.support.rooms import asked_by, refused, seat_of, to_sending
from tests.support.walked import TURNING

ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")  # in the JSON of a page


# --- frames --------------------------------------------------------------------------------------


def frames():
    """Every frame that carries words, found by its fields, with something for the others."""
    union = get_args(get_args(requests.ClientFrame)[0]) or get_args(requests.ClientFrame)
    for frame in union:
        names = [name for name, field in frame.model_fields.items() if name == "words"]
        given = {"id": str(uuid4()), "name": "send", "moment": 0, "move": "send", "revision": 0}
        kind = get_args(frame.model_fields["type"].annotation)[0]
        for name in names:
            own = {key: value for key, value in given.items() if key in frame.model_fields}
            yield name, {"type": kind, **own}


def test_every_frame_counts_and_cleans_as_forms_do():
    found = list(frames())
    assert len(found) > 1
    for name, frame in found:
        written = full(bounds.TEXT_LENGTH, one_line=False)
        taken = requests.parse(json.dumps(frame | {name: written}))
        assert getattr(taken, name) == written.replace("\r\n", "\n")
        with pytest.raises(requests.NotUnderstood, match="too_long"):
            requests.parse(json.dumps(frame | {name: written + "aa"}))
        turned = requests.parse(json.dumps(frame | {name: "a\u202eb\x00"}))
        assert getattr(turned, name) == "ab"
        # Half an emoji, as a script leaves it that cuts one in two: JSON can carry what no text can.
        halved = requests.parse(json.dumps(frame | {name: "a\ud83d b\udc4d"}))
        assert getattr(halved, name) == "a b"


def test_ben_never_mirrors_a_turn_that_nobody_can_see(couple, ann, ben):
    room = to_sending(ann, ben)
    frame = {"type": "command", "id": str(uuid4()), "name": "send", "words": INVISIBLE}
    words = requests.parse(json.dumps(frame)).command().words
    assert words == "" and refused(ann, room, "send", words) == "words_needed"


# --- the function itself ---------------------------------------------------------------------------


@pytest.mark.parametrize("one", [*INVISIBLE, "\u115f", "\u200d", "\ud800", "\x00", "\u2063"])
def test_signs_that_show_nothing_are_no_words(one):
    assert not text.has_words(one) and text.cleaned(one) == text.line(one) == ""


@pytest.mark.parametrize(
    "one", ["a", "🙂", "‽", "é", "\u0301a", "שלום", "می‌خواهم", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👩‍👧", "1", "."]
)
def test_what_people_write_stays_as_it_is(one):
    assert text.has_words(one) and text.cleaned(one) == one


def test_text_is_counted_as_people_count():
    assert text.length("a\r\nb\rc\u2028d") == 7
    assert text.length("🙂" * 3) == 3 and text.length("e\u0301") == 2
    assert text.cleaned("e\u0301") == "é"
    assert text.line(" two\r\nlines\t of it ") == "two lines of it"


# --- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ann\u202e", "Ann"),
        ("\u3164A\u200bnn\u200d", "Ann"),
        ("Ann\n**Ben** says", "Ann **Ben** says"),
        ("\u200fשרה\u200f", "שרה"),
        ("سارا‌جان", "سارا‌جان"),
        ("Jose\u0301", "José"),
        ("\u0301\u0302Ann", "Ann"),
        ("A" + "\u0316" * 40 + "nn", "A" + "\u0316" * 5 + "nn"),
        ("👩‍👩‍👧", "👩‍👩‍👧"),
        ("שָׁרָה", "שָׁרָה"),
        ("7", "7"),
    ],
)
def test_a_name_is_one_line_that_turns_nothing_whoever_writes_it(browser, ann, typed, kept):
    profile = {"name": typed, "language": "en", "time_zone": "UTC"}
    assert browser(ann).post("/profile", profile).status_code == 302
    assert list(Person.objects.filter(pk=ann.pk).values_list("name", flat=True)) == [kept]
    Person.objects.filter(pk=ann.pk).update(name=typed)
    assert list(Person.objects.filter(pk=ann.pk).values_list("name", flat=True)) == [kept]


def test_every_page_isolates_every_name(walked):
    met = dict.fromkeys(TURNING, 0)
    for address, page in walked.items():
        for name in TURNING:
            shown = [content for content, _within in page.texts] + [
                value
                for one in page.elements
                for key, value in one.attributes.items()
                if (one.tag, key) != ("input", "value")
            ]
            bare = ESCAPED.sub(lambda code: chr(int(code[1], 16)), "".join(shown))
            isolated = bare.count(f"\u2068{name}\u2069")
            assert bare.count(name) == isolated, f"{address}: {name}"
            met[name] += isolated
    assert min(met.values()) > 40, met


def test_a_name_that_turns_nothing_stays_as_it_is():
    assert text.isolated("Ann") == "Ann" and text.isolated("אן", rtl=True) == "אן"
    assert text.isolated("אן") == "\u2068אן\u2069" == text.isolated(text.isolated("אן"))
    assert text.isolated("Ann", rtl=True) == "\u2068Ann\u2069"


def test_two_people_with_one_name_are_told_apart(browser, couple, ann, ben, thea, omar):
    profile = {"name": "ANN", "language": "en", "time_zone": "UTC"}
    browser(ben).post("/profile", profile)
    for one, shown in ((ann, "Ann 1"), (ben, "ANN 2"), (thea, "Thea"), (omar, "Omar")):
        assert Person.objects.get(pk=one.pk).name == shown
    assert "Ann 1 and ANN 2" in Page(browser(thea).get("/sessions")).text
    assert Page(browser(ben).get("/profile")).value("name") == "ANN"
    browser(ben).post("/profile", profile | {"name": "Thea"})
    names = {Person.objects.get(pk=one.pk).name for one in (ann, ben, thea)}
    assert names == {"Ann", "Thea 2", "Thea"}
    ben.refresh_from_db()
    ben.save()
    assert Person.objects.get(pk=ben.pk, name="Thea").name == "Thea 2"


@pytest.mark.parametrize("alike", ["Аnn", "A\u200dnn", "Ann\ufe0f", "ＡＮＮ", "\u0391nn"])
def test_whoever_looks_like_the_other_is_told_apart(couple, ann, ben, alike):
    """In letters of another script, or with signs that nobody sees."""
    ben.name = alike
    ben.save()
    shown = [Person.objects.get(pk=one.pk).name for one in (ann, ben)]
    assert shown[0] == "Ann 1" and shown[1].endswith(" 2")


def test_a_number_is_not_somebody_s_name(couple, ann, ben, thea):
    for one, name in ((ben, "Ann"), (thea, "Ann 1")):
        one.name = name
        one.save()
    assert [Person.objects.get(pk=one.pk).name for one in (ann, ben)] == ["Ann 3", "Ann 2"]


def test_who_parts_is_numbered_no_more_and_again_when_both_come_back(couple, ann, ben, omar):
    Person.objects.filter(pk=ben.pk).update(name="Ann")
    couple.save()
    assert [Person.objects.get(pk=one.pk).name for one in (ann, ben)] == ["Ann 1", "Ann 2"]
    ending.end_couple(couple=couple)
    assert [Person.objects.get(pk=one.pk).name for one in (ann, ben)] == ["Ann", "Ann"]
    form_couple(first=Person.objects.get(pk=ann.pk), second=Person.objects.get(pk=ben.pk))
    assert [Person.objects.get(pk=one.pk).name for one in (ann, ben)] == ["Ann 1", "Ann 2"]


def test_two_couples_of_the_same_names_are_told_apart_for_their_therapist(
    at_home, couple, ann, thea
):
    """In every list that she has: home, times, records, who asks for a first talk, the board; for nobody else."""
    pair = cast.person("Anna"), cast.person("Benno")
    for one, name in zip(pair, ("Ann", "ben"), strict=True):
        Person.objects.filter(pk=one.pk).update(name=name)
    second = form_couple(first=pair[0], second=pair[1])
    asks = {"couple": second, "therapist": thea, "first_agreed_at": second.created_at}
    CoupleTherapist.objects.create(**asks, second_agreed_at=second.created_at)
    asked_by(ann)
    lists = ("/sessions", "/appointments", f"/couples/{couple.pk}/record")
    pages = [Page(at_home(thea).get(address)).text for address in lists]
    assert "suggest that you work with Ann and ben (2)" in pages[0]
    assert all("Ann and Ben (1)" in page for page in pages)
    second.therapist = thea
    second.save()
    cast.agreed(second)
    asked_by(pair[0])
    assert sorted(board.overview(asker=Asker(thea.pk)).told_apart.values()) == [1, 2]
    for person in (ann, *pair):
        for address in ("/sessions", "/appointments", "/therapist"):
            assert not re.search(r"\([12]\)", Page(at_home(person).get(address)).text)
    pair[1].name = "Bob"
    pair[1].save()
    assert "Ann and Bob (" not in Page(at_home(thea).get("/sessions")).text


def test_a_room_says_every_name_isolated(couple, ann, ben):
    Person.objects.filter(pk=ben.pk).update(name="בן 7")
    room = to_sending(ann, ben)
    seated = seat_of(ann, room)
    people = people_in(row=seated.row)
    told = view.people_view(people)["second"].name
    assert told == "\u2068בן 7\u2069"
    names = {seat: person.name for seat, person in people.items()}
    now = now_for(
        "first", row=seated.row, exercise=seated.exercise, state=seated.state, names=names
    )
    said = now.model_dump_json()
    assert said.count("בן 7") == said.count(told) > 0


# --- what people sign in with ----------------------------------------------------------------------


def test_addresses_and_passwords_are_compared_as_people_type_them(browser, ann):
    copied = ("Ann <ann@example.org>", "mailto:ann@example.org", "ann@example.org.")
    wide = ("ａｎｎ＠ｅｘａｍｐｌｅ．ｏｒｇ", "ann@example.org\u200b")
    for address in (" Ann@Example.org ", *wide, *copied):
        form = {"login": address, "password": f"{cast.PASSWORD} "}
        client = browser()
        assert client.post("/account/login/", form).status_code == 302, address
        assert client.session["_auth_user_id"] == str(ann.pk)
    # Some browsers send the one form of a domain, some the other.
    assert text.address("Ann@xn--bcher-kva.example") == text.address("ann@BÜCHER.example")
    ann.set_password("ein schöner Weg am Meer")
    assert ann.check_password("ein scho\u0308ner Weg am Meer ")
    assert not ann.check_password("Ein schöner Weg am Meer")
