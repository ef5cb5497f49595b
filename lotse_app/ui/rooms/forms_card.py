"""The card *Formulare* of the settings: the way into the form keeper's room."""

from __future__ import annotations

from PySide6.QtCore import Signal

from lotse_app.ui.kit.blocks import ActionRow, Body, Card, SecondaryButton

_WHAT = "Mitgelieferte und übernommene Formulare ansehen, zur Probe ausfüllen, freigeben und zurückziehen."


class FormsCard(Card):
    """Says what is behind the button."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__("Formulare")
        self.body.addWidget(Body(_WHAT))
        self.open_button = SecondaryButton("Formulare öffnen …")
        self.open_button.clicked.connect(self.wanted)
        self.body.addWidget(ActionRow([self.open_button]))
