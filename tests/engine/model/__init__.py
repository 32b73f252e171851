"""The couple's dialogue once more, written by hand from the table of practice.md, section 1.

It shares nothing with the engine: no exercise file, no rules, and not even its way of
remembering. Where the engine keeps a stack, the model knows what a mirrored piece and a
finished sending are *for*. Two hands that write the same thing are a check on both.
"""

from dataclasses import dataclass

from tests.engine.model.any_step import EVERYBODYS, LEAVING, ONE_PHONE, PARTNERS_OWN, THEAS, AnyStep
from tests.engine.model.memory import MAY_SAY, THERAPIST, Refused, Try
from tests.engine.model.steps import ROUND, Steps

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


@dataclass
class Model(AnyStep, Steps):
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
                self._to_be_heard(then=self.step, once_more=True)
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
