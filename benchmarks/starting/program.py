"""The program as ``lotse run`` builds it, over a folder with a store.

``program.py SPAWNED FOLDER [typed]`` prints a JSON object: milliseconds until the unlock window was painted; until the
button was pressed (at once; with ``typed`` when all is loaded that is loaded while a passphrase is typed); until store
and desk were open, the main window was made, it was painted, and *Heute* was loaded (the key is known beforehand, so no
Argon2id); memory then, in MiB.
"""

from __future__ import annotations

import json
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from benchmarks.starting.first_paint import FirstPaint, resident_memory, since
from lotse_app import bootstrap, cli  # noqa: F401 - the program loads cli as well
from lotse_app.crash import CrashHook
from lotse_app.logs import start_logging
from lotse_app.overriding import override
from lotse_app.paths import Places, resources
from lotse_app.ui.entrance.unlock import UnlockView
from lotse_app.ui.program import WindowProgram
from lotse_app.workflows.unlock import Unlocking

if TYPE_CHECKING:
    from lotse_app.ui.program import WindowProgram as Window
    from lotse_app.workflows.desk import Desk


#: A desk that does not open is a fault of the program, not of its speed.
_PATIENCE_MS = 60_000


class KnownKey(Unlocking):
    """Knows the key already."""

    known = b""
    opened_at = 0.0

    @override
    def key(self, pilot_id: str, passphrase: str) -> bytes:
        """Return the key without deriving it."""
        return self.known

    @override
    def open(self, pilot_id: str, key: bytes) -> Desk:
        """Note when the desk was laid."""
        desk = super().open(pilot_id, key)
        KnownKey.opened_at = since(sys.argv[1])
        return desk


class Watch:
    """Goes from the unlock window to the main window and notes when each stood."""

    def __init__(self, window: Window, spawned: str, *, typed: bool) -> None:
        self._window = window
        self._shell = window.shell
        self._spawned = spawned
        self._typed = typed
        self._figures: dict[str, float] = {}
        FirstPaint(self._shell, self._unlock_painted)

    def _note(self, what: str) -> None:
        self._figures[what] = since(self._spawned)

    def _unlock_painted(self) -> None:
        self._note("unlock")
        self._shell.opened.connect(self._opened)
        self._press_when_ready()

    def _press_when_ready(self) -> None:
        """Type and press as soon as the window offers a pilot."""
        view = self._shell.shown
        login = view.login if isinstance(view, UnlockView) else None
        loaded = not self._typed or (self._window.ahead.done and not self._window.tasks.outstanding)
        if loaded and login is not None and login.primary.isEnabled() and login.pilot.value:
            login.line.setText("egal, der Schlüssel ist bekannt")
            self._note("pressed")
            login.go_on.emit()
        else:
            QTimer.singleShot(1, self._shell, self._press_when_ready)

    def _opened(self) -> None:
        self._figures["desk"] = KnownKey.opened_at
        self._note("made")
        if self._shell.main is not None:
            FirstPaint(self._shell.main, self._main_painted)

    def _main_painted(self) -> None:
        self._note("main")
        self._tell_when_loaded()

    def _tell_when_loaded(self) -> None:
        if self._window.tasks.outstanding:
            QTimer.singleShot(1, self._shell, self._tell_when_loaded)
            return
        self._note("loaded")
        QTimer.singleShot(500, self._shell, self._tell)  # what the rooms load afterwards belongs to the memory as well

    def _tell(self) -> None:
        print(json.dumps(self._figures | resident_memory()))
        self._shell.quit()


def main() -> None:
    """Open the program as ``lotse_app.__main__`` does, unlock it, print, leave."""
    spawned, folder, *typed = sys.argv[1:]
    places = Places(Path(folder))
    program = bootstrap.build(places)
    program.unlocking.__class__ = KnownKey
    KnownKey.known = bytes.fromhex((places.root / "key.txt").read_text("ascii"))
    hook = CrashHook(places.logs, program.tools.clock)
    window = WindowProgram(program.unlocking, program.shelf, places, resources(), program.tools.clock, hook)
    window.build(sys.argv[:1])
    _watch = Watch(window, spawned, typed=bool(typed))
    window.begin()
    QTimer.singleShot(_PATIENCE_MS, window.shell, partial(window.app.exit, 1))
    status = window.stay()
    window.end()
    sys.exit(status)


if __name__ == "__main__":
    os.umask(0o077)
    start_logging(Places(Path(sys.argv[2])).logs)
    main()
