"""Ann takes her answers to her doctor, in the format that doctors' programs read. Nobody else's are in it."""

import json

import pytest
from fhir.resources.R4B.bundle import Bundle

from dialogue.measures import answers
from dialogue.measures.instruments import OFFERED, PULSE, instrument
from tests.measures.courses import answer, course, scores_of
from tests.support.rooms import done, to_sending

ADDRESS = "/progress/doctor.json"


@pytest.fixture
def read(at_home, couple, ann, ben):
    course(ann, OFFERED, 2)
    answer(ann, "csi4", {"happiness": 3, "warm": 2})  # two left open
    course(ben, ["csi4"], 1)
    room = to_sending(ann, ben)
    done(ben, room, "end")
    about = {"person_id": ann.pk, "measure": PULSE, "dialogue_id": room}
    answers.keep_of_dialogue(**about, answers={"heard": 3, "safe": 2})
    response = at_home(ann).get(ADDRESS)
    assert response.headers["Content-Type"] == "application/fhir+json"
    return Bundle.model_validate_json(response.content)  # what the standard asks of each resource


def of(read, kind):
    found = [entry.resource for entry in read.entry]
    return [one for one in found if one.get_resource_type() == kind]


def test_it_holds_each_form_as_it_was_filled_in_and_the_totals_that_it_has(read, ann):
    forms = of(read, "QuestionnaireResponse")
    assert [form.contained[0].title for form in forms].count(instrument("csi4").title) == 2
    short = [form for form in forms if form.contained[0].title == instrument("csi4").title]
    assert [form.status for form in short] == ["completed", "in-progress"]
    asked = {item.id: item.text for item in instrument("csi4").items}
    assert {item.linkId: item.text for item in short[0].item} == asked
    assert [bool(item.answer) for item in short[1].item] == [True, True, False, False]
    totals = [
        float(one.valueQuantity.value)
        for one in of(read, "Observation")
        if one.code.text == instrument("csi4").scales[0].title
    ]
    assert totals == [
        score for score in scores_of(ann, "csi4", "satisfaction") if score is not None
    ]


def test_each_total_points_to_its_form_and_all_to_ann(read):
    urls = {entry.fullUrl for entry in read.entry}
    (patient,) = of(read, "Patient")
    assert patient.name[0].text == "Ann"
    for one in of(read, "Observation"):
        assert one.derivedFrom[0].reference in urls and one.subject.display == "Ann"
    assert all(
        "freely available" in form.contained[0].copyright
        or "Our own" in form.contained[0].copyright
        for form in of(read, "QuestionnaireResponse")
    )


def test_no_dialogue_and_nobody_else_is_in_it(at_home, browser, read, couple, ann, ben, thea, omar):
    text = json.dumps(json.loads(at_home(ann).get(ADDRESS).content))
    assert "Ben" not in text and "felt safe" not in text and str(couple.pk) not in text
    assert ann.email not in text
    assert browser(ann).get(ADDRESS).status_code == 302  # her password first
    assert at_home(thea).get(ADDRESS).status_code == 404
    assert not of(Bundle.model_validate_json(at_home(omar).get(ADDRESS).content), "Observation")
