"""One dialogue twice: in the engine, and in the hand-written model. They must never differ."""

import json
from collections import Counter
from dataclasses import replace
from typing import Any

from dialogue.engine.allowed import allowed, floor
from dialogue.engine.exercises import exercise
from dialogue.engine.rules import begin, decide, evolve, fold
from dialogue.engine.state import Act, Happened, State
from tests.engine.model import LEADS, Model
from tests.engine.model.any_step import EVERYBODYS, LEAVING, ONE_PHONE, PARTNERS_OWN, THEAS
from tests.engine.model.memory import FIRST, SECOND, THERAPIST, Try

COUPLES = exercise("couples_dialogue")
SEATS = (FIRST, SECOND, THERAPIST)

# At each step, what leads on; then what leads astray, back, or nowhere yet.
ON = {
    "request": "ask", "answer": "accept", "scheduled": "begin", "arrive": "ready",
    "intention": "intend", "intention_back": "intend", "sending": "send",
    "shorter": "say_it_shorter", "kinder": "say_it_kindly", "mirroring": "mirror",
    "mirror_check": "got_it", "asking": "ask_more", "more": "no_more", "summary": "summarize", "summary_check": "all",
    "validating": "validate", "validation_check": "understood", "empathizing": "empathize",
    "empathy_check": "yes", "thanks": "thank", "thanks_back": "thank", "switch": "now",
    "closing": "appreciate", "closing_back": "appreciate",
}  # fmt: skip
ASTRAY = {
    "answer": ("propose",),
    "scheduled": ("ask_again", "propose"),
    "arrive": ("ready_ten", "ready_fifteen", "ready_twenty", "ready_five_messages"),
    "sending": ("no_more", "hold", "full"),
    "mirroring": ("hold", "ask_kinder", "full"),
    "mirror_check": ("correct", "say_it_shorter", "correct", "correct", "full", LEAVING),
    "asking": ("full",),
    "more": ("more", "full"),
    "summary_check": ("partly",),
    "validating": ("clarify", "as_far"),
    "validation_check": ("not_quite", "enough", "not_quite", LEAVING),
    "empathy_check": ("add",),
    "switch": ("stop", "later"),
}
NAMES = sorted(
    {*ON.values(), *(name for names in ASTRAY.values() for name in names)}
    | {"decline", "applaud", *EVERYBODYS, *THEAS, *PARTNERS_OWN, *ONE_PHONE, *LEADS, LEAVING}
)
WORDY = {
    "ask", "send", "correct", "say_it_shorter", "say_it_kindly", "mirror", "summarize", "partly",
    "validate", "as_far", "clarify", "not_quite", "empathize", "add", "whisper",
    "offer", "double", "reply",
}  # fmt: skip
FLAWS = ("seat", "moment", "words", "minutes", "haste")
SECONDS = (None, 0, 5, 30, 120, 4, 121, -3)
MINUTES = (None, 60, 1, 1440, 0, -5, 1441)


class SideBySide:
    """``answers`` counts what became of the acts: a refusal's code, or "" when it was done."""

    def __init__(self, opener: str) -> None:
        self.model = Model(opener, SECOND if opener == FIRST else FIRST)
        seat: Any = opener
        self.start = self.state = begin(COUPLES, seat)
        self.log: list[Happened] = []
        self.answers: Counter[str] = Counter()

    def go_on(self, pick: int = 0) -> None:
        """What leads on, by one who is to act; while paused, one of those who paused resumes."""
        model = self.model
        seats = sorted(model.paused_by or model.holders()) or [THERAPIST]
        if model.step == "scheduled" and not model.paused_by:
            seats = [model.receiver]
        name = "resume" if model.paused_by else ON[model.step]
        self.attempt(self.proper(seats[pick % len(seats)], name))

    def turn_over(self, pick: int) -> None:
        """From writing to speaking, or back; asked for by anyone, and left as it is by a partner."""
        name = "write" if self.model.aloud else "speak"
        who = [seat for seat in (FIRST, SECOND) if seat not in self.model.turning]
        who = [THERAPIST] if pick % 9 == 0 else who
        self.attempt(self.proper(who[pick % len(who)], "stay" if pick % 11 == 0 else name))

    def say_it_aloud(self, pick: int) -> None:
        """What leads on, without a word: refused where it is written."""
        act = self.proper(sorted(self.model.holders() or [THERAPIST])[0], ON[self.model.step])
        act.words = bool(pick % 4 == 0 and act.words)
        self.attempt(act)

    def share_a_phone(self, pick: int) -> None:
        """Lend the seat, or take it back; or act on the other's phone, mostly without a word."""
        model = self.model
        if not model.aloud and pick % 4:
            return self.turn_over(pick)
        if not model.aloud or pick % (8 if model.lender else 3) == 0:
            name = "take_back" if model.lender else "lend"
            return self.attempt(self.proper((FIRST, SECOND)[pick // 8 % 2], name))
        seat = model.lender if model.lender in model.holders() else sorted(model.next_to_act())[0]
        names = (ON[model.step], ON[model.step], *ASTRAY.get(model.step, ()), "pause")
        act = self.proper(seat, names[pick // 4 % len(names)])
        act.by, act.words = self.partner_of(seat), act.words and pick % 4 == 1
        return self.attempt(act)

    def go_astray(self, pick: int) -> None:
        names = ASTRAY.get(self.model.step, ("pause", "decline", "whisper"))
        seats = sorted(self.model.holders()) or [THERAPIST]
        name = names[pick % len(names)]
        seat = self.model.receiver if name in ("hold", "full") else seats[pick % len(seats)]
        self.attempt(self.proper(seat, name))

    def thea(self, pick: int) -> None:
        """An act of hers: she leads where she may, or does one of those that are always open."""
        leads = [name for name, steps in LEADS.items() if self.model.step in steps]
        names = (*leads, *THEAS, "pause")
        act = self.proper(THERAPIST, names[pick % len(names)])
        act.to = sorted(self.model.next_to_act())[0]
        self.attempt(act)

    def beside(self, pick: int) -> None:
        """What a partner does between Thea and themselves."""
        seat = (FIRST, SECOND)[pick % 2]
        self.attempt(self.proper(seat, PARTNERS_OWN[pick // 2 % len(PARTNERS_OWN)]))

    def go_wrong(self, flaw: str) -> None:
        """What would lead on, but for one flaw."""
        model = self.model
        act = self.proper(model.sender, ON[model.step])
        if model.receiver in model.holders():
            act.seat = model.receiver
        if flaw == "seat":
            act.seat = THERAPIST if model.moment % 2 else self.partner_of(act.seat)
        elif flaw == "moment":
            act.moment -= 1
        elif flaw == "haste":
            act.waited = 0
        elif flaw == "words":
            act.words = not act.words
        else:
            act.minutes = 5
        self.attempt(act)

    def proper(self, seat: str, name: str) -> Try:
        return Try(
            seat,
            name,
            self.model.moment,
            words=name in WORDY,
            minutes=60 if name == "propose" else None,
            to=FIRST if name in THEAS else None,
            seconds=20 if name == "slow" else None,
        )

    def partner_of(self, seat: str) -> str:
        return self.model.receiver if seat == self.model.sender else self.model.sender

    def attempt(self, act: Try) -> None:
        expected = self.model.attempt(act)
        seat: Any = act.seat
        to: Any = act.to
        before = self.state
        asked = Act(seat, act.name, act.moment, act.words, act.minutes, to, act.seconds, act.waited)
        by: Any = act.by
        asked = replace(asked, by=by)
        decided = decide(COUPLES, before, asked)
        if isinstance(decided, Happened):
            assert expected == "", f"{act} was to be refused: {expected}"
            assert act.name in allowed(COUPLES, before, seat)
            assert decided.borrowed == (act.by is not None)
            self.log.append(decided)
            self.state = evolve(COUPLES, before, decided)
        else:
            assert decided.code == expected, f"{act}: {decided.code}, expected {expected!r}"
            assert self.state is before
        self.answers[expected] += 1
        self.compare()

    def compare(self) -> None:
        state, model = self.state, self.model
        assert (state.step, state.outcome, state.moment) == (model.step, model.over, model.moment)
        assert (state.sender, state.turn) == (model.sender, model.turn)
        assert state.corrections == min(model.corrections, 3)
        assert (state.misses, state.full) == (model.misses, model.full)
        assert (state.minutes, state.pieces) == (model.minutes, model.messages)
        assert state.shared == model.shared
        assert set(state.pausing) == model.paused_by
        assert (state.medium == "spoken") == model.aloud
        assert set(state.turning) == model.turning
        assert (state.lent or "") == model.lender
        assert set(state.hands) == model.hands
        assert (dict(state.offers), state.slow) == (model.offered, model.pace)
        assert set(floor(COUPLES, state)) == model.holders()

    def done(self) -> None:
        """The log is the state, also after a rest in the database."""
        assert fold(COUPLES, self.start, self.log) == self.state
        kept = json.loads(json.dumps(self.state.to_json()))
        assert State.from_json(kept) == self.state
