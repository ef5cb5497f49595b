"""The letters of a Vorgang, newest first: what came, when, until when, and what can be done about it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from lotse_app.clock import short_date
from lotse_app.models.letter import DueSource
from lotse_app.models.words import LETTERS
from lotse_app.ui.kit.blocks import Card, EmptyState, Muted, SecondaryButton, Text
from lotse_app.ui.kit.layouts import GRID, FlowLayout, column
from lotse_app.ui.kit.rows import put_rows
from lotse_app.ui.words.today import day_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from lotse_app.models.letter import Letter
    from lotse_app.workflows.letters import CasePost


def letter_words(letter: Letter, today: date) -> str:
    """Return the days of a letter in one line."""
    parts = [f"Brief vom {short_date(letter.dated)}", f"erhalten {short_date(letter.received)}"]
    if letter.due is not None:
        computed = " (vorsorglich gerechnet)" if letter.due_source is DueSource.COMPUTED else ""
        parts.append(f"Frist {day_words(letter.due, today)}{computed}")
    if letter.answered_on is not None:
        parts.append(f"beantwortet am {short_date(letter.answered_on)}")
    return " · ".join(parts)


class LetterList(Card):
    """The card *Post vom Amt*."""

    #: The ``Letter`` that was answered, is open again, is to be taken back.
    answered = Signal(object)
    reopened = Signal(object)
    taken_back = Signal(object)

    def __init__(self) -> None:
        super().__init__("Post vom Amt")
        self._empty = EmptyState("Noch kein Brief eingetragen.", "Kommt einer: „Post vom Amt eintragen“ unten rechts.")
        self.body.addWidget(self._empty)
        self._rows: list[QWidget] = []

    def show_post(self, post: CasePost, today: date) -> None:
        """Show the letters; the last one can be taken back."""
        rows = (self._row(letter, today, last=letter == post.last) for letter in post.letters)
        put_rows(self.body, self._rows, rows)
        self._empty.setVisible(not self._rows)

    def _row(self, letter: Letter, today: date, *, last: bool) -> QWidget:
        row = QWidget()
        box = column(row, GRID // 2)
        title = LETTERS[letter.kind]
        words = letter_words(letter, today)
        box.addWidget(Text(f"{title} – noch zu beantworten" if letter.open else title, "label"))
        box.addWidget(Muted(words))
        if letter.note:
            box.addWidget(Text(f"Notiz: {letter.note}"))
        buttons = FlowLayout(spacing=GRID)
        if letter.open:
            self._button(buttons, "Beantwortet", f"{title} ist beantwortet", self.answered.emit, letter)
        elif letter.answered_on is not None:
            self._button(buttons, "Doch noch offen", f"{title} ist doch noch offen", self.reopened.emit, letter)
        if last:
            self._button(
                buttons, "Eintrag zurücknehmen", f"Eintrag zurücknehmen: {title}", self.taken_back.emit, letter
            )
        box.addLayout(buttons)
        row.setAccessibleName(f"{title}. {words}")
        return row

    def _button(self, row: FlowLayout, words: str, name: str, tell: Callable[[Letter], None], letter: Letter) -> None:
        button = SecondaryButton(words)
        button.setAccessibleName(name)
        button.clicked.connect(partial(self._tell, tell, letter))
        row.addWidget(button)

    def _tell(self, tell: Callable[[Letter], None], letter: Letter, *_clicked: object) -> None:
        tell(letter)
