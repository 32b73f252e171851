"""The couple's dialogue once more, written by hand from the table of practice.md, section 1.

It shares nothing with the engine: no exercise file, no rules, and not even its way of
remembering. Where the engine keeps a stack, the model knows what a mirrored piece and a
finished sending are *for*. Two hands that write the same thing are a check on both.
"""

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


# Where Thea may lead, written by hand: never while something that was sent is not yet heard.
HEARD_OUT = (
    "summary", "summary_check", "validating", "validation_check", "empathizing", "empathy_check",
)  # fmt: skip
LEADS = {
    "to_mirroring": ("sending", "mirror_check", "asking", "more", *HEARD_OUT),
    "to_shorter": ("mirroring", "mirror_check"),
    "to_sending": (*HEARD_OUT, "thanks", "thanks_back"),
    "to_summary": (*HEARD_OUT[1:], "thanks", "thanks_back"),
    "to_validating": (*HEARD_OUT[3:], "thanks", "thanks_back"),
    "to_empathizing": (*HEARD_OUT[5:], "thanks", "thanks_back"),
    "to_next": ("sending", "asking", "more"),
    "to_other": ("sending", "asking", "more", *HEARD_OUT, "thanks", "thanks_back"),
}
ROUND = ("sending", "asking", "more")  # where more may be sent
REMINDERS = {"ready_ten": 10, "ready_fifteen": 15, "ready_twenty": 20}
EVERYBODYS = ("pause", "resume", "end", "speak", "write")
THEAS = ("frame", "slow", "whisper", "offer", "double", "see_hand")
PARTNERS_OWN = ("reply", "dismiss", "raise_hand", "lower_hand")
LEAVING = "leave_for_today"
ONE_PHONE = ("lend", "take_back")
WITH_WORDS = {
    "frame": MAY_SAY, "raise_hand": MAY_SAY, "whisper": SAY, "offer": SAY, "double": SAY,
    "reply": SAY,
}  # fmt: skip


@dataclass
class Model:
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
    held: bool = False
    said_something: bool = False
    heard_for: str = ""  # what a piece, once heard, goes on to
    sending_for: str = ""  # what the sending, once finished, goes on to
    ready: dict[str, int] = field(default_factory=dict)  # with the reminder that each would like
    wishes: dict[str, str] = field(default_factory=dict)
    hands: set[str] = field(default_factory=set)
    offered: dict[str, str] = field(default_factory=dict)
    pace: int = 0
    aloud: bool = False
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

    def attempt(self, act: Try) -> str:
        """The refusal's code, or "" when the act was done."""
        try:
            self._attempt(act)
        except Refused as refused:
            return str(refused)
        return ""

    def _attempt(self, act: Try) -> None:
        if self.over:
            raise Refused("over")
        if act.by is not None:
            self._on_the_others_phone(act)
        if act.name in ONE_PHONE:
            self._one_phone(act)
            return
        if act.name == LEAVING:
            self._leave_for_today(act)
            return
        if act.name in (*EVERYBODYS, *THEAS, *PARTNERS_OWN):
            self._at_any_step(act)
            return
        if act.moment != self.moment:
            raise Refused("stale")
        if self.step in LEADS.get(act.name, ()):
            self._lead(act)
            return
        if self.paused_by:
            raise Refused("paused")
        self._move(act)

    def _move(self, act: Try) -> None:
        if self.step in ("request", "answer", "scheduled"):
            self._asking(act)
        elif self.step in ("arrive", "intention", "intention_back"):
            self._arriving(act)
        elif self.step in (*ROUND, "shorter", "kinder", "mirroring", "mirror_check"):
            self._sending(act)
        elif self.step in ("summary", "summary_check"):
            self._summary(act)
        elif self.step in ("validating", "validation_check"):
            self._validating(act)
        elif self.step in ("empathizing", "empathy_check"):
            self._empathizing(act)
        else:
            self._leaving(act)

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

    # --- acts that are open at every step ------------------------------------------------------

    def _at_any_step(self, act: Try) -> None:
        if act.name in THEAS:
            self._theas(act)
        elif act.name in PARTNERS_OWN:
            self._between_a_partner_and_thea(act)
        else:
            self._stop_or_go(act)

    def _carries(self, act: Try) -> None:
        """Words and numbers of an act that is open at every step."""
        if act.minutes is not None:
            raise Refused("bad_time")
        voice = WITH_WORDS.get(act.name, QUIET)
        if voice == SAY and not act.words:
            raise Refused("words_needed")
        if voice == QUIET and act.words:
            raise Refused("words_unwanted")
        if act.name == "slow" and (act.seconds is None or act.seconds not in (0, *range(5, 121))):
            raise Refused("bad_pace")
        if act.name != "slow" and act.seconds is not None:
            raise Refused("bad_pace")

    def _theas(self, act: Try) -> None:
        if act.seat != THERAPIST:
            raise Refused("not_for_you")
        to = act.to or ""
        speaks = self.step in ("sending", "shorter", "kinder", "mirror_check") or self.step in (
            "summary_check", "validation_check", "empathy_check",
        )  # fmt: skip
        there = {
            "whisper": to in (FIRST, SECOND),
            "see_hand": to in (FIRST, SECOND),
            "offer": to in self.next_to_act(),
            "double": to == self.sender and speaks,
        }
        if not there.get(act.name, True):
            raise Refused("nobody_there")
        if act.name == "see_hand" and to not in self.hands:
            raise Refused("already_done")
        self._carries(act)
        if act.name == "see_hand":
            self.hands.remove(to)
        elif act.name in ("offer", "double"):
            self.offered[to] = act.name
        elif act.name == "slow":
            self.pace = act.seconds or 0

    def _between_a_partner_and_thea(self, act: Try) -> None:
        if act.seat == THERAPIST:
            raise Refused("not_for_you")
        up = act.seat in self.hands
        done = {
            "raise_hand": up,
            "lower_hand": not up,
            "dismiss": act.seat not in self.offered,
        }
        if done.get(act.name):
            raise Refused("already_done")
        self._carries(act)
        if act.name == "raise_hand":
            self.hands.add(act.seat)
        elif act.name == "lower_hand":
            self.hands.remove(act.seat)
        elif act.name == "dismiss":
            del self.offered[act.seat]

    def _stop_or_go(self, act: Try) -> None:
        if act.name == "pause" and act.seat in self.paused_by:
            raise Refused("already_done")
        if act.name == "resume" and not self.paused_by:
            raise Refused("not_paused")
        if act.name == "resume" and act.seat not in self.paused_by:
            raise Refused("not_your_turn")
        if (act.name, self.aloud) in (("speak", True), ("write", False)):
            raise Refused("already_done")
        self._carries(act)
        if act.name in ("speak", "write"):
            self.aloud = act.name == "speak"
            self.lender = ""
        elif act.name == "pause":
            self.paused_by.add(act.seat)
        elif act.name == "resume":
            self.paused_by.remove(act.seat)
        else:
            self.paused_by = set()
            self._end("ended_safely", moved=False)

    def _leave_for_today(self, act: Try) -> None:
        if act.seat == THERAPIST:
            raise Refused("not_for_you")
        if self.corrections < 3 and self.misses < 2:
            raise Refused("not_yet")
        self._carries(act)
        self.paused_by = set()
        self._end("left_for_today", moved=False)

    # --- one phone for both --------------------------------------------------------------------

    def _one_phone(self, act: Try) -> None:
        if act.seat == THERAPIST:
            raise Refused("not_for_you")
        if act.name == "lend" and not self.aloud:
            raise Refused("only_aloud")
        if (act.name == "lend") == bool(self.lender):
            raise Refused("already_done")
        self._carries(act)
        self.lender = act.seat if act.name == "lend" else ""

    def _on_the_others_phone(self, act: Try) -> None:
        """Only for who has lent it, only by the other of the two, and only a bare move."""
        partner = {self.sender: self.receiver, self.receiver: self.sender}
        if not self.lender or act.seat != self.lender or act.by != partner[self.lender]:
            raise Refused("not_lent")
        if act.name in (*EVERYBODYS, *THEAS, *PARTNERS_OWN, *ONE_PHONE, LEAVING):
            raise Refused("own_login")
        if act.words:
            raise Refused("words_unwanted")

    # --- Thea leads elsewhere, also during a pause ---------------------------------------------

    def _lead(self, act: Try) -> None:
        if act.seat != THERAPIST and self.paused_by:
            raise Refused("not_your_turn")
        self._by(act, THERAPIST)
        if act.name in ("to_mirroring", "to_next") and not self.said_something:
            raise Refused("not_yet")
        self._voice(act, MAY_SAY)
        self.corrections = self.misses = 0
        self.full = False
        match act.name:
            case "to_mirroring" if self.step == "mirror_check":
                self._go("mirroring")
            case "to_mirroring":
                self._to_be_heard(then=self.step)
            case "to_shorter":
                self._go("shorter")
            case "to_sending":
                self.sending_for = "summary"
                self._go("sending")
            case "to_next":
                self._go(self.sending_for)
            case "to_other":
                self._swap()
                self._go("intention")
            case _:
                self._go(act.name.removeprefix("to_"))

    # --- 0 request ---------------------------------------------------------------------------

    def _asking(self, act: Try) -> None:
        if self.step == "request" and act.name == "ask":
            self._by(act, self.sender)
            self._voice(act, SAY)
            self._go("answer")
        elif self.step == "answer" and act.name == "accept":
            self._by(act, self.receiver)
            self._voice(act, QUIET)
            self._go("arrive")
        elif self.step == "answer" and act.name == "propose":
            self._by(act, self.receiver)
            self._voice(act, QUIET, time=True)
            self._go("scheduled")
        elif self.step == "answer" and act.name == "decline":
            self._by(act, self.receiver)
            self._voice(act, QUIET)
            self._end("declined")
        elif self.step == "scheduled" and act.name == "ask_again":
            self._by(act, self.sender)
            self._voice(act, QUIET)
            self._go("answer")
        elif self.step == "scheduled" and act.name == "begin":
            self._by(act, self.receiver)
            self._voice(act, QUIET)
            self._go("arrive")
        elif self.step == "scheduled" and act.name == "propose":
            self._by(act, self.sender, self.receiver)
            self._voice(act, QUIET, time=True)
        else:
            raise Refused("not_now")

    def _end(self, outcome: str, *, moved: bool = True) -> None:
        self.over = outcome
        self.moment += moved
        self.hands, self.offered, self.pace, self.lender = set(), {}, 0, ""

    # --- 1 arrive, 2 intention -----------------------------------------------------------------

    def _arriving(self, act: Try) -> None:
        if self.step == "arrive" and act.name in ("ready", *REMINDERS):
            self._by(act, self.sender, self.receiver)
            wish = REMINDERS.get(act.name, 0)
            if self.ready.get(act.seat) == wish:
                raise Refused("already_done")
            self._voice(act, QUIET if wish else MAY_SAY)
            self.ready[act.seat] = wish
            self.offered.pop(act.seat, None)
            if len(self.ready) == 2:
                # The shorter one counts, and being reminded before not being.
                self.minutes = min(filter(None, self.ready.values()), default=self.minutes)
                self._go("intention")
        elif self.step == "intention" and act.name == "intend":
            self._by(act, self.sender)
            self._voice(act, MAY_SAY)
            self._go("intention_back")
        elif self.step == "intention_back" and act.name == "intend":
            self._by(act, self.receiver)
            self._voice(act, MAY_SAY)
            self._begin_sending(then="summary")
        else:
            raise Refused("not_now")

    def _begin_sending(self, then: str) -> None:
        self.sending_for = then
        self.said_something = False
        self._go("sending")

    # --- 3 sending, 4 mirroring, 5 mirror check, 5b more ------------------------------------------

    def _sending(self, act: Try) -> None:
        if self.step in ("sending", "mirroring") and act.name == "hold":
            self._by(act, self.receiver)
            if self.held:
                raise Refused("already_done")
            self._voice(act, QUIET)
            self.held = True
        elif self.step == "sending" and act.name == "send":
            self._by(act, self.sender)
            self._voice(act, SAY)
            self._to_be_heard(then="asking")
        elif act.name == "full" and self.step in (*ROUND, "mirroring", "mirror_check"):
            self._full(act)
        elif self.step == "mirroring" and act.name == "ask_kinder":
            self._by(act, self.receiver)
            self._voice(act, QUIET)
            self.corrections += 1
            self.full = False
            self._go("kinder")
        elif self.step == "kinder" and act.name == "say_it_kindly":
            self._by(act, self.sender)
            self._voice(act, SAY)
            self._go("mirroring")
        elif self.step == "asking" and act.name == "ask_more":
            self._by(act, self.receiver)
            self._voice(act, QUIET)
            self._go("more")
        elif self.step == "sending" and act.name == "no_more":
            self._by(act, self.sender)
            if not self.said_something:
                raise Refused("not_yet")
            self._voice(act, QUIET)
            self._go(self.sending_for)
        elif self.step == "mirroring" and act.name == "mirror":
            self._by(act, self.receiver)
            self._voice(act, SAY)
            self._go("mirror_check")
        elif self.step == "mirror_check" and act.name == "got_it":
            self._by(act, self.sender)
            self._voice(act, QUIET)
            self.corrections = 0
            enough = self.full and self.heard_for in ROUND
            self.full = False
            self._go(self.sending_for if enough else self.heard_for)
        elif self.step == "mirror_check" and act.name == "correct":
            self._by(act, self.sender)
            self._voice(act, SAY)
            self.corrections += 1
            self._go("mirroring")
        elif self.step in ("shorter", "mirror_check") and act.name == "say_it_shorter":
            self._by(act, self.sender)
            if self.step == "mirror_check" and self.corrections < 3:
                raise Refused("not_yet")
            self._voice(act, SAY)
            self.corrections = 0
            self._go("mirroring")
        elif self.step == "more" and act.name == "more":
            self._by(act, self.sender)
            self._voice(act, QUIET)
            self._go("sending")
        elif self.step == "more" and act.name == "no_more":
            self._by(act, self.sender)
            self._voice(act, QUIET)
            self._go(self.sending_for)
        else:
            raise Refused("not_now")

    def _full(self, act: Try) -> None:
        """No more is sent; but a piece that is under way is heard first."""
        self._by(act, self.receiver)
        if self.step in ROUND:
            if not self.said_something:
                raise Refused("not_yet")
            self._voice(act, QUIET)
            self._go(self.sending_for)
            return
        if self.full:
            raise Refused("already_done")
        if self.heard_for not in ROUND:
            raise Refused("not_yet")
        self._voice(act, QUIET)
        self.full = True

    def _to_be_heard(self, then: str) -> None:
        self.heard_for = then
        self.said_something = True
        self._go("mirroring")

    # --- 6 summary, 7 validating, 8 empathizing ---------------------------------------------------

    def _summary(self, act: Try) -> None:
        if self.step == "summary" and act.name == "summarize":
            self._by(act, self.receiver)
            self._voice(act, SAY)
            self._go("summary_check")
        elif self.step == "summary_check" and act.name == "all":
            self._by(act, self.sender)
            self._voice(act, QUIET)
            self._go("validating")
        elif self.step == "summary_check" and act.name == "partly":
            self._by(act, self.sender)
            self._voice(act, SAY)
            self._to_be_heard(then="summary_check")
        else:
            raise Refused("not_now")

    def _validating(self, act: Try) -> None:
        if self.step == "validating" and act.name in ("validate", "as_far"):
            self._by(act, self.receiver)
            self._voice(act, SAY)
            self._go("validation_check")
        elif self.step == "validating" and act.name == "clarify":
            self._by(act, self.receiver)
            self._voice(act, SAY)
            self._begin_sending(then="validating")
        elif self.step == "validation_check" and act.name in ("understood", "enough"):
            self._by(act, self.sender)
            self._voice(act, QUIET)
            self.misses = 0
            self._go("empathizing")
        elif self.step == "validation_check" and act.name == "not_quite":
            self._by(act, self.sender)
            self._voice(act, SAY)
            self.misses = min(self.misses + 1, 2)
            self._to_be_heard(then="validating")
        else:
            raise Refused("not_now")

    def _empathizing(self, act: Try) -> None:
        if self.step == "empathizing" and act.name == "empathize":
            self._by(act, self.receiver)
            self._voice(act, SAY)
            self._go("empathy_check")
        elif self.step == "empathy_check" and act.name == "yes":
            self._by(act, self.sender)
            self._voice(act, QUIET)
            self._go("thanks")
        elif self.step == "empathy_check" and act.name == "add":
            self._by(act, self.sender)
            self._voice(act, SAY)
            self._to_be_heard(then="empathy_check")
        else:
            raise Refused("not_now")

    # --- 9 thanks, 10 switch, 11 closing ---------------------------------------------------------

    def _leaving(self, act: Try) -> None:
        if self.step == "thanks" and act.name == "thank":
            self._by(act, self.sender)
            self._voice(act, MAY_SAY)
            self._go("thanks_back")
        elif self.step == "thanks_back" and act.name == "thank":
            self._by(act, self.receiver)
            self._voice(act, MAY_SAY)
            self._go("switch")
        elif self.step == "switch" and act.name in ("now", "later", "stop"):
            self._by(act, self.sender, self.receiver)
            if self.wishes.get(act.seat) == act.name:
                raise Refused("already_done")
            self._voice(act, QUIET)
            self.wishes[act.seat] = act.name
            self.offered.pop(act.seat, None)
            if len(self.wishes) == 2:
                self._switch(set(self.wishes.values()))
        elif self.step == "closing" and act.name == "appreciate":
            self._by(act, self.sender)
            self._voice(act, MAY_SAY)
            self._go("closing_back")
        elif self.step == "closing_back" and act.name == "appreciate":
            self._by(act, self.receiver)
            self._voice(act, MAY_SAY)
            self._end("completed")
        else:
            raise Refused("not_now")

    def _switch(self, wishes: set[str]) -> None:
        """Nobody is hurried: stopping outweighs later, and later outweighs now."""
        if "stop" in wishes:
            self._go("closing")
        elif "later" in wishes:
            self._swap()
            self._go("scheduled")
        else:
            self._swap()
            self._go("intention")
