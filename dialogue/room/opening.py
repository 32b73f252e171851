"""Ask the partner for a dialogue."""

from dataclasses import replace
from datetime import datetime
from typing import cast
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from dialogue.access import tags
from dialogue.access.askers import NoSuchDialogue
from dialogue.access.consent import is_open
from dialogue.access.dialogues import dialogues_of, seated
from dialogue.base import live, vault
from dialogue.base.problems import NotOpen
from dialogue.engine.exercises import exercise
from dialogue.engine.protocol import Exercise, Seat
from dialogue.engine.rules import begin, decide
from dialogue.engine.state import Act, Happened, State
from dialogue.models import Couple, DialogueSession, Partner, Turn
from dialogue.room.attempts import Command
from dialogue.room.log import Log
from dialogue.room.turns import append

TOPIC_LENGTH = 300


def asked_before(*, person_id: int, command_id: UUID) -> DialogueSession | None:
    """The dialogue that the person has asked for with that very form."""
    asked = dialogues_of(person_id).filter(
        events__author=person_id, events__command=command_id, events__number=1
    )
    return asked.first()


def open_dialogue(
    *,
    person_id: int,
    exercise_id: str,
    topic: str,
    command_id: UUID | None = None,
    aloud: bool = False,
) -> DialogueSession:
    """A new dialogue of the person's couple, in which the person has just asked for it; and, with
    ``aloud``, whether the other would like to talk instead of writing.

    Raises NoSuchDialogue for a person without a couple, NotOpen while its sessions are not open, and
    KeyError for an exercise that is not offered.
    The same ``command_id`` opens one dialogue only, however often the form is sent.
    """
    offered = exercise(exercise_id)
    command_id = command_id or uuid4()
    with transaction.atomic():
        places = Partner.objects.current().filter(person=person_id)
        partner = places.select_related("couple").first()
        if partner is None:
            raise NoSuchDialogue
        if not is_open(couple=partner.couple):
            raise NotOpen
        # One at a time for a couple, so that a form sent twice at once asks once.
        Couple.objects.select_for_update().get(pk=partner.couple_id)
        if (again := asked_before(person_id=person_id, command_id=command_id)) is not None:
            return again
        row, state = new_row(
            couple=partner.couple, offered=offered, opener=cast(Seat, partner.seat)
        )
        found = seated(dialogues_of(person_id).get(pk=row.pk))
        ask = Command(id=command_id, name="ask", moment=state.moment, words=topic)
        log = Log()
        for command in (ask, Command(id=uuid4(), name="speak"))[: 1 + aloud]:
            act = Act(found.seat, command.name, command.moment, words=bool(command.words))
            happened = decide(offered, found.state, act)
            assert isinstance(happened, Happened), happened
            append(
                seated=found,
                author_id=person_id,
                happened=happened,
                command=command,
                log=log,
                now=timezone.now(),
            )
            found = replace(found, state=log.written[row.pk].state)
        log.write()
        live.wake_board_on_commit(partner.couple.therapist_id)
        return found.row


def new_row(
    *,
    couple: Couple,
    offered: Exercise,
    opener: Seat,
    at: datetime | None = None,
    origin: UUID | None = None,
) -> tuple[DialogueSession, State]:
    """A dialogue of which nothing is in the log yet, with the row of its first turn. In a transaction."""
    state, at = begin(offered, opener), at or timezone.now()
    row = DialogueSession(
        couple=couple,
        exercise=offered.id,
        version=offered.version,
        opener=opener,
        state=state.to_json(),
        opened_at=at,
        stands_since=at,
        origin=origin,
    )
    row.tag = tags.tag_of_snapshot(row, vault.couple_key(couple.pk, bytes(couple.wrapped_key)))
    row.save(force_insert=True)
    Turn.objects.create(dialogue=row, number=1, sender=opener, began_at=at)
    return row, state
