"""What is said where no window can be opened: Qt itself would end the process with an abort and English words.

Only Qt knows what it can paint on: X11, Wayland, a bare screen, ``offscreen``; on Windows and macOS always something.
So nothing is guessed beforehand: its last word, spoken just before it aborts, is heard.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NoReturn

from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtCore import QMessageLogContext

#: The exit status where there is no display; as where the command line is not understood.
NO_DISPLAY = 2
_WAY_OUT = "Ohne Anzeige führt „lotse demo --out ORDNER“ den ganzen Weg vor.\n"
_NONE = "Hier ist keine Anzeige (DISPLAY oder WAYLAND_DISPLAY). Bitte Lotse an einem Bildschirm öffnen. "
_SILENT = (
    "Lotse kann hier kein Fenster öffnen: Die Anzeige {display} antwortet nicht, oder dem System fehlt ein Paket für "
    "Fenster (Debian: libxcb-cursor0). Bitte in der Sitzung öffnen, die am Bildschirm angemeldet ist. "
)


def without_display(environment: Mapping[str, str]) -> str:
    """Return what to say and what to do instead."""
    shown = [environment[name] for name in ("WAYLAND_DISPLAY", "DISPLAY") if environment.get(name)]
    return (_SILENT.format(display="/".join(shown)) if shown else _NONE) + _WAY_OUT


def make_application(arguments: Sequence[str], leave: Callable[[int], NoReturn] = os._exit) -> QApplication:
    """Return the Qt application; where Qt finds no display, say so and ``leave`` with NO_DISPLAY.

    ``leave`` is called out of Qt's own code, where no exception gets through; nothing was opened yet.
    """
    held: list[str] = []

    def hear(kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
        if kind is QtMsgType.QtFatalMsg:
            searched = held if "QT_DEBUG_PLUGINS" in os.environ else ()
            _say("\n".join([*searched, without_display(os.environ)]))
            leave(NO_DISPLAY)
        held.append(text)

    before = qInstallMessageHandler(hear)
    try:
        application = QApplication(list(arguments))
    finally:
        qInstallMessageHandler(before)
    for text in held:
        _say(text + "\n")
    return application


def _say(text: str) -> None:
    if sys.stderr is not None:  # Windows starts a program without a terminal
        sys.stderr.write(text)
        sys.stderr.flush()
