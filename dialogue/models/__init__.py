from dialogue.models.couples import Couple, Invitation, Partner
from dialogue.models.dialogues import DialogueSession, Draft, Event, Turn
from dialogue.models.people import Person

__all__ = [
    "Couple",
    "DialogueSession",
    "Draft",
    "Event",
    "Invitation",
    "Partner",
    "Person",
    "Turn",
]
