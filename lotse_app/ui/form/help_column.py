"""The column beside the form: help for the question in hand, and how to ask it simply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.ui.kit.blocks import Body, Card, Muted, Text
from lotse_app.ui.kit.layouts import GRID

if TYPE_CHECKING:
    from lotse_app.forms.state import ControlState

_NOTHING = "Zu dieser Frage gibt es keine weitere Hilfe."


class HelpColumn(Card):
    """*Hilfe* and *Einfach gefragt*."""

    def __init__(self) -> None:
        super().__init__("Hilfe", 3)
        self.question = Text("", "label")
        self.words = Body()
        self.caption = Muted("Einfach gefragt:")
        self.plain = Body()
        self.body.addWidget(self.question)
        self.body.addWidget(self.words)
        self.body.addSpacing(GRID)
        self.body.addWidget(self.caption)
        self.body.addWidget(self.plain)
        self.show_for(None, "")

    def show_for(self, control: ControlState | None, step_plain: str) -> None:
        """Show the help of a question; without one, the step in plain words."""
        plain = control.words.plain if control is not None else ""
        words = control.help if control is not None else step_plain
        self.question.setText(control.label if control is not None else "")
        self.question.setVisible(control is not None)
        self.words.setText(words or (_NOTHING if not plain else ""))
        self.words.setVisible(bool(words) or not plain)
        self.plain.setText(f"„{plain}“" if plain else "")
        self.caption.setVisible(bool(plain))
        self.plain.setVisible(bool(plain))
