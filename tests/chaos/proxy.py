"""A line between two of the parts, which can be slow, in slices, cut, mute, or refused.

"Forgotten" lines stay open and mute while new ones work: as after a fail-over, or a firewall that has lost
its table. Runs in a thread of its own, so that nothing that the scene does holds it up.
"""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import Self

from tests.support.processes import free_port

_PIECE = 65536


class _Line:
    def __init__(self, *writers: asyncio.StreamWriter) -> None:
        self.writers = writers
        self.mute = False

    def abort(self) -> None:
        for writer in self.writers:
            writer.transport.abort()


class Proxy:
    def __init__(self, target: int) -> None:
        self.port, self.target = free_port(), target
        self.latency = 0.0  # seconds, for each piece on its way
        self.slice = 0  # bytes at a time; 0 for as they come
        self.refuses = False  # new lines are closed at once
        self.deaf = False  # nothing goes through, by old lines or new
        self._lines: set[_Line] = set()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self.cut()
        self._call(self._loop.stop)
        self._thread.join(10)

    # --- what can happen ---------------------------------------------------------------------

    def cut(self) -> None:
        """Every open line breaks without a goodbye."""

        def abort() -> None:
            for line in tuple(self._lines):
                line.abort()

        self._call(abort)

    def forget(self) -> None:
        def mute() -> None:
            for line in self._lines:
                line.mute = True

        self._call(mute)

    def heal(self) -> None:
        """As a good line is. What was forgotten stays so."""
        self.latency, self.slice, self.refuses, self.deaf = 0.0, 0, False, False

    # --- how ------------------------------------------------------------------------------------

    def _call(self, what: Callable[[], object]) -> None:
        done = threading.Event()

        def run() -> None:
            with contextlib.suppress(RuntimeError):
                what()
            done.set()

        self._loop.call_soon_threadsafe(run)
        done.wait(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        listening = asyncio.start_server(self._opened, "127.0.0.1", self.port)
        server = self._loop.run_until_complete(listening)
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0.05))
        self._loop.close()

    async def _opened(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.refuses:
            writer.transport.abort()
            return
        try:
            onward = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()
            return
        line = _Line(writer, onward[1])
        self._lines.add(line)
        try:
            await asyncio.gather(
                self._pump(line, reader, onward[1]), self._pump(line, onward[0], writer)
            )
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            self._lines.discard(line)
            line.abort()

    async def _pump(
        self, line: _Line, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        while piece := await reader.read(_PIECE):
            if line.mute or self.deaf:
                continue
            size = self.slice or len(piece)
            for at in range(0, len(piece), size):
                if self.latency:
                    await asyncio.sleep(self.latency)
                writer.write(piece[at : at + size])
                await writer.drain()
        if line.mute or self.deaf:  # nobody hears of a goodbye either
            await asyncio.sleep(3600)
        raise ConnectionResetError
