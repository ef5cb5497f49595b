"""The signature pad: strokes of mouse, finger or pen, as fractions of the field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from lotse_app.overriding import override
from lotse_app.ui.kit.blocks import announce
from lotse_app.ui.kit.layouts import GRID

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent

    from lotse_app.models.signing import Strokes

#: Width over height of the field, the same as on paper (80 by 26 mm).
RATIO = 80 / 26
#: Points nearer than this part of the field's width add nothing.
_NEAR = 0.002
_NAME = "Unterschriftenfeld"
_EMPTY = "Noch leer. Mit Finger, Stift oder Maus unterschreiben. Ohne Zeigegerät: auf dem Ausdruck unterschreiben."
_SIGNED = "Unterschrift vorhanden. Die Taste Entf löscht sie."


class SignaturePad(QWidget):
    """A field to sign in. Touch and pen arrive as mouse events; points are 0 to 1 in both directions."""

    #: Strokes came or went.
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._strokes: list[list[tuple[float, float]]] = []
        self._down = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(_NAME)
        self.setAccessibleDescription(_EMPTY)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumSize(320, round(320 / RATIO))
        self.setMaximumWidth(960)

    @property
    def strokes(self) -> Strokes:
        """Return what was drawn."""
        return tuple(tuple(stroke) for stroke in self._strokes)

    @property
    def empty(self) -> bool:
        """Return whether nothing was drawn."""
        return not self._strokes

    def set_strokes(self, strokes: Strokes) -> None:
        """Show strokes drawn elsewhere, on the resident's screen for example."""
        self._down = False
        self._strokes = [list(stroke) for stroke in strokes]
        self._tell()

    def clear(self) -> None:
        """Wipe the field; a stroke that is being drawn ends here."""
        self._down = False
        if self._strokes:
            self._strokes = []
            self._tell()
            announce(self, "Das Unterschriftenfeld ist leer.")

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int, /) -> int:
        return round(min(width, self.maximumWidth()) / RATIO)

    @override
    def sizeHint(self) -> QSize:
        return QSize(640, round(640 / RATIO))

    @override
    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self.update()

    @override
    def mousePressEvent(self, event: QMouseEvent, /) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.isEnabled():
            self._down = True
            self._strokes.append([self._fraction(event.position())])
            self._tell()

    @override
    def mouseMoveEvent(self, event: QMouseEvent, /) -> None:
        if not self._down:
            return
        point = self._fraction(event.position())
        last = self._strokes[-1][-1]
        if abs(point[0] - last[0]) + abs(point[1] - last[1]) >= _NEAR:
            self._strokes[-1].append(point)
            self.update()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:
        if self._down:
            self._down = False
            self._tell()

    @override
    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.clear()
            return
        super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent, /) -> None:
        super().focusInEvent(event)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent, /) -> None:
        super().focusOutEvent(event)
        self.update()

    @override
    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        field = self._field()
        roles = self.palette()
        focused = self.hasFocus()
        edge = roles.color(QPalette.ColorRole.Shadow if focused else QPalette.ColorRole.WindowText)
        painter.setPen(QPen(edge, 3 if focused else 1))
        painter.setBrush(roles.color(QPalette.ColorRole.Base))
        painter.drawRoundedRect(field.adjusted(2, 2, -2, -2), GRID - 2, GRID - 2)
        self._paint_line(painter, field)
        pen = QPen(roles.color(QPalette.ColorRole.Text), max(2.0, field.width() / 220))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        for stroke in self._strokes:
            points = [QPointF(field.x() + x * field.width(), field.y() + y * field.height()) for x, y in stroke]
            painter.drawPolyline(QPolygonF(points)) if len(points) > 1 else painter.drawPoint(points[0])
        painter.end()

    def _paint_line(self, painter: QPainter, field: QRectF) -> None:
        quiet = self.palette().color(QPalette.ColorRole.PlaceholderText)
        painter.setPen(QPen(quiet, 1))
        base = field.y() + field.height() * 0.74
        left, right = field.x() + field.width() * 0.06, field.x() + field.width() * 0.94
        painter.drawLine(QPointF(left, base), QPointF(right, base))
        if not self.empty:
            return
        room = QRectF(left, base + GRID, right - left, field.bottom() - base - GRID)
        where = Qt.AlignmentFlag.AlignTop
        if self.fontMetrics().height() > room.height():  # large letters: on the line, where nobody has signed yet
            room, where = QRectF(left, field.y(), right - left, base - field.y()), Qt.AlignmentFlag.AlignBottom
        flags = Qt.AlignmentFlag.AlignLeft | where | Qt.TextFlag.TextWordWrap
        painter.drawText(room, flags, "Bitte hier unterschreiben")

    def _field(self) -> QRectF:
        """Return the largest rectangle of the right shape, so that strokes are not stretched."""
        width = min(float(self.width()), self.height() * RATIO)
        return QRectF(0.0, 0.0, width, width / RATIO)

    def _fraction(self, position: QPointF) -> tuple[float, float]:
        field = self._field()
        x = min(max(position.x() / field.width(), 0.0), 1.0)
        y = min(max(position.y() / field.height(), 0.0), 1.0)
        return round(x, 4), round(y, 4)

    def _tell(self) -> None:
        self.setAccessibleDescription(_EMPTY if self.empty else _SIGNED)
        self.update()
        self.changed.emit()
