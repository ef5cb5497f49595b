"""The portal as a process of its own: ``lotse-portal serve``, reached over HTTP."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import requests

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: How often a race is run; `make faults` asks for 50.
RACES = int(os.environ.get("LOTSE_PORTAL_RACES", "2"))


@contextlib.contextmanager
def process(folder: Path, *words: str, log: str = "log") -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Run ``lotse-portal serve`` over a folder; give its address."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    start = [sys.executable, "-m", "lotse_portal", "serve", "--data", str(folder), "--port", str(port), *words]
    with (folder / log).open("ab") as lines, subprocess.Popen(start, stderr=lines) as running:
        url = f"http://127.0.0.1:{port}"
        try:
            for _ in range(600):
                with contextlib.suppress(requests.ConnectionError):
                    requests.get(f"{url}/v1/hello", timeout=5).raise_for_status()
                    break
                assert running.poll() is None
                time.sleep(0.05)
            yield url, running
        finally:
            running.kill()
