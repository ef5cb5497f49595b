"""PouchDB and its own server play the same scenes (``pouch/side.mjs``), installed from npm into ``build/pouch``."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.npm import install
from benchmarks.sync.documents import session
from benchmarks.sync.line import DELAY, RATE, line
from scripts.house import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

WORK = ROOT / "build" / "pouch"


def pouches(folder: Path, count: int, ones: int) -> dict[str, list[float]]:
    """Play the scenes; nothing where it cannot be installed, which is said."""
    if reason := install(Path(__file__).parent / "pouch", WORK):
        sys.stderr.write(f"PouchDB is not at hand: {reason}\n")
        return {}
    with (folder / "documents.jsonl").open("w", encoding="utf-8") as file:
        for number in range(2 * count + ones):
            file.write(json.dumps(session(number, "station-00001") | {"_id": f"session-{number:08}"}) + "\n")
    server = subprocess.Popen(
        _command("serve", str(folder)), cwd=WORK, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    try:
        port = int(server.stdout.readline())
        with line(port) as fast, line(port, RATE, DELAY) as slow:
            asked = _command("play", str(folder), str(fast.port), str(slow.port), str(count))
            done = subprocess.run(asked, cwd=WORK, capture_output=True, text=True, check=False, timeout=1800)
        if done.returncode:
            sys.stderr.write(done.stderr)
            return {}
        found: dict[str, list[float]] = json.loads(done.stdout.splitlines()[-1])
        return found
    finally:
        server.terminate()
        server.communicate()


def _command(*words: str) -> Sequence[str]:
    return [str(shutil.which("node")), "side.mjs", *words]
