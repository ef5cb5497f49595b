"""Where the buttons at the foot of a page stand: in sight below what scrolls, or at its end where room is scarce."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject

from lotse_app.overriding import override
from lotse_app.ui.kit.layouts import is_cramped

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayout, QWidget

_LOOK_AGAIN = frozenset({QEvent.Type.Resize, QEvent.Type.FontChange, QEvent.Type.StyleChange})


class FootPlace(QObject):
    """Watches one page and moves its foot between two layouts."""

    def __init__(self, page: QWidget, foot: QWidget, below: QLayout, inside: QLayout) -> None:
        super().__init__(page)
        self._page, self._foot, self._below, self._inside = page, foot, below, inside
        below.addWidget(foot)
        page.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if watched is self._page and event.type() in _LOOK_AGAIN:
            place = self._inside if is_cramped(self._page) else self._below
            if place.indexOf(self._foot) < 0:
                place.addWidget(self._foot)
        return False
