"""A path suggests what could come next. It forces nothing, and shows nobody what is the other's alone."""

import pytest

from dialogue.home.path import path_of
from dialogue.workup import service as workup
from tests.support.page import Page
from tests.support.rooms import TO_SENDING, asked_by, done

pytestmark = pytest.mark.django_db
WORDY = {"send", "mirror", "appreciate"}
APPRECIATED = (
    f"{TO_SENDING} send mirror got_it ask_more no_more thank thank stop appreciate appreciate"
)


def appreciated(ann, ben):
    room = asked_by(ann, "appreciation")
    turns = iter((ben, ann, ben, ann, ben, ann, ben, ann, ben, ann, ann, ben, ann, ann, ben))
    for act in APPRECIATED.split():
        done(next(turns), room, act, "Your singing." if act in WORDY else "")


def next_of(person):
    return [station.id for station in path_of(person_id=person.pk) if station.next]


def test_appreciation_comes_first_and_then_a_small_dialogue_in_the_published_order(
    couple, ann, ben
):
    assert next_of(ann) == next_of(ben) == ["appreciation"]
    appreciated(ann, ben)
    assert next_of(ann) == next_of(ben) == ["couples_dialogue"]
    assert [one.id for one in path_of(person_id=ann.pk)] == [
        *("appreciation", "couples_dialogue", "vision", "workup"),
        *("parent_child", "deepening", "behavior_change", "caring"),
    ]
    assert [one.id for one in path_of(person_id=ann.pk) if one.done] == ["appreciation"]


def test_a_dialogue_that_was_broken_off_was_not_done(couple, ann, ben):
    room = asked_by(ann, "appreciation")
    done(ben, room, "end")
    assert next_of(ann) == ["appreciation"]


def test_that_ann_has_a_workup_is_hers_alone(couple, ann, ben):
    workup.begin(person_id=ann.pk)
    assert [one.id for one in path_of(person_id=ann.pk) if one.done] == ["workup"]
    assert not [one.id for one in path_of(person_id=ben.pk) if one.done]


def test_the_page_leads_to_each_and_what_is_suggested_is_chosen_in_the_form(
    client, couple, ann, ben
):
    client.force_login(ann)
    page = client.get("/path").content.decode()
    assert page.count("Maybe next") == 1
    assert "/sessions?exercise=parent_child#begin" in page and "with your therapist" in page
    form = client.get("/sessions?exercise=deepening").content.decode()
    assert 'value="deepening" required checked' in " ".join(form.split())
    assert client.get("/sessions?exercise=<b>").status_code == 200


def test_omar_who_is_alone_gets_ideas_and_nothing_of_ann_and_ben(client, couple, ann, ben, omar):
    appreciated(ann, ben)
    client.force_login(omar)
    page = Page(client.get("/path"))
    assert page.heading == "Ideas for now"
    assert "Ann" not in client.get("/path").content.decode()
    assert not [one for one in path_of(person_id=omar.pk) if one.done]
