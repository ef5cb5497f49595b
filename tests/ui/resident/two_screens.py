"""A program of its own on an X server: the resident's view and the Schreibtafel on a second screen that comes and goes.

Prints what was seen as JSON; ``test_second_screen.py`` starts it and judges.
"""

from __future__ import annotations

import json
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QLabel, QWidget

from lotse_app.models.reading import Line, Section
from lotse_app.ui.application.resident_guide import ResidentGuide
from lotse_app.ui.resident.board import WritingBoard
from lotse_app.ui.resident.window import ResidentWindow, other_screen
from tests.ui.resident.monitors import Monitors

if TYPE_CHECKING:
    from collections.abc import Callable

DESK, GUEST = (0, 0, 1280, 720), (1280, 0, 1024, 768)
DOG = Section("hund", "hund", "Angaben zum Hund", (Line("/name", "Rufname", "Bello"),))
_PATIENCE = 10.0


class Trial:
    """The pilot's window, what stands beside it, and what was seen."""

    def __init__(self, app: QApplication, monitors: Monitors) -> None:
        self._app, self._monitors = app, monitors
        self.seen: dict[str, object] = {}
        self.pilot = QWidget()
        self.pilot.setGeometry(40, 40, 800, 500)
        self.pilot.show()
        self.until(self.pilot.isVisible)

    def until(self, true: Callable[[], bool]) -> None:
        """Let the program work until something holds, for a while at most."""
        end = time.monotonic() + _PATIENCE
        while not true() and time.monotonic() < end:
            self._app.processEvents()
            time.sleep(0.01)

    def screens(self, count: int) -> None:
        """Wait for so many screens."""
        self.until(lambda: len(self._app.screens()) == count)

    def pull(self) -> None:
        """Pull the guest's cable."""
        self._monitors.pull("Gast")
        self.screens(1)
        self._app.processEvents()

    def plug(self) -> None:
        """Plug it in again."""
        self._monitors.plug("Gast", GUEST)
        self.screens(2)

    def place(self, window: QWidget) -> list[object]:
        """Return where a window is: screen, geometry, shown."""
        return [window.screen().name(), [*_numbers(window)], window.isVisible()]

    def view(self) -> None:
        """Open the resident's view, pull the cable, open it again, plug in, open it once more."""
        window = ResidentWindow()
        window.present(self.pilot)
        window.show_section(DOG, 1, 1)
        self.until(window.isFullScreen)
        self.seen["opened"] = self.place(window)
        closed: list[str] = []
        window.closed.connect(partial(closed.append, "told"))
        self.pull()
        self.until(lambda: not window.isVisible())
        words = [label.text() for label in window.findChildren(QLabel)]
        self.seen["pulled"] = [window.isVisible(), list(closed), "Bello" in " ".join(words)]
        window.present(self.pilot)
        self.until(window.isVisible)
        self.seen["alone"] = [*self.place(window), other_screen(self.pilot) is None]
        window.close()
        self.plug()
        window.present(self.pilot)
        self.until(window.isVisible)
        self.seen["again"] = self.place(window)
        window.close()

    def doubt(self) -> None:
        """Press *Das stimmt nicht* beside the pilot, and on the pilot's own screen."""
        guide = ResidentGuide(self.pilot)
        for name in ("doubt beside", "doubt alone"):
            guide.show_pad("Hundesteuer – Anmeldung")
            window = guide.window
            if window is not None:
                window.doubted.emit(DOG.lines[0])
            self.seen[name] = guide.is_open
            guide.close()
            if name == "doubt beside":
                self.pull()
        guide.dispose()
        self.plug()

    def board(self) -> None:
        """Write on the Schreibtafel on both screens, and pull the cable."""
        board = WritingBoard(self.pilot)
        board.open()
        self.until(lambda: all(window.isVisible() for window in board.windows))
        self.seen["board"] = [self.place(window) for window in board.windows]
        board.windows[0].pilot.setPlainText("Guten Tag")
        self.seen["the same text"] = board.windows[1].pilot.toPlainText()
        self.pull()
        self.until(lambda: len(board.windows) == 1)
        self.seen["board pulled"] = [self.place(window) for window in board.windows]
        self.seen["board text"] = board.texts[0]
        board.close()


def _numbers(window: QWidget) -> tuple[int, int, int, int]:
    place = window.geometry()
    return place.x(), place.y(), place.width(), place.height()


def main() -> int:
    """Try everything."""
    monitors = Monitors()
    monitors.plug("Pult", DESK, first=True)
    monitors.plug("Gast", GUEST)
    trial = Trial(QApplication([]), monitors)
    for part in (trial.view, trial.doubt, trial.board):
        part()
    sys.stdout.write(json.dumps(trial.seen))
    return 0


if __name__ == "__main__":
    sys.exit(main())
