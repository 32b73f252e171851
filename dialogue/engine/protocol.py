"""What an exercise is: steps, who may act at each, and what follows. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Seat = Literal["first", "second", "therapist"]
Part = Literal["sender", "receiver"]
Who = Literal["sender", "receiver", "both", "either"]
By = Literal["sender", "receiver", "both", "either", "therapist"]
Whose = Literal["anyone", "partner", "therapist"]
Words = Literal["none", "optional", "required"]
Medium = Literal["typed", "spoken"]

PARTNERS: tuple[Seat, Seat] = ("first", "second")
SEATS: tuple[Seat, ...] = ("first", "second", "therapist")

# Where a move leads, other than to a named step.
RETURN = "return"  # to the step that was remembered last
STAY = "stay"
END = "end:"  # followed by the outcome


# A correction repeated this often makes "say it shorter" available, and tells the therapist.
CORRECTIONS_BEFORE_SHORTER = 3
MISSES_BEFORE_LEAVING = 2  # "not quite", after which both are offered to leave it for today
MINUTES_A_DAY = 24 * 60
DAYS_AHEAD = 92  # the furthest that a move may ask for
SLOW_SECONDS = (5, 120)  # the least and the longest time that "slow" may ask for; 0 lifts it


@dataclass(frozen=True, slots=True)
class Open:
    """An act that is open beside the moves, at every step. ``private``: it exists for its two
    ends alone, one of whom is always the therapist; nobody else ever learns of it."""

    by: Whose
    words: Words = "none"
    private: bool = False


# No exercise may name a move so.
UNIVERSAL: Mapping[str, Open] = {
    "pause": Open("anyone"),
    "resume": Open("anyone"),
    "end": Open("anyone"),
    # From here on it is said aloud, and words are only notes; or it is written again. Asked for, until
    # both partners have: nobody's phone turns without them.
    "speak": Open("anyone"),
    "write": Open("anyone"),
    "stay": Open("partner"),  # neither now: it stays as it is
    "leave_for_today": Open("partner"),  # where it does not get through: nobody is held
    "lend": Open("partner"),  # the other's phone acts for this seat too, while they speak
    "take_back": Open("partner"),  # it is each one's own again; whoever holds less may ask for it
    "frame": Open("therapist", "optional"),
    "slow": Open("therapist"),
    "whisper": Open("therapist", "required", private=True),
    "offer": Open("therapist", "required", private=True),
    "double": Open("therapist", "required", private=True),
    "see_hand": Open("therapist", private=True),
    "reply": Open("partner", "required", private=True),
    "dismiss": Open("partner", private=True),
    "raise_hand": Open("partner", "optional", private=True),
    "lower_hand": Open("partner", private=True),
}


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that may be done at a step: by a partner or, where it redirects, by the therapist."""

    name: str
    by: By
    to: str
    words: Words = "none"
    call: str = ""  # the step to remember, for a later RETURN
    asks: str = ""  # and one that comes back before it: where the receiver asks for more
    written: bool = False  # its words are needed in writing, also where the rest is said aloud
    hears: bool = False  # its words become a piece that is to be mirrored
    echoes: bool = False  # its words give the latest piece back
    corrects: bool = False  # counts towards "say it shorter"
    settles: bool = False  # ends a row of corrections
    misses: bool = False  # counts towards leaving it for today: not quite understood
    eases: bool = False  # ends that counting
    restates: bool = False  # says the piece again, in its place
    full: bool = False  # no more is sent before the summary; a piece under way is heard first
    fresh: bool = False  # nothing has been sent yet from here on
    needs: Literal["", "sent", "unsent", "corrections", "harm", "no_harm"] = ""
    swap: bool = False  # sender and receiver exchange parts; a new turn begins
    returns: tuple[str, ...] = ()  # the way back from there, in place of the one so far
    enrols: bool = False  # the receiver takes a role
    deroles: bool = False  # and puts it down
    hold: bool = False  # asks the other to pause for a moment
    private: bool = False  # nobody but its maker ever learns of it; so it leads nowhere
    harm: Literal["", "marks", "unmarks"] = ""  # the one who is spoken to has harmed the sender
    lasts: int = 0  # the minutes after which both would like to be reminded
    pieces: int = 0  # and the messages, after which they would
    starts: bool = False  # and from here on both are counted
    waits: bool = False  # not before the time that was proposed
    time: bool = False  # carries a time, in minutes from now
    days: int = 1  # how far ahead that may lie; above 1, the whole day is meant
    gives: str = ""  # chooses as a gift what was last said at that step
    commits: Literal["", "daily", "weekly"] = ""  # promises the gift, so often, until the time
    sets: Mapping[str, str] = field(default_factory=dict)  # what texts speak of from here on
    label: str = ""
    harm_label: str = ""  # in its place, to the one who has marked harm, alone
    tells: str = ""  # the transcript's word for it, after the name
    agreed: str = (
        ""  # and where it is what came of two hidden answers: a sentence, with no name before
    )
    says: str = ""  # what is said when optional words are left out
    prompt: str = ""
    stems: tuple[str, ...] = ()
    again: tuple[str, ...] = ()  # stems that come first from the second turn on
    helps: Literal["", "behavior", "desire", "request"] = (
        ""  # what the writer is privately helped with
    )
    seeds: str = ""  # the exercise that its words may lead to afterwards, if their author likes
    quiet: bool = False  # drawn as a small choice beside the main one


@dataclass(frozen=True, slots=True)
class Step:
    """A place in the dialogue where exactly one party may act (or both, each once)."""

    name: str
    who: Who
    phase: str
    title: str  # to the one who acts
    why: str
    waiting: str  # to the one who waits
    meanwhile: str
    harm_title: str = ""  # to the one who acts, alone, once harm is marked
    harm_why: str = ""
    hidden: bool = False  # where both answer, each alone: only what comes of it is told
    moves: Mapping[str, Move] = field(default_factory=dict)  # the therapist's redirects among them


@dataclass(frozen=True, slots=True)
class Exercise:
    """A kind of conversation. ``start`` is its first step, ``phases`` the path shown to the couple."""

    id: str
    version: int
    title: str
    about: str
    topic: str  # the question asked when a partner opens one
    topic_stem: str
    start: str
    phases: Mapping[str, str]  # phase -> its name, in order
    steps: Mapping[str, Step]
    purposes: Mapping[str, str] = field(default_factory=dict)  # phase -> what it is for
    afterwards: str = ""  # what brings both back to the present, however it ended
    allow: str = ""  # how much time to take for it
    deep: bool = False  # opens after one completed dialogue, or with a therapist
    derole: str = ""  # the step through which whoever holds a role leaves, however it ends
    # What a move may set, and the text that stands for it: {caregiver} is "mother", {rung} a stem.
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def other(seat: Seat) -> Seat:
    """The other partner's seat; the therapist has no other."""
    if seat == "therapist":
        raise ValueError("the therapist's seat has no other partner")
    return "second" if seat == "first" else "first"
