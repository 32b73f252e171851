"""One's own answers as a FHIR R4 Bundle, which a doctor's program reads: what was asked, what was
answered, and the totals. No codes are claimed that nobody has registered: everything is named in words."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from dialogue.measures.answers import Given
from dialogue.measures.instruments.shape import Instrument, Item

Resource = dict[str, Any]


def bundle(*, name: str, given: Iterable[Given]) -> Resource:
    """Of these answers, the oldest first. ``name`` is the person's own, as they write it."""
    patient = _entry({"resourceType": "Patient", "name": [{"text": name}]})
    about = {"reference": patient["fullUrl"], "display": name}
    entries = [patient]
    for one in given:
        response = _entry(_response(one, about))
        entries.append(response)
        entries += [_entry(total) for total in _totals(one, about, response["fullUrl"])]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def _entry(resource: Resource) -> Resource:
    return {"fullUrl": f"urn:uuid:{uuid4()}", "resource": resource}


def _response(one: Given, about: Resource) -> Resource:
    """Items that were left open stand there without an answer."""
    asked = one.instrument
    open_ones = [item for item in asked.items if item.id not in one.answers]
    return {
        "resourceType": "QuestionnaireResponse",
        "contained": [_questionnaire(asked)],
        "questionnaire": "#form",
        "status": "in-progress" if open_ones else "completed",
        "subject": about,
        "author": about,
        "authored": one.at.isoformat(),
        "item": [_item(item, one.answers.get(item.id)) for item in asked.items],
    }


def _questionnaire(asked: Instrument) -> Resource:
    return {
        "resourceType": "Questionnaire",
        "id": "form",
        "title": asked.title,
        "version": str(asked.version),
        "status": "active",
        "copyright": f"{asked.source} {asked.licence}",
        "item": [
            {
                "linkId": item.id,
                "text": item.text,
                "type": "choice",
                "answerOption": [{"valueCoding": _coding(item, score)} for score in _scores(item)],
            }
            for item in asked.items
        ],
    }


def _item(item: Item, answer: int | None) -> Resource:
    found: Resource = {"linkId": item.id, "text": item.text}
    if answer is not None:
        found["answer"] = [{"valueCoding": _coding(item, answer)}]
    return found


def _coding(item: Item, score: int) -> Resource:
    labels = {option.score: option.label for option in item.options}
    return {"code": str(score), "display": labels[score]}


def _scores(item: Item) -> list[int]:
    return [option.score for option in item.options]


def _totals(one: Given, about: Resource, response: str) -> Iterable[Resource]:
    """Of each scale that has one; none is made up for what was left open."""
    for scale in one.instrument.scales:
        score = one.scores[scale.id]
        if score is None:
            continue
        yield {
            "resourceType": "Observation",
            "status": "final",
            "code": {"text": scale.title},
            "subject": about,
            "performer": [about],
            "effectiveDateTime": one.at.isoformat(),
            "valueQuantity": {"value": score},
            "referenceRange": [
                {
                    "low": {"value": scale.lowest},
                    "high": {"value": scale.highest},
                    "text": scale.means,
                }
            ],
            "derivedFrom": [{"reference": response}],
        }
