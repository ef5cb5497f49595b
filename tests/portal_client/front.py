"""A real HTTP server that answers as a test says: the portal's stand-in, or a bad line in front of the real one."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import requests

from lotse_app.overriding import override

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator, Mapping

MARK = {"X-Lotse": "1"}


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered; ``cut`` bytes of the body are announced and never sent."""

    status: int = 200
    body: bytes = b"{}"
    headers: Mapping[str, str] = field(default_factory=lambda: MARK)
    cut: int = 0


class _Server(ThreadingHTTPServer):
    """A server that knows how to answer."""

    def __init__(self, answer: Callable[[Request], Reply | None]) -> None:
        super().__init__(("127.0.0.1", 0), _Asked)
        self.answer = answer

    @override
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a client that does not trust us hangs up."""


class _Asked(BaseHTTPRequestHandler):
    """One connection, one request."""

    protocol_version = "HTTP/1.1"
    server: _Server  # type: ignore[mutable-override] # socketserver makes it with the server it belongs to

    def do_GET(self) -> None:
        self._reply()

    def do_POST(self) -> None:
        self._reply()

    def _reply(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        reply = self.server.answer(Request(self.command, self.path, dict(self.headers), body))
        self.close_connection = True
        if reply is None:
            return
        self.send_response(reply.status)
        for name, text in {**reply.headers, "Content-Length": str(len(reply.body) + reply.cut)}.items():
            self.send_header(name, text)
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(reply.body)

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def front(answer: Callable[[Request], Reply | None], secured: ssl.SSLContext | None = None) -> Iterator[str]:
    """Serve on this computer; give the address. ``answer`` returns None to hang up without a word."""
    server = _Server(answer)
    if secured is not None:
        server.socket = secured.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http{'s' if secured else ''}://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def passed_on(url: str, request: Request) -> Reply:
    """Return what the server behind answers."""
    kept = {name: text for name, text in request.headers.items() if name.lower() not in {"host", "connection"}}
    with requests.request(request.method, url + request.path, headers=kept, data=request.body, timeout=20) as answer:
        gone = {"content-length", "content-encoding", "transfer-encoding", "connection", "date", "server"}
        headers = {name: text for name, text in answer.headers.items() if name.lower() not in gone}
        return Reply(answer.status_code, answer.content, headers)
