"""What scrolls: downwards only, as tall as its content, and always to what has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, QTimer
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from shiboken6 import isValid

from lotse_app.overriding import override
from lotse_app.ui.kit.layouts import GRID, column

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent


#: So much of what has the focus is seen at least, in pixels.
_SEEN = 6 * GRID


class _Scrolled(QWidget):
    """What is scrolled: as tall as its content is at its width, not as it would be at its narrowest.

    Otherwise a long page of wrapping texts ends in screens of nothing.
    """

    @override
    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        layout = self.layout()
        return QSize(least.width(), 0) if layout is not None and layout.hasHeightForWidth() else least


class ScrollBody(QScrollArea):
    """Scrolls downwards only; its content is never wider than the window."""

    def __init__(self, margin: int = 3 * GRID) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        inner = _Scrolled()
        inner.setObjectName("body")
        outer = column(inner, 0, margin)
        self.body = column()
        outer.addLayout(self.body)
        outer.addStretch(1)
        #: What comes after the content, at its end.
        self.end = outer
        self.setWidget(inner)
        self._opened: QWidget | None = None
        #: What was led to last, until somebody scrolls: help that opens below it must not push it out of sight.
        self._held: QWidget | None = None
        #: What is said right above what has the focus: it is kept in sight with it.
        self.beside: QWidget | None = None
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(self._hold)
        bar.actionTriggered.connect(self._let_go)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._show_opened)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Lead to what got the focus without Tab, once it was laid out; a click is where it is already.

        The viewport is not asked for its height: PySide6 would make 66 enumerations for it, before the first paint.
        """
        by_mouse = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if now is None or by_mouse or not self.isAncestorOf(now) or now.height() > self.maximumViewportSize().height():
            return
        self._opened = now
        self._soon.start(0)

    def _show_opened(self) -> None:
        opened, self._opened = self._opened, None
        if opened is not None and isValid(opened) and self.isAncestorOf(opened) and opened.hasFocus():
            self._held = opened
            self._lead_to(opened)

    def _hold(self) -> None:
        held = self._held
        if held is not None and isValid(held) and self.isAncestorOf(held) and held.hasFocus():
            self._lead_to(held)

    def _lead_to(self, widget: QWidget) -> None:
        self.ensureWidgetVisible(widget, GRID, 2 * GRID)
        beside, whole = self.beside, self.widget()
        if beside is None or whole is None or not isValid(beside) or not beside.isVisible():
            return
        above = widget.mapTo(whole, QPoint()).y() - beside.mapTo(whole, QPoint()).y()
        if 0 < above <= self.viewport().height() - min(widget.height(), _SEEN):
            self.ensureWidgetVisible(beside, GRID, GRID)

    def _let_go(self) -> None:
        self._held = None

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what has the focus in sight when the window or its letters change."""
        super().resizeEvent(event)
        self._focus_moved(None, QApplication.focusWidget())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, 72)
