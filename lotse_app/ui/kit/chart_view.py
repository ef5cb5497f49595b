"""A chart on the screen: the very drawing that is set on paper, in the colours of the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from lotse_app.overriding import override

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from lotse_app.models.drawing import Chart


class ChartView(QWidget):
    """Paints a ``Chart`` as large as the letters of the window; the table beside it holds the same numbers."""

    def __init__(self, chart: Chart) -> None:
        super().__init__()
        self._chart = chart
        self.setAccessibleName(f"Balken: {chart.title}")
        self.setAccessibleDescription(chart.says)
        self.setToolTip(chart.says)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def chart(self) -> Chart:
        """Return what is painted."""
        return self._chart

    @override
    def sizeHint(self) -> QSize:
        scale = self._natural()
        return QSize(int(self._chart.width * scale), int(self._chart.height * scale) + 4)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = min(self._natural(), self.width() / max(1.0, self._chart.width))
        painter.translate(0, self._chart.height * scale + 2)
        font = self.font()
        font.setPixelSize(max(6, round(self._chart.size * scale)))
        painter.setFont(font)
        ink = self.palette().windowText().color()
        painter.setPen(QPen(ink, 1))
        painter.setBrush(self.palette().highlight())
        for bar in self._chart.bars:
            painter.drawRect(
                QRectF(bar.left * scale, -(bar.lower + bar.height) * scale, bar.width * scale, bar.height * scale)
            )
        metrics = QFontMetricsF(font)
        for label in self._chart.labels:
            width = metrics.horizontalAdvance(label.text)
            left = label.left * scale - {"start": 0.0, "middle": width / 2, "end": width}[label.anchor]
            painter.drawText(QPointF(left, -label.baseline * scale), label.text)
        (x0, y0), (x1, y1) = self._chart.axis
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawLine(QPointF(x0 * scale, -y0 * scale), QPointF(x1 * scale, -y1 * scale))
        painter.end()

    def _natural(self) -> float:
        """Return pixels a point at which the labels are as large as the other letters of the window."""
        return max(1.0, self.fontMetrics().height() * 0.72 / self._chart.size)
