"""A second floor: a plain PySide6 window with the widgets of an unlock page, in no look and with nothing behind them.

``plain.py SPAWNED`` prints milliseconds until it is painted. PySide6 makes each Qt class and the ``Qt`` namespace when
first asked for, which a window without widgets never does: this floor shows how much of the ratio is that.
"""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase, QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFrame,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
)

from benchmarks.starting.first_paint import FirstPaint, resident_memory, since

#: Classes that the look needs; naming them makes PySide6 make them.
_MADE_FOR_THE_LOOK = (QFont, QFontDatabase, QPalette, QRadioButton)


def page() -> QScrollArea:
    """Return a page to unlock something."""
    frame = QFrame()
    box = QVBoxLayout(frame)
    title, line, tick, button = QLabel("Lotse öffnen"), QLineEdit(), QCheckBox("Zeigen"), QPushButton("Öffnen")
    line.setEchoMode(QLineEdit.EchoMode.Password)
    title.setAlignment(Qt.AlignmentFlag.AlignLeft)
    for widget in (title, line, tick, button):
        box.addWidget(widget)
    area = QScrollArea()
    area.setWidget(frame)
    return area


def main() -> None:
    """Open the window, print, leave."""

    def painted() -> None:
        print(json.dumps({"painted": since(sys.argv[1])} | resident_memory()))
        app.quit()

    app = QApplication(sys.argv)
    window = QMainWindow()
    stack = QStackedWidget()
    stack.addWidget(page())
    window.setCentralWidget(stack)
    QShortcut(QKeySequence("F1"), window)
    window.resize(1280, 720)
    FirstPaint(window, painted)
    window.show()
    app.exec()


if __name__ == "__main__":
    main()
