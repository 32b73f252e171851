"""The acts that are open at every step, and one phone for both."""

from tests.engine.model.memory import (
    FIRST,
    MAY_SAY,
    QUIET,
    SAY,
    SECOND,
    THERAPIST,
    Memory,
    Refused,
    Try,
)

EVERYBODYS = ("pause", "resume", "end", "speak", "write", "stay")
THEAS = ("frame", "slow", "whisper", "offer", "double", "see_hand")
PARTNERS_OWN = ("reply", "dismiss", "raise_hand", "lower_hand")
LEAVING = "leave_for_today"
ONE_PHONE = ("lend", "take_back")
WITH_WORDS = {
    "frame": MAY_SAY, "raise_hand": MAY_SAY, "whisper": SAY, "offer": SAY, "double": SAY,
    "reply": SAY,
}  # fmt: skip


class AnyStep(Memory):
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
        if act.name in ("speak", "write") and act.seat in self.turning:
            raise Refused("already_done")
        if act.name == "stay" and act.seat == THERAPIST:
            raise Refused("not_for_you")
        if act.name == "stay" and not self.turning:
            raise Refused("already_done")
        self._carries(act)
        if act.name == "stay":
            self.turning = set()
        elif act.name in ("speak", "write"):
            self.turning.add(act.seat)
            if self.lender or {FIRST, SECOND} <= self.turning:  # nobody's phone turns unasked
                self.aloud = act.name == "speak"
                self.lender, self.turning = "", set()
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
        if self.lender:
            self.turning = set()

    def _on_the_others_phone(self, act: Try) -> None:
        """Only for who has lent it, only by the other of the two, and only a bare move."""
        partner = {self.sender: self.receiver, self.receiver: self.sender}
        if not self.lender or act.seat != self.lender or act.by != partner[self.lender]:
            raise Refused("not_lent")
        if act.name in (*EVERYBODYS, *THEAS, *PARTNERS_OWN, *ONE_PHONE, LEAVING):
            raise Refused("own_login")
        if act.words:
            raise Refused("words_unwanted")
