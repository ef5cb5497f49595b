"""Showing and hiding parts that may not stand in their place yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def set_shown(widget: QWidget, *, shown: bool) -> None:
    """Show or hide a widget; one without a parent is not made a window, it comes with its parent later.

    What comes with its parent anyway is left alone: showing it by itself would lay it out once more (1 ms each).
    """
    if shown and not widget.isHidden():
        return
    if shown and widget.parentWidget() is None:
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)
    else:
        widget.setVisible(shown)
