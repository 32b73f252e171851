"""The published bounds (I8), told to every client in its welcome and in docs/wire.md."""

PROTOCOL_VERSION = 1
SUBPROTOCOL = "imago.v1"

FRAME_BYTES = 32_768  # a larger frame ends the connection
TEXT_LENGTH = 4_000  # characters of one send, mirror or draft; a longer one is refused
HEARTBEAT_SECONDS = 15  # a client speaks at least this often
SILENCE_SECONDS = 40  # a client that was silent for so long is gone
TYPING_SECONDS = 6  # how long "typing" holds without being renewed
FRAMES_AT_ONCE = 100  # a burst
FRAMES_PER_SECOND = 20  # and the steady rate
FRAMES_PER_READING = 3  # what a "hello", "resync" or "earlier" counts as: they read many events
UNHEARD_BYTES = 1_000_000  # sent since the client's last sign of life; past that it is not reading
SOCKETS_PER_PERSON = 8  # in one dialogue and process; and as many boards
PAGE_EVENTS = 60  # the newest events in a welcome, and in one answer to "earlier"
CATCH_UP_EVENTS = 100  # a client that missed more gets the newest page instead
