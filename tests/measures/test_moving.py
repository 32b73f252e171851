"""Pulses that lay under the couple's key are found again under each author's own."""

import json
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from dialogue import vault
from dialogue.measures import answers
from dialogue.migrations._pulses_move import move_pulses
from dialogue.models import DialogueSession
from dialogue.services import pulses
from dialogue.services.pulses import Answers
from tests.rooms import done, to_sending

pytestmark = pytest.mark.django_db


class Kept:
    """The rows of the table as it was; here they need no table."""

    def __init__(self, rows):
        self.rows = rows

    def exclude(self, **without):
        assert without == {"dialogue__couple__wrapped_key": b""}
        return Kept([row for row in self.rows if bytes(row.dialogue.couple.wrapped_key)])

    def select_related(self, _name):
        return self

    def order_by(self, _name):
        return self

    def iterator(self):
        return iter(self.rows)


class Then:
    """The models of that time."""

    def __init__(self, rows):
        self.rows = rows

    def get_model(self, app, name):
        pulse = SimpleNamespace(objects=Kept(self.rows))
        return pulse if name == "Pulse" else apps.get_model(app, name)


@pytest.fixture
def kept(couple, ann, ben, thea):
    """What Ann and Ben told after three dialogues, as it was kept then."""
    key = vault.couple_key(couple.pk, bytes(couple.wrapped_key))
    told: list[Any] = []
    for seat, safe in (("first", 2), ("second", 9), ("first", 8)):
        room = to_sending(ann, ben)
        done(ben, room, "end")
        content = {"heard": 7, "safe": safe, "understood": None, "told": thea.pk}
        sealed = vault.seal(key, json.dumps(content).ljust(128), "pulse", room, seat)
        at = timezone.now() - timedelta(days=3 - len(told))
        row = DialogueSession.objects.select_related("couple").get(pk=room)
        told.append(
            SimpleNamespace(dialogue=row, dialogue_id=room, seat=seat, sealed=sealed, given_at=at)
        )
    return told


def test_each_finds_their_own_again_and_the_therapist_what_she_knew(couple, ann, ben, thea, kept):
    move_pulses(Then(kept), None)
    assert [one.answers for one in pulses.own(person_id=ben.pk)] == [Answers(heard=7, safe=9)]
    own = {one.dialogue_id: one for one in pulses.own(person_id=ann.pk)}
    first, _bens, later = kept
    assert own[first.dialogue_id].answers == Answers(heard=7, safe=2)
    assert own[first.dialogue_id].told and not own[later.dialogue_id].told
    assert (
        pulses.hardly_safe(therapist_id=thea.pk, couples=[couple.pk]) == {}
    )  # the later one counts
    given = answers.answers_of(person_id=ann.pk, measure="pulse")
    assert [(one.version, one.at) for one in given] == [(1, one.given_at) for one in (first, later)]


def test_what_lay_under_a_key_that_is_gone_is_left_behind(ann, kept):
    for one in kept:
        one.dialogue.couple.wrapped_key = b""
    move_pulses(Then(kept), None)
    assert answers.answers_of(person_id=ann.pk) == []
