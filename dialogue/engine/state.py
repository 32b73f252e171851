"""Where a dialogue stands, what may be tried, what happened, and why not."""

from dataclasses import dataclass, replace
from typing import Any, Literal, Self, cast

from dialogue.engine.protocol import PARTNERS, SLOW_SECONDS, Medium, Part, Seat, other

RefusalCode = Literal[
    "over",  # the dialogue has ended
    "stale",  # the dialogue moved on since the asker last looked
    "paused",
    "not_paused",
    "not_your_turn",
    "not_now",  # no such move at this step
    "not_yet",  # the move waits for something else first
    "already_done",
    "words_needed",
    "words_unwanted",
    "bad_time",
    "bad_pace",  # "slow" with no such number of seconds
    "not_before",  # the time that was proposed has not come
    "too_soon",  # the therapist asked to go slowly
    "derole_first",  # a role is held; it is put down before the end
    "nobody_there",  # a private act for a seat that it does not fit
    "not_for_you",  # an act of another role
    "only_aloud",  # a seat is lent only while they speak
    "not_lent",  # a seat that its owner has not lent, or not any more
    "own_login",  # what is done for a borrowed seat, but takes its owner's own login
]


@dataclass(frozen=True, slots=True)
class Act:
    """What a seat tries. ``moment`` is the moment it looked at; it is asked of moves alone,
    since pausing and ending must work whatever one has seen. Words stay outside: only whether
    there are any. ``minutes`` is a time, from now. ``to`` is the seat a private act of the
    therapist is for. ``seconds`` is the least time that "slow" asks for, ``waited`` the seconds
    since the dialogue came to this step or was slowed (below 0 where a clock was set back: nobody
    waits for that). ``early``: a time that was proposed has not come. ``by`` is the seat whose login
    acts, where that is not ``seat`` itself.
    """

    seat: Seat
    name: str
    moment: int = -1
    words: bool = False
    minutes: int | None = None
    to: Seat | None = None
    seconds: int | None = None
    waited: int = SLOW_SECONDS[1]
    early: bool = False
    by: Seat | None = None


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened: an accepted act, with what the log must know to be folded again.

    ``piece`` numbers what the sender said and the receiver is to mirror; a mirror carries the
    number of the piece it gives back, so that readers can lay the two together. ``marks`` are
    those that were set when something was said in words that the exercise has for it. ``aloud``: it
    was said where no log could hear it; words that came with it are a note, not what was said.
    ``borrowed``: it was done on the other partner's phone, to which the seat was lent. ``private``:
    it is known to nobody but who did it. ``agreed``: both partners want it by now, so it is so.
    """

    seat: Seat
    name: str
    step: str
    turn: int
    sender: Seat
    piece: int | None = None
    minutes: int | None = None
    to: Seat | None = None
    seconds: int | None = None
    marks: tuple[tuple[str, str], ...] = ()
    aloud: bool = False
    borrowed: bool = False
    private: bool = False
    agreed: bool = False

    def to_facts(self) -> dict[str, Any]:
        """As the log keeps it, without the turn, which has a column of its own; what is not set is
        left out."""
        facts = {name: getattr(self, name) for name in self.__slots__ if name != "turn"}
        unset = (None, False, ())
        return {
            name: value
            for name, value in facts.items()
            if not any(value is one for one in unset)  # a number may be 0
        }

    @classmethod
    def from_facts(cls, facts: dict[str, Any], *, turn: int) -> Self:
        marks = tuple((mark, value) for mark, value in facts.get("marks", ()))
        return cls(turn=turn, **facts | {"marks": marks})


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an act was refused. For the asker alone; it changes nothing."""

    code: RefusalCode


@dataclass(frozen=True, slots=True)
class State:
    """The fold of the log so far. Holds no words, no names and no time of day."""

    step: str
    sender: Seat
    outcome: str = ""  # "" while it is open
    returns: tuple[str, ...] = ()
    answers: tuple[tuple[Seat, str], ...] = ()  # at a step for both: who chose what
    pausing: tuple[Seat, ...] = ()
    corrections: int = 0
    misses: int = 0  # how often in a row the sender felt not quite understood
    full: bool = False  # the receiver can take in no more before the summary
    harmed: bool = False  # marked by the sender, and known to nobody else
    sent: bool = False
    hold: bool = False
    marks: tuple[tuple[str, str], ...] = ()  # what texts speak of: (mark, value)
    gift: str = ""  # the step at which was said what the receiver chose, until it is promised
    turn: int = 1
    moment: int = 0
    piece: int = 0
    enrolled: bool = False  # the receiver holds a role
    ending: str = ""  # the outcome, where only a role has to be put down before it
    minutes: int = 0  # after which both would like to be reminded; 0 for not at all
    timed: int = 0  # the moment since which they run
    pieces: int = 0  # messages after which they would; 0 for not at all
    shared: int = 0  # so many of them since that moment; what corrects or says again is none
    slow: int = 0  # seconds that the therapist asked to leave before the next act
    hands: tuple[Seat, ...] = ()
    offers: tuple[
        tuple[Seat, str], ...
    ] = ()  # to whom a stem or a line stands offered: (seat, act)
    medium: Medium = "typed"
    turning: tuple[Seat, ...] = ()  # who would like the other medium
    lent: Seat | None = None  # whose seat the other partner's phone may act for, while they speak

    @property
    def receiver(self) -> Seat:
        return other(self.sender)

    def part(self, seat: Seat) -> Part | None:
        if seat not in PARTNERS:
            return None
        return "sender" if seat == self.sender else "receiver"

    def shape(self) -> Self:
        """This state without what nothing ever depends on: its counters, its marks, what stands
        beside the dialogue, and whether it is spoken. Two states of one shape lead alike."""
        counted = (self.turn, self.moment, self.piece, self.marks, self.medium)
        agreed = (self.minutes, self.timed, self.pieces, self.shared)
        if (*counted, *agreed) == (1, 0, 0, (), "typed", 0, 0, 0, 0):
            return self.alone()
        plain = replace(self, turn=1, moment=0, piece=0, marks=(), medium="typed")
        return replace(plain, minutes=0, timed=0, pieces=0, shared=0).alone()

    def alone(self) -> Self:
        """This state without what only the therapist and one partner know of, without pace, and with
        each seat at its own phone."""
        if self.slow or self.hands or self.offers or self.lent or self.turning:
            return replace(self, slow=0, hands=(), offers=(), lent=None, turning=())
        return self

    def to_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(
            **data
            | {
                "returns": tuple(data["returns"]),
                "answers": tuple((cast(Seat, seat), move) for seat, move in data["answers"]),
                "pausing": tuple(data["pausing"]),
                "marks": tuple((mark, value) for mark, value in data.get("marks", ())),
                "hands": tuple(data.get("hands", ())),
                "turning": tuple(data.get("turning", ())),
                "offers": tuple((cast(Seat, seat), name) for seat, name in data.get("offers", ())),
            }
        )
