"""Choosing one of the 418 communes by typing its name or a postcode; a postcode of several communes lists them all."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from lotse_app.overriding import override
from lotse_app.ui.kit.blocks import announce
from lotse_app.ui.kit.fields import Field
from lotse_app.ui.kit.layouts import GRID, column
from lotse_app.ui.words.shared import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from lotse_app.models.commune import Commune

#: More lines than this are not read by anybody; typing on is quicker.
SHOWN = 30
_HELP = "Namen oder Postleitzahl eingeben, dann mit Pfeil nach unten wählen."
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One commune as it is searched: folded names in both German spellings."""

    commune: Commune
    spellings: tuple[str, str]

    def rank(self, typed: str) -> int:
        """Return 0 where the name begins so, 1 where a word does, 2 where it is inside, 3 where it is not."""
        places = [spelling.find(typed) for spelling in self.spellings]
        if 0 in places:
            return 0
        if any(f" {typed}" in spelling or f"-{typed}" in spelling for spelling in self.spellings):
            return 1
        return 2 if max(places) > 0 else 3


def entries(communes: Sequence[Commune]) -> tuple[Entry, ...]:
    """Return the communes made ready for searching."""
    return tuple(Entry(commune, (_plain(commune.name), _spelt_out(commune.name))) for commune in communes)


def matching(entered: Sequence[Entry], typed: str) -> tuple[Commune, ...]:
    """Return the communes that what was typed can mean: by postcode (its first digits too), else by name."""
    text = typed.strip()
    if text.isdecimal():
        return tuple(
            entry.commune for entry in entered if any(code.startswith(text) for code in entry.commune.postcodes)
        )
    wanted = _plain(text)
    if not wanted:
        return ()
    ranked = [(entry.rank(wanted), number, entry.commune) for number, entry in enumerate(entered)]
    return tuple(commune for rank, _, commune in sorted(ranked, key=lambda one: one[:2]) if rank < 3)


class CommuneChoice(QWidget):
    """A line to type into and the list of what it can mean; one hit is chosen by itself."""

    picked = Signal()
    #: The list shows other communes now.
    listed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._entries: tuple[Entry, ...] = ()
        self._hits: tuple[Commune, ...] = ()
        self._cut = False
        self.line = QLineEdit()
        self.field = Field("&Gemeinde", self.line, _HELP, required=True)
        self.list = QListWidget()
        self.list.setAccessibleName("Gefundene Gemeinden")
        self.list.setAccessibleDescription("Mit den Pfeiltasten wählen, dann Eingabetaste.")
        self.list.setTabKeyNavigation(False)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setWordWrap(True)
        self.list.hide()
        box = column(self, GRID)
        box.addWidget(self.field)
        box.addWidget(self.list)
        # Not textEdited: a screen reader sets text without a key.
        self.line.textChanged.connect(self._search)
        self.list.currentRowChanged.connect(self._choose)

    @property
    def value(self) -> Commune | None:
        """Return the commune that is chosen."""
        row = self.list.currentRow()
        return self._hits[row] if 0 <= row < len(self._hits) else None

    def offer(self, communes: Sequence[Commune]) -> None:
        """Set the communes to choose from."""
        self._entries = entries(communes)
        if self.line.text():
            self._search(self.line.text())

    def choose(self, ags: str) -> None:
        """Choose a commune by its key, also where its name is part of another's; an unknown one clears the line."""
        own = next((entry.commune for entry in self._entries if entry.commune.ags == ags), None)
        self.line.setText("" if own is None else own.name)
        if own in self._hits:
            self.list.setCurrentRow(self._hits.index(own))

    def take_focus(self) -> None:
        """Put the focus on the line."""
        self.line.setFocus()

    def problem(self) -> str:
        """Return what is missing, or an empty string."""
        if self.value is not None:
            return ""
        if len(self._hits) > 1:
            return "Das passt auf mehrere Gemeinden. Bitte eine aus der Liste wählen."
        return "Diese Gemeinde wurde nicht gefunden." if self.line.text().strip() else "Bitte die Gemeinde angeben."

    def said(self) -> str:
        """Return what a screen reader says about the list."""
        if self._cut:
            return f"Mehr als {SHOWN} Gemeinden gefunden. Bitte mehr vom Namen oder die ganze Postleitzahl eingeben."
        found = f"{counted(len(self._hits), 'Gemeinde', 'Gemeinden')} gefunden."
        return f"{found} {self._hits[0].name}" if len(self._hits) == 1 else found

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.line.hasFocus() and self._hits:
            self.list.setFocus()
            self.list.setCurrentRow(max(self.list.currentRow(), 0))
            return
        super().keyPressEvent(event)

    def _search(self, typed: str) -> None:
        found = matching(self._entries, typed)
        self._hits, self._cut = found[:SHOWN], len(found) > SHOWN
        self.list.blockSignals(True)
        self.list.clear()
        for commune in self._hits:
            item = QListWidgetItem(f"{commune.name} – {commune.district}")
            self.list.addItem(item)
        self.list.setCurrentRow(0 if len(self._hits) == 1 else -1)
        self.list.blockSignals(False)
        rows = min(len(self._hits), 6)
        self.list.setFixedHeight(rows * self.list.sizeHintForRow(0) + 2 * self.list.frameWidth() + GRID if rows else 0)
        self.list.setVisible(bool(self._hits))
        self.field.set_problem("")
        self.listed.emit()
        if typed.strip():
            announce(self.line, self.said())

    def _choose(self, row: int) -> None:
        if row >= 0:
            self.field.set_problem("")
            self.picked.emit()


def _plain(name: str) -> str:
    """Return a name folded so that ``Dobeln``, ``doebeln`` (see ``_spelt_out``) and ``Döbeln`` meet."""
    parted = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in parted if not unicodedata.combining(c))


def _spelt_out(name: str) -> str:
    return _plain(name.casefold().translate(_SPELT_OUT))
