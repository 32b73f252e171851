"""What one connection may take from the server (I8). daphne itself sets no such bounds."""

import logging
import struct
from http import HTTPStatus
from typing import Any

from daphne.http_protocol import HTTPFactory, WebRequest
from daphne.ws_protocol import WebSocketFactory, WebSocketProtocol
from django.template.loader import render_to_string
from twisted.internet import reactor
from twisted.web import http

from dialogue.room.sockets.rate import Bucket
from dialogue.room.wire import bounds
from dialogue.room.wire.closing import Close

BODY_BYTES = 1_000_000  # of one request for a page
_WITH_A_FILE = {
    b"/copies": BODY_BYTES + 8_000_000
}  # but for where one is brought (copies/file_format.py)
_INBOX_FRAMES = 2 * bounds.FRAMES_AT_ONCE
# A message may come in two pieces, and each be answered by a ping of theirs or a pong to ours.
_FRAMES_AT_ONCE = 4 * bounds.FRAMES_AT_ONCE
_FRAMES_PER_SECOND = 4 * bounds.FRAMES_PER_SECOND
_UNTAKEN_BYTES = 2 * bounds.UNHEARD_BYTES  # what one burst of questions is answered with
_LINGERS = 5  # seconds for the rest of a body that is refused; it goes nowhere
_HEADERS = {
    "Connection": "close",
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store, private",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
}

log = logging.getLogger(__name__)


class PageRequest(WebRequest):
    """daphne copies a whole body into memory before anybody can look at it."""

    _taken = 0
    _refused = False

    def gotLength(self, length: int | None) -> None:
        super().gotLength(length)
        self._bound(length or 0)

    def handleContentChunk(self, data: bytes) -> None:
        self._taken += len(data)
        if self._bound(self._taken):
            super().handleContentChunk(data)

    def _bound(self, length: int) -> bool:
        most = _WITH_A_FILE.get(self.channel._path, BODY_BYTES)  # noqa: SLF001 - known before the rest
        if length <= most and not self._refused:
            return True
        if not self._refused:
            self._refused = True
            _refuse(self.channel.transport, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return False

    def requestReceived(self, command: bytes, path: bytes, version: bytes) -> None:
        if self._refused:
            self.channel.loseConnection()
        else:
            super().requestReceived(command, path, version)

    def basic_error(self, status: int, status_text: bytes, body: str) -> None:
        """What daphne cannot pass on, or is not answered in time."""
        content = _page(status)
        headers = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
        self.handle_reply({"type": "http.response.start", "status": status, "headers": headers})
        self.handle_reply({"type": "http.response.body", "body": content})


class PageChannel(http.HTTPChannel):
    """What cannot be read at all is answered with a page, too, that leads on."""

    _command: Any = None  # known once the first line was read, with the address in it
    _path: Any = b""

    def lineLengthExceeded(self, line: bytes) -> None:
        if self._command and len(self._path) < self.totalHeadersSize // 2:
            self._refused(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        else:
            self._refused(HTTPStatus.REQUEST_URI_TOO_LONG)

    def _respondToBadRequestAndDisconnect(self) -> None:
        if self._receivedHeaderSize > self.totalHeadersSize:
            self.lineLengthExceeded(b"")
        else:
            self._refused(HTTPStatus.BAD_REQUEST)

    def _refused(self, status: HTTPStatus) -> None:
        for heard in ("dataReceived", "lineReceived", "rawDataReceived"):
            setattr(self, heard, _nowhere)
        self.setTimeout(None)  # type: ignore[no-untyped-call]
        _refuse(self.transport, status)


def _nowhere(*_: object) -> None:
    """The rest of what is refused."""


def _refuse(transport: Any, status: HTTPStatus) -> None:
    content = _page(status)
    headers = _HEADERS | {"Content-Length": str(len(content))}
    head = [f"HTTP/1.1 {status} {status.phrase}", *(f"{name}: {headers[name]}" for name in headers)]
    transport.write("\r\n".join([*head, "", ""]).encode() + content)
    # Closed at once, a browser that is still sending would show an error of its own.
    reactor.callLater(_LINGERS, transport.abortConnection)  # type: ignore[arg-type]


def _page(status: int) -> bytes:
    """Asked for where something is wrong, perhaps with pages themselves: then in one line."""
    try:
        return render_to_string(f"{status}.html").encode()
    except Exception:
        log.exception("the page for %s cannot be made", status)
        return b"Something went wrong on our side. Please try again in a moment."


class PageFactory(HTTPFactory):
    # Of HTTP/1 alone, which is all that daphne is asked for here.
    protocol = PageChannel

    def buildProtocol(self, addr: Any) -> Any:
        protocol = super().buildProtocol(addr)
        protocol.requestFactory = PageRequest
        return protocol


class SocketProtocol(WebSocketProtocol):
    _frames: Bucket | None = None  # of every kind, once it is open
    _flooded = False

    def onOpen(self) -> None:
        self._frames = Bucket(_FRAMES_AT_ONCE, _FRAMES_PER_SECOND)
        # While a client does not read, it is not read from either: else its pings alone would
        # fill the memory with pongs. (Until now the page's channel was told, which ignores it.)
        self._turnstile = _Turnstile(self.transport)
        self.transport.unregisterProducer()
        self.transport.registerProducer(self._turnstile, True)
        super().onOpen()

    def serverSend(self, content: str, binary: bool = False) -> None:
        """One text, whole and at once. autobahn's own way to here makes a coloured line for its log at
        each frame, and the reactor's is a turn of the loop and two calls of the system longer."""
        if self.state != self.STATE_OPEN:
            return
        frame = _text_frame(content.encode())
        transport = self.transport
        taken: Any = 0
        if transport.connected and not (transport.dataBuffer or transport._tempDataLen):  # noqa: SLF001
            taken = transport.writeSomeData(frame)
        if not isinstance(taken, int):
            taken = 0  # it is lost, which the reactor finds by itself
        if taken < len(frame):
            transport.write(frame[taken:])
        if self._turnstile.untaken(len(frame)) > _UNTAKEN_BYTES:
            while not self.application_queue.empty():
                self.application_queue.get_nowait()  # nobody will read the answers
            self.transport.abortConnection()  # nor a farewell

    def onFrameBegin(self) -> None:
        # Pings, pongs and the pieces of a message cost as much as messages, and no socket sees them.
        if self._frames and not self._flooded and not self._frames.take():
            self._flooded = True
            self.serverClose(Close.TOO_FAST)
            self.transport.pauseProducing()
            reactor.callLater(1, self.transport.abortConnection)  # type: ignore[arg-type]
        super().onFrameBegin()

    def onPing(self, payload: bytes) -> None:
        if not self._flooded:
            super().onPing(payload)

    def onMessageFrameBegin(self, length: int) -> None:
        # Not by maxMessagePayloadSize: that would bound what we send as well.
        super().onMessageFrameBegin(length)
        if self.message_data_total_length > bounds.FRAME_BYTES and not self.failedByMe:
            self._max_message_size_exceeded(
                self.message_data_total_length, bounds.FRAME_BYTES, "frame too large"
            )

    def onMessage(self, payload: bytes, isBinary: bool) -> None:
        if self.state != self.STATE_OPEN:
            return
        if self.application_queue.qsize() >= _INBOX_FRAMES:
            self.serverClose(Close.TOO_FAST)
        else:
            super().onMessage(payload, isBinary)

    def serverClose(self, code: int | None = None) -> None:
        # autobahn's own sendClose refuses the codes below 3000, 1011 and 1012 among them.
        if self.state == self.STATE_OPEN:
            self.sendCloseFrame(code=int(code or 1000))


def _text_frame(content: bytes) -> bytes:
    """RFC 6455, 5.2: the last piece of a text, not masked, as a server sends it."""
    size = len(content)
    if size < 126:
        head = struct.pack("!BB", 0x81, size)
    elif size < 1 << 16:
        head = struct.pack("!BBH", 0x81, 126, size)
    else:
        head = struct.pack("!BBQ", 0x81, 127, size)
    return head + content


class SocketFactory(WebSocketFactory):
    protocol = SocketProtocol

    def setProtocolOptions(self, **options: Any) -> None:
        # Not by drop: a client is told why (1009 for a frame that is too large).
        super().setProtocolOptions(
            **options | {"failByDrop": False, "maxMessagePayloadSize": 0, "maxFramePayloadSize": 0}
        )


class _Turnstile:
    """Stops reading from a connection whose outgoing buffer is full."""

    def __init__(self, transport: Any) -> None:
        self._transport = transport
        self._shut = False
        self._untaken = 0

    def pauseProducing(self) -> None:
        self._shut = True
        self._transport.pauseProducing()

    def resumeProducing(self) -> None:
        self._shut = False
        self._transport.resumeProducing()

    def untaken(self, more: int) -> int:
        """The bytes sent, ``more`` included, since the client last kept up."""
        self._untaken = self._untaken + more if self._shut else 0
        return self._untaken

    def stopProducing(self) -> None:
        """The connection is gone; there is nothing to stop."""
