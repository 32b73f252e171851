"""The exercises as pictures and tables, drawn from the data that the engine runs on."""

from collections.abc import Iterable, Iterator
from typing import Literal

from dialogue.engine.explore import explore
from dialogue.engine.protocol import END, RETURN, STAY, Exercise, Move, Step

INTRODUCTION = """\
# The exercises

This file is made by `manage.py diagrams` from the files in `dialogue/engine/exercises/`: change those, not this.
A test fails when the two differ.

At each step one partner has the floor: the sender or the receiver. At a step for both, each answers once;
of their answers the one listed first decides, whoever gave it. At a step for either, whoever comes first may act.

Some things are open at every step and are left out of the pictures. Either partner and the therapist may **pause**;
whoever paused resumes, and when nobody is pausing any more the dialogue stands exactly where it stood. Each of them
may **end** the dialogue for good; where a role is held, it is put down first. After three corrections in a row, or
where the sender felt not quite understood twice, both partners are offered to **leave it for today**.

The therapist may **frame** a step for both and make the pace **slow**. Between her and one partner alone, so that the
other never learns of it: she may **whisper**, **offer** a stem, or **double** (a line in the sender's voice); the
partner may **reply**, **dismiss** what was offered, or **raise a hand**. Where she may **redirect** to is listed with
each exercise. It never leads past a check: a piece that is not yet heard is heard first.
"""
NEEDS = {
    "": "",
    "sent": "once something was sent",
    "unsent": "where nothing was sent",
    "corrections": "after three corrections in a row",
    "harm": "once harm was marked in private",
    "no_harm": "unless harm was marked in private",
}
FLAGS = (
    ("hears", "to be mirrored"),
    ("swap", "parts exchanged"),
    ("hold", "the floor stays"),
    ("time", "with a time"),
    ("private", "known to nobody else"),
    ("full", "no more is sent; what is under way is heard first"),
)

Targets = dict[tuple[str, str], tuple[str, ...]]


def document(exercises: Iterable[Exercise]) -> str:
    """The whole of docs/exercises.md."""
    return "\n".join([INTRODUCTION, *(_chapter(exercise) for exercise in exercises)])


def mermaid(exercise: Exercise) -> str:
    """A stateDiagram-v2 in which every way back is drawn to where it really leads."""
    return _picture(exercise, targets(exercise))


def targets(exercise: Exercise) -> Targets:
    """Where each move of each step leads; a RETURN leads to all that exploration finds."""
    back: dict[tuple[str, str], set[str]] = {}
    for transition in explore(exercise, redirects=False).transitions:
        place = (transition.event.step, transition.event.name)
        back.setdefault(place, set()).add(transition.after.step)
    order = list(exercise.steps)
    found: Targets = {}
    for step, move in _moves(exercise):
        place = (step.name, move.name)
        if move.to == RETURN:
            found[place] = tuple(sorted(back.get(place, ()), key=order.index))
        else:
            found[place] = (step.name if move.to == STAY else move.to,)
    return found


def _picture(exercise: Exercise, leads: Targets) -> str:
    arrows: dict[tuple[str, str], list[str]] = {}
    for step, move in _moves(exercise):
        for target in leads[step.name, move.name]:
            label = f"{move.name} ({move.by})" if move.by != step.who else move.name
            if target.startswith(END):
                label, target = f"{label} [{target.removeprefix(END)}]", "[*]"
            arrows.setdefault((step.name, target), []).append(label)
    return "\n".join(
        [
            "stateDiagram-v2",
            *(
                f'    state "{step.name}: {step.who}" as {step.name}'
                for step in exercise.steps.values()
            ),
            f"    [*] --> {exercise.start}",
            *(f"    {a} --> {b}: {' / '.join(labels)}" for (a, b), labels in arrows.items()),
        ]
    )


def _chapter(exercise: Exercise) -> str:
    leads = targets(exercise)
    rows = [
        f"| {first} | {who} | {_named(step, move)} | {_follows(move, leads[step.name, move.name])} |"
        for step in exercise.steps.values()
        for first, who, move in _rows(step)
    ]
    return "\n".join(
        [
            f"## {exercise.title}",
            "",
            exercise.about,
            "",
            "```mermaid",
            _picture(exercise, leads),
            "```",
            "",
            "| step | who | move | what follows |",
            "| --- | --- | --- | --- |",
            *rows,
            "",
            "| the therapist may lead | from |",
            "| --- | --- |",
            *_redirects(exercise),
            "",
        ]
    )


def _redirects(exercise: Exercise) -> Iterator[str]:
    """A row for each redirect: where it leads, and from which steps."""
    found: dict[tuple[str, str], list[str]] = {}
    for step in exercise.steps.values():
        for move in _theirs(step, "therapist"):
            to = "what comes next" if move.to == RETURN else move.to
            notes = [NEEDS[move.needs]] if move.needs else []
            notes += ["and back again"] if move.call else []
            notes += ["parts exchanged"] if move.swap else []
            follows = to + (f" ({', '.join(notes)})" if notes else "")
            found.setdefault((f"`{move.name}` “{move.label}”", follows), []).append(step.name)
    for (named, follows), steps in found.items():
        yield f"| {named}: {follows} | {', '.join(steps)} |"


def _rows(step: Step) -> Iterator[tuple[str, str, Move]]:
    """A row for each move of a partner; the step is named in its first one only."""
    for number, move in enumerate(_theirs(step, "partners")):
        yield ("", "", move) if number else (f"**{step.name}**", step.who, move)


def _named(step: Step, move: Move) -> str:
    notes = [f"the {move.by}’s"] if move.by != step.who else []
    notes += [NEEDS[move.needs]] if move.needs else []
    return f"`{move.name}` “{move.label}”" + (f", {', '.join(notes)}" if notes else "")


def _follows(move: Move, leads: tuple[str, ...]) -> str:
    """The next step. Where there are several, it is the one that an earlier row says "then" of."""
    names = [f"ends: {to.removeprefix(END)}" if to.startswith(END) else to for to in leads]
    notes = [note for flag, note in FLAGS if getattr(move, flag)]
    notes += [f"then {step}" for step in (move.asks, move.call) if step]
    return " or ".join(names) + (f" ({', '.join(notes)})" if notes else "")


def _moves(exercise: Exercise) -> Iterator[tuple[Step, Move]]:
    for step in exercise.steps.values():
        for move in _theirs(step, "partners"):
            yield step, move


def _theirs(step: Step, whose: Literal["partners", "therapist"]) -> list[Move]:
    redirects = whose == "therapist"
    return [move for move in step.moves.values() if (move.by == "therapist") == redirects]
