"""The vision and what makes each feel loved: written alone, revealed together, never lost."""

import pytest
from django.db import connection

from dialogue.access import seats
from dialogue.base import vault
from dialogue.home import ending
from dialogue.models import Sheet, VisionVersion
from dialogue.safety import own_consent
from dialogue.together import caring_behaviors as caring
from dialogue.together import sheets, vision
from dialogue.together.sheets import NotTogether
from dialogue.together.vision import Say
from tests.support.page import Page
from tests.together.sheets import HERS, HIS, OURS, now, place, revealed, swapped, texts

pytestmark = pytest.mark.django_db


def test_ben_s_page_is_the_same_whatever_ann_has_written_and_whether_she_is_ready(
    page, couple, ann, ben, thea
):
    def seen():
        return [page(ben, address).text for address in ("/vision", "/caring", "/sessions")] + [
            page(thea, f"/together/{couple.pk}").text
        ]

    before = seen()
    vision.write(person_id=ann.pk, texts=[OURS, HERS])
    caring.write(person_id=ann.pk, lists={"now": ["make tea"]})
    assert seen() == before
    vision.say_ready(person_id=ann.pk, ready=True)
    caring.say_ready(person_id=ann.pk, ready=True)
    assert seen() == before
    assert sheets.read(place=place(ben), what=Sheet.What.VISION, seat="first") is None


def test_both_sheets_are_revealed_at_once_when_both_are_ready(browser, page, couple, ann, ben):
    client = browser(ann)
    client.post("/vision", {"sentences": f"{OURS}\n{HERS}", "act": "ready"})
    assert "You’re ready" in page(ann, "/vision").text
    client.post("/vision", {"act": "write_on"})
    client.post("/vision", {"sentences": f"{OURS}\n{HERS}", "act": "ready"})
    assert HERS not in page(ben, "/vision").text
    browser(ben).post("/vision", {"sentences": HIS, "act": "ready"})
    for person in (ann, ben):
        shown = page(person, "/vision").text
        assert all(text in shown for text in (OURS, HERS, HIS))
    assert VisionVersion.objects.count() == 1


def test_a_sentence_that_both_wrote_is_theirs_already_and_comes_first(page, couple, ann, ben):
    """Case, spaces and the stop at its end apart; nobody is asked for a yes to it."""
    vision.write(person_id=ann.pk, texts=[HERS, "We have  one evening a week for us."])
    vision.write(person_id=ben.pk, texts=["we have one evening a week for us", HIS])
    for person in (ann, ben):
        assert "You both wrote this" not in page(person, "/vision").text
        vision.say_ready(person_id=person.pk, ready=True)
    assert texts(now(ann).joint) == ["We have  one evening a week for us."]
    assert texts(now(ann).unanswered) == [HERS, HIS]
    for person in (ann, ben):
        assert page(person, "/vision").text.count("You both wrote this") == 1
    vision.add(person_id=ben.pk, text=HERS.upper())  # he has written it too, now
    assert texts(now(ann).joint) == ["We have  one evening a week for us.", HERS][::-1]
    vision.add(person_id=ben.pk, text=HERS)
    vision.answer(person_id=ann.pk, says={1: vision.Say(text="We live by a lake.")})
    assert texts(now(ben).joint) == ["We have  one evening a week for us."]  # other words ask anew


def test_who_has_written_nothing_is_not_ready(couple, ann):
    vision.say_ready(person_id=ann.pk, ready=True)
    vision.write(person_id=ann.pk, texts=[])
    vision.say_ready(person_id=ann.pk, ready=True)
    assert not sheets.is_ready(place=place(ann), what=Sheet.What.VISION)


def test_what_both_share_comes_first_by_its_weight_and_the_rest_is_parked(couple, ann, ben):
    revealed(ann, ben)
    vision.answer(person_id=ann.pk, says={1: Say(rank=3), 3: Say(shared=True, rank=5)})
    says = {1: Say(shared=True, rank=4), 2: Say(shared=False), 3: Say(rank=5)}
    vision.answer(person_id=ben.pk, says=says)
    assert texts(now(ann).joint) == [HIS, OURS]
    assert texts(now(ann).parked) == [HERS] and not now(ann).unanswered
    vision.answer(person_id=ben.pk, says={2: Say(shared=True)})
    assert texts(now(ann).joint) == [HIS, OURS, HERS]


def test_every_change_is_another_version_and_the_earlier_ones_stay(page, couple, ann, ben):
    revealed(ann, ben)
    vision.answer(person_id=ben.pk, says={2: Say(shared=True)})
    vision.answer(person_id=ann.pk, says={2: Say(text="We live near water.", shared=True)})
    vision.answer(person_id=ann.pk, says={2: Say(shared=True)})  # no change, no version
    assert now(ann).number == 3
    assert texts(now(ann).unanswered)[-1:] != [HERS] and not now(ann).joint
    assert HERS in page(ben, "/vision/earlier/2").text
    assert "We live near water." not in page(ben, "/vision/earlier/2").text
    assert page(ben, "/vision/earlier").text.count("Ann") == 1
    assert page(ben, "/vision/earlier/4").status == 404


def test_what_one_marks_as_hard_is_marked_for_both_and_nobody_reads_whose_mark_it_is(
    browser, page, couple, ann, ben, thea, omar
):
    def hers_as_read_by(person, address):
        return [one.text.split() for one in page(person, address).all("li") if HERS in one.text]

    revealed(ann, ben)
    named = [one.name for one in page(ben, "/vision").fields if one.name.startswith("hard_2_")]
    browser(ben).post("/vision", {named[0]: "yes", "act": "answer"})
    marked = [f"{HERS} Hard for us".split()]
    for person in (ann, ben):
        assert hers_as_read_by(person, "/vision/earlier/2") == marked
        assert "Hard for us" not in page(person, "/vision/earlier/1").text
    assert hers_as_read_by(thea, f"/together/{couple.pk}") == marked
    copy = browser(ann).get("/copies/ours.md").content.decode()
    assert f"{HERS} (Hard for us)" in copy.replace("\\\\", "")
    assert "Hard for us" not in browser(omar).get("/vision").content.decode()
    # What Ann says of it is hers: it takes nothing of his away, and what he leaves out stays.
    vision.answer(person_id=ann.pk, says={2: Say(hard=False, rank=5)})
    browser(ben).post("/vision", {"act": "answer"})
    assert [one.is_hard for one in now(ann).sentences] == [False, True, False]
    browser(ben).post("/vision", {named[0]: "no", "act": "answer"})
    assert not now(ann).sentences[1].is_hard


def test_ben_rewords_nothing_of_ann_s_and_says_yes_to_no_words_that_he_has_not_read(
    browser, page, couple, ann, ben
):
    revealed(ann, ben)
    form = {field.name: "yes" for field in page(ben, "/vision").fields if "shared_" in field.name}
    vision.answer(person_id=ann.pk, says={1: Say(text="We never part.")})
    vision.answer(person_id=ben.pk, says={2: Say(text="We live in town.")})
    browser(ben).post("/vision", form | {"act": "answer"})
    # Nor where she rewords it between his form's reading and its keeping.
    vision.answer(person_id=ben.pk, says={1: Say(shared=True, of=OURS)})
    assert texts(now(ann).joint) == [HERS]
    assert "We never part." in texts(now(ann).unanswered)


def test_a_sentence_more_is_put_to_the_other(browser, couple, ann, ben):
    revealed(ann, ben)
    for _double_click in range(2):
        browser(ben).post("/vision", {"act": "add", "text": "We travel light."})
    assert texts(now(ann).unanswered)[-1] == "We travel light."
    for text, code in (("", "Write a sentence first."), ("x" * 141, "140")):
        answer = browser(ben).post("/vision", {"act": "add", "text": text})
        assert answer.status_code == 422 and code in Page(answer).field("text").errors
    assert now(ann).number == 2


def test_while_their_sessions_are_not_open_they_read_and_change_nothing(
    browser, page, couple, ann, ben, thea
):
    revealed(ann, ben)
    own_consent.withdraw(person_id=ben.pk)
    with pytest.raises(NotTogether):
        vision.add(person_id=ann.pk, text="We try.")
    refused = browser(ann).post("/vision", {"act": "add", "text": "We try."})
    assert refused.status_code == 423 and "We try." in Page(refused).text
    for person in (ann, ben):
        shown = page(person, "/vision").text
        assert HERS in shown and "Not open right now" in shown and "We try." not in shown
    read = page(thea, f"/together/{couple.pk}")
    assert read.status == 423 and HERS not in read.text


def test_what_ann_writes_while_ben_closes_his_side_is_never_said_to_be_kept_and_not_lost(
    browser, couple, ann, ben
):
    client = browser(ann)
    client.post("/vision", {"act": "keep", "sentences": HERS})
    own_consent.withdraw(person_id=ben.pk)
    for address, form in (
        ("/vision", {"sentences": f"{HERS}\n{OURS}"}),
        ("/caring", {"now": OURS}),
    ):
        meanwhile = client.post(address, form, headers={"X-Keep": "1"})
        assert (meanwhile.status_code, meanwhile.json()) == (423, {"code": "closed"})
        for act in ("keep", "ready"):
            answer = client.post(address, form | {"act": act})
            assert answer.status_code == 423
            assert OURS in Page(answer).text and OURS not in Page(client.get(address)).text
        assert OURS not in Page(browser(ben).get(address)).text
    same = {"act": "keep", "sentences": HERS}
    assert client.post("/vision", same).status_code == 302  # nothing of it could be lost


def test_what_ann_still_writes_in_another_tab_after_saying_ready_is_not_lost(
    browser, couple, ann, ben
):
    client = browser(ann)
    client.post("/vision", {"act": "ready", "sentences": HERS})
    late = {"act": "keep", "sentences": f"{HERS}\n{OURS}"}
    meanwhile = client.post("/vision", late, headers={"X-Keep": "1"})
    assert (meanwhile.status_code, meanwhile.json()) == (409, {"code": "settled"})
    answer = client.post("/vision", late)
    assert answer.status_code == 409 and OURS in Page(answer).text
    browser(ben).post("/vision", {"act": "ready", "sentences": HIS})
    answer = client.post("/vision", late)
    assert answer.status_code == 409 and OURS in Page(answer).text
    assert OURS not in Page(browser(ben).get("/vision")).text


def test_thea_reads_what_is_revealed_and_omar_and_another_therapist_find_nothing(
    page, couple, ann, ben, thea, omar, ada
):
    revealed(ann, ben)
    swapped(ann, ben)
    read = page(thea, f"/together/{couple.pk}").text
    assert HERS in read and "dance with me" in read
    for person in (ann, ben, omar, ada):
        assert page(person, f"/together/{couple.pk}").status == 404
    for address in ("/vision", "/caring", "/vision/earlier", "/vision/earlier/1"):
        for person in (omar, thea, ada):
            assert HERS not in page(person, address).html


def test_each_can_save_what_is_revealed_with_their_dialogues(browser, page, couple, ann, ben):
    vision.write(person_id=ann.pk, texts=[HERS])
    assert "Download our dialogues" not in page(ann, "/couple/leave").text
    assert HERS not in browser(ben).get("/copies/ours.md").content.decode()
    revealed(ann, ben)
    swapped(ann, ben)
    assert "Download our dialogues" in page(ann, "/couple/leave").text
    saved = browser(ben).get("/copies/ours.md").content.decode()
    assert HERS in saved and "dance with me" in saved


def test_it_is_sealed_and_goes_with_the_key_of_the_couple(couple, ann, ben):
    revealed(ann, ben)
    swapped(ann, ben)
    with connection.cursor() as cursor:
        for table in ("dialogue_sheet", "dialogue_visionversion"):
            cursor.execute(f"SELECT * FROM {table}")
            rows = str(
                [[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor]
            )
            assert "laugh" not in rows and "tea" not in rows
    sheet, other = Sheet.objects.filter(what="vision").order_by("seat")
    Sheet.objects.filter(pk=sheet.pk).update(sealed=other.sealed)
    with pytest.raises(vault.CannotOpen):
        sheets.read(place=place(ann), what=Sheet.What.VISION)
    ending.end_couple(couple=couple)
    assert seats.seat_of(person_id=ann.pk) is None
    couple.refresh_from_db()
    ending.forget_words(couple=couple)
    with pytest.raises(vault.CannotOpen):
        seats.seat_in(couple=couple, seat="first")
