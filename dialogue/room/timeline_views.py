"""What became of the time of a dialogue: for the therapist; and to each partner, about themselves alone."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from dialogue.access.dialogues import Seated
from dialogue.base import audit
from dialogue.base.http import PersonRequest
from dialogue.engine.protocol import PARTNERS, Seat
from dialogue.engine.rules import begin
from dialogue.models import Access, Person
from dialogue.room import feed
from dialogue.room.people import people_in
from dialogue.room.rows import name_of, row_of
from dialogue.room.timeline import Mark, Stretch, Timeline, timeline, total
from dialogue.room.views import found_dialogue

_COUPLE_SEES = ("redirect", "slow", "frame")  # what their therapist did in front of both
_TICKS = (1, 2, 5, 10, 15, 30, 60, 120)  # minutes


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch as it is drawn: places are percentages of the whole."""

    whose: str
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class Dot:
    kind: str
    seat: str
    x: str


@dataclass(frozen=True, slots=True)
class Part:
    """Some stretches in a row that belong to one phase of one turn."""

    turn: str
    name: str
    begins: str
    lasts: str
    first: str
    second: str
    paused: str
    corrections: int
    redirects: int


@require_safe
def show(request: PersonRequest, dialogue_id: UUID) -> HttpResponse:
    seated = found_dialogue(request, dialogue_id, to_read=True)
    people = people_in(row=seated.row)
    for_therapist = seated.seat == "therapist"
    if for_therapist:
        what = Access.What.READ_TRANSCRIPT
        audit.record(actor=request.user, what=what, subjects=people.values())
    line = timeline(
        seated.exercise,
        begin(seated.exercise, cast(Seat, seated.row.opener)),
        feed.course(seated=seated),
    )
    marks = [one for one in line.marks if for_therapist or one.kind in _COUPLE_SEES]
    context = {
        "dialogue": row_of(seated, people, feed.topic_of(row=seated.row, key=seated.key)),
        "for_therapist": for_therapist,
        "line": line,
        "lasts": length(line.lasts),
        # Never a score: of the two, each learns their own minutes and mirrors alone.
        "shares": [
            _share(line, people, one) for one in PARTNERS if for_therapist or one == seated.seat
        ],
        "rest": _rest(line) if for_therapist else [],
        "bars": [_bar(one, line) for one in line.stretches],
        "dots": [_dot(one, line) for one in marks],
        "kinds": {one.kind for one in marks},
        "paused": bool(line.time_of("paused")),
        "away": bool(line.time_of("away")),
        "ticks": _ticks(line),
        "parts": _parts(seated, line, people),
        "moments": [_moment(seated, one, people) for one in marks],
        "names": [name_of(people, seat) for seat in PARTNERS],
    }
    return render(request, "room/timeline.html", context)


def length(time: timedelta) -> str:
    """As people say it: exact to seconds where it is short."""
    seconds = round(time.total_seconds())
    minutes, hours = seconds // 60, seconds // 3600
    if not minutes:
        return _("%(seconds)d s") % {"seconds": seconds}
    if minutes < 10 and seconds % 60:
        return _("%(minutes)d min %(seconds)d s") % {"minutes": minutes, "seconds": seconds % 60}
    if hours:
        return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes % 60}
    return _("%(minutes)d min") % {"minutes": minutes}


def clock(time: timedelta) -> str:
    """Since the beginning: 0:00, 12:05, 1:02:00."""
    minutes, seconds = divmod(int(time.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _share(line: Timeline, people: dict[Any, Person], seat: Seat) -> dict[str, Any]:
    mirrors = line.mirrors.get(seat, 0)
    return {
        "seat": seat,
        "name": name_of(people, seat),
        "time": length(line.time_of(cast(Any, seat))),
        "mirrors": ngettext("mirrored %d time", "mirrored %d times", mirrors) % mirrors,
    }


def _rest(line: Timeline) -> list[tuple[str, str]]:
    """Time that was nobody's alone."""
    named = {
        "together": _("Both at once, or either"),
        "paused": _("Paused"),
        "away": _("Nothing for more than half an hour"),
        "waiting": _("Saved for another time"),
    }
    times = [(name, line.time_of(cast(Any, whose))) for whose, name in named.items()]
    return [(name, length(time)) for name, time in times if time]


def _bar(one: Stretch, line: Timeline) -> Bar:
    return Bar(one.whose, _percent(one.begins, line), _percent(one.lasts, line))


def _dot(one: Mark, line: Timeline) -> Dot:
    return Dot(one.kind, one.seat, _percent(one.at, line))


def _percent(time: timedelta, line: Timeline) -> str:
    """Not a number: those are written with a comma in some languages, and SVG wants a point."""
    return f"{100 * time / line.lasts:.3f}%" if line.lasts else "0%"


def _ticks(line: Timeline) -> list[tuple[str, str]]:
    """At most seven whole minutes, evenly apart."""
    minutes = line.lasts / timedelta(minutes=1)
    apart = next((one for one in _TICKS if minutes / one <= 6.5), None)
    apart = apart or 60 * (int(minutes / 60 / 6) + 1)
    places = range(0, int(minutes) + 1, apart)
    return [(_percent(timedelta(minutes=one), line), str(one)) for one in places]


def _parts(seated: Seated, line: Timeline, people: dict[Any, Person]) -> list[Part]:
    groups: list[list[Stretch]] = []
    for one in line.stretches:
        if groups and _place(seated, groups[-1][0]) == _place(seated, one):
            groups[-1].append(one)
        else:
            groups.append([one])
    ends = [group[0].begins for group in groups[1:]] + [line.lasts]
    return [_part(seated, line, people, *part) for part in zip(groups, ends, strict=False)]


def _place(seated: Seated, one: Stretch) -> tuple[int, str]:
    return one.turn, seated.exercise.steps[one.step].phase


def _part(
    seated: Seated,
    line: Timeline,
    people: dict[Any, Person],
    group: list[Stretch],
    end: timedelta,
) -> Part:
    begins = group[0].begins
    within = [one.kind for one in line.marks if begins < one.at <= end]  # it ended what was there
    times = {whose: total(group, cast(Any, whose)) for whose in (*PARTNERS, "paused")}
    shown = {whose: clock(time) if time else "" for whose, time in times.items()}
    lasts = sum((one.lasts for one in group), timedelta())
    turn = _("%(name)s shares") % {"name": name_of(people, group[0].sender)}
    phase = seated.exercise.phases[_place(seated, group[0])[1]]
    return Part(
        turn=turn,
        name=_(phase),
        begins=clock(begins),
        lasts=clock(lasts),
        **shown,
        corrections=within.count("correction"),
        redirects=within.count("redirect"),
    )


def _moment(seated: Seated, one: Mark, people: dict[Any, Person]) -> tuple[str, str, str]:
    """When, who and what. By whom it was ended is not said."""
    if one.kind == "end":
        return clock(one.at), "", _("The dialogue ended here.")
    move = seated.exercise.steps[one.step].moves.get(one.move)
    tells = {
        "correction": _("corrected a mirror"),
        "pause": _("asked for a pause"),
        "slow": _("set the pace"),
        "frame": _("said what this step is for"),
    }
    told = tells.get(one.kind) or (_(move.tells) if move else "")
    return clock(one.at), name_of(people, one.seat), told
