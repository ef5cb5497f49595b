"""The floor: an empty PySide6 window. ``bare.py SPAWNED`` prints milliseconds until it is painted, and its memory."""

from __future__ import annotations

import json
import sys

from PySide6.QtWidgets import QApplication, QMainWindow

from benchmarks.starting.first_paint import FirstPaint, resident_memory, since


def main() -> None:
    """Open the window, print, leave."""

    def painted() -> None:
        print(json.dumps({"painted": since(sys.argv[1])} | resident_memory()))
        app.quit()

    app = QApplication(sys.argv)
    window = QMainWindow()
    window.resize(1280, 720)
    FirstPaint(window, painted)
    window.show()
    app.exec()


if __name__ == "__main__":
    main()
