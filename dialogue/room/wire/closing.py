"""Why the server closes a socket, and what the client should do then."""

from enum import IntEnum


class Close(IntEnum):
    FAILED = 1011
    RESTART = 1012
    MALFORMED = 4400
    SIGNED_OUT = 4401
    SOMEBODY_ELSE = 4403
    NO_SUCH_DIALOGUE = 4404
    SILENT = 4408
    TOO_MANY = 4409
    TOO_LARGE = 4413
    UNREADABLE = 4422
    NOT_OPEN = 4423
    TOO_FAST = 4429
    NOT_READING = 4430


# code -> (meaning, what a client does)
MEANING: dict[Close, tuple[str, str]] = {
    Close.FAILED: ("A fault of the server; it is in its log.", "Connect again, ever more slowly."),
    Close.RESTART: (
        "The server is restarting, or cannot reach its database just now.",
        "Connect again, at once and then ever more slowly.",
    ),
    Close.MALFORMED: (
        "More than a few frames were not understood.",
        "Do not reconnect by itself: this is a defect of the client.",
    ),
    Close.SIGNED_OUT: (
        "The login is over: signed out, password changed, account disabled.",
        "Ask the person to sign in; keep unsent words until then.",
    ),
    Close.SOMEBODY_ELSE: (
        "The `hello` named another person than the one who is signed in now.",
        "Do not reconnect; forget all that was held for the other person, also unsent words and commands.",
    ),
    Close.NO_SUCH_DIALOGUE: (
        "There is no such dialogue for this person: absent and foreign are not told apart.",
        "Do not reconnect; show the list of sessions.",
    ),
    Close.SILENT: ("Nothing was heard from the client for too long.", "Connect again at once."),
    Close.TOO_MANY: (
        "This person has too many connections to this dialogue.",
        "Do not reconnect; ask the person to close other tabs.",
    ),
    Close.TOO_LARGE: ("A frame was larger than the bound.", "Do not send it again."),
    Close.UNREADABLE: (
        "What is kept of this dialogue does not open: a key is missing, or bytes were changed.",
        "Do not reconnect; keep unsent words, and say that the people who run the site must look.",
    ),
    Close.NOT_OPEN: (
        "The sessions of this couple are not open. Nobody is told why, and there are many reasons.",
        "Do not reconnect; keep unsent words, and show the list of sessions.",
    ),
    Close.TOO_FAST: ("Frames came faster than the bound.", "Wait ten seconds, then connect again."),
    Close.NOT_READING: (
        "The client did not take in what was sent to it.",
        "Connect again when there is a network.",
    ),
}
