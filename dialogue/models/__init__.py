from dialogue.models.appointments import (
    Answer,
    Appointment,
    Calendar,
    Reminder,
    SkippedWeek,
)
from dialogue.models.audit import Access
from dialogue.models.audit_chain import AccessChain
from dialogue.models.consent import Consent, ConsentText, Pause
from dialogue.models.copies import BroughtFile
from dialogue.models.couple_therapist import CoupleTherapist, Practice
from dialogue.models.couples import Couple, Invitation, Partner, Portrait
from dialogue.models.course import Course, CourseChange, CourseGoal, CourseSkip
from dialogue.models.dialogues import DialogueSession, Draft, Event, Turn
from dialogue.models.gifts import Commitment, GiftProposal, GiftThanks, Tick
from dialogue.models.homework import Homework, HomeworkAnswer
from dialogue.models.people import Person
from dialogue.models.retention import Retention
from dialogue.models.safety import HelpLine
from dialogue.models.together import KeptSentence, Sheet, VisionVersion

__all__ = [
    "Access",
    "AccessChain",
    "Answer",
    "Appointment",
    "BroughtFile",
    "Calendar",
    "Commitment",
    "Consent",
    "ConsentText",
    "Couple",
    "CoupleTherapist",
    "Course",
    "CourseChange",
    "CourseGoal",
    "CourseSkip",
    "DialogueSession",
    "Draft",
    "Event",
    "GiftProposal",
    "GiftThanks",
    "HelpLine",
    "Homework",
    "HomeworkAnswer",
    "Invitation",
    "KeptSentence",
    "Partner",
    "Pause",
    "Person",
    "Portrait",
    "Practice",
    "Reminder",
    "Retention",
    "Sheet",
    "SkippedWeek",
    "Tick",
    "Turn",
    "VisionVersion",
]
