"""What is shown where the program cannot begin: one sentence, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from lotse_app.ui.kit.blocks import Body, Heading, Page, PrimaryButton, SecondaryButton, announce
from lotse_app.ui.messages.problems import RESTORABLE, opening_sentence

if TYPE_CHECKING:
    from lotse_app.models.problems import Problem


class TroubleView(Page):
    """Something stands in the way of a start; said in one sentence with what to do."""

    again = Signal()
    closed = Signal()
    restore_wanted = Signal()

    def __init__(self, problem: Problem) -> None:
        super().__init__()
        self.body.addWidget(Heading("Lotse kann nicht beginnen"))
        text = Body(opening_sentence(problem))
        self.body.addWidget(text)
        self.body.addStretch(1)
        again, leave = PrimaryButton("Noch einmal versuchen"), SecondaryButton("Beenden")
        again.clicked.connect(self.again)
        self.setFocusProxy(again)
        leave.clicked.connect(self.closed)
        self.restore = SecondaryButton("Sicherung zurückholen")
        self.restore.clicked.connect(self.restore_wanted)
        self.restore.setVisible(problem.code in RESTORABLE)
        self.set_foot([leave, self.restore] if problem.code in RESTORABLE else [leave], [again])
        announce(text, text.text(), urgent=True)
