from dialogue.models.couples import Couple, Invitation, Partner
from dialogue.models.dialogues import DialogueSession, Draft, Event, Turn
from dialogue.models.people import Person
from dialogue.models.safety import HelpLine

__all__ = [
    "Couple",
    "DialogueSession",
    "Draft",
    "Event",
    "HelpLine",
    "Invitation",
    "Partner",
    "Person",
    "Turn",
]
