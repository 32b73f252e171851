"""How close Ben's guesses come to what Ann had picked: corrected for chance, told to Ben alone, in words."""

import pytest
from django.core import mail
from django.db import connection

from dialogue.measures import feelings, match
from dialogue.measures.match import Pair
from dialogue.models.measures import FeelingsPicked, MatchWish, MeasureKey
from tests.support.pairs import shown
from tests.support.rollback import rolled_back
from tests.support.rooms import done, refused, to_sending

FELT = ("sad", "angry", "hopeful", "alone", "proud", "calm")


def pairs(*two):
    return [Pair(frozenset(one.split()), frozenset(other.split())) for one, other in two]


@pytest.mark.parametrize(
    ("found", "given"),
    [
        ("too_few", [(one, one) for one in FELT[:4]]),
        ("closer", [(one, one) for one in FELT[:5]]),
        ("as_guessing", [("sad", "sad")] * 6),  # always the same: nothing but a habit
        ("as_guessing", [(one, "sad") for one in FELT]),
        (
            "as_guessing",
            [(one, other) for one, other in zip(FELT, FELT[1:] + FELT[:1], strict=True)],
        ),
        (
            "too_few",
            [(one, one) for one in FELT[:4]] + [("sad", "")] * 9,
        ),  # a guess that names none
        ("closer", [(f"{one} hurt", f"{one} tender") for one in FELT]),
        ("closer", [(one, one) for one in FELT[:5]] + [("sad", "proud")]),
    ],
)
def test_what_is_said_is_what_chance_does_not_explain(found, given):
    assert match.found(pairs(*given)) == found


def test_agreement_is_what_two_have_in_common_less_what_they_would_have_had_anyway():
    one, two, three = pairs(("sad alone", "sad"), ("sad", "sad"), ("angry", "angry"))
    assert match.agreement(one.picked, one.guessed) == 0.5
    assert match.agreement(frozenset(), frozenset()) == 0.0
    assert match.above_chance([one, two, three]) == [0.5 - 0.5, 1 - 0.25, 1 - 0]


def test_every_feeling_has_a_label_and_a_guess_is_read_by_whole_words():
    assert feelings.labels().keys() == feelings.forms().keys()
    said = "I imagine you feel very Worried, and lonely; not madly, nor sadistic."
    assert feelings.named_in(said) == {"anxious", "alone"}
    assert feelings.named_in("Nothing of it.") == frozenset()


# --- with people ---------------------------------------------------------------------------------


def to_guessing(ann, ben):
    room = to_sending(ann, ben)
    for who, name, words in (
        *((ann, "send", "It is late."), (ben, "mirror", "It is late."), (ann, "got_it", "")),
        *((ben, "ask_more", ""), (ann, "no_more", ""), (ben, "summarize", "Late.")),
        *((ann, "all", ""), (ben, "validate", "You make sense."), (ann, "understood", "")),
    ):
        done(who, room, name, words)
    return room


def guessed(browser, ann, ben, felt, *, pick=True):
    room = to_guessing(ann, ben)
    if pick:
        picked = browser(ann).post(f"/room/{room}/feelings", {"feeling": [felt]})
        assert picked.status_code == 204
    done(ben, room, "empathize", f"I imagine you feel {felt}.")
    done(ben, room, "end")
    return room


def both_take_part(at_home, *people):
    for person in people:
        assert at_home(person).post("/guesses", {"act": "take_part"}).url == "/guesses"


def test_from_five_on_ben_learns_that_his_guesses_are_closer_and_ann_nothing_of_them(
    at_home, browser, couple, ann, ben, thea, omar, ada
):
    both_take_part(at_home, ann, ben)
    for count, felt in enumerate(FELT[:5], 1):
        assert "nothing to say yet" in at_home(ben).get("/guesses").content.decode(), count
        guessed(browser, ann, ben, felt)
    assert "Closer than guessing." in at_home(ben).get("/guesses").content.decode()
    assert "nothing to say yet" in at_home(ann).get("/guesses").content.decode()
    assert "Closer" not in at_home(omar).get("/guesses").content.decode()
    for person in (thea, ada):
        assert at_home(person).get("/guesses").status_code == 404
    assert browser(ben).get("/guesses").status_code == 302  # his password first


def test_what_ann_picks_counts_before_the_guess_alone_and_is_hers(
    at_home, browser, couple, ann, ben, thea, omar
):
    both_take_part(at_home, ann, ben)
    room = to_guessing(ann, ben)
    address = f"/room/{room}/feelings"
    assert browser(ben).post(address, {"feeling": ["sad"]}).status_code == 409
    for person in (thea, omar):
        assert browser(person).post(address, {"feeling": ["sad"]}).status_code == 404
    everything = {"feeling": ["sad", "angry", "calm", "proud", "no feeling"]}
    for _once_and_again in range(2):
        assert browser(ann).post(address, everything).status_code == 204
        (picked,) = feelings.picked_by(person_id=ann.pk).values()
        assert len(picked) == 3 and FeelingsPicked.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM dialogue_feelingspicked")
        (sealed,) = cursor.fetchone()
    assert b"angry" not in bytes(sealed)
    done(ben, room, "empathize", "Sad.")
    assert browser(ann).post(address, {"feeling": ["sad"]}).status_code == 409
    assert refused(ann, room, "empathize", "Sad.")
    at_home(ann).post("/guesses", {"act": "stop"})
    assert not FeelingsPicked.objects.exists() and MatchWish.objects.get().person == ben


def test_what_is_picked_again_as_before_is_picked(at_home, couple, ann, ben):
    """From one page, with one token, as the room does it: each time with a number of its own."""
    both_take_part(at_home, ann)
    room, client = to_guessing(ann, ben), at_home(ann)
    token = {"csrfmiddlewaretoken": "x" * 64}
    for time, words in enumerate((["sad"], ["sad", "calm"], ["sad"])):
        form = token | {"feeling": words, "time": str(time)}
        assert client.post(f"/room/{room}/feelings", form).status_code == 204
    assert list(feelings.picked_by(person_id=ann.pk).values()) == [{"sad"}]


def test_who_takes_no_part_picks_nothing_and_has_nothing_to_pick_from(
    at_home, browser, couple, ann, ben
):
    room = to_guessing(ann, ben)
    assert '"feelings": null' in browser(ann).get(f"/room/{room}").content.decode()
    assert browser(ann).post(f"/room/{room}/feelings", {"feeling": ["sad"]}).status_code == 204
    assert not FeelingsPicked.objects.exists() and not MeasureKey.objects.exists()
    both_take_part(at_home, ann)
    assert '["sad", "sad"]' in browser(ann).get(f"/room/{room}").content.decode()


@pytest.mark.long
def test_ben_and_thea_get_the_same_bytes_whether_ann_takes_part_and_picks(
    at_home, browser, couple, ann, ben, thea
):
    both_take_part(at_home, ben)

    def run(takes_part, pick):
        mail.outbox.clear()
        if takes_part:
            both_take_part(at_home, ann)
        if pick:
            browser(ann).post(f"/room/{room}/feelings", {"feeling": ["sad"]})
        bens = [f"/room/{room}", "/guesses", "/progress", "/progress/partner", "/sessions"]
        bens += [f"/transcript/{room}", "/copies/ours.md", "/copies/ours.json", "/profile/looks"]
        theas = [f"/room/{room}", f"/transcript/{room}", f"/progress/couple/{couple.pk}"]
        found = [list(shown(at_home(ben), bens)), list(shown(at_home(thea), theas))]
        return [*found, list(mail.outbox)]

    room = to_guessing(ann, ben)
    rolled_back(lambda: run(False, False))
    first, *others = [
        rolled_back(lambda what=what: run(*what))
        for what in ((False, False), (True, False), (True, True))
    ]
    assert all(other == first for other in others)
