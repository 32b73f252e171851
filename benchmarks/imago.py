"""Imago's own server; a client may speak as fast as it can."""

from dialogue.room.wire import bounds
from imago.serve import main

bounds.FRAMES_AT_ONCE = bounds.FRAMES_PER_SECOND = 1_000_000

if __name__ == "__main__":
    main()
