"""A line that ends before anything is secured says nothing of the portal: it is offline, not untrustworthy."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.problems import Code, ProblemError
from lotse_app.portal.web import Web

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The head of a TLS message that announces more than comes.
_BROKEN = b"\x16\x03\x03\x00\x50" + b"x" * 20
_HOTEL = b"HTTP/1.1 302 Found\r\nLocation: http://login.hotel.example/\r\nContent-Length: 0\r\n\r\n"


@contextlib.contextmanager
def saying(words: bytes) -> Iterator[str]:
    """Serve on this computer: hear what is said first, say these bytes, hang up; give the address."""
    with socket.create_server(("127.0.0.1", 0)) as door:

        def answer() -> None:
            with contextlib.suppress(OSError):
                while True:
                    line, _ = door.accept()
                    with line:
                        line.recv(4096)
                        line.sendall(words)

        thread = threading.Thread(target=answer)
        thread.start()
        try:
            yield f"https://127.0.0.1:{door.getsockname()[1]}"
        finally:
            door.shutdown(socket.SHUT_RDWR)
            thread.join()


@pytest.mark.parametrize(
    ("words", "reason"), [(b"", "nobody"), (_BROKEN, "nobody"), (_HOTEL, "foreign")], ids=["hung up", "cut", "hotel"]
)
def test_a_line_that_ends_before_anything_is_secured_is_offline(words: bytes, reason: str) -> None:
    with saying(words) as url:
        web = Web(url)
        with pytest.raises(ProblemError) as caught:
            web.ask("/v1/hello")
        web.close()
    assert caught.value.problem.code is Code.PORTAL_OFFLINE
    assert caught.value.problem.param("reason") == reason
