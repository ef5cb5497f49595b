"""A message above the step, with what can be done about it; nothing modal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFrame, QStackedWidget, QWidget

from lotse_app.overriding import override
from lotse_app.ui.kit.blocks import Banner, SecondaryButton
from lotse_app.ui.kit.layouts import GRID, FlowLayout, column
from lotse_app.ui.kit.scrolling import ScrollBody

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QResizeEvent

    from lotse_app.ui.kit.blocks import Tone

#: The step below keeps this height, the message has at least that one.
_STEP, _LEAST = 72, 60
#: While somebody works in the step, a message that takes more than the first part of the room is cut to the second.
_MODEST, _CUT = 0.4, 0.25
#: A mouse button is held: nothing moves away below it.
_HELD_MS = 50
_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly


def _is_bar(widget: QFrame) -> bool:
    """Return whether a widget stands above or below the steps: they are a stack."""
    return not widget.isHidden() and not isinstance(widget, QStackedWidget)


class Notice(QWidget):
    """One message at a time."""

    def __init__(self) -> None:
        super().__init__()
        outer = column(self, 0)
        # A long message in a small window scrolls by itself: what it is about stays in sight.
        self._scroller = ScrollBody(0)
        self._scroller.setMinimumHeight(_LEAST)
        outer.addWidget(self._scroller)
        box = self._scroller.body
        box.setSpacing(GRID)
        self._scroller.end.setContentsMargins(2 * GRID, GRID, 2 * GRID, 0)
        self.banner = Banner()
        self.buttons: list[SecondaryButton] = []
        self._row = FlowLayout(spacing=GRID)
        box.addWidget(self.banner)
        box.addLayout(self._row)
        self._cut = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._fit_soon)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)
        self.hide()

    @property
    def text(self) -> str:
        """Return what is said."""
        return self.banner.text if not self.isHidden() else ""

    def say(self, tone: Tone, text: str, actions: Sequence[tuple[str, Callable[[], None]]] = ()) -> None:
        """Show a message with buttons; the first button gets the focus."""
        self._drop_buttons()
        for words, act in actions:
            button = SecondaryButton(words)
            button.clicked.connect(self.clear)
            button.clicked.connect(act)
            self._row.addWidget(button)
            self.buttons.append(button)
        self._cut = False
        self.show()
        self.banner.say(tone, text)
        self._fit()
        if self.buttons:
            self.buttons[0].setFocus()

    def clear(self) -> None:
        """Take the message away."""
        self._drop_buttons()
        self.banner.clear()
        self.hide()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Give room to where somebody works: to the step, or to the message."""
        around = self.parentWidget()
        if now is None or around is None or self.isHidden() or not around.isAncestorOf(now):
            return
        if self._cut is self.isAncestorOf(now):
            self._cut = not self._cut
            self._soon.start(0)

    def _fit_soon(self) -> None:
        if QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self._soon.start(_HELD_MS)
            return
        self._fit()
        if self._cut:
            self._scroller.verticalScrollBar().setValue(0)

    def _fit(self) -> None:
        """Be as tall as the message needs, but leave the step its room."""
        around = self.parentWidget()
        if around is None:
            return
        beside = [one for one in around.findChildren(QFrame, options=_DIRECT) if _is_bar(one)]
        taken = sum(max(one.minimumSizeHint().height(), one.heightForWidth(around.width())) for one in beside)
        needed = self._scroller.end.totalHeightForWidth(self.width())
        room = around.height() - taken
        most = room - _STEP if not self._cut or needed <= room * _MODEST else int(room * _CUT)
        self.setFixedHeight(min(needed, max(_LEAST, most)))

    def _drop_buttons(self) -> None:
        for button in self.buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = []
