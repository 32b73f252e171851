"""The wake-up: who in this process listens to which dialogue. Carries no content (I3).

Sockets of this process are woken directly; other processes are poked through the channel layer,
where there is one. A poke that is lost, doubled or late does no harm: whoever is woken reads the
log, and every heartbeat reads it too (I6). Between processes it may say up to which number the log
itself has grown, so that who has read that far need not read again; no client ever learns of it (I4).
"""

import asyncio
import contextlib
import contextvars
import logging
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

from asgiref.sync import async_to_sync
from django.conf import settings
from django.db import transaction

from dialogue.base.relay import PROCESS, Message, Relay, publish

log = logging.getLogger(__name__)

_BOARDS = uuid.UUID("0f8c3a2e-6a51-4f0e-9d3b-5b1c9a7e2d40")
_PAGES = uuid.UUID("6c1d9f58-2b7e-4a3c-8f60-91d4e7b3a052")
_UNKNOWN = float("inf")  # a wake-up without a number: more than the log may have changed


@dataclass(eq=False)
class Listener:
    """``on_wake`` and ``on_message`` are called on ``loop``, the one that began to listen; ``known``
    tells there up to which number of the log it has read."""

    dialogue_id: uuid.UUID
    on_wake: Callable[[], None]
    on_message: Callable[[Message], None]
    known: Callable[[], int] = lambda: 0
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.get_running_loop)
    # Of its own: in that of the thread that wakes, asgiref would see its one database thread busy.
    context: contextvars.Context = field(default_factory=contextvars.Context)

    def stop(self) -> None:
        _listeners.get(self.dialogue_id, set()).discard(self)
        if not _listeners.get(self.dialogue_id):
            _listeners.pop(self.dialogue_id, None)
        if self.loop in _relays and not _listening(self.loop):
            _relays.pop(self.loop).stop()


_listeners: dict[uuid.UUID, set[Listener]] = {}
_relays: dict[asyncio.AbstractEventLoop, Relay] = {}  # while anybody listens
_reading_anyway: contextvars.ContextVar[frozenset[Listener]] = contextvars.ContextVar(
    "reading_anyway", default=frozenset()
)


def listen(
    dialogue_id: uuid.UUID,
    *,
    on_wake: Callable[[], None],
    on_message: Callable[[Message], None],
    known: Callable[[], int] = lambda: 0,
) -> Listener:
    """Be called at every change of the dialogue from now on, until ``stop()``."""
    listener = Listener(dialogue_id, on_wake, on_message, known)
    _listeners.setdefault(dialogue_id, set()).add(listener)
    if settings.CHANNEL_LAYERS and listener.loop not in _relays:
        _relays[listener.loop] = Relay(_heard, _wake_all)
    return listener


def wake_on_commit(dialogue_id: uuid.UUID) -> None:
    transaction.on_commit(lambda: wake(dialogue_id))


def wake(dialogue_id: uuid.UUID) -> None:
    """Wake every listener of the dialogue, here and in other processes. From any thread; never raises."""
    _wake(dialogue_id, {"type": "wake"})


def wake_up_to(dialogue_id: uuid.UUID, number: int) -> None:
    """Like ``wake``, where nothing has changed but that the log goes up to ``number`` now."""
    _wake(dialogue_id, {"type": "wake", "number": number})


def board_of(therapist_id: int) -> uuid.UUID:
    """What a therapist's board listens to beside its rooms, to hear of another one."""
    return uuid.uuid5(_BOARDS, str(therapist_id))


def wake_board_on_commit(therapist_id: int | None) -> None:
    """Which rooms are on this therapist's board may have changed; nothing to do for None."""
    if therapist_id is not None:
        transaction.on_commit(lambda: wake_board(therapist_id))


def wake_board(therapist_id: int) -> None:
    _wake(board_of(therapist_id), {"type": "wake"})


def pages_of(person_id: int) -> uuid.UUID:
    """What the open pages of a person listen to, beside the dialogues that go on."""
    return uuid.uuid5(_PAGES, str(person_id))


def wake_pages(people: Iterable[int]) -> None:
    """Something that these people see may have changed. In one message, and none where nobody could hear it."""
    _wake_all_of([pages_of(person_id) for person_id in people], {"type": "wake"})


def may_be_heard() -> bool:
    """Whether anybody listens to anything, here or, as far as is known, in other processes."""
    return bool(_listeners or settings.CHANNEL_LAYERS)


def _wake(dialogue_id: uuid.UUID, message: Message) -> None:
    _wake_all_of([dialogue_id], message)


def _wake_all_of(listened_to: Collection[uuid.UUID], message: Message) -> None:
    for one in listened_to:
        for listener in _listeners.get(one, set()) - _reading_anyway.get():
            with contextlib.suppress(RuntimeError):  # its loop has just ended
                listener.loop.call_soon_threadsafe(listener.on_wake, context=listener.context)
    if settings.CHANNEL_LAYERS and listened_to:
        _tell(listened_to, message)


@contextlib.contextmanager
def not_waking(listeners: Iterable[Listener]) -> Iterator[None]:
    """What is committed within wakes everybody but these, who will read it without being woken."""
    before = _reading_anyway.set(frozenset(listeners))
    try:
        yield
    finally:
        _reading_anyway.reset(before)


def tell_others(
    dialogue_id: uuid.UUID, message: Message, *, teller: Listener | None = None
) -> None:
    """Pass something that need not last (presence) to the dialogue's other listeners, here and in
    other processes. On the loop of the listeners."""
    for listener in _listeners.get(dialogue_id, set()) - {teller}:
        listener.on_message(message | {"process": PROCESS})
    if settings.CHANNEL_LAYERS:
        _tell([dialogue_id], message)


def _tell(listened_to: Collection[uuid.UUID], message: Message) -> None:
    for relay in tuple(_relays.values()):
        if relay.loop.is_running():
            for one in listened_to:
                relay.tell(one, message)
            return
    try:  # nobody listens in this process: a command, or a page
        async_to_sync(publish)(*((one.hex, message) for one in listened_to))
    except Exception as error:  # noqa: BLE001 - an outage of the layer must not fail what was saved
        log.warning("other processes could not be woken: %s", type(error).__name__)


def _heard(dialogue_id: uuid.UUID, message: Message) -> None:
    for listener in _listening(asyncio.get_running_loop(), dialogue_id):
        if message["type"] != "wake":
            listener.on_message(message)
        elif listener.known() < message.get("number", _UNKNOWN):
            listener.on_wake()


def _wake_all() -> None:
    for listener in _listening(asyncio.get_running_loop()):
        listener.on_wake()


def _listening(
    loop: asyncio.AbstractEventLoop, dialogue_id: uuid.UUID | None = None
) -> list[Listener]:
    groups = _listeners.values() if dialogue_id is None else (_listeners.get(dialogue_id, set()),)
    return [one for group in tuple(groups) for one in group if one.loop is loop]
