"""The moves of each step, from the request to the closing."""

from tests.engine.model.memory import MAY_SAY, QUIET, SAY, Memory, Refused, Try

ROUND = ("sending", "asking", "more")  # where more may be sent
MINUTES = {"ready_ten": 10, "ready_fifteen": 15, "ready_twenty": 20}
MESSAGES = {"ready_five_messages": 5}


class Steps(Memory):
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

    # --- 1 arrive, 2 intention -----------------------------------------------------------------

    def _arriving(self, act: Try) -> None:
        if self.step == "arrive" and act.name in ("ready", *MINUTES, *MESSAGES):
            self._by(act, self.sender, self.receiver)
            if self.ready.get(act.seat) == act.name:
                raise Refused("already_done")
            self._voice(act, MAY_SAY if act.name == "ready" else QUIET)
            self.ready[act.seat] = act.name
            self.offered.pop(act.seat, None)
            if len(self.ready) == 2:
                # Whichever comes first counts, and being reminded before not being.
                wishes = self.ready.values()
                self.minutes = min(
                    (MINUTES[one] for one in wishes if one in MINUTES), default=self.minutes
                )
                self.messages = min(
                    (MESSAGES[one] for one in wishes if one in MESSAGES), default=self.messages
                )
                self._go("intention")
        elif self.step == "intention" and act.name == "intend":
            self._by(act, self.sender)
            self._voice(act, MAY_SAY)
            self._go("intention_back")
        elif self.step == "intention_back" and act.name == "intend":
            self._by(act, self.receiver)
            self._voice(act, MAY_SAY)
            self.shared = 0
            self._begin_sending(then="summary")
        else:
            raise Refused("not_now")

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
            if len(self.wishes) == 2 or act.name == "stop":  # after a stop nobody is asked
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
