"""The room's part of the AsyncAPI document: which frame is answered by which, and examples."""

from collections.abc import Mapping
from typing import Any

from dialogue.room.wire import frames, requests
from dialogue.room.wire.frames import Frame

Json = dict[str, Any]

# What a client sends -> what may answer it. A refusal may answer anything.
ANSWERS: Mapping[type[Frame], tuple[type[Frame], ...]] = {
    requests.Hello: (frames.Welcome,),
    requests.DoCommand: (frames.Ack,),
    requests.KeepDraft: (frames.Drafted,),
    requests.Typing: (),
    requests.Heartbeat: (frames.Beat,),
    requests.Resync: (frames.Events, frames.Welcome),
    requests.Earlier: (frames.Page,),
}
# What comes unasked.
TOLD: tuple[type[Frame], ...] = (
    frames.Events,
    frames.Presence,
    frames.DraftElsewhere,
    frames.Welcome,
)
SERVER: tuple[type[Frame], ...] = (
    frames.Welcome,
    frames.Ack,
    frames.Refusal,
    frames.Events,
    frames.Page,
    frames.Drafted,
    frames.DraftElsewhere,
    frames.Presence,
    frames.Beat,
)

_ID = "0c6f1d1e-6d0e-4c62-9a0e-2f6d4a3f9b11"
_WHOSE = "17:pZ6hVgJv0oD4bYxkq8fN2mW5tR3sLcQeUa1iKjH9GdE"
_EVENT: Json = {
    "number": 8,
    "name": "send",
    "seat": "first",
    "turn": 1,
    "step": "sending",
    "at": "2026-05-04T18:31:07.402193Z",
    "kind": "say",
    "tells": "sent",
    "words": "When the evening goes by without a word, I feel alone.",
    "piece": 1,
    "time": None,
    "day": False,
    "to": None,
    "aloud": False,
    "borrowed": False,
    "withdrawn": False,
    "joint": False,
}
_ASKED: Json = _EVENT | {
    "number": 1,
    "name": "ask",
    "step": "request",
    "at": "2026-05-04T18:29:40.118204Z",
    "tells": "asked for a dialogue",
    "words": "I’d like a dialogue about our evenings. Is now a good time?",
    "piece": None,
}
_PROPOSED: Json = _ASKED | {
    "number": 2,
    "name": "propose",
    "seat": "second",
    "step": "answer",
    "at": "2026-05-04T18:30:02.550911Z",
    "kind": "note",
    "tells": "suggested another time",
    "words": "",
    "time": "2026-05-04T20:00:02.550911Z",
}
_NOW: Json = {
    "number": 8,
    "moment": 5,
    "step": "mirroring",
    "phase": "send",
    "turn": 1,
    "sender": "first",
    "part": "receiver",
    "floor": ["second"],
    "paused": [],
    "outcome": "",
    "title": "Ben, your turn to mirror",
    "why": "Say what you heard, in your own words and the same tone.",
    "moves": [
        {
            "name": "mirror",
            "label": "Send, and ask: Did I get that?",
            "words": "required",
            "prompt": "What you heard, in your own words",
            "stems": ["What I hear you saying is …"],
            "says": "",
            "time": False,
            "days": 1,
            "helps": "",
            "gives": "",
            "quiet": False,
            "aloud": False,
        }
    ],
    "can": ["pause", "end"],
    "corrections": 0,
    "hold": False,
    "slow": 0,
    "wait": 0,
    "hands": [],
    "offers": {},
    "ending": False,
    "minutes": 15,
    "left": 540,
    "messages": 5,
    "messages_left": 4,
    "afterwards": "",
    "medium": "typed",
    "turning": [],
    "lent": None,
    "borrowed": None,
    "due": None,
}
_PAUSED: Json = _NOW | {"number": 9, "floor": [], "paused": ["first"], "moves": []}
_HERE: Json = {"first": "here", "second": "here", "therapist": "away"}
_DRAFT: Json = {"moment": 5, "move": "mirror", "words": "What I hear you saying is"}

EXAMPLES: Mapping[type[Frame], tuple[Json, ...]] = {
    requests.Hello: (
        {"type": "hello", "version": 1},
        {"type": "hello", "version": 1, "number": 7, "whose": _WHOSE},
    ),
    requests.DoCommand: (
        {
            "type": "command",
            "id": _ID,
            "name": "mirror",
            "moment": 5,
            "words": "What I hear you saying is that silent evenings leave you alone.",
        },
        {
            "type": "command",
            "id": _ID,
            "name": "propose",
            "moment": 1,
            "time": "2026-05-04T22:00:00+02:00",
        },
        {"type": "command", "id": _ID, "name": "pause"},
        {
            "type": "command",
            "id": _ID,
            "name": "whisper",
            "to": "second",
            "words": "You are doing well.",
        },
    ),
    requests.KeepDraft: (
        {"type": "draft", **_DRAFT, "revision": 12},
        {"type": "draft", **_DRAFT, "words": "", "revision": 13},
    ),
    requests.Typing: ({"type": "typing"},),
    requests.Heartbeat: (
        {"type": "heartbeat", "number": 8},
        {"type": "heartbeat", "number": 8, "reading": True},
    ),
    requests.Resync: ({"type": "resync", "after": 6},),
    requests.Earlier: ({"type": "earlier", "before": 41},),
    frames.Welcome: (
        {
            "type": "welcome",
            "version": 1,
            "whose": _WHOSE,
            "seat": "second",
            "people": {
                "first": {"name": "Anna", "pronoun": "she"},
                "second": {"name": "Ben", "pronoun": "he"},
            },
            "exercise": {
                "id": "couples_dialogue",
                "title": "Couple’s dialogue",
                "phases": [
                    {"id": "arrive", "name": "Settling in"},
                    {"id": "send", "name": "Share and mirror"},
                ],
            },
            "limits": frames.Limits().model_dump(),
            "number": 8,
            "now": _NOW,
            "events": [_EVENT],
            "gap": False,
            "draft": _DRAFT,
            "presence": _HERE,
        },
    ),
    frames.Ack: ({"type": "ack", "id": _ID, "number": 9},),
    frames.Refusal: (
        {
            "type": "refusal",
            "id": _ID,
            "code": "paused",
            "message": "The dialogue is paused. Your words are saved until it continues.",
            "now": _PAUSED,
        },
        {
            "type": "refusal",
            "id": None,
            "code": "not_json",
            "message": "We couldn’t read this message.",
            "now": None,
        },
    ),
    frames.Events: (
        {"type": "events", "events": [_EVENT], "now": _NOW},
        {"type": "events", "events": [], "now": _PAUSED},
    ),
    frames.Page: ({"type": "page", "events": [_ASKED, _PROPOSED], "more": False},),
    frames.Drafted: ({"type": "drafted", "revision": 12},),
    frames.DraftElsewhere: ({"type": "draft", "draft": _DRAFT},),
    frames.Presence: ({"type": "presence", "presence": _HERE | {"first": "typing"}},),
    frames.Beat: ({"type": "heartbeat", "number": 8},),
}
