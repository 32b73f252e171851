"""The wake-up: who in this process listens to which dialogue. Carries no content (I3).

Sockets of this process are woken directly; other processes are poked through the channel layer,
where there is one. A poke that is lost, doubled or late does no harm: whoever is woken reads the
log, and every heartbeat reads it too (I6).
"""

import asyncio
import contextlib
import contextvars
import logging
import uuid
from collections.abc import Awaitable, Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, cast

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings
from django.db import transaction

log = logging.getLogger(__name__)

_BOARDS = uuid.UUID("0f8c3a2e-6a51-4f0e-9d3b-5b1c9a7e2d40")
PROCESS = uuid.uuid4().hex
_RETRY_SECONDS = 1.0
Message = dict[str, Any]


@dataclass(eq=False)
class Listener:
    """``on_wake`` and ``on_message`` are called on ``loop``, the one that began to listen."""

    dialogue_id: uuid.UUID
    on_wake: Callable[[], None]
    on_message: Callable[[Message], None]
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.get_running_loop)
    # Of its own: in that of the thread that wakes, asgiref would see its one database thread busy.
    context: contextvars.Context = field(default_factory=contextvars.Context)
    relay: asyncio.Task[None] | None = None

    def stop(self) -> None:
        _listeners.get(self.dialogue_id, set()).discard(self)
        if not _listeners.get(self.dialogue_id):
            _listeners.pop(self.dialogue_id, None)
        if self.relay:
            self.relay.cancel()


_listeners: dict[uuid.UUID, set[Listener]] = {}
_reading_anyway: contextvars.ContextVar[frozenset[Listener]] = contextvars.ContextVar(
    "reading_anyway", default=frozenset()
)


def listen(
    dialogue_id: uuid.UUID,
    *,
    on_wake: Callable[[], None],
    on_message: Callable[[Message], None],
) -> Listener:
    """Be called at every change of the dialogue from now on, until ``stop()``."""
    listener = Listener(dialogue_id, on_wake, on_message)
    _listeners.setdefault(dialogue_id, set()).add(listener)
    if settings.CHANNEL_LAYERS:
        listener.relay = asyncio.ensure_future(_relay(listener))
    return listener


def wake_on_commit(dialogue_id: uuid.UUID) -> None:
    transaction.on_commit(lambda: wake(dialogue_id))


def wake(dialogue_id: uuid.UUID) -> None:
    """Wake every listener of the dialogue, here and in other processes. From any thread; never raises."""
    _wake(dialogue_id)


def board_of(therapist_id: int) -> uuid.UUID:
    """What a therapist's board listens to beside its rooms, to hear of another one."""
    return uuid.uuid5(_BOARDS, str(therapist_id))


def wake_board_on_commit(therapist_id: int | None) -> None:
    """Which rooms are on this therapist's board may have changed; nothing to do for None."""
    if therapist_id is not None:
        transaction.on_commit(lambda: wake_board(therapist_id))


def wake_board(therapist_id: int) -> None:
    _wake(board_of(therapist_id))


def _wake(dialogue_id: uuid.UUID) -> None:
    for listener in _listeners.get(dialogue_id, set()) - _reading_anyway.get():
        with contextlib.suppress(RuntimeError):  # its loop has just ended
            listener.loop.call_soon_threadsafe(listener.on_wake, context=listener.context)
    if settings.CHANNEL_LAYERS:
        _from_anywhere(_publish(dialogue_id, {"type": "wake"}))


@contextlib.contextmanager
def not_waking(listeners: Iterable[Listener]) -> Iterator[None]:
    """What is committed within wakes everybody but these, who will read it without being woken."""
    before = _reading_anyway.set(frozenset(listeners))
    try:
        yield
    finally:
        _reading_anyway.reset(before)


async def tell_others(
    dialogue_id: uuid.UUID, message: Message, *, teller: Listener | None = None
) -> None:
    """Pass something that need not last (presence) to the dialogue's other listeners, here and in
    other processes. On the loop of the listeners."""
    for listener in _listeners.get(dialogue_id, set()) - {teller}:
        listener.on_message(message | {"process": PROCESS})
    if settings.CHANNEL_LAYERS:
        await _publish(dialogue_id, message)


def _group(dialogue_id: uuid.UUID) -> str:
    return f"dialogue.{dialogue_id.hex}"


async def _publish(dialogue_id: uuid.UUID, message: Message) -> None:
    try:
        layer = cast(Any, get_channel_layer())
        await layer.group_send(_group(dialogue_id), message | {"process": PROCESS})
    except Exception as error:  # noqa: BLE001 - an outage of the layer must not fail a saved turn
        log.warning("other processes could not be woken: %s", type(error).__name__)


def _from_anywhere(job: Awaitable[None]) -> None:
    loops: Iterable[asyncio.AbstractEventLoop] = (
        listener.loop for group in _listeners.values() for listener in group
    )
    loop = next((loop for loop in loops if loop.is_running()), None)
    if loop is not None:
        future: Future[None] = asyncio.run_coroutine_threadsafe(_await(job), loop)
        future.add_done_callback(lambda done: done.exception())
    else:
        async_to_sync(_await)(job)


async def _await(job: Awaitable[None]) -> None:
    await job


async def _relay(listener: Listener) -> None:
    """Hear other processes, for as long as the listener listens; outages are waited out."""
    layer = cast(Any, get_channel_layer())
    group = _group(listener.dialogue_id)
    while True:
        channel = None
        try:
            channel = await layer.new_channel()
            await layer.group_add(group, channel)
            listener.on_wake()  # something may have happened before we were subscribed
            while True:
                message = await layer.receive(channel)
                if message.get("process") == PROCESS:
                    continue
                if message["type"] == "wake":
                    listener.on_wake()
                else:
                    listener.on_message(message)
        except asyncio.CancelledError:
            if channel is not None:
                with contextlib.suppress(Exception):
                    await layer.group_discard(group, channel)
            raise
        except Exception as error:  # noqa: BLE001
            log.warning("the channel layer is away: %s", type(error).__name__)
            await asyncio.sleep(_RETRY_SECONDS)
