"""The program as ``lotse run`` builds it, over a folder with a store.

``program.py SPAWNED FOLDER`` prints one JSON object: milliseconds until the unlock window was painted; from the button
to the painted main window (the key is known beforehand, so no Argon2id); memory then, in MiB.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from benchmarks.starting.first_paint import FirstPaint, since
from lotse_app import cli  # noqa: F401 - the program loads it as well
from lotse_app.bootstrap import build
from lotse_app.crash import CrashHook
from lotse_app.logs import start_logging
from lotse_app.paths import Places, resources
from lotse_app.ui.overriding import override
from lotse_app.ui.program import WindowProgram
from lotse_app.ui.unlock import UnlockView
from lotse_app.workflows.unlock import Unlocking

if TYPE_CHECKING:
    from lotse_app.ui.shell import Shell


class KnownKey(Unlocking):
    """Knows the key already."""

    known = b""

    @override
    def key(self, pilot_id: str, passphrase: str) -> bytes:
        """Return the key without deriving it."""
        return self.known


def resident_memory() -> dict[str, float]:
    """Return this process's memory in MiB: all of it, and its fair share of what it has in common with others."""
    lines = Path("/proc/self/smaps_rollup").read_text("utf-8").splitlines()
    sizes = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines[1:]}
    return {"rss_mib": round(sizes["Rss"], 1), "pss_mib": round(sizes["Pss"], 1)}


class Watch:
    """Goes from the unlock window to the main window and notes when each stood."""

    def __init__(self, shell: Shell, spawned: str) -> None:
        self._shell = shell
        self._spawned = spawned
        self._figures: dict[str, float] = {}
        FirstPaint(shell, self._unlock_painted)

    def _note(self, what: str) -> None:
        self._figures[what] = since(self._spawned)

    def _unlock_painted(self) -> None:
        self._note("unlock")
        self._shell.opened.connect(self._opened)
        self._press_when_ready()

    def _press_when_ready(self) -> None:
        """Type and press as soon as the window offers a pilot."""
        view = self._shell.currentWidget()
        login = view.login if isinstance(view, UnlockView) else None
        if login is not None and login.primary.isEnabled() and login.pilot.value:
            login.line.setText("egal, der Schlüssel ist bekannt")
            self._note("pressed")
            login.go_on.emit()
        else:
            QTimer.singleShot(1, self._shell, self._press_when_ready)

    def _opened(self) -> None:
        if self._shell.main is not None:
            FirstPaint(self._shell.main, self._main_painted)

    def _main_painted(self) -> None:
        self._note("main")
        QTimer.singleShot(500, self._shell, self._tell)  # what the rooms load afterwards belongs to the memory as well

    def _tell(self) -> None:
        print(json.dumps(self._figures | resident_memory()))
        self._shell.quit()


def main() -> None:
    """Open the program as ``lotse_app.__main__`` does, unlock it, print, leave."""
    spawned, folder = sys.argv[1:]
    places = Places(Path(folder))
    program = build(places)
    program.unlocking.__class__ = KnownKey
    KnownKey.known = bytes.fromhex((places.root / "key.txt").read_text("ascii"))
    hook = CrashHook(places.logs, program.tools.clock)
    window = WindowProgram(program.unlocking, program.shelf, places, resources(), program.tools.clock, hook)
    shell = window.build(sys.argv[:1])
    _watch = Watch(shell, spawned)
    shell.start()
    shell.show()
    window.app.exec()
    window.end()


if __name__ == "__main__":
    os.umask(0o077)
    start_logging(Places(Path(sys.argv[2])).logs)
    main()
