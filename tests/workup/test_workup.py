"""The Imago workup: Ann writes alone, Ben reads what she shows him, nobody reads the rest."""

from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from dialogue.accounts.merging import CannotMerge, merge
from dialogue.accounts.people import LeadsToWords, change_address, export
from dialogue.couple import couples
from dialogue.home import ending
from dialogue.home.ending import erase
from dialogue.models import Person
from dialogue.safety import own_consent
from dialogue.workup import service as workup
from dialogue.workup import sharing
from dialogue.workup.circle import RADIUS, drawn, wrapped
from dialogue.workup.service import Content, NoSuchWorkup, Trait
from dialogue.workup.texts import sentences
from tests.support import cast
from tests.support.page import Page

pytestmark = pytest.mark.django_db
SECRET = "the cellar stairs"
WARM = Trait(0, "positive", "warm", strong=True, shared=True)
LOUD = Trait(0, "negative", "loud", strong=True, shared=True, theirs="raises his voice")
AWAY = Trait(1, "negative", "never there")
FULL = Content(
    caregivers={0: "Mama", 1: "Opa"},
    traits=(WARM, LOUD, AWAY),
    wanted=("time", "an open door"),
    felt=("alone",),
    did=("went quiet",),
    partner="Ben",
)


def written(person, content=FULL):
    new = workup.begin(person_id=person.pk)
    fields = {name: getattr(content, name) for name in Content.__dataclass_fields__}
    workup.keep(person_id=person.pk, workup_id=new, **fields)
    return new


@pytest.fixture
def page(browser):
    return lambda person, address: Page(browser(person).get(address))


def send(client, workup_id, step, **form):
    return client.post(f"/workup/{workup_id}/{step}", form)


def test_ann_goes_step_by_step_to_her_five_sentences(browser, omar):
    """Omar here, since it needs no partner and no couple."""
    client = browser(omar)
    address = client.post("/workup").url
    own = UUID(address.split("/")[2])
    assert address == f"/workup/{own}/home"
    assert send(client, own, "home", home=SECRET).url.endswith("/caregivers")
    assert send(client, own, "caregivers", name_0="Mama", name_2="Opa").url.endswith("/traits")
    lines = {"positive_0": "warm\nsang", "negative_0": "loud", "negative_2": "loud"}
    send(client, own, "traits", **lines)
    marks = [field for field in Page(client.get(f"/workup/{own}/strongest")).fields if field]
    assert len(marks) == 4
    send(client, own, "strongest", **{marks[0].name: "on", marks[2].name: "on"})
    send(client, own, "needs", wanted="time", felt="alone\nsmall", did="went quiet")
    shared = Page(client.get(f"/workup/{own}/partner")).fields
    boxes = [field.name for field in shared if field.name.startswith("shared_")]
    form = {boxes[2]: "on", boxes[2].replace("shared", "theirs"): "shouts", "partner": "Pat"}
    assert send(client, own, "partner", **form).url == f"/workup/{own}"
    said = Page(client.get(f"/workup/{own}"))
    for sentence in (
        "I have been looking for someone who is warm and loud.",
        "It is hard with them when they are loud.",
        "I wish they would give me time.",
        "When they don’t, I feel alone and small.",
        "And then I usually went quiet.",
    ):
        assert sentence in said.text
    assert {"Mama", "Opa", "Pat", "shouts"} <= {e.text for e in said.all("td") + said.all("th")} | {
        e.text for e in said.all("text") + said.all("tspan")
    }


def test_what_was_marked_stays_with_its_words_and_a_name_that_comes_back_brings_all_back(omar):
    own = written(omar)
    lines: list[Any] = [(0, "positive", ["Warm", "kind"]), (0, "negative", ["loud"])]
    workup.keep_traits(person_id=omar.pk, workup_id=own, lines=lines)
    content = workup.read(person_id=omar.pk, workup_id=own).content
    assert [(one.text, one.strong) for one in content.of("positive")] == [
        ("Warm", True),
        ("kind", False),
    ]
    assert content.of("negative", 1) == [AWAY]
    workup.keep(person_id=omar.pk, workup_id=own, caregivers={0: "Mama"})
    assert not workup.read(person_id=omar.pk, workup_id=own).content.of("negative", 1)
    workup.keep(person_id=omar.pk, workup_id=own, caregivers={0: "Mama", 1: "Grandpa"})
    assert workup.read(person_id=omar.pk, workup_id=own).content.of("negative", 1) == [AWAY]


def test_what_ann_adds_in_one_tab_is_not_undone_by_the_form_that_lay_open_in_another(browser, omar):
    client, own = browser(omar), written(omar)

    open_in_another = {
        step: dict.fromkeys((field.name for field in Page(client.get(address)).fields), "")
        for step, address in ((one, f"/workup/{own}/{one}") for one in ("strongest", "partner"))
    }
    open_in_another["traits"] = {"positive_0": "warm", "negative_0": "loud", "negative_1": "far"}
    send(client, own, "caregivers", name_0="Mama", name_1="Opa", name_2="Aunt")
    workup.keep_traits(person_id=omar.pk, workup_id=own, lines=[(2, "positive", ["merry"])])
    key = "2 positive merry"
    workup.mark_strongest(person_id=omar.pk, workup_id=own, marks={key: True})
    links = {key: (True, "sings")}
    workup.link_partner(person_id=omar.pk, workup_id=own, partner="Ben", links=links)
    for step, form in open_in_another.items():
        send(client, own, step, **form)
    merry = Trait(2, "positive", "merry", strong=True, shared=True, theirs="sings")
    kept = workup.read(person_id=omar.pk, workup_id=own).content.traits
    assert merry in kept and {one.text for one in kept} == {"merry", "warm", "loud", "far"}
    assert not any(trait.strong or trait.shared for trait in kept if trait != merry)


def test_marks_come_back_with_the_name_and_words_beside_a_mark_stay_while_it_is_off(browser, omar):
    client, own = browser(omar), written(omar)
    workup.keep(person_id=omar.pk, workup_id=own, caregivers={1: "Opa"})
    fields = Page(client.get(f"/workup/{own}/partner")).fields
    theirs = next(one.name for one in fields if one.name.startswith("theirs_"))
    off = {theirs: "looks away", theirs.replace("theirs", "shared"): "", "partner": "Ben"}
    send(client, own, "partner", **off)
    send(client, own, "strongest")
    workup.keep(person_id=omar.pk, workup_id=own, caregivers={0: "Mama", 1: "Opa"})
    content = workup.read(person_id=omar.pk, workup_id=own).content
    assert {WARM, LOUD} < set(content.traits)
    assert content.of("negative", 1)[0].theirs == "looks away"
    assert "looks away" in Page(client.get(f"/workup/{own}/partner")).html
    assert "looks away" not in Page(client.get(f"/workup/{own}")).text


def test_a_double_click_begins_one_workup_and_from_the_last_one_one_more(browser, omar):
    client = browser(omar)
    first = {client.post("/workup").url for _click in range(2)}
    assert len(first) == 1 and len(workup.all_of(person_id=omar.pk)) == 1
    own = workup.all_of(person_id=omar.pk)[0].id
    workup.keep(person_id=omar.pk, workup_id=own, home=SECRET)
    again = {client.post("/workup", {"after": str(own)}).url for _click in range(2)}
    assert len(again) == 1 and not again & first
    assert [one.content.home for one in workup.all_of(person_id=omar.pk)] == [SECRET, SECRET]


def test_a_step_is_kept_while_it_is_written_and_can_be_left_and_taken_up_again(browser, omar):
    client, own = browser(omar), workup.begin(person_id=omar.pk)
    meanwhile = client.post(f"/workup/{own}/needs", {"wanted": "ti"}, headers={"X-Keep": "1"})
    assert (meanwhile.status_code, meanwhile.json()["revision"]) == (200, None)
    assert meanwhile.json()["said"].startswith("Saved at ")
    assert "ti" in Page(client.get(f"/workup/{own}/needs")).html
    assert send(client, own, "needs", wanted="time", go="back").url.endswith("/strongest")
    assert send(client, own, "needs", wanted="time", go="later").url == "/workup"
    assert "Not finished" in Page(client.get("/workup")).text


def test_what_is_too_long_is_said_beside_its_field_and_changes_nothing(browser, omar):
    client, own = browser(omar), written(omar)
    for step, form, field in (
        ("home", {"home": "x" * 6001}, "home"),
        ("caregivers", {"name_0": "x" * 41}, "name_0"),
        ("traits", {"positive_0": "x" * 61}, "positive_0"),
        ("traits", {"positive_0": "\n".join(map(str, range(13)))}, "positive_0"),
        ("needs", {"felt": "x" * 101}, "felt"),
        ("partner", {"partner": "x" * 41}, "partner"),
    ):
        answer = send(client, own, step, **form)
        assert answer.status_code == 422
        assert Page(answer).field(field).errors
        quiet = client.post(f"/workup/{own}/{step}", form, headers={"X-Keep": "1"})
        assert (quiet.status_code, quiet.json()) == (422, {"code": "invalid"})
    assert workup.read(person_id=omar.pk, workup_id=own).content == FULL


def test_nobody_but_ann_finds_her_workup_and_it_is_as_absent_as_none(
    browser, couple, ann, ben, thea, ada, omar
):
    own = written(ann)
    for person in (ben, thea, ada, omar):
        client = browser(person)
        for path in ("", "/home", "/show", "/erase", "/nothing"):
            for method in ("get", "post"):
                form = {"part": "wish", "home": "x"} if method == "post" else None
                here = getattr(client, method)(f"/workup/{own}{path}", form)
                never = getattr(client, method)(f"/workup/{uuid4()}{path}", form)
                assert here.status_code in (404, 405)
                assert (here.status_code, here.content) == (never.status_code, never.content)
        assert client.get(f"/workup/beside?one={own}&other={own}").status_code == 404
        assert client.post("/workup", {"after": str(own)}).status_code == 404
        assert "Mama" not in client.get("/workup").content.decode()
        assert b"Mama" not in client.get("/workup/mine.md").content
        assert "warm" not in client.get(f"/sessions?workup={own}&part=looking").content.decode()
    assert workup.read(person_id=ann.pk, workup_id=own).content == FULL
    assert export(person=ann, by=ada).keys() == {"account", "couples", "accesses"}


def test_ben_reads_the_sentence_that_ann_shows_him_as_it_was_until_she_takes_it_back(
    browser, page, couple, ann, ben, thea
):
    own, client = written(ann), browser(ann)
    before = page(ben, "/workup/shown").text
    assert client.post(f"/workup/{own}/show", {"part": "wish"}).url == f"/workup/{own}#wish"
    workup.keep(person_id=ann.pk, workup_id=own, wanted=("quiet",))
    read = page(ben, "/workup/shown").text
    assert "I wish they would give me time and an open door." in read
    assert "quiet" not in read and "warm" not in read
    assert "time and an open door" not in page(ann, "/workup/shown").text
    assert not sharing.shown_to(person_id=thea.pk)
    client.post(f"/workup/{own}/show", {"part": "wish", "act": "take_back"})
    assert page(ben, "/workup/shown").text == before


def test_what_is_not_whole_or_no_sentence_is_not_shown(browser, couple, ann, ben, omar):
    own = written(ann, Content(home=SECRET))
    assert browser(ann).post(f"/workup/{own}/show", {"part": "home"}).status_code == 404
    assert browser(ann).post(f"/workup/{own}/show", {"part": "wish"}).status_code == 302
    assert not sharing.shown_to(person_id=ben.pk)
    alone = written(omar)
    browser(omar).post(f"/workup/{alone}/show", {"part": "wish"})
    assert not sharing.shown_of(person_id=omar.pk, workup_id=alone)


def test_while_their_sessions_are_not_open_ann_shows_nothing_new_and_can_take_back(
    browser, page, couple, ann, ben
):
    own, client = written(ann), browser(ann)
    client.post(f"/workup/{own}/show", {"part": "wish"})
    own_consent.withdraw(person_id=ben.pk)
    client.post(f"/workup/{own}/show", {"part": "feel"})
    assert [one.part for one in sharing.shown_to(person_id=ben.pk)] == ["wish"]
    assert "Let Ben read it" not in page(ann, f"/workup/{own}").text
    client.post(f"/workup/{own}/show", {"part": "wish", "act": "take_back"})
    assert not sharing.shown_to(person_id=ben.pk)


def test_what_was_shown_ends_with_the_couple(couple, ann, ben):
    own = written(ann)
    sharing.show(
        person_id=ann.pk, workup_id=own, part="feel", words="When they don’t, I feel alone."
    )
    assert len(sharing.shown_to(person_id=ben.pk)) == 1
    ending.end_couple(couple=couple)
    assert not sharing.shown_to(person_id=ben.pk)
    couple.refresh_from_db()
    ending.forget_words(couple=couple)
    couples.form_couple(first=ann, second=ben)
    assert not sharing.shown_to(person_id=ben.pk)
    assert workup.read(person_id=ann.pk, workup_id=own).content == FULL


def test_a_sentence_is_put_into_the_form_that_asks_and_nothing_is_sent(browser, couple, ann, ben):
    own = written(ann)
    asked = Page(browser(ann).get(f"/sessions?workup={own}&part=then"))
    assert asked.all("textarea")[0].text.strip() == "And then I usually went quiet."
    assert not couple.dialogues.exists()
    for bad in ("workup=x&part=then", f"workup={own}&part=home", f"workup={uuid4()}&part=then"):
        assert not Page(browser(ann).get(f"/sessions?{bad}")).all("textarea")[0].text.strip()


def test_two_are_read_side_by_side_and_one_is_erased_with_its_key(browser, omar):
    client, earlier = browser(omar), written(omar)
    later = workup.begin(person_id=omar.pk, after=earlier)
    workup.keep(person_id=omar.pk, workup_id=later, wanted=("rest",))
    both = Page(client.get(f"/workup/beside?one={later}&other={earlier}")).text
    assert both.index("an open door") < both.index("give me rest")
    assert client.get(f"/workup/beside?one={later}&other=x").url == "/workup"
    assert client.post(f"/workup/{earlier}/erase").url == "/workup"
    with pytest.raises(NoSuchWorkup):
        workup.read(person_id=omar.pk, workup_id=earlier)
    assert "rest" in client.get("/workup/mine.md").content.decode()


def test_no_word_of_it_stands_in_the_database(couple, ann, ada):
    own = written(ann, Content(home=SECRET, caregivers={0: SECRET}, partner=SECRET))
    sharing.show(person_id=ann.pk, workup_id=own, part="wish", words=SECRET)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                assert SECRET not in "|".join(
                    bytes(v).decode("latin1") if isinstance(v, bytes | memoryview) else str(v)
                    for v in row
                ), table
    erase(person=Person.objects.get(pk=ann.pk), by=ada)
    with pytest.raises(NoSuchWorkup):
        workup.read(person_id=ann.pk, workup_id=own)


def test_no_admin_gives_an_account_with_a_workup_to_another_mailbox_or_account(ann, ada):
    anna = cast.person("Anna")
    own = written(ann)
    with pytest.raises(CannotMerge) as refused:
        merge(kept=anna, duplicate=ann, by=ada)
    assert refused.value.code == "words"
    with pytest.raises(LeadsToWords):
        change_address(person=ann, email="ada@example.net", by=ada)
    merge(kept=ann, duplicate=anna, by=ada)
    assert workup.read(person_id=ann.pk, workup_id=own).content == FULL


def test_nobody_fills_the_house_with_workups(browser, omar, monkeypatch):
    monkeypatch.setattr(workup, "MOST_WORKUPS", 1)
    written(omar)
    answer = browser(omar).post("/workup")
    assert answer.status_code == 422 and "Delete one" in Page(answer).alert


# --- the picture -------------------------------------------------------------------------------


def test_sentences_stay_open_where_nothing_is_written():
    assert [one.words for one in sentences(Content())][2] == "I wish they would give me …"
    assert not any(one.whole for one in sentences(Content()))


def test_threads_lead_from_caregivers_to_the_partner_and_end_in_the_middle_where_they_do_not():
    drawing = drawn(FULL)
    assert drawing is not None and drawing.height == drawing.bottom + 4
    assert drawing.bottom - drawing.top == 2 * RADIUS  # a circle
    shared = [(thread.shared, thread.to_x > drawing.axis) for thread in drawing.threads]
    assert shared == [(True, True), (True, True)]  # what is neither strong nor shared is not drawn
    ys = [thread.y for thread in drawing.threads]
    assert ys[0] < drawing.middle < ys[1]
    assert [label.lines[0][1] for label in drawing.labels if label.theirs] == ["warm", "raises his"]


def test_what_two_caregivers_share_with_the_partner_meets_in_one_place():
    both = Content(
        caregivers={0: "Mama", 1: "Opa"},
        traits=tuple(Trait(who, "negative", "loud", shared=True) for who in (0, 1)),
    )
    drawing = drawn(both)
    assert drawing is not None
    one, other = drawing.threads
    assert one.y != other.y and (one.to_x, one.to_y) == (other.to_x, other.to_y)


@pytest.mark.parametrize("rtl", [False, True])
def test_however_many_traits_there_are_they_stay_within_and_apart(rtl):
    texts = ["quick to shout and slow to say sorry", "x" * 60, "温" * 30, "ok"]
    traits = [
        Trait(who, side, f"{text} {number}"[:60], strong=True, shared=number % 2 == 0)
        for who in range(5)
        for side in ("positive", "negative")
        for number, text in enumerate(texts * 3)
    ]
    many = Content(caregivers=dict.fromkeys(range(5), "Grandmother"), traits=tuple(traits))
    drawing = drawn(many, rtl=rtl)
    assert drawing is not None
    ours = sorted(y for label in drawing.labels if not label.theirs for y, _line in label.lines)
    assert drawing.top < ours[0] and ours[-1] < drawing.bottom
    assert min(after - before for before, after in pairwise(ours)) >= 14


def test_a_long_word_is_cut_and_nothing_is_lost():
    assert wrapped("never there", 8) == ["never", "there"]
    assert "".join(wrapped("x" * 60, 12)).replace("‐", "") == "x" * 60
    assert wrapped("", 12) == []


def test_the_partner_has_a_profile_and_what_is_shared_is_found_in_it(browser, omar):
    traits = (Trait(0, "negative", "Quick to shout"), Trait(0, "positive", "warm"))
    own = written(omar, Content(caregivers={0: "Mother"}, traits=traits))
    client = browser(omar)
    sent = {"partner": "Pat", "positive": "funny", "negative": "quick to shout\nlate"}
    send(client, own, "partner", **sent)
    found = workup.read(person_id=omar.pk, workup_id=own).content
    assert (found.partner_positive, found.partner_negative) == (
        ("funny",),
        ("quick to shout", "late"),
    )
    assert [one.text for one in found.traits if one.shared] == ["Quick to shout"]
    boxes = [one.name for one in Page(client.get(f"/workup/{own}/partner")).fields]
    box = next(name for name in boxes if name.startswith("shared_"))
    unmarked = {name: "" for name in boxes if name.startswith("shared_")}
    send(client, own, "partner", **sent | unmarked)
    found = workup.read(person_id=omar.pk, workup_id=own).content
    assert box and not any(one.shared for one in found.traits), "taken away, it stays away"
    assert "Pat: late" in client.get("/workup/mine.md").content.decode()
