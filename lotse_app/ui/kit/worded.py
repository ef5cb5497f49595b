"""Radio buttons and check boxes with a sentence: the words are a text of their own, as wide as a text may be.

For a few words in a row of choices the button itself breaks them: ``wrapping.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QWidget

from lotse_app.overriding import override
from lotse_app.ui.kit.blocks import Text
from lotse_app.ui.kit.layouts import GRID

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QAbstractButton

_NEW_LOOK = frozenset({QEvent.Type.FontChange, QEvent.Type.StyleChange})


class Words(Text):
    """The words of a button: one line where there is room for it; clicking them clicks the button."""

    def __init__(self, text: str, button: QAbstractButton) -> None:
        super().__init__(text.replace("&", "&&"))
        self._button = button
        self.setBuddy(button)

    @override
    def sizeHint(self) -> QSize:
        edges = self.contentsMargins()
        line = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.text()).width()
        width = min(line + edges.left() + edges.right() + 2, self.maximumWidth())
        return QSize(width, self.heightForWidth(width))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:
        if self._button.isEnabled() and self.rect().contains(event.position().toPoint()):
            self._button.setFocus(Qt.FocusReason.MouseFocusReason)
            self._button.click()


class Worded(QWidget):
    """A radio button or check box beside its words."""

    def __init__(self, button: QAbstractButton, text: str) -> None:
        super().__init__()
        self.box = button
        self.box.setAccessibleName(text)
        self.box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.words = Words(text, self.box)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID // 2)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        row.addStretch(0)
        self._align()
        self.setFocusProxy(self.box)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def set_text(self, text: str) -> None:
        """Say something else beside the button."""
        self.box.setAccessibleName(text)
        self.words.setText(text.replace("&", "&&"))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _NEW_LOOK and self.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
            self._align()

    def _align(self) -> None:
        """Put the first line of the words beside the middle of the box."""
        spare = max(0, self.box.sizeHint().height() - self.words.fontMetrics().height())
        self.words.setContentsMargins(0, spare // 2, 0, spare // 2)


class WrappingTick(Worded):
    """A check box whose words wrap."""

    def __init__(self, text: str) -> None:
        super().__init__(QCheckBox(), text)
