"""One line of the evidence list: state by key or click, reason, files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from lotse_app.models.evidence import EvidenceState
from lotse_app.ui.application.acts import with_state
from lotse_app.ui.kit.blocks import Body, Card, LinkButton, Muted, SecondaryButton, Text, announce
from lotse_app.ui.kit.fields import ChoiceRow, Field
from lotse_app.ui.kit.layouts import GRID, FlowLayout, column
from lotse_app.ui.resident.pages import empty

if TYPE_CHECKING:
    from lotse_app.forms.form import EvidenceRule
    from lotse_app.models.evidence import Evidence, EvidenceFile

STATE_WORDS: dict[EvidenceState, str] = {
    EvidenceState.SHOWN: "vorgelegt und geprüft (keine Kopie)",
    EvidenceState.ON_PAPER: "liegt auf Papier bei",
    EvidenceState.FILE: "Datei",
    EvidenceState.LATER: "wird nachgereicht",
    EvidenceState.NOT_NEEDED: "nicht nötig",
}
#: Beside a paper that is usually shown (identity documents); only the pilot's key or click says that it was.
USUAL = "Üblich: ansehen und prüfen, dann 1 drücken. Ohne das bleibt es offen."
_KINDS = {"application/pdf": "PDF", "image/jpeg": "Foto (JPEG)", "image/png": "Bild (PNG)"}


def file_words(file: EvidenceFile, number: int) -> str:
    """Return a file in words; its name is not kept, it may say more than the paper."""
    size = f"{file.size / 1024 / 1024:.1f} MB" if file.size >= 1024 * 1024 else f"{max(1, round(file.size / 1024))} kB"
    pages = "1 Seite" if file.pages == 1 else f"{file.pages} Seiten"
    return f"Datei {number}: {_KINDS.get(file.media_type, file.media_type)}, {pages}, {size}".replace(".", ",")


class FileLine(QWidget):
    """A stored file and the way to delete it."""

    #: The ``EvidenceFile``.
    dropped = Signal(object)

    def __init__(self, file: EvidenceFile, number: int, *, enabled: bool) -> None:
        super().__init__()
        self._file = file
        row = FlowLayout(self, GRID)
        words = Body(file_words(file, number))
        words.setWordWrap(False)  # a few words: broken, they would stand in two lines beside an empty page
        row.addWidget(words)
        self.drop = LinkButton("Löschen")
        self.drop.setAccessibleName(f"Datei {number} löschen")
        self.drop.clicked.connect(self._drop)
        row.addWidget(self.drop)
        self.drop.setVisible(enabled)

    def _drop(self) -> None:
        self.dropped.emit(self._file)


class EvidenceRow(Card):
    """One piece of evidence."""

    #: An ``Evidence`` in its new state, to be written.
    changed = Signal(object)
    #: The ``Evidence`` a file is wanted for.
    file_wanted = Signal(object)
    #: An ``EvidenceFile`` to delete.
    dropped = Signal(object)

    def __init__(self, rule: EvidenceRule | None, line: Evidence, parent: QWidget | None = None) -> None:
        super().__init__(line.label, 3, parent)
        self.line = line
        self._shown_files: tuple[EvidenceFile, ...] | None = None
        if rule is not None and rule.hint:
            self.body.addWidget(Muted(rule.hint))
        self.usual = Muted(USUAL)
        self._usually_shown = rule is not None and rule.preset == EvidenceState.SHOWN.value
        self.body.addWidget(self.usual)
        options = [(state.value, words) for state, words in STATE_WORDS.items()]
        self.states = ChoiceRow("", options, first_key=1, advance=False)
        self.states.setAccessibleName(line.label)
        for (_, words), button in zip(options, self.states.buttons, strict=True):
            button.setAccessibleName(f"{line.label}: {words}")
        self.body.addWidget(self.states)
        self.reason = QLineEdit()
        self.reason_field = Field("Warum nicht nötig?", self.reason, "Das Amt liest diesen Grund.")
        self.body.addWidget(self.reason_field)
        self.problem = Text("", "problem")
        self.problem.hide()
        self.body.addWidget(self.problem)
        self.files = column(None, GRID // 2)
        self.body.addLayout(self.files)
        self.choose = SecondaryButton("Datei wählen …")
        self.choose.setAccessibleName(f"{line.label}: Datei wählen")
        row = FlowLayout(spacing=GRID)
        row.addWidget(self.choose)
        self.body.addLayout(row)
        self.states.picked.connect(self._picked)
        self.reason.editingFinished.connect(self._reasoned)
        self.choose.clicked.connect(self._wish_file)

    def show_line(self, line: Evidence, *, enabled: bool) -> None:
        """Show the line as it is stored; nothing is chosen for the pilot."""
        self.line = line
        self.states.blockSignals(True)
        self.states.set_value(line.state.value)
        self.states.blockSignals(False)
        for button in self.states.buttons:
            button.setEnabled(enabled)
        if not self.reason.hasFocus():
            self.reason.setText(line.reason)
        self.reason.setEnabled(enabled)
        self.reason_field.setVisible(line.state is EvidenceState.NOT_NEEDED)
        self.usual.setVisible(self._usually_shown and enabled and line.state is EvidenceState.OPEN)
        self.choose.setVisible(enabled and line.state is EvidenceState.FILE)
        self.choose.setText("Weitere Datei wählen …" if line.files else "Datei wählen …")
        if line.files != self._shown_files:
            self._show_files(line, enabled=enabled)

    def refuse(self, words: str) -> None:
        """Say why a file was not taken."""
        self.problem.setText(f"⚠ {words}")
        self.problem.show()
        self.show_line(self.line, enabled=self.reason.isEnabled())
        announce(self, words, urgent=True)

    def _show_files(self, line: Evidence, *, enabled: bool) -> None:
        self._shown_files = line.files
        empty(self.files)
        for number, file in enumerate(line.files, start=1):
            shown = FileLine(file, number, enabled=enabled)
            shown.dropped.connect(self.dropped)
            self.files.addWidget(shown)

    def _picked(self) -> None:
        self.problem.hide()
        state = EvidenceState(self.states.value)
        if state is EvidenceState.FILE and not self.line.files:
            self._wish_file()
            return
        self.changed.emit(with_state(self.line, state, self.line.reason))
        if state is EvidenceState.NOT_NEEDED:
            self.reason_field.show()
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _reasoned(self) -> None:
        text = self.reason.text().strip()
        if text != self.line.reason and self.line.state is EvidenceState.NOT_NEEDED:
            self.changed.emit(with_state(self.line, self.line.state, text))

    def _wish_file(self) -> None:
        self.problem.hide()
        self.file_wanted.emit(self.line)
