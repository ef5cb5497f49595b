"""Looks at a window as it lies on the screen: what overlaps, what is cut off, what the focus cannot reach."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QWidget,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Where Qt breaks a line.
_BREAKS = re.compile("(?<=[-/–])|\\s|\u00ad")
#: A pixel more or less is a rounded one.
_PIXEL = 1
#: So much of a control in hand must be seen, in pixels; so many presses of Tab come round every page.
_SEEN, _LONGEST_WALK = 40, 250
#: What lays out its own inside.
_WHOLE = (QAbstractSpinBox, QComboBox, QAbstractButton, QLabel)


def faults(window: QWidget) -> list[str]:
    """Return everything that is wrong with what a window shows now, in words."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return [*laid_out(window), *_unreached(window)]


def laid_out(window: QWidget) -> list[str]:
    """Return what overlaps and what is cut, in words."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return list(_laid_out(window))


def called(widget: QWidget) -> str:
    """Return which widget is meant."""
    text = getattr(widget, "text", None)
    words = widget.accessibleName() or (str(text()) if callable(text) else "")
    return f"{type(widget).__name__} „{words[:50]}“ {widget.geometry().getRect()}"


def _laid_out(widget: QWidget) -> Iterator[str]:
    shown = [child for child in _children(widget) if child.isVisible() and not child.size().isEmpty()]
    if not isinstance(widget, QAbstractScrollArea):
        yield from _overlaps(widget, shown)
        yield from _outside(widget, shown)
    for child in shown:
        yield from _cut(child)
        if not isinstance(child, _WHOLE):
            yield from _laid_out(child)


def _children(widget: QWidget) -> list[QWidget]:
    found = [child for child in widget.children() if isinstance(child, QWidget)]
    return [child for child in found if not child.isWindow()]


def _overlaps(widget: QWidget, shown: list[QWidget]) -> Iterator[str]:
    for at, one in enumerate(shown):
        for other in shown[at + 1 :]:
            common = one.geometry().intersected(other.geometry())
            if common.width() > _PIXEL and common.height() > _PIXEL:
                yield f"overlap in {called(widget)}: {called(one)} and {called(other)}"


def _outside(widget: QWidget, shown: list[QWidget]) -> Iterator[str]:
    if isinstance(widget.parentWidget(), QAbstractScrollArea):
        return  # what scrolls is larger than what shows it
    room = widget.rect().adjusted(-_PIXEL, -_PIXEL, _PIXEL, _PIXEL)
    for child in shown:
        if not room.contains(child.geometry()):
            yield f"outside of {called(widget)} {widget.size().toTuple()}: {called(child)}"


def _cut(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QScrollArea) and widget.horizontalScrollBar().maximum() > 0:
        shown = [one for one in widget.findChildren(QWidget) if one.isVisible()]
        widest = max(shown, key=_least_width, default=widget)
        by = widget.horizontalScrollBar().maximum()
        yield f"sideways: {called(widget)} by {by}, widest is {called(widest)} {_least_width(widest)}"
    if isinstance(widget, QLabel) and widget.text() and not _said_whole(widget, widget.text()):
        wraps = widget.wordWrap()
        needed = widget.heightForWidth(widget.width()) if wraps else widget.sizeHint().height()
        if widget.height() < needed - _PIXEL:
            yield f"too low, needs {needed}: {called(widget)}"
        painted = widget.text() if widget.buddy() is None else widget.text().replace("&", "")
        pieces = [piece for piece in _BREAKS.split(painted) if piece]
        longest = max((widget.fontMetrics().horizontalAdvance(piece) for piece in pieces), default=0)
        if widget.contentsRect().width() < (longest if wraps else widget.sizeHint().width()) - _PIXEL:
            yield f"too narrow: {called(widget)}"
    if isinstance(widget, QPushButton | QCheckBox | QRadioButton) and widget.text():
        hint, one_line = widget.minimumSizeHint(), widget.fontMetrics().height()
        # A button of several lines asks for them by its width; before it has lines, one of text is enough.
        needed = widget.heightForWidth(widget.width()) if widget.hasHeightForWidth() else 0
        needed = one_line if needed <= widget.sizeHint().height() else needed
        if widget.width() < hint.width() - _PIXEL or widget.height() < needed - _PIXEL:
            yield f"cut, needs {hint.width()} x {needed}: {called(widget)}"


def _least_width(widget: QWidget) -> int:
    inside = widget.layout() is None or isinstance(widget, _WHOLE)
    return max(widget.minimumWidth(), widget.minimumSizeHint().width()) if inside else 0


def _said_whole(widget: QWidget, text: str) -> bool:
    """Return whether what is shortened can be read whole at the tooltip."""
    return bool(widget.toolTip()) and (text in widget.toolTip() or text.endswith("…"))


def _unreached(window: QWidget) -> Iterator[str]:
    """Walk with Tab as a person does; say what does not come into sight, and what the walk never comes to."""
    walked: list[QWidget] = []
    for _ in range(_LONGEST_WALK):
        now = QApplication.focusWidget()
        if now is None or (now in walked and now is not walked[-1]):
            break
        walked.append(now)  # a date has sections: Tab stays in it for three presses
        if not _in_sight(now):
            yield f"not in sight with the focus: {called(now)}"
        QTest.keyClick(now, Qt.Key.Key_Tab)
        for _ in range(3):
            QApplication.processEvents()
    for widget in window.findChildren(QWidget):
        if _takes_focus(widget) and widget not in walked:
            yield f"Tab never comes to: {called(widget)}"


def _takes_focus(widget: QWidget) -> bool:
    tabbed = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    arrows = isinstance(widget, QAbstractButton) and (widget.autoExclusive() or widget.group() is not None)
    inner = isinstance(widget.parentWidget(), QAbstractSpinBox | QComboBox)
    return (
        bool(tabbed) and widget.isVisible() and widget.isEnabled() and not (arrows or inner) and not widget.focusProxy()
    )


def _in_sight(widget: QWidget) -> bool:
    """Return whether its top, or as much as the place it scrolls in can show, is seen."""
    seen, height, around = widget.visibleRegion().boundingRect(), widget.height(), widget.parentWidget()
    while around is not None and not around.isWindow():
        height = min(height, around.height() if isinstance(around.parentWidget(), QAbstractScrollArea) else height)
        around = around.parentWidget()
    return seen.height() >= min(height, _SEEN) - _PIXEL and seen.width() > 0
