"""Pages of which one is shown, and only that one asks for room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget

from lotse_app.overriding import override

if TYPE_CHECKING:
    from PySide6.QtCore import QSize
    from PySide6.QtWidgets import QWidget


class PageStack(QStackedWidget):
    """Asks for the room that the page in sight needs; its pages scroll by themselves.

    Qt's own stack asks all its pages: a page that is made behind the one in sight would be laid out with every change.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(self._changed)

    @override
    def setCurrentWidget(self, page: QWidget, /) -> None:
        # With its size before it is shown: Qt lays out what it shows, and only then gives it the stack's size.
        page.setGeometry(self.rect())
        super().setCurrentWidget(page)

    def _changed(self, _index: int) -> None:
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        shown = self.currentWidget()
        return super().sizeHint() if shown is None else shown.sizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        shown = self.currentWidget()
        return super().minimumSizeHint() if shown is None else shown.minimumSizeHint()

    @override
    def hasHeightForWidth(self) -> bool:
        return False
