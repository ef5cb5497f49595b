"""A line between a client and a server on this computer: counts bytes, and is as slow as it is told to be."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCK = 16 << 10
#: A slow line: 2 Mbit/s, 100 ms there and back.
RATE, DELAY = 2_000_000 / 8, 0.05


@dataclass(slots=True)
class Line:
    """Where the line begins, what went up and down; ``rate`` in bytes a second each way, ``delay`` in seconds one way.

    A rate of 0 is no limit.
    """

    to: int
    rate: float = 0.0
    delay: float = 0.0
    port: int = 0
    up: int = 0
    down: int = 0

    def forget(self) -> None:
        """Count from nothing."""
        self.up = self.down = 0

    async def meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection until either side ends it."""
        there, away = await asyncio.open_connection("127.0.0.1", self.to)
        tasks = [
            asyncio.create_task(self._carry(reader, away, upward=True)),
            asyncio.create_task(self._carry(there, writer, upward=False)),
        ]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        for end in (away, writer):
            end.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, upward: bool) -> None:
        """Pass blocks on: each is due after the delay, and not before the ones before it fitted through."""
        loop, free = asyncio.get_running_loop(), 0.0
        queue: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(64)

        async def write() -> None:
            while True:
                due, block = await queue.get()
                await asyncio.sleep(max(0.0, due - loop.time()))
                writer.write(block)
                await writer.drain()
                queue.task_done()

        writing = asyncio.create_task(write())
        try:
            while block := await reader.read(_BLOCK):
                self.up += len(block) if upward else 0
                self.down += 0 if upward else len(block)
                free = max(free, loop.time()) + (len(block) / self.rate if self.rate else 0.0)
                await queue.put((free + self.delay, block))
            await queue.join()
        finally:
            writing.cancel()


def _hung_up(_loop: asyncio.AbstractEventLoop, _what: object) -> None:
    """Say nothing of connections that end with the line."""


@contextlib.contextmanager
def line(to: int, rate: float = 0.0, delay: float = 0.0) -> Iterator[Line]:
    """Lay a line to a port of this computer."""
    laid, ready, loop = Line(to, rate, delay), threading.Event(), asyncio.new_event_loop()

    async def serve() -> None:
        server = await asyncio.start_server(laid.meet, "127.0.0.1", 0)
        laid.port = server.sockets[0].getsockname()[1]
        ready.set()
        with contextlib.suppress(asyncio.CancelledError):
            await server.serve_forever()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.set_exception_handler(_hung_up)
        task = loop.create_task(serve())
        laid_tasks.append(task)
        with contextlib.suppress(asyncio.CancelledError):
            loop.run_until_complete(task)
        for left in asyncio.all_tasks(loop):
            left.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()

    laid_tasks: list[asyncio.Task[None]] = []
    thread = threading.Thread(target=run)
    thread.start()
    ready.wait(10)
    try:
        yield laid
    finally:
        loop.call_soon_threadsafe(laid_tasks[0].cancel)
        thread.join()
