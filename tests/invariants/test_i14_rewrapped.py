"""I14: when there is another master key, everything is wrapped by it while people go on, and the old one may go."""

from collections import Counter

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import RequestFactory
from django.urls import resolve

from dialogue.accounts import sealed_secrets
from dialogue.accounts.adapters import SecondFactorAdapter
from dialogue.base import audit, audit_chain, rewrapping, unsaved, vault
from dialogue.home import ending
from dialogue.intake import service as intake
from dialogue.models import Access, Couple
from dialogue.room import whole
from dialogue.safety import screening
from dialogue.safety.screening import Screening
from tests.support.cast import SECRET as APP
from tests.support.history import SECRET, answered, ended, recorded, written
from tests.support.rooms import seen_by

pytestmark = pytest.mark.django_db
NEW = {"new": b"another master key".ljust(32)}
WORRY = Screening(answers={"afraid": "yes"})


@pytest.fixture
def room(couple, ann, ben, thea):
    """Something under every kind of key."""
    room = ended(ann, ben)
    answered(ann, ben, room)
    written(ann)
    recorded(couple)
    intake.keep(person_id=ann.pk, answers={"now": SECRET})
    screening.keep(person_id=ann.pk, look=WORRY)
    posted = RequestFactory().post("/gifts", {"words": SECRET})
    posted.resolver_match = resolve("/gifts")
    assert unsaved.keep(posted, person_id=ann.pk)
    audit.record(actor=thea, what=Access.What.READ_TRANSCRIPT, subjects=[ann, ben])
    audit_chain.chain()
    return room


@pytest.fixture
def old(settings):
    """There is another master key by now, before the one of yesterday."""
    before = dict(settings.IMAGO_MASTER_KEYS)
    settings.IMAGO_MASTER_KEYS = NEW | before
    return before


def keys():
    """Every key that is kept, opened: by its row."""
    vault._kept.clear()
    return {
        (model.__name__, pk): vault.opened_key(field.purpose, wrapped, place)
        for model, field in rewrapping._kept()
        if field.place != "whose"
        for pk, place, wrapped in rewrapping._rows(model, field)
    }


def test_the_old_key_is_taken_out_and_everything_opens(room, old, settings, ann, ben, thea, capsys):
    before, link = keys(), audit_chain.check().link
    bens = screening.screening_of(person_id=ben.pk)
    assert {model for model, _ in before} | {"Screen"} == {
        model.__name__ for model, _ in rewrapping._kept()
    }
    with pytest.raises(CommandError, match="must stay"):
        call_command("rewrap", check=True)
    call_command("rewrap")
    assert "Nothing needs any master key but “new”" in capsys.readouterr().out
    settings.IMAGO_MASTER_KEYS = NEW
    assert keys() == before
    assert SECRET in [one.words for one in seen_by(ann, room)] and not whole.check_all()[1]
    assert screening.screening_of(person_id=ann.pk) == WORRY
    assert screening.screening_of(person_id=ben.pk) == bens
    app = Authenticator.objects.get(user=thea, type="totp")
    assert SecondFactorAdapter().decrypt(app.data["secret"]) == APP
    found = audit_chain.check(since=link)
    assert not found.broken and found.link == link
    settings.IMAGO_MASTER_KEYS = old
    with pytest.raises(vault.CannotOpen):
        keys()
    assert screening.screening_of(person_id=ann.pk) == Screening()


def test_it_is_stopped_in_between_and_done_again(couple, ann, old, settings, monkeypatch):
    """(Thea's app and Ann's answers come after the couple's key.)"""
    screening.keep(person_id=ann.pk, look=WORRY)
    before, rewrapped, calls = keys(), vault.rewrapped, Counter[str]()

    def until_stopped(*args):
        calls["made"] += 1
        if calls["made"] > 1:
            raise KeyboardInterrupt
        return rewrapped(*args)

    monkeypatch.setattr(vault, "rewrapped", until_stopped)
    with pytest.raises(KeyboardInterrupt):
        call_command("rewrap")
    monkeypatch.undo()
    assert keys() == before and rewrapping.left() == {"tests": 1} and sealed_secrets.left()
    call_command("rewrap")
    settings.IMAGO_MASTER_KEYS = NEW
    assert keys() == before


def test_what_is_erased_meanwhile_stays_so(couple, old, monkeypatch):
    """Ann and Ben's words are forgotten just when their key was read."""
    rewrapped = vault.rewrapped

    def forget_first(purpose, wrapped, *place):
        if place == (couple.pk,):
            ending.forget_words(couple=Couple.objects.get())
        return rewrapped(purpose, wrapped, *place)

    monkeypatch.setattr(vault, "rewrapped", forget_first)
    call_command("rewrap")
    assert bytes(Couple.objects.get().wrapped_key) == b""


def test_what_cannot_be_opened_is_left_and_said(couple, old, settings, capsys):
    settings.IMAGO_MASTER_KEYS = NEW
    with pytest.raises(CommandError, match="must stay"):
        call_command("rewrap")
    assert "still need the master key “tests”" in capsys.readouterr().err
    settings.IMAGO_MASTER_KEYS = NEW | old
    call_command("rewrap")
