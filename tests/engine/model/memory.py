"""What the model remembers, who is to act by it, and what every act carries."""

from dataclasses import dataclass, field

FIRST, SECOND, THERAPIST = "first", "second", "therapist"
SAY, MAY_SAY, QUIET = "must say", "may say", "says nothing"
RECEIVERS = (
    "answer", "intention_back", "mirroring", "asking", "summary", "validating", "empathizing",
    "thanks_back", "closing_back",
)  # fmt: skip


class Refused(Exception):
    """Carries the code."""


@dataclass
class Try:
    seat: str
    name: str
    moment: int
    words: bool = False
    minutes: int | None = None
    to: str | None = None
    seconds: int | None = None
    waited: int = 120
    by: str | None = None  # whose phone, where it is not that of the seat


@dataclass
class Memory:
    sender: str = FIRST
    receiver: str = SECOND
    step: str = "request"
    over: str = ""
    moment: int = 0
    turn: int = 1
    paused_by: set[str] = field(default_factory=set)
    corrections: int = 0
    misses: int = 0
    full: bool = False  # the receiver, who sums up after this piece
    minutes: int = 0
    messages: int = 0
    shared: int = 0  # of them, in this turn
    held: bool = False
    said_something: bool = False
    heard_for: str = ""  # what a piece, once heard, goes on to
    sending_for: str = ""  # what the sending, once finished, goes on to
    ready: dict[str, str] = field(default_factory=dict)  # with the reminder that each would like
    wishes: dict[str, str] = field(default_factory=dict)
    hands: set[str] = field(default_factory=set)
    offered: dict[str, str] = field(default_factory=dict)
    pace: int = 0
    aloud: bool = False
    turning: set[str] = field(default_factory=set)  # who would like the other way of talking
    lender: str = ""  # who has lent the seat to the other's phone

    def holders(self) -> set[str]:
        """Who is to act now."""
        return set() if self.over or self.paused_by else self.next_to_act()

    def next_to_act(self) -> set[str]:
        both = {self.sender, self.receiver}
        if self.step == "arrive":
            return both - set(self.ready)
        if self.step == "switch":
            return both - set(self.wishes)
        if self.step == "scheduled":
            return both
        if self.step in RECEIVERS:
            return {self.receiver}
        return {self.sender}

    # --- who, words, time ------------------------------------------------------------------

    def _by(self, act: Try, *who: str) -> None:
        if act.seat not in who:
            raise Refused("not_your_turn")

    def _voice(self, act: Try, voice: str, *, time: bool = False) -> None:
        if act.by is not None and time:
            raise Refused("own_login")
        if voice == SAY and not act.words and not self.aloud:
            raise Refused("words_needed")
        if voice == QUIET and act.words:
            raise Refused("words_unwanted")
        if (
            act.seconds is None
            and time
            and (act.minutes is None or act.minutes < 1 or act.minutes > 1440)
        ):
            raise Refused("bad_time")
        if act.seconds is not None:
            raise Refused("bad_pace")
        if not time and act.minutes is not None:
            raise Refused("bad_time")
        if act.seat != THERAPIST and act.waited < self.pace:
            raise Refused("too_soon")

    def _go(self, step: str) -> None:
        self.step = step
        self.offered = {}
        self.moment += 1
        self.held = False
        self.ready = {}
        self.wishes = {}

    def _swap(self) -> None:
        self.sender, self.receiver = self.receiver, self.sender
        self.turn += 1
        self.corrections = self.misses = 0
        self.full = False

    def _end(self, outcome: str, *, moved: bool = True) -> None:
        self.over = outcome
        self.moment += moved
        self.hands, self.offered, self.pace, self.lender = set(), {}, 0, ""
        self.turning = set()

    def _begin_sending(self, then: str) -> None:
        self.sending_for = then
        self.said_something = False
        self._go("sending")

    def _to_be_heard(self, then: str, *, once_more: bool = False) -> None:
        self.shared += not once_more
        self.heard_for = then
        self.said_something = True
        self._go("mirroring")
