"""Widgets that come and go in a layout: whatever a view shows anew, it shows anew this way."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from lotse_app.ui.kit.blocks import SecondaryButton

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtWidgets import QLayout, QStackedWidget

W = TypeVar("W", bound=QWidget)


def drop(place: QLayout | QStackedWidget, widgets: Iterable[QWidget]) -> None:
    """Take widgets away for good: out of sight at once, destroyed when nothing of theirs runs any more."""
    for widget in widgets:
        place.removeWidget(widget)
        widget.hide()
        widget.deleteLater()


def put_rows(box: QLayout, rows: list[W], fresh: Iterable[W]) -> None:
    """Show ``fresh`` in the place of ``rows``; the list holds them afterwards."""
    drop(box, rows)
    rows[:] = fresh
    for row in rows:
        box.addWidget(row)


def place_of_focus(rows: Sequence[QWidget]) -> int:
    """Return the place of the row that has the focus, -1 for none: who works on a list stays in it."""
    focus = QApplication.focusWidget()
    return next((at for at, row in enumerate(rows) if focus is not None and row.isAncestorOf(focus)), -1)


def focus_near(rows: Sequence[QWidget], place: int) -> bool:
    """Put the focus on the first button in the row at ``place`` or behind it, else before; return whether one was."""
    near = [*rows[place:], *reversed(rows[:place])]
    target = next((button for row in near for button in row.findChildren(SecondaryButton)), None)
    if target is not None:
        target.setFocus(Qt.FocusReason.OtherFocusReason)
    return target is not None


def reached_after(before: QWidget, parts: Iterable[QWidget]) -> None:
    """Let Tab come from ``before`` to these: what was made later than what stands below it would be the last else."""
    for part in parts:
        QWidget.setTabOrder(before, part)
        before = part


def reached_before(after: QWidget, parts: Iterable[QWidget]) -> None:
    """Let Tab come to these right before ``after``, wherever that stands."""
    stops = tuple(parts)
    if stops:
        reached_after(after, (*stops, after))


def reached_last(area: QWidget, parts: Iterable[QWidget]) -> None:
    """Let Tab come to these from the last stop in ``area``, whenever that was made."""
    last, stop = area, area.nextInFocusChain()
    while stop is not None and stop is not area:
        if area.isAncestorOf(stop) and stop.focusPolicy() & Qt.FocusPolicy.TabFocus:
            last = stop
        stop = stop.nextInFocusChain()
    reached_after(last, parts)
