"""What somebody feels before their partner guesses it: picked in private, sealed under their own key, and
read again only to tell the guesser, in words, whether the guesses come closer than chance.

Both take part by themselves. Who does not pick, and who does not want to know, are not told apart.
"""

import json
import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from dialogue.base import vault
from dialogue.models import Person
from dialogue.models.measures import FeelingsPicked, MatchWish, MeasureKey

MOST = 3
_SIZE = 128
_PURPOSE = "measures"

Turn = tuple[UUID, int]  # of a dialogue


@cache
def forms() -> dict[str, tuple[str, ...]]:
    """By feeling, the words that name it."""
    source = files(__package__).joinpath("feeling_words.toml").read_text(encoding="utf-8")
    return {name: tuple(words) for name, words in tomllib.loads(source).items()}


def labels() -> dict[str, str]:
    """By feeling, as somebody picks it, in their language."""
    return {
        "afraid": _("afraid"),
        "alone": _("alone"),
        "angry": _("angry"),
        "anxious": _("anxious"),
        "ashamed": _("ashamed"),
        "calm": _("calm"),
        "confused": _("confused"),
        "disappointed": _("disappointed"),
        "exhausted": _("exhausted"),
        "grateful": _("grateful"),
        "guilty": _("guilty"),
        "happy": _("happy"),
        "helpless": _("helpless"),
        "hopeful": _("hopeful"),
        "hurt": _("hurt"),
        "jealous": _("jealous"),
        "loved": _("loved"),
        "overwhelmed": _("overwhelmed"),
        "proud": _("proud"),
        "rejected": _("rejected"),
        "relieved": _("relieved"),
        "sad": _("sad"),
        "tender": _("tender"),
        "unseen": _("unseen"),
    }


def named_in(words: str) -> frozenset[str]:
    """The feelings that a guess names."""
    said, shown = words.casefold(), labels()
    return frozenset(
        feeling
        for feeling, names in forms().items()
        for name in (*names, shown[feeling].casefold())
        if re.search(rf"\b{re.escape(name)}\b", said)
    )


def takes_part(*, person_id: int) -> bool:
    return MatchWish.objects.filter(person=person_id).exists()


def take_part(*, person_id: int, yes: bool) -> None:
    """From now on; or no longer, and then all that was picked is gone."""
    with transaction.atomic():
        person = Person.objects.select_for_update(no_key=True).get(pk=person_id)
        if yes:
            MatchWish.objects.get_or_create(person=person)
            return
        MatchWish.objects.filter(person=person).delete()
        FeelingsPicked.objects.filter(person=person).delete()


def pick(*, person_id: int, turn: Turn, feelings: Iterable[str]) -> None:
    """What the person feels in this turn, instead of what they picked before; none takes it back. Whether
    it is theirs to say is asked by the caller. Nothing happens for who takes no part."""
    chosen = [name for name in forms() if name in set(feelings)][:MOST]
    dialogue_id, number = turn
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(pk=person_id)
        if not takes_part(person_id=person_id):
            return
        mine = FeelingsPicked.objects.filter(person=person_id, dialogue=dialogue_id, turn=number)
        mine.delete()
        if not chosen:
            return
        MeasureKey.objects.get_or_create(
            person_id=person_id, defaults={"wrapped_key": vault.new_key(_PURPOSE, person_id)}
        )
        place = uuid4()
        content = json.dumps(chosen).ljust(_SIZE)
        assert len(content) == _SIZE
        FeelingsPicked.objects.create(
            person_id=person_id,
            dialogue_id=dialogue_id,
            turn=number,
            place=place,
            sealed=vault.seal(_key(person_id), content, "feelings", person_id, place),
        )


def picked_by(*, person_id: int) -> dict[Turn, frozenset[str]]:
    """By turn. For the person, and to be compared with what their partner guessed: never shown to them."""
    key = _key(person_id)
    return {
        (row.dialogue_id, row.turn): frozenset(
            json.loads(vault.unseal(key, bytes(row.sealed), "feelings", person_id, row.place))
        )
        for row in FeelingsPicked.objects.filter(person=person_id)
    }


def _key(person_id: int) -> bytes:
    row = MeasureKey.objects.filter(person=person_id).first()
    return vault.opened_key(_PURPOSE, bytes(row.wrapped_key), person_id) if row else b""
