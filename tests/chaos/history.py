"""What everybody asked and was told, and whether the log can be true to all of it.

An act that was acknowledged is in the log once, at that number, with its words. One that was refused is not
in it. One whose answer never came is in it once or not at all. Nobody ever saw a number with two contents.
"""

from collections import Counter
from dataclasses import dataclass, field
from statistics import median
from typing import Any

Json = dict[str, Any]


@dataclass
class Act:
    """``answer``: the number, the code of a refusal, or None where it is not known."""

    room: str
    seat: str
    name: str
    words: str
    answer: int | str | None = None
    began: float = 0.0
    seconds: float = 0.0


@dataclass
class Happened:
    """A fault: from when to when, and how long until everybody went on."""

    name: str
    began: float
    ended: float
    seconds: float


@dataclass
class History:
    acts: list[Act] = field(default_factory=list)
    seen: dict[tuple[str, str], dict[int, Json]] = field(default_factory=dict)  # by room and seat
    closed: list[int | None] = field(default_factory=list)
    faults: list[Happened] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    races: int = 0  # of which one won
    repeats: int = 0  # of one act, sent three times

    def saw(self, room: str, seat: str, event: Json) -> None:
        known = self.seen.setdefault((room, seat), {})
        told = {name: event[name] for name in ("number", "name", "seat", "words")}
        before = known.setdefault(event["number"], told)
        if before != told:
            self.wrong.append(f"{seat} in {room} saw number {event['number']} with two contents")

    def check(self, left: Json) -> list[str]:
        """What cannot be true, in sentences. ``left`` is what the database holds in the end."""
        wrong = [*self.wrong, *(f"{room} is damaged" for room in left["damaged"])]
        for room, log in left["rooms"].items():
            if log["illegal"]:
                wrong.append(f"{room}: not legal in the model: {log['illegal']}")
            wrong += self._views(room, log["events"])
        said = {
            where: Counter(one["words"] for one in seen.values())
            for where, seen in self.seen.items()
        }
        for act in self.acts:
            wrong += self._act(act, said.get((act.room, act.seat), Counter()))
        if 1011 in self.closed:
            wrong.append(f"{self.closed.count(1011)} sockets were closed with 1011")
        return wrong

    def _views(self, room: str, events: list[Any]) -> list[str]:
        views = [seen for (one, _seat), seen in self.seen.items() if one == room]
        wrong = []
        for seen in views:
            told = [[number, seen[number]["seat"], seen[number]["name"]] for number in sorted(seen)]
            if told != events:
                wrong.append(f"{room}: somebody saw {len(told)} events, and {len(events)} are kept")
        if any(seen != views[0] for seen in views):
            wrong.append(f"{room}: the two do not see the same")
        return wrong

    def _act(self, act: Act, said: Counter[str]) -> list[str]:
        seen = self.seen.get((act.room, act.seat), {})
        who = f"{act.seat} in {act.room}: {act.name}"
        found = said[act.words] if act.words else 0
        if isinstance(act.answer, int):
            event = seen.get(act.answer)
            if event is None or (event["name"], event["seat"]) != (act.name, act.seat):
                return [f"{who} was acknowledged as {act.answer}, and is not there"]
            if event["words"] != act.words or found > 1:
                return [f"{who} is there {found} times, or with other words"]
        elif found > (act.answer is None):
            return [f"{who} was answered {act.answer!r}, and is there {found} times"]
        return []

    def report(self, plan: object, seed: int) -> str:
        taken = sorted(act.seconds for act in self.acts if isinstance(act.answer, int))
        unknown = sum(act.answer is None for act in self.acts)
        refused = sum(isinstance(act.answer, str) for act in self.acts)
        lines = [
            f"{plan}; seed {seed}",
            f"  acts: {len(taken)} acknowledged, {refused} refused, {unknown} never answered",
            f"  races: {self.races}, each with one winner at most; acts sent three times: {self.repeats}",
        ]
        if taken:
            lines.append(
                f"  to the answer: median {median(taken) * 1000:.0f} ms, "
                f"95 of 100 within {_percentile(taken) * 1000:.0f} ms, "
                f"the slowest {taken[-1]:.1f} s"
            )
        codes = {code and int(code): self.closed.count(code) for code in set(self.closed)}
        lines.append(f"  closes: {dict(sorted(codes.items(), key=str))}")
        lines += self._faults()
        lines += [f"  left out: {one}" for one in self.left_out]
        return "\n".join(lines)

    def _faults(self) -> list[str]:
        """One line for each kind: how often, how long the longest took, and how long answers to turns took
        that were begun meanwhile."""
        lines = []
        for name in dict.fromkeys(one.name for one in self.faults):
            of_it = [one for one in self.faults if one.name == name]
            worst = max(one.seconds for one in of_it)
            during = sorted(
                act.seconds
                for act in self.acts
                if any(one.began <= act.began <= one.ended for one in of_it)
            )
            turns = (
                f"; turns meanwhile: 95 of 100 within {_percentile(during) * 1000:.0f} ms"
                if during
                else ""
            )
            lines.append(
                f"  {len(of_it):>3} × {name:<47} everybody went on after {worst:4.1f} s at most{turns}"
            )
        return lines


def _percentile(seconds: list[float]) -> float:
    return seconds[len(seconds) * 95 // 100]
