"""What the processes of one site tell each other, through the channel layer: one channel for all of them, and
one message for all that there is to tell just then.

A message holds pairs of a dialogue's id and what is told of it; nothing that anybody has said (I3).
"""

import asyncio
import contextlib
import contextvars
import logging
import uuid
from collections import deque
from collections.abc import Callable
from typing import Any, cast

from channels.layers import get_channel_layer

log = logging.getLogger(__name__)

PROCESS = uuid.uuid4().hex
_GROUP = "rooms"
_RETRY_SECONDS = 1.0
Message = dict[str, Any]
GAP: Message = {
    "type": "gap"
}  # from our own layer: the line was broken, and something may have been missed
Told = tuple[str, Message]  # the dialogue's id in hexadecimal digits, and what is told of it


async def publish(*told: Told) -> None:
    """Raises what the channel layer does where it is away."""
    layer = cast(Any, get_channel_layer())
    await layer.group_send(_GROUP, {"type": "told", "process": PROCESS, "told": told})


class Relay:
    """That of one loop. ``on_message`` is given what other processes tell; ``on_gap`` is called when
    something may have been missed. Both on the loop, which is the one that this is made on."""

    def __init__(
        self, on_message: Callable[[uuid.UUID, Message], None], on_gap: Callable[[], None]
    ) -> None:
        self.loop = asyncio.get_running_loop()
        self._on_message = on_message
        self._on_gap = on_gap
        self._untold: deque[Told] = deque()
        self._is_called = False
        self._telling: asyncio.Task[None] | None = None
        self._hearing = asyncio.ensure_future(self._hear())

    def stop(self) -> None:
        self._hearing.cancel()

    def tell(self, dialogue_id: uuid.UUID, message: Message) -> None:
        """From any thread. RuntimeError where the loop has ended."""
        self._untold.append((dialogue_id.hex, message))
        if not self._is_called:
            self._is_called = True
            # In a context of its own: in that of the caller, asgiref would see its one database
            # thread busy.
            self.loop.call_soon_threadsafe(self._start, context=contextvars.Context())

    def _start(self) -> None:
        self._is_called = False
        if self._telling is None or self._telling.done():
            self._telling = asyncio.ensure_future(self._tell())

    async def _tell(self) -> None:
        failed = 0
        while self._untold:
            told = list(self._untold)
            self._untold.clear()
            try:
                await publish(*told)
            except Exception as error:  # noqa: BLE001 - an outage of the layer must not fail a saved turn
                # The newest wake-up of each dialogue is kept: whoever hears it reads up to there.
                self._untold.extendleft({one: what for one, what in told if _lasts(what)}.items())
                if not failed:
                    log.warning("other processes could not be woken: %s", type(error).__name__)
                else:  # the first time at once, on a new connection
                    await asyncio.sleep(_RETRY_SECONDS)
                failed += 1
                continue
            if failed:
                failed = 0
                self._on_gap()  # others may have tried in vain to wake us meanwhile

    async def _hear(self) -> None:
        """For as long as there is somebody to hear it; outages are waited out."""
        layer = cast(Any, get_channel_layer())
        while True:
            channel = None
            try:
                channel = await layer.new_channel()
                await layer.group_add(_GROUP, channel)
                self._on_gap()  # something may have happened before this was subscribed
                while True:
                    self._heard(await layer.receive(channel))
            except asyncio.CancelledError:
                if channel is not None:
                    with contextlib.suppress(Exception):
                        await layer.group_discard(_GROUP, channel)
                raise
            except Exception as error:  # noqa: BLE001
                log.warning("the channel layer is away: %s", type(error).__name__)
                await asyncio.sleep(_RETRY_SECONDS)

    def _heard(self, message: Message) -> None:
        if message == GAP:
            self._on_gap()
            return
        process = message.get("process")
        if process == PROCESS:
            return
        if message["type"] == "wake":  # by imago.layer: the line is subscribed anew
            self._on_gap()
            return
        for dialogue_id, told in message["told"]:
            self._on_message(uuid.UUID(hex=dialogue_id), told | {"process": process})


def _lasts(message: Message) -> bool:
    """Presence is told again soon; a wake-up is not."""
    return bool(message["type"] == "wake")
