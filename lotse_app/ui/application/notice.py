"""A message above the step, with what can be done about it; nothing modal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from lotse_app.ui.kit import Banner, SecondaryButton
from lotse_app.ui.layouts import GRID, FlowLayout, column

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lotse_app.ui.kit import Tone


class Notice(QWidget):
    """One message at a time."""

    def __init__(self) -> None:
        super().__init__()
        box = column(self, GRID)
        box.setContentsMargins(2 * GRID, GRID, 2 * GRID, 0)
        self.banner = Banner()
        self.buttons: list[SecondaryButton] = []
        self._row = FlowLayout(spacing=GRID)
        box.addWidget(self.banner)
        box.addLayout(self._row)
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
        self.show()
        self.banner.say(tone, text)
        if self.buttons:
            self.buttons[0].setFocus()

    def clear(self) -> None:
        """Take the message away."""
        self._drop_buttons()
        self.banner.clear()
        self.hide()

    def _drop_buttons(self) -> None:
        for button in self.buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = []
