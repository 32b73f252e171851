"""A room and a transcript as pages: who gets them, and what stands in them."""

from uuid import uuid4

import pytest

from dialogue.couple.couples import form_couple
from tests.support import cast
from tests.support.page import Page
from tests.support.rooms import TOPIC, asked_by, done, to_sending


def test_the_room_carries_what_its_script_needs_and_nothing_said(browser, couple, ann, ben):
    room = to_sending(ann, ben)
    done(ann, room, "send", "When it is late I feel alone.")
    page = Page(browser(ben).get(f"/room/{room}"))
    config = page.json("room-config")
    assert config["topic"] == TOPIC and config["socket"] == f"/room/{room}/socket"
    assert page.json("room-texts")["your_turn"] == "Your turn"
    assert "I feel alone" not in page.html


def test_the_therapist_s_room_knows_the_stems_and_what_a_phase_is_for(browser, couple, ann, thea):
    room = asked_by(ann, "deepening")
    guide = Page(browser(thea).get(f"/room/{room}")).json("room-config")["guide"]
    assert guide["purposes"]["send"].startswith("One shares, one mirrors.")
    assert guide["steps"]["mirroring"]["who"] == "receiver"
    assert "What I hear you saying is …" in guide["steps"]["mirroring"]["stems"]
    rungs = guide["steps"]["sending"]["stems"]
    assert "What I long for is …" in rungs and not any("{rung}" in stem for stem in rungs)
    assert Page(browser(ann).get(f"/room/{room}")).json("room-config")["guide"] is None


def test_both_and_thea_read_what_was_said(browser, couple, ann, ben, thea):
    room = to_sending(ann, ben)
    done(ann, room, "send", "When it is late I feel alone.")
    for person in (ann, ben, thea):
        page = Page(browser(person).get(f"/transcript/{room}"))
        assert page.heading == TOPIC
        assert "When it is late I feel alone." in page.text and "Ann shares" in page.text


def strangers():
    """Everybody for whom the dialogue of Ann and Ben is not there."""
    person = cast.person
    former = person("Fay")
    form_couple(first=former, second=person("Finn"))
    yield from (person("Omar"), cast.admin("Ada"), cast.therapist("Tom"), former)


@pytest.mark.parametrize("page", ["room", "transcript"])
def test_a_foreign_dialogue_is_answered_like_one_that_never_was(browser, dialogue_id, page, couple):
    for stranger in strangers():
        answers = set()
        for id in (dialogue_id, uuid4()):
            answer = browser(stranger).get(f"/{page}/{id}")
            headers = {k: v for k, v in answer.headers.items() if k != "Content-Security-Policy"}
            answers.add((answer.status_code, answer.content, str(headers)))
        assert len(answers) == 1
        status, content, _headers = answers.pop()
        assert status == 404 and TOPIC.encode() not in content and b"Ann" not in content


@pytest.mark.parametrize("page", ["room", "transcript"])
def test_thea_who_is_no_longer_assigned_finds_nothing(browser, dialogue_id, page, couple, thea):
    client = browser(thea)
    assert client.get(f"/{page}/{dialogue_id}").status_code == 200
    couple.therapist = None
    couple.save()
    there, never = client.get(f"/{page}/{dialogue_id}"), client.get(f"/{page}/{uuid4()}")
    assert (there.status_code, there.content) == (never.status_code, never.content)
    assert there.status_code == 404


@pytest.mark.parametrize("page", ["room", "transcript"])
def test_who_is_not_signed_in_is_asked_to_and_then_comes_back(browser, dialogue_id, page):
    for id in (dialogue_id, uuid4()):
        assert browser().get(f"/{page}/{id}").url == f"/account/login/?next=/{page}/{id}"


def test_an_address_that_is_no_dialogue_is_calmly_not_there(browser, ann):
    for address in ("/room/", "/room/1", "/room/../sessions/x", "/transcript/%00", "/room/ÄÖ"):
        answer = browser(ann).get(address)
        assert answer.status_code == 404 and Page(answer).heading == "There’s nothing here"
