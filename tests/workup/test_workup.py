"""The Imago workup: Ann writes alone, step by step."""

from typing import Any
from uuid import UUID

import pytest

from dialogue.workup import service as workup
from dialogue.workup.forms import STEPS
from dialogue.workup.service import Content, NoSuchWorkup, Trait
from dialogue.workup.texts import sentences
from tests.support.page import Page
from tests.workup.written import AWAY, FULL, LOUD, SECRET, WARM, send, written

pytestmark = pytest.mark.django_db


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
    assert send(client, own, "needs", wanted="time", go="later").url == "/workup/rest"
    assert "Not finished" in Page(client.get("/workup")).text


def test_every_sitting_ends_by_coming_back_to_today_and_nobody_is_said_to_have_wanted_to_be_hurt(
    browser, omar
):
    client, own = browser(omar), workup.begin(person_id=omar.pk)
    for place in (*(f"{own}/{step}" for step in STEPS), own, "rest"):
        page = Page(client.get(f"/workup/{place}"))
        assert "Take three slow breaths. You’re grown up, and you’re here." in page.text, place
        assert any(link.attributes["href"] == "/safety#help" for link in page.all("a"))
    assert "doesn’t mean that you wanted to be hurt" in Page(client.get(f"/workup/{own}")).text
    assert "three slow breaths" not in Page(client.get("/workup")).text


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


def test_nobody_fills_the_house_with_workups(browser, omar, monkeypatch):
    monkeypatch.setattr(workup, "MOST_WORKUPS", 1)
    written(omar)
    answer = browser(omar).post("/workup")
    assert answer.status_code == 422 and "Delete one" in Page(answer).alert


def test_sentences_stay_open_where_nothing_is_written():
    assert [one.words for one in sentences(Content())][2] == "I wish they would give me …"
    assert not any(one.whole for one in sentences(Content()))


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
