"""Buttons of a few words, which break into lines where there is no room for them in one: with very large text.

They stay plain buttons of Qt that a row of choices holds; a whole sentence goes beside its box: ``worded.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QCheckBox, QPushButton, QRadioButton, QSizePolicy

from lotse_app.overriding import override

if TYPE_CHECKING:
    from PySide6.QtGui import QFontMetrics, QResizeEvent
    from PySide6.QtWidgets import QAbstractButton

    _Whole = QAbstractButton
else:
    _Whole = object


#: After these a button measures itself anew.
_NEW_LOOK = frozenset({QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.ApplicationFontChange})


def broken(words: str, metrics: QFontMetrics, room: int) -> str:
    """Return the words in as many lines as they need in ``room`` pixels; a word that is longer stands alone."""
    lines: list[str] = []
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and metrics.horizontalAdvance(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return "\n".join(lines)


class _Wraps(_Whole):
    """Goes before a button in the list of bases. ``text`` is what was set; what is painted has line ends in it.

    The size it asks for is that of one line, so that breaking never changes what the layouts around reckon with.
    """

    _words = ""
    #: Width of all that is not words, and height of one line, once somebody asked: layouts ask many times a page.
    _edges: tuple[int, int] | None = None
    #: How high it was to be at least before its words were broken; None while they stand in one line.
    _least: int | None = None
    #: How high it asked to be at least while they are broken.
    _asked = 0

    @override
    def setText(self, text: str, /) -> None:
        self._words, self._edges = text, None
        super().setText(text)
        # A button that is being made has no width yet; to ask for its size would style it before it is all there.
        if self.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
            self._fit(self.width())

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _NEW_LOOK:
            self._edges = None
            if self._least is not None:  # it was broken in the look before
                self._fit(self.width())

    @override
    def text(self) -> str:
        return self._words or super().text()

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int, /) -> int:
        one = self.sizeHint()
        if width >= one.width():
            return one.height()
        more = broken(self._words, self.fontMetrics(), width - self._measured()[0]).count("\n")
        return one.height() + more * self.fontMetrics().lineSpacing()

    @override
    def sizeHint(self) -> QSize:
        frame, height = self._measured()
        return QSize(frame + self.fontMetrics().horizontalAdvance(self._words), height)

    @override
    def minimumSizeHint(self) -> QSize:
        longest = max(self.fontMetrics().horizontalAdvance(word) for word in self.text().split(" "))
        frame, height = self._measured()
        return QSize(frame + longest, height)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())

    def _measured(self) -> tuple[int, int]:
        """Return the width of all that is not words, and the height of one line."""
        if self._edges is None:
            metrics, painted, hint = self.fontMetrics(), super().text().split("\n"), super().sizeHint()
            longest = max(metrics.horizontalAdvance(one) for one in painted)
            self._edges = hint.width() - longest, hint.height() - (len(painted) - 1) * metrics.lineSpacing()
        return self._edges

    def _break(self, width: int) -> None:
        if not self._words:
            return
        fits = width >= self.sizeHint().width()
        shown = self._words if fits else broken(self._words, self.fontMetrics(), width - self._measured()[0])
        if shown != super().text():
            super().setText(shown)

    def _fit(self, width: int) -> None:
        self._break(width)
        self._make_room(width)

    def _make_room(self, width: int) -> None:
        """Ask for the height of the broken words: layouts give what may not grow no more than one line."""
        needed, one = self.heightForWidth(width), self.sizeHint().height()
        if self._least is not None and self.minimumHeight() != self._asked:
            self._least = self.minimumHeight()  # a new look asks for another one
        if needed > one:
            self._least = self.minimumHeight() if self._least is None else self._least
            self._asked = max(needed, self._least)
            self.setMinimumHeight(self._asked)
        elif self._least is not None:
            least, self._least = self._least, None
            self.setMinimumHeight(least)


class WrappingButton(_Wraps, QPushButton):
    """A push button."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.setText(text)


class WrappingRadio(_Wraps, QRadioButton):
    """A radio button."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)


class WrappingCheck(_Wraps, QCheckBox):
    """A check box."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)
