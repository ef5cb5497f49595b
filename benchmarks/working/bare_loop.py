"""The floor: an empty window that is opened and left alone, with its event loop watched."""

from __future__ import annotations

import json

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

from benchmarks.working.watch import LoopWatch

_WATCHED_MS = 2000


def main() -> None:
    """Watch the window from before it is shown, print."""
    app = QApplication([])
    window = QMainWindow()
    window.resize(1280, 720)
    watch = LoopWatch()

    def done() -> None:
        watch.stop()
        works = max(gap.work for gap in watch.gaps)
        print(json.dumps({"longest_ms": watch.longest(1)[0].wall, "longest_work_ms": works}))
        app.quit()

    watch.start()
    QTimer.singleShot(0, window, window.show)
    QTimer.singleShot(_WATCHED_MS, window, done)
    app.exec()


if __name__ == "__main__":
    main()
