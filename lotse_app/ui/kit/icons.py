"""The program's own icons: line drawings that take the colour of the theme. Every icon stands beside a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def load_icons(resources: Path) -> dict[str, str]:
    """Read the drawings once, before the first window."""
    return {file.stem: file.read_text(encoding="utf-8") for file in sorted((resources / "icons").glob("*.svg"))}


class Icons:
    """Paints drawings in a colour."""

    def __init__(self, drawings: Mapping[str, str]) -> None:
        self._drawings = drawings

    def icon(self, name: str, colour: str, size: int, gap: int = 0) -> QIcon:
        """Return the drawing ``name`` in ``colour`` (``#RRGGBB``), ``size`` pixels high, with a gap at its right."""
        drawing = self._drawings[name].replace("currentColor", colour)
        picture = QPixmap((size + gap) * 2, size * 2)
        picture.setDevicePixelRatio(2.0)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(0, 0, size, size))
        painter.end()
        return QIcon(picture)
