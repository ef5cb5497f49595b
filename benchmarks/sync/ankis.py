"""Anki's client and sync server play the same scenes, with the Python of ``build/anki`` (``anki_side.py``)."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.sync.line import DELAY, RATE, line
from scripts.house import ROOT

ANKI = ROOT / "build" / "anki" / "bin" / "python"


def ankis(folder: Path, count: int, clients: int, together: int) -> dict[str, list[float]]:
    """Play the same scenes with Anki, the last one with so many clients; nothing where it is not installed."""
    if not ANKI.exists():
        return {}
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    told = {**os.environ, "SYNC_BASE": str(folder / "server"), "SYNC_HOST": "127.0.0.1"}
    told |= {f"SYNC_USER{number}": f"lotse{number}:lotse" for number in range(1, clients + 2)}
    command = [str(ANKI), "-m", "anki.syncserver"]
    server = subprocess.Popen(command, env=told | {"SYNC_PORT": str(port)}, stdout=subprocess.DEVNULL)
    try:
        _wait(port)
        with line(port) as fast, line(port, RATE, DELAY) as slow:
            words = [str(folder), str(fast.port), str(slow.port), str(count), str(clients), str(together)]
            script = str(Path(__file__).parent / "anki_side.py")
            done = subprocess.run(
                [str(ANKI), script, *words], capture_output=True, text=True, check=False, timeout=1200
            )
        if done.returncode:
            sys.stderr.write(done.stderr)
            return {}
        found: dict[str, list[float]] = json.loads(done.stdout)
        return found
    finally:
        server.terminate()
        server.wait()


def _wait(port: int) -> None:
    for _ in range(200):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
