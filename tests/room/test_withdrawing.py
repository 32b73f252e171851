"""What was told can be withdrawn by whoever said it: the words go, the fact that they were said stays."""

import pytest

from dialogue.gifts import reading
from dialogue.models import Event
from dialogue.room.starting_points import once_more
from tests.support.rooms import (
    REQUESTS,
    TOPIC,
    asked_by,
    done,
    folded,
    given,
    numbers_of,
    seen_by,
    state_of,
    to_sending,
)

pytestmark = pytest.mark.django_db
SAID, MIRRORED = "When it is late, I feel alone.", "When it is late, you feel alone."


@pytest.fixture
def over(couple, ann, ben):
    room = to_sending(ann, ben)
    done(ann, room, "send", SAID)
    done(ben, room, "mirror", MIRRORED)
    done(ann, room, "raise_hand", "This is hard.")
    done(ben, room, "end")
    return room


def withdraw(client, room, which="all"):
    return client.post(f"/transcript/{room}", {"withdraw": which})


def number_of(person, room, name):
    seen = {one.happened.name: one for one in seen_by(person, room)}
    return next(iter(seen[name].numbers.values()))


def read_by(browser, *people, room):
    return [browser(one).get(f"/transcript/{room}").content.decode() for one in people]


def test_ann_withdraws_one_thing_she_said_and_it_is_gone_for_everybody(
    browser, over, ann, ben, thea
):
    before = state_of(over)
    answer = withdraw(browser(ann), over, number_of(ann, over, "send"))
    assert answer.url == f"/transcript/{over}"
    for page in read_by(browser, ann, ben, thea, room=over):
        assert SAID not in page and "shared (withdrawn)" in page
        assert MIRRORED in page, "his words are his to withdraw"
    sent = Event.objects.get(dialogue=over, facts__name="send")
    assert sent.words is None and not any(bytes(sent.digest)), "nor a print of them is left"
    assert folded(over) == state_of(over) == before, "the log keeps that it was said"
    assert numbers_of(ben, over) == list(range(1, len(seen_by(ben, over)) + 1))


def test_ann_withdraws_all_of_hers_the_topic_too_and_what_thea_alone_had_read(
    browser, over, ann, ben, thea
):
    withdraw(browser(ann), over)
    for page in read_by(browser, ann, ben, thea, room=over):
        assert TOPIC not in page and "This is hard." not in page and MIRRORED in page
    for person in (ann, ben, thea):
        assert TOPIC not in browser(person).get("/sessions").content.decode()
        assert TOPIC not in browser(person).get(f"/timeline/{over}").content.decode()
    export = browser(ben).get("/copies/ours.md")
    assert export.status_code == 200 and SAID not in export.content.decode()
    assert "shared (withdrawn)" in export.content.decode()
    again = once_more(person_id=ann.pk, dialogue_id=over)
    assert again is not None and again.words == ""


def test_nobody_withdraws_what_another_said_or_before_it_is_over(
    browser, over, couple, ann, ben, thea, omar
):
    hers = number_of(ben, over, "send")
    for person in (ben, thea):
        withdraw(browser(person), over, hers)
    withdraw(browser(thea), over)
    assert withdraw(browser(omar), over).status_code == 404
    for odd in ("x", "-1", "99999999999", ""):
        withdraw(browser(ann), over, odd)
    assert all(SAID in page for page in read_by(browser, ann, ben, thea, room=over))
    running = asked_by(ann)
    withdraw(browser(ann), running)
    assert TOPIC in read_by(browser, ben, room=running)[0]
    assert "Withdraw" not in read_by(browser, ben, room=running)[0]
    assert "Withdraw" not in read_by(browser, thea, room=over)[0]


def test_ann_withdraws_also_while_their_dialogues_are_not_open(browser, over, ann, ben):
    from dialogue.safety import own_consent

    own_consent.withdraw(person_id=ben.pk)
    withdraw(browser(ann), over)
    assert SAID not in read_by(browser, ann, room=over)[0]


def test_a_gift_whose_words_were_withdrawn_goes_on_without_them(browser, couple, ann, ben):
    room = given(ann, ben)
    done(ann, room, "end")
    assert [one.words for one in reading.gifts_of(person=ben)] == [REQUESTS[2]]
    withdraw(browser(ann), room)
    assert [one.words for one in reading.gifts_of(person=ben)] == ["(withdrawn)"]
    assert browser(ben).get("/gifts").status_code == 200
