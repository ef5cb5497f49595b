"""How much one sender may ask: body size before and after unpacking, and requests in a while."""

from __future__ import annotations

import zlib
from threading import Lock
from typing import TYPE_CHECKING

from fastapi.responses import JSONResponse

from lotse_portal.problems import PortalError, Trouble

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import HTTPConnection
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Whoever asked so long ago has a full bucket again and need not be remembered.
_REMEMBERED = 10_000


class Limiter:
    """A bucket of requests for each sender that fills up evenly. It guards this process, so it lives in it."""

    def __init__(self, monotonic: Callable[[], float], burst: int = 120, each_second: float = 10.0) -> None:
        self._monotonic = monotonic
        self._burst = burst
        self._each_second = each_second
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = Lock()

    def take_from(self, request: HTTPConnection, call: str) -> None:
        """Count a call of somebody who has not said who they are, by the address they come from. Raises PortalError."""
        self.take(f"{call} {request.client.host if request.client else ''}")

    def take(self, sender: str) -> None:
        """Count a request. Raises PortalError with the seconds to wait where the bucket is empty."""
        with self._lock:
            now = self._monotonic()
            left, since = self._left.pop(sender, (float(self._burst), now))
            left = min(float(self._burst), left + (now - since) * self._each_second) - 1
            if len(self._left) >= _REMEMBERED:
                self._left.pop(next(iter(self._left)))
            self._left[sender] = (max(left, -1.0), now)
        if left < 0:
            raise PortalError(Trouble.TOO_MANY, retry_after=max(1, round(-left / self._each_second)))


class Unpacking:
    """ASGI middleware: reads a whole body within the limit, unpacks gzip within the same limit, hands it on."""

    def __init__(self, application: ASGIApp, limit: int) -> None:
        self._application = application
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] not in {"POST", "PUT", "PATCH"}:
            await self._application(scope, receive, send)
            return
        try:
            body = await self._read(scope, receive)
        except PortalError as error:
            await JSONResponse(error.body(), error.trouble.status, media_type="application/problem+json")(
                scope, receive, send
            )
            return
        handed = False

        async def once() -> Message:
            nonlocal handed
            if handed:
                return await receive()  # what comes now is the sender going away
            handed = True
            return {"type": "http.request", "body": body, "more_body": False}

        headers = [
            (name, value) for name, value in scope["headers"] if name not in {b"content-encoding", b"content-length"}
        ]
        await self._application({**scope, "headers": headers}, once, send)

    async def _read(self, scope: Scope, receive: Receive) -> bytes:
        packed = dict(scope["headers"]).get(b"content-encoding", b"").strip().lower()
        if packed not in {b"", b"identity", b"gzip"}:
            raise PortalError(Trouble.UNREADABLE)
        unpack = zlib.decompressobj(zlib.MAX_WBITS | 16) if packed == b"gzip" else None
        body = bytearray()
        received, more = 0, True
        while more:
            message = await receive()
            chunk = message.get("body", b"")
            received += len(chunk)
            more = message.get("more_body", False)
            body += chunk if unpack is None else self._unpacked(unpack, chunk, len(body))
            if max(received, len(body)) > self._limit:
                raise PortalError(Trouble.TOO_LARGE, limit=self._limit)
        if unpack is not None and not unpack.eof:
            raise PortalError(Trouble.UNREADABLE)
        return bytes(body)

    def _unpacked(self, unpack: zlib._Decompress, chunk: bytes, so_far: int) -> bytes:
        """Unpack one byte more than allowed at most: a bomb is noticed, not unpacked."""
        try:
            return unpack.decompress(chunk, self._limit + 1 - so_far)
        except zlib.error as error:
            raise PortalError(Trouble.UNREADABLE) from error
