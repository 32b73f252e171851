"""Rooms at every step, made through the services in one process beside the server."""

import json
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from dialogue.engine.exercises import OFFERED
from dialogue.measures import sharing
from dialogue.models import DialogueSession, Person
from tests.measures.courses import course
from tests.support.rooms import TOPIC, asked_by, completed, done, rounds
from tests.support.servers import cookie_for

SENT = "When you come home late and haven’t written, I sit in the kitchen and I feel like I don’t matter."
MIRRORED = "When I’m late you sit in the kitchen, angry with me."
CORRECTED = "Not angry. I feel like I don’t matter."
LOGINS = 40

Line = tuple[str, str] | tuple[str, str, str] | tuple[str, str, str, str]
Script = list[Line]

ARRIVE: Script = [("Ben", "accept")]
INTENTION: Script = [*ARRIVE, ("Ann", "ready", "That we stay kind to each other"), ("Ben", "ready")]
SENDING: Script = [*INTENTION, ("Ann", "intend"), ("Ben", "intend")]
MIRRORING: Script = [*SENDING, ("Ann", "send", SENT)]
CHECK: Script = [*MIRRORING, ("Ben", "mirror", MIRRORED)]
CORRECTION: Script = [*CHECK, ("Ann", "correct", CORRECTED)]
THRICE: Script = [*CHECK, *[("Ann", "correct", CORRECTED), ("Ben", "mirror", MIRRORED)] * 3]
STUCK: Script = [*CHECK, *[("Ann", "correct", CORRECTED), ("Ben", "mirror", MIRRORED)] * 6]
INSULT = "You are such an idiot, and you’ll regret it."
_ROUND: Script = [
    ("Ann", "send", SENT),
    ("Ben", "mirror", MIRRORED),
    ("Ann", "got_it"),
    ("Ben", "ask_more"),
    ("Ann", "more"),
]
FIVE_MESSAGES: Script = [
    *ARRIVE,
    ("Ann", "ready_five_messages"),
    ("Ben", "ready"),
    ("Ann", "intend"),
    ("Ben", "intend"),
    *_ROUND * 5,
]
VALIDATING: Script = [
    *CHECK,
    ("Ann", "got_it"),
    ("Ben", "ask_more"),
    ("Ann", "no_more"),
    ("Ben", "summarize", "Late evenings make you feel alone."),
    ("Ann", "all"),
]
SWITCH: Script = [
    *VALIDATING,
    ("Ben", "validate", "You make sense: quiet rooms were never safe for you."),
    ("Ann", "understood"),
    ("Ben", "empathize", "Alone, and small."),
    ("Ann", "yes"),
    ("Ann", "thank"),
    ("Ben", "thank"),
]
LED: Script = [*CHECK, ("Thea", "to_mirroring", "Slowly, and only what Ann said.")]
BESIDE: Script = [
    *SENDING,
    ("Thea", "frame"),
    ("Ann", "raise_hand", "I don’t know how to say it."),
    ("Thea", "whisper", "Take your time. Begin with the kitchen.", "first"),
    ("Thea", "offer", "When I sit in the kitchen, I feel …", "first"),
]
WHISPERED: Script = [
    *SENDING,
    ("Ann", "speak"),
    ("Ben", "speak"),
    ("Thea", "whisper", "Breathe, Ben.", "second"),
    ("Thea", "whisper", "Begin small, Ann.", "first"),
]
DOUBLED: Script = [
    *SENDING,
    ("Thea", "double", "When it gets late, I am afraid that I don’t matter.", "first"),
]
COMPLETED: Script = [
    *SWITCH,
    ("Ann", "stop"),
    ("Ann", "appreciate", "That you asked again."),
    ("Ben", "appreciate", "That you wait for me."),
]
LAST_WORDS: Script = [*SWITCH, ("Ann", "stop")]
AT_THE_CHAIR: Script = [
    *SENDING,
    ("Ann", "mother"),
    ("Ann", "say_age", "I am six, and I sit on the stairs."),
]
ENROLLED: Script = [
    *AT_THE_CHAIR,
    ("Ann", "ask_partner"),
    ("Ben", "enrol"),
]
_HEARD: Script = [("Ben", "mirror", MIRRORED), ("Ann", "got_it")]
WISHING: Script = [
    *SENDING,
    ("Ann", "send", SENT),
    *_HEARD,
    *SWITCH[SWITCH.index(("Ben", "ask_more")) : SWITCH.index(("Ann", "thank"))],
    ("Ann", "say_desire", "I long to be waited for, and to be glad when I hear the door."),
    *_HEARD,
    ("Ann", "request", "For the next two weeks, would you write to me by six when you are late?"),
    *_HEARD,
    ("Ann", "request", "Would you cook with me on two Sundays, until Christmas?"),
    *_HEARD,
]
CHOOSING: Script = [
    *WISHING,
    ("Ann", "request", "Would you sit with me for ten minutes each evening, for two weeks?"),
    *_HEARD,
]
WORDS = {
    "mark-up": "<b>bold</b> <script>alert(1)</script> &amp; {sender} {name} ${7*7} %s",
    "emoji": "👩‍👩‍👧 🫶🏽 🏳️‍🌈 and then nothing",
    "rtl": "כשאתה מאחר אני יושבת במטבח \u200fand wait\u200f.",
    "long": "Donaudampfschifffahrtsgesellschaftskapitänswitwen" * 6,
}


def _rooms() -> dict[str, tuple[str, Script]]:
    every_word = [
        *SENDING,
        *[
            line
            for words in WORDS.values()
            for line in (
                ("Ann", "send", words),
                ("Ben", "mirror", words),
                ("Ann", "got_it"),
                ("Ben", "ask_more"),
                ("Ann", "more"),
            )
        ],
    ]
    talk = {
        "answer": [],
        "decline": [],
        "declined": [("Ben", "decline")],
        "another time": [],
        "arrive": ARRIVE,
        "sending": SENDING,
        "hint": SENDING,
        "growing": SENDING,
        "waiting": SENDING,
        "hold": SENDING,
        "double": SENDING,
        "two tabs": SENDING,
        "somebody else": SENDING,
        "signing out": SENDING,
        "pasting": SENDING,
        "fifty": SENDING,
        "offline": SENDING,
        "reload": SENDING,
        "history": SENDING,
        "listening": SENDING,
        "focus": SENDING,
        "eyes closed": [],
        "leaving": MIRRORING,
        "mirroring": MIRRORING,
        "check": CHECK,
        "correction": CORRECTION,
        "correcting": CHECK,
        "thrice": THRICE,
        "shorter": THRICE,
        "stuck": STUCK,
        "five messages": FIVE_MESSAGES,
        "insulted": [*SENDING, ("Ann", "send", INSULT)],
        "last words": LAST_WORDS,
        "withdrawn": COMPLETED,
        "validating": VALIDATING,
        "guessing": SWITCH[:-4],
        "switch": SWITCH,
        "completed": COMPLETED,
        "pausing": MIRRORING,
        "paused": [*MIRRORING, ("Ann", "pause")],
        "stopped": [*MIRRORING, ("Ben", "end")],
        "therapist": MIRRORING,
        "board": MIRRORING,
        "board pausing": SENDING,
        "in the room": SENDING,
        "a lost answer": MIRRORING,
        "led back": MIRRORING,
        "led": LED,
        "beside": BESIDE,
        "doubled": DOUBLED,
        "whispered in a pause": [
            *MIRRORING,
            ("Thea", "pause"),
            ("Thea", "whisper", "You can breathe.", "second"),
        ],
        "every word": every_word,
        "further up": every_word,
        "long": SENDING,
    }
    rooms: dict[str, tuple[str, Script]] = {
        name: ("couples_dialogue", script) for name, script in talk.items()
    }
    walked: dict[str, tuple[str, Script]] = {
        f"{exercise} {medium}": (exercise, [])
        for exercise in OFFERED
        for medium in ("written", "aloud")
    }
    others: dict[str, tuple[str, Script]] = {
        "keyboard": ("appreciation", []),
        "aloud": ("appreciation", SENDING),
        "one phone": ("appreciation", WHISPERED),
        "ladder": ("deepening", SENDING),
        "rungs": ("deepening", SENDING),
        "childhood": ("parent_child", SENDING),
        "enrolled": ("parent_child", ENROLLED),
        "in a role": ("parent_child", ENROLLED),
        "harmed": ("parent_child", AT_THE_CHAIR),
        "harmed, with Thea": ("parent_child", AT_THE_CHAIR),
        "none of three": ("behavior_change", CHOOSING),
    }
    return rooms | walked | others


def prepare(long: int) -> None:
    """Print the rooms by name, and logins for everybody, as JSON."""
    with transaction.atomic():
        people = {person.name: person for person in Person.objects.all()}
        rooms = {
            name: str(_play(people, kind, script)) for name, (kind, script) in _rooms().items()
        }
        _propose(people, rooms)
        _answer_for_a_year(people["Ann"], people["Ben"])
        done(people["Thea"], UUID(rooms["therapist"]), "whisper", "You can breathe.", to="second")
        rounds(people["Ann"], people["Ben"], UUID(rooms["long"]), long)
        logins = {
            name: [cookie_for(person).partition("=")[2] for _ in range(LOGINS)]
            for name, person in people.items()
        }
    print(json.dumps({"rooms": rooms, "logins": logins}))


def _play(people: dict[str, Person], kind: str, script: Script) -> UUID:
    dialogue_id = asked_by(people["Ann"], kind, TOPIC)
    act: Callable[..., object] = done
    for who, move, *more in script:
        words, to = (*more, "", "")[:2]
        act(people[who], dialogue_id, move, words, to=to or None)
    return dialogue_id


def _answer_for_a_year(ann: Person, ben: Person) -> None:
    """Both ask to see one picture, in which a first dialogue is marked."""
    for person in (ann, ben):
        course(person, ["csi4", "areas"], 40)
        sharing.set_share(person_id=person.pk, measure="csi4", who="partner", on=True, beside=True)
    over = asked_by(ann)
    completed(over)
    half_a_year_ago = timezone.now() - timedelta(days=180)
    DialogueSession.objects.filter(pk=over).update(closed_at=half_a_year_ago)


def _propose(people: dict[str, Person], rooms: dict[str, str]) -> None:
    rooms["scheduled"] = str(_play(people, "couples_dialogue", []))
    time = timezone.now() + timedelta(hours=3)
    done(people["Ben"], UUID(rooms["scheduled"]), "propose", time=time)


def wishing() -> None:
    """Print a room where Ann is to make the third of her requests."""
    people = {person.name: person for person in Person.objects.all()}
    print(_play(people, "behavior_change", WISHING))
