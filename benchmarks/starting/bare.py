"""The floor: an empty PySide6 window. ``bare.py SPAWNED`` prints the milliseconds until it is painted."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication, QMainWindow

from benchmarks.starting.first_paint import FirstPaint, since


def main() -> None:
    """Open the window, print, leave."""

    def painted() -> None:
        print(since(sys.argv[1]))
        app.quit()

    app = QApplication(sys.argv)
    window = QMainWindow()
    window.resize(1280, 720)
    FirstPaint(window, painted)
    window.show()
    app.exec()


if __name__ == "__main__":
    main()
