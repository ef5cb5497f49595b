"""Widgets that come and go in a layout: whatever a view shows anew, it shows anew this way."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Iterable

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
