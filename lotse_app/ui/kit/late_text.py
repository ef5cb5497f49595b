"""A text that costs nothing until it is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.ui.kit.blocks import Text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QBoxLayout


class LateText:
    """A line of a layout that becomes a widget when it first has something to say: most lines of a form never do.

    ``place`` is its index in the box; negative ones count from the end, -1 is the last.
    """

    def __init__(self, box: QBoxLayout, place: int, kind: str) -> None:
        self._box = box
        self._place = place
        self._kind = kind
        self._widget: Text | None = None

    @property
    def text(self) -> str:
        """Return what it says, shown or not."""
        return self._widget.text() if self._widget is not None else ""

    def shown(self) -> bool:
        """Return whether it can be seen."""
        return self._widget is not None and self._widget.isVisible()

    def say(self, text: str) -> None:
        """Show a text; an empty one takes the line away."""
        if self._widget is None:
            if not text:
                return
            self._widget = Text("", self._kind, self._box.parentWidget())
            self._box.insertWidget(
                self._place if self._place >= 0 else self._box.count() + 1 + self._place, self._widget
            )
        self._widget.setText(text)
        self._widget.setVisible(bool(text))
