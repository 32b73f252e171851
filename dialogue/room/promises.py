"""A promise made in a dialogue: within the transaction of the turn, the commitment that it becomes."""

from datetime import datetime

from dialogue import clocks
from dialogue.access.dialogues import Seated
from dialogue.engine.protocol import Move
from dialogue.models import Commitment, Event, Person


def promise(*, seated: Seated, move: Move, author_id: int, until: datetime) -> None:
    """``move`` commits the one who makes it to what they chose before: to be called in the
    transaction that appends it, with the state before it."""
    zone = Person.objects.values_list("time_zone", flat=True).get(pk=author_id)
    Commitment.objects.create(
        dialogue=seated.row,
        giver=seated.seat,
        number=_number_of_words(seated),
        rhythm=move.commits,
        until=clocks.on_clock(until, zone).date(),
    )


def _number_of_words(seated: Seated) -> int:
    """Of what was said last at the step that was chosen; or of the heart of it, where it was said
    again, shorter or more kindly, before it was heard."""
    steps = seated.exercise.steps
    chosen_at = steps[seated.state.gift]
    names = [
        move.name for move in chosen_at.moves.values() if move.hears or move.gives == chosen_at.name
    ]
    turn = Event.objects.filter(dialogue=seated.row, turn=seated.state.turn)
    said = turn.filter(facts__step=seated.state.gift, facts__name__in=names)
    number = said.order_by("-number").values_list("number", flat=True)[0]
    for event in turn.filter(number__gt=number).order_by("number"):
        move = steps[event.facts["step"]].moves.get(event.facts["name"])
        if move is None or move.by == "therapist":
            continue
        if move.settles and not move.hears:
            break
        if move.restates and event.words is not None:  # not where it was only said aloud
            number = event.number
    return number
