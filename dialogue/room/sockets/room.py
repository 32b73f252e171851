"""The room's socket: authorise, parse, call a service, answer."""

from functools import partial
from typing import Any
from uuid import UUID

from django.utils import translation

from dialogue.access.dialogues import Seated
from dialogue.engine.allowed import floor
from dialogue.engine.protocol import Seat
from dialogue.room import drafts
from dialogue.room.attempts import Attempt, Taken
from dialogue.room.sockets.batch import batch
from dialogue.room.sockets.hub import Hub, Member, Snapshot, hub_for
from dialogue.room.sockets.reading import Reader, draft_view, now
from dialogue.room.sockets.socket import Closing, Receive, Send, Socket, Stage, as_closing
from dialogue.room.wire import bounds, frames, requests
from dialogue.room.wire.closing import Close
from dialogue.room.wire.refusals import message


async def room(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    await RoomSocket(scope, receive, send).run()


class RoomSocket(Socket):
    """One browser tab in one dialogue."""

    seat: Seat
    hub: Hub

    def __init__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        super().__init__(scope, receive, send)
        self.dialogue_id: UUID = scope["url_route"]["kwargs"]["dialogue_id"]
        self.number = 0  # the newest event of this seat that was sent to this socket
        self.names: dict[Seat, str] = {}
        self._page_begins = 0  # the number of the first event in what was sent last of what was

    async def _enter(self) -> None:
        self._reader = Reader(self.asker, self.dialogue_id, self.language)
        self.seat = (await self._find()).seat
        self.hub = hub_for(self.dialogue_id)
        if not self.hub.connect(self, Member(self.asker, self.seat, self.language)):
            raise Closing(Close.TOO_MANY)

    def _leave(self) -> None:
        self.hub.disconnect(self)

    # --- out ----------------------------------------------------------------------------

    def refuse(
        self, code: str, id: UUID | None, seated: Seated | None = None, *, words: bool = True
    ) -> None:
        with translation.override(self.language):
            current = now(seated, self.names) if seated else None
            said = message(code, words=words)
            self.say(frames.Refusal(id=id, code=code, message=said, now=current))

    def deliver(self, text: str, events: range | None = None) -> None:
        """What the hub dealt out: sent if it follows on what was sent before. A socket that is not
        live is told by its next welcome."""
        if self.stage is not Stage.LIVE:
            return
        if events is None:
            self.put(text)
        elif events.start == self.number + 1:
            self.number = events[-1]
            self.put(text)
        elif events[-1] > self.number:
            self.catch_up()

    def catch_up(self) -> None:
        """Find out whether this person may still be here: read what was missed, or close."""
        if not self.is_closed:
            self._do(self._send_missed(self.number))

    # --- in -----------------------------------------------------------------------------

    def _parse(self, text: str) -> Any:
        return requests.parse(text)

    def _alive(self, frame: Any) -> None:
        # Whoever asks for page after page has not shown to have read one; but for the page that ends
        # where the last one that was sent begins.
        if not isinstance(frame, requests.Earlier) or frame.before <= self._page_begins:
            super()._alive(frame)
        self.hub.seen(self)

    async def _obey(self, frame: Any) -> None:
        if isinstance(frame, requests.Hello | requests.Resync | requests.Earlier):
            self._spend(bounds.FRAMES_PER_READING - 1)
        if isinstance(frame, requests.DoCommand | requests.KeepDraft | requests.Typing):
            self._used()
        match frame:
            case requests.DoCommand():
                await self._command(frame)
            case requests.KeepDraft():
                await self._draft(frame)
            case requests.Typing():
                self.hub.seen(self, typing=True)
            case requests.Heartbeat():
                await self._beat(frame)
            case requests.Resync():
                await self._send_missed(frame.after)
            case requests.Earlier():
                page = await self._reads(self._reader.page, frame.before, self.names)
                self._page_begins = page.events[0].number if page.events else 0
                self.say(page)
            case requests.Hello():
                await self._welcome(frame.number)

    async def _command(self, frame: requests.DoCommand) -> None:
        with as_closing():
            attempt = Attempt(self.asker, self.dialogue_id, frame.command())
            answer = await batch.take(attempt, self.hub)
        if isinstance(answer, Taken):
            self.say(frames.Ack(id=frame.id, number=answer.number))
        else:
            self.refuse(answer.code, frame.id, answer.seated, words=bool(frame.words))

    async def _draft(self, frame: requests.KeepDraft) -> None:
        writing = drafts.Writing(moment=frame.moment, move=frame.move, words=frame.words)
        await self._reads(
            partial(
                drafts.keep_draft, asker=self.asker, dialogue_id=self.dialogue_id, writing=writing
            )
        )
        self.say(frames.Drafted(revision=frame.revision))
        elsewhere = frames.DraftElsewhere(draft=draft_view(writing))
        self.hub.pass_on(self, elsewhere.model_dump_json())

    async def _beat(self, frame: requests.Heartbeat) -> None:
        row = (await self._find()).row
        newest = getattr(row, f"{self.seat}_length")
        self.say(frames.Beat(number=newest))
        self.hub.seen(self, length=row.length)
        if newest > self.number:
            self.catch_up()

    async def _welcome(self, known: int) -> None:
        if self.stage is Stage.LIVE:
            self.stage = Stage.WELCOMING
        welcome, seated, self.names = await self._reads(self._reader.welcome, known)
        if self.is_closed:
            return
        snapshot = Snapshot(
            length=seated.row.length,
            floor=floor(seated.exercise, seated.state),
            names=self.names,
        )
        presence = self.hub.subscribe(self, snapshot)
        self.number = welcome.number
        self._page_begins = welcome.events[0].number if welcome.events else 0
        self.say(welcome.model_copy(update={"presence": presence}))
        if not self.is_closed:  # as one is that does not read
            self.stage = Stage.LIVE

    async def _send_missed(self, after: int) -> None:
        """The events after ``after`` as one frame, whatever the hub has dealt out."""
        found = await self._reads(self._reader.missed, after, self.names)
        if found is None:
            await self._welcome(after)  # too far behind, or ahead of us: begin afresh
            return
        if self.stage is not Stage.LIVE:
            return  # meanwhile it began afresh: its welcome tells all of this
        self.number = max(self.number, found.events[-1].number) if found.events else self.number
        self.say(found)

    async def _find(self) -> Seated:
        return await self._reads(self._reader.find)
