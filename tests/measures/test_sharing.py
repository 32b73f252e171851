"""Who reads what of Ann's answers: nobody, until she shares it; and nobody again, once she stops."""

import json

import pytest
from django.core import mail
from django.urls import reverse

from dialogue.accounts import people
from dialogue.couple import couple_therapist, couples
from dialogue.home import ending
from dialogue.measures import answers, sharing
from dialogue.measures.instruments import EVERY, OFFERED, PULSE
from dialogue.models import Couple
from dialogue.models.measures import MeasureAnswer, MeasureKey, MeasureShare
from tests.measures.courses import course
from tests.support import cast
from tests.support.rooms import done, to_sending

pytestmark = pytest.mark.long

CANNOT = ("pulse", "partner")


@pytest.fixture
def answered(couple, ann, ben):
    """Ann has answered everything, in one dialogue and three times beside."""
    course(ann, OFFERED, 3)
    room = to_sending(ann, ben)
    done(ben, room, "end")
    answers.keep_of_dialogue(
        person_id=ann.pk, measure=PULSE, dialogue_id=room, answers={"heard": 3, "safe": 2}
    )
    return couple


def share(ann, measure, who, on=True):
    sharing.set_share(person_id=ann.pk, measure=measure, who=who, on=on)


def read_by(reader, ann):
    return set(sharing.shared_with(reader_id=reader.pk, author_id=ann.pk))


def panels(client, address):
    answer = client.get(address)
    return answer.content.decode().count('<figure class="panel card">')


PANELS = {"pulse": 2, "csi4": 1, "csi16": 1, "areas": 6}


def nobody_else_gets_any(at_home, couple, ann, ben, thea, omar, ada):
    """Where nothing may show, whatever is shared with whom."""
    couple_page = reverse("couple_progress", args=[couple.pk])
    assert panels(at_home(ben), "/progress") == panels(at_home(omar), "/progress/partner") == 0
    for person in (ben, omar, ada):
        assert at_home(person).get(couple_page).status_code == 404
    for person in (thea, ada):
        for address in ("", "/partner", "/share", "/mine.json", "/doctor.json"):
            assert at_home(person).get(f"/progress{address}").status_code == 404
    for person in (ben, omar):
        assert json.loads(at_home(person).get("/progress/mine.json").content)["answers"] == []
        taken = json.loads(at_home(person).get("/progress/doctor.json").content)
        assert len(taken["entry"]) == 1  # the one who takes it, and no answer
    for kind in ("md", "json"):
        copied = at_home(ben).get(f"/copies/ours.{kind}").content.decode()
        assert not any(word in copied for word in ("I felt heard", "Satisfaction", "csi"))
    assert not mail.outbox
    exported = json.dumps(people.export(person=ann, by=ada))
    assert not any(f'"{word}"' in exported for word in ("heard", "measure", *EVERY))
    desk = at_home(ada)
    assert panels(desk, f"/admin/dialogue/person/{ann.pk}/change/") == 0
    for model in ("measureanswer", "measureshare", "measurekey"):
        assert desk.get(f"/admin/dialogue/{model}/").status_code == 404
    mine = json.loads(at_home(ann).get("/progress/mine.json").content)["answers"]
    assert len(mine) == 3 * len(OFFERED) + 1 and mine[-1]["answers"] == {"heard": 3, "safe": 2}


def test_every_reader_of_every_measure_at_every_page(at_home, answered, ann, ben, thea, omar, ada):
    """Off, on and revoked, of each measure with each reader. (Sockets: test_sockets.py.)"""
    couple_page = reverse("couple_progress", args=[answered.pk])
    bens, theas = at_home(ben), at_home(thea)
    outside = (at_home, answered, ann, ben, thea, omar, ada)

    def reads(**shown):
        for person in (ben, thea, omar, ada):
            assert read_by(person, ann) == shown.get(person.name, set()), person
        for client, address, name in (
            (bens, "/progress/partner", "Ben"),
            (theas, couple_page, "Thea"),
        ):
            assert panels(client, address) == sum(PANELS[one] for one in shown.get(name, ()))

    reads()
    nobody_else_gets_any(*outside)
    for who, name in (("partner", "Ben"), ("therapist", "Thea")):
        shared = [measure for measure in EVERY if (measure, who) != CANNOT]
        assert len(shared) > 2
        for measure in shared:
            share(ann, measure, who)
            reads(**{name: {measure}})
            share(ann, measure, who, on=False)
            reads()
        for measure in shared:
            share(ann, measure, who)
        reads(**{name: set(shared)})
        nobody_else_gets_any(*outside)
        for measure in shared:
            share(ann, measure, who, on=False)
    reads()
    nobody_else_gets_any(*outside)


def test_the_pulse_is_never_shared_with_the_partner(at_home, answered, ann, ben):
    with pytest.raises(KeyError):
        share(ann, *CANNOT)
    at_home(ann).post("/progress/share", {"pulse-partner": "on", "pulse-beside": "on"})
    assert not MeasureShare.objects.exists() and read_by(ben, ann) == set()


def test_ann_ticks_who_reads_and_unticks_it(at_home, answered, ann, ben, thea):
    form = {"csi4-partner": "on", "areas-therapist": "on", "csi16-beside": "on"}
    at_home(ann).post("/progress/share", form)
    assert (read_by(ben, ann), read_by(thea, ann)) == ({"csi4"}, {"areas"})
    at_home(ann).post("/progress/share", {})
    assert not MeasureShare.objects.exists()


def test_one_picture_of_both_only_if_both_share_it_and_both_ask(at_home, answered, ann, ben):
    course(ben, ["csi4"], 2)

    def both(client):
        return client.get("/progress").content.decode().count('<g class="other">')

    steps = [(ann, False), (ben, False), (ann, True), (ben, True)]
    for person, beside in steps:
        assert both(at_home(ann)) == both(at_home(ben)) == 0
        sharing.set_share(
            person_id=person.pk, measure="csi4", who="partner", on=True, beside=beside
        )
    # Once in the picture and once in what explains it, for each of the two.
    assert both(at_home(ann)) == both(at_home(ben)) == 2
    share(ann, "csi4", "partner", on=False)
    assert both(at_home(ann)) == both(at_home(ben)) == 0


def test_a_later_therapist_or_partner_reads_nothing(answered, ann, ben, thea, ada):
    share(ann, "csi4", "therapist")
    share(ann, "csi4", "partner")
    tom = cast.therapist("Tom")
    couple_therapist.assign(couple=answered, therapist=None)
    assert read_by(thea, ann) == set()
    Couple.objects.filter(pk=answered.pk).update(therapist=tom)
    assert read_by(tom, ann) == set() and read_by(ben, ann) == {"csi4"}
    ending.end_couple(couple=answered)
    assert not MeasureShare.objects.exists()
    couples.form_couple(first=ann, second=ben)  # the same two, come back: asked again
    assert read_by(ben, ann) == set()
    assert len(answers.answers_of(person_id=ann.pk, measure="csi4")) == 3


def test_with_a_disabled_account_nothing_is_read(answered, ann, ben):
    share(ann, "csi4", "partner")
    ben.is_active = False
    ben.save()
    assert read_by(ben, ann) == set() and read_by(ann, ben) == set()


def test_ann_erases_one_measure_and_then_the_last_and_her_key_goes_with_it(at_home, answered, ann):
    client = at_home(ann)
    client.post("/progress", {"act": "erase", "measure": "csi4"})
    left = {one.measure for one in answers.answers_of(person_id=ann.pk)}
    assert left == set(EVERY) - {"csi4"} and MeasureKey.objects.exists()
    for measure in (*EVERY, "nothing", ""):
        client.post("/progress", {"act": "erase", "measure": measure})
    assert not MeasureAnswer.objects.exists() and not MeasureKey.objects.exists()


def test_an_erased_account_leaves_no_answer_no_share_and_no_key(answered, ann, ben, ada):
    share(ann, "csi4", "partner")
    course(ben, ["csi4"], 1)
    ending.erase(person=ann, by=ada)
    assert {row.person_id for row in MeasureAnswer.objects.all()} == {ben.pk}
    assert [row.pk for row in MeasureKey.objects.all()] == [ben.pk]
    assert not MeasureShare.objects.exists()


def test_no_one_else_s_key_and_no_other_place_opens_an_answer(answered, ann, ben):
    from dialogue.base import vault

    course(ben, ["csi4"], 1)
    bens = MeasureAnswer.objects.get(person=ben)
    anns = MeasureAnswer.objects.filter(person=ann, measure="csi4").first()
    assert anns
    MeasureAnswer.objects.filter(pk=bens.pk).update(sealed=anns.sealed)
    with pytest.raises(vault.CannotOpen):
        answers.answers_of(person_id=ben.pk)
    other = MeasureAnswer.objects.filter(person=ann, measure="csi16").first()
    assert other
    MeasureAnswer.objects.filter(pk=other.pk).update(sealed=anns.sealed)
    with pytest.raises(vault.CannotOpen):
        answers.answers_of(person_id=ann.pk)


def test_every_row_is_of_one_size_whatever_it_holds(answered, ann, ben):
    answers.keep(person_id=ben.pk, measure="csi16", answers={"good": 0})
    course(ben, ["areas"], 1)
    assert len({len(bytes(row.sealed)) for row in MeasureAnswer.objects.all()}) == 1
