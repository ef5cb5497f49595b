"""The editor of a question for a file: its name is the answer, the file itself belongs to the evidence."""

from __future__ import annotations

from mimetypes import MimeTypes
from pathlib import PurePath
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileInfo

from lotse_app.overriding import override
from lotse_app.ui.form.editors import TextEditor
from lotse_app.ui.kit.blocks import Muted, SecondaryButton, announce
from lotse_app.ui.kit.file_dialogs import ask_file

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from lotse_app.forms.state import ControlState


class FileEditor(TextEditor):
    """A line for the name, and a button that asks for the file; only kinds and sizes the form allows are taken."""

    def __init__(self, accepts: tuple[str, ...], max_bytes: int | None = None) -> None:
        super().__init__()
        self._accepts = accepts
        self._max_bytes = max_bytes
        known = MimeTypes()  # the table of the standard library; nothing of this computer is read
        found = (suffix for one in accepts for suffix in known.guess_all_extensions(one))
        self._suffixes = tuple(one.removeprefix(".") for one in found)
        self.button = SecondaryButton("Datei wählen …")
        self.button.clicked.connect(self._choose)
        self._row.addWidget(self.button)
        self.note = Muted()
        self.note.hide()
        self._row.addWidget(self.note)

    @property
    @override
    def stops(self) -> tuple[QWidget, ...]:
        return (self.line, self.button)

    @override
    def show_state(self, control: ControlState, *, fresh: bool) -> None:
        super().show_state(control, fresh=fresh)
        self.button.setEnabled(control.enabled and not control.read_only)

    @override
    def describe(self, name: str, description: str, *, problem: bool) -> None:
        super().describe(name, description, problem=problem)
        self.button.setAccessibleName(f"Datei wählen: {name}")

    def take(self, path: str) -> None:
        """Take the name of a chosen file, without its folder; what the form does not allow is refused in words."""
        name = PurePath(path).name
        suffix = PurePath(path).suffix.lower().removeprefix(".")
        if self._suffixes and suffix not in self._suffixes:
            allowed = ", ".join(dict.fromkeys(one.rpartition("/")[2].upper() for one in self._accepts))
            self._say(f"Diese Art von Datei nimmt das Formular nicht an. Möglich: {allowed}.")
            return
        # The dialog has just listed it; nothing of the file is read.
        if self._max_bytes is not None and QFileInfo(path).size() > self._max_bytes:
            most = f"{self._max_bytes / 1_000_000:g}".replace(".", ",")
            self._say(f"Die Datei ist größer als {most} MB. Mehr nimmt das Formular nicht an.")
            return
        self._say("")
        self.line.setText(name)
        self.line.setFocus()

    def _say(self, words: str) -> None:
        self.note.setText(words)
        self.note.setVisible(bool(words))
        if words:
            announce(self.line, words)

    def _choose(self) -> None:
        patterns = " ".join(f"*.{one}" for one in self._suffixes) or "*"
        ask_file(self, "Datei wählen", f"Mögliche Dateien ({patterns})", self.take)
