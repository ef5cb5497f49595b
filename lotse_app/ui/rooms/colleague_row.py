"""A colleague's Wiedervorlage that is due: its day only, and *Vertretung übernehmen* with a reason."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from lotse_app.models.sight import MAX_WORDS, TakeoverReason
from lotse_app.ui.application.takeover import REASON_WORDS
from lotse_app.ui.kit.blocks import ActionRow, Muted, SecondaryButton
from lotse_app.ui.kit.fields import ChoiceRow, Field
from lotse_app.ui.kit.layouts import GRID, column

OF_COLLEAGUE = "Wiedervorlage einer Kollegin oder eines Kollegen"
TAKE = "Vertretung übernehmen"
_WHAT = "Wer vertritt, sieht den Grund und führt sie weiter. Die Übernahme steht im Protokoll."


class ColleagueRow(QWidget):
    """The reason why is asked below the line once somebody wants to stand in; nothing is written before."""

    #: A ``TakeoverReason`` and the words beside it, as a pair.
    taken = Signal(object)

    def __init__(self, line: QWidget, ask: SecondaryButton) -> None:
        """``line`` says the day; ``ask`` is the button below it."""
        super().__init__()
        self.ask = ask
        ask.clicked.connect(self._open)
        box = column(self, GRID)
        box.addWidget(line)
        box.addWidget(ActionRow([], [ask]))
        self._form = QWidget()
        inner = column(self._form, GRID)
        inner.addWidget(Muted(_WHAT))
        self.reason = ChoiceRow("Warum?", [(one.value, words) for one, words in REASON_WORDS.items()])
        self.words = QLineEdit()
        self.words.setMaxLength(MAX_WORDS)
        self.words.returnPressed.connect(self._take)
        self.field = Field("Mehr dazu", self.words, "Kurz und ohne Namen, höchstens 200 Zeichen.")
        self.take = SecondaryButton(TAKE)
        self.take.clicked.connect(self._take)
        inner.addWidget(self.reason)
        inner.addWidget(self.field)
        inner.addWidget(ActionRow([], [self.take]))
        box.addWidget(self._form)
        self._form.hide()

    def _open(self) -> None:
        self._form.show()
        self.ask.hide()
        self.reason.take_focus()

    def _take(self) -> None:
        if not self.reason.value:
            self.field.set_problem("Bitte zuerst den Grund wählen. Er steht im Protokoll.")
            self.reason.take_focus()
            return
        self.field.set_problem("")
        self.taken.emit((TakeoverReason(self.reason.value), self.words.text()))
