"""Each keeps one sentence of the other's: alone, until both have; and no longer than its author lets it stand."""

import pytest
from django.db import connection

from dialogue.access.dialogues import dialogues_of, seated
from dialogue.access.seats import seat_of
from dialogue.home.ending import end_couple, erase
from dialogue.models import KeptSentence
from dialogue.room import kept_sentences
from dialogue.room.kept_sentences import CannotKeep
from tests.support.rooms import TOPIC, asked_by, done, seen_by, to_sending
from tests.support.script import lines

HERS, HIS = "I learned that you hide.", "I learned that you wait for me."


@pytest.fixture
def over(couple, ann, ben):
    people = {"ann": ann, "ben": ben}
    room = asked_by(ann)
    for who, name, words in lines():
        done(people[who], room, name, words)
    return room


def key_of(person, room, words):
    found = seated(dialogues_of(person.pk).get(pk=room))
    return next(one.key for one in kept_sentences.sentences(seated=found) if one.words == words)


def keeps(browser, person, room, words):
    return browser(person).post(f"/takeaway/{room}", {"sentence": key_of(person, room, words)})


def album(person):
    place = seat_of(person_id=person.pk)
    assert place
    return [(one.by, one.words) for one in kept_sentences.kept_sentences(place=place)]


def copy_of(browser, person, whose="ours"):
    return browser(person).get(f"/copies/{whose}.md").content.decode()


def test_what_ann_keeps_is_hers_alone_until_ben_has_kept_one_too(
    browser, page, over, ann, ben, thea, omar
):
    before = page(ben, f"/takeaway/{over}").text
    assert keeps(browser, ann, over, HIS).url == f"/takeaway/{over}"
    assert album(ann) == [("first", HIS)] and album(ben) == []
    assert page(ben, f"/takeaway/{over}").text == before  # not even that she has
    assert "Only you see this" in page(ann, f"/takeaway/{over}").text
    assert all("Saved by" not in copy_of(browser, one) for one in (ann, ben))
    keeps(browser, ben, over, HERS)
    assert album(ann) == album(ben) and {words for _by, words in album(ann)} == {HERS, HIS}
    assert "Only you see this" not in page(ann, f"/takeaway/{over}").text
    copies = [copy_of(browser, one) for one in (ann, ben)]
    assert copies[0] == copies[1] and f"Saved by Ann:\n\n> {HIS}" in copies[0]
    for one, kept in ((ann, "Saved by Ben:"), (ben, "Saved by Ann:")):
        own = copy_of(browser, one, "mine")
        assert own.count("Saved by") == own.count(kept) == 1
    for person in (thea, omar):
        assert browser(person).post(f"/takeaway/{over}", {"sentence": "1-0"}).status_code == 404
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM dialogue_keptsentence")
        assert all(b"learned" not in bytes(sealed) for (sealed,) in cursor.fetchall())


def test_one_keeps_one_and_may_choose_again_or_keep_none(browser, over, ann):
    keeps(browser, ann, over, HIS)
    other = next(
        one for one in kept_sentences.sentences(seated=seated(dialogues_of(ann.pk).get(pk=over)))
    )
    browser(ann).post(f"/takeaway/{over}", {"sentence": other.key})
    assert album(ann) == [("first", other.words)]
    browser(ann).post(f"/takeaway/{over}", {"act": "let_go"})
    assert album(ann) == [] and not KeptSentence.objects.exists()


def test_nobody_keeps_their_own_words_the_topic_or_what_goes_on(browser, over, ann, ben):
    offered = kept_sentences.sentences(seated=seated(dialogues_of(ben.pk).get(pk=over)))
    assert offered and not {HIS, TOPIC} & {one.words for one in offered}
    own = next(one.numbers["second"] for one in seen_by(ben, over) if one.words == HIS)
    for made_up in (f"{own}-0", "1-0", "999-0", "x", ""):
        assert browser(ben).post(f"/takeaway/{over}", {"sentence": made_up}).status_code == 409
    running = seated(dialogues_of(ann.pk).get(pk=to_sending(ann, ben)))
    with pytest.raises(CannotKeep):
        kept_sentences.keep(seated=running, key="2-0")
    assert not KeptSentence.objects.exists()


def test_what_ben_withdraws_ann_keeps_no_longer(browser, page, over, ann, ben):
    keeps(browser, ann, over, HIS)
    keeps(browser, ben, over, HERS)
    browser(ben).post(f"/transcript/{over}", {"withdraw": "all"})
    assert album(ann) == album(ben) == [("second", HERS)]
    assert HIS not in page(ann, f"/takeaway/{over}").text


def test_with_their_work_together_it_is_gone_for_both(browser, over, couple, ann, ben, ada):
    keeps(browser, ann, over, HIS)
    keeps(browser, ben, over, HERS)
    end_couple(couple=couple)
    for person in (ann, ben):
        assert browser(person).get("/us").url == "/sessions"
        for address in (f"/takeaway/{over}", "/copies/ours.md", "/copies/mine.json"):
            assert browser(person).get(address).status_code == 404
    assert KeptSentence.objects.count() == 2  # they may come back
    erase(person=ann, by=ada)
    assert not KeptSentence.objects.exists()
