"""*Datenkopie*: which Vorgänge of a person go into it, then looked at or saved."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from lotse_app.ui.find.case_ticks import CaseTicks
from lotse_app.ui.kit.blocks import ActionRow, Body, Card, Muted, SecondaryButton, announce
from lotse_app.ui.kit.file_dialogs import ask_folder, documents
from lotse_app.ui.rooms.room import PaperReady
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lotse_app.models.persons import DataCopy, PersonKey
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.persons import Gathered, Persons

HOLDS = (
    "Die Kopie enthält alles, was dieses Gerät zu den angekreuzten Vorgängen weiß: Angaben, Nachweise, Papiere, Briefe "
    "und Vollmachten, als PDF und als JSON."
)
NAMESAKE = (
    "Gehört ein Vorgang zu jemand anderem mit diesem Namen und Geburtsdatum? Dann das Häkchen wegnehmen: "
    "Was dort steht, darf nur jene andere Person bekommen."
)
#: DSGVO Art. 15 (4): the copy must not harm the rights of others.
SHARED = (
    "Nicht angekreuzt ist ein Vorgang, der auch andere Personen nennt. Bitte nur ankreuzen, wenn diese Person den "
    "Antrag selbst gestellt hat oder die anderen einverstanden sind. Sonst fragen Sie zuerst beim Datenschutz Ihres "
    "Trägers nach."
)
NOTHING = "Nichts ist angekreuzt. Bitte ankreuzen, was in die Kopie soll."


class CopyingCard(Card):
    """Ticks for the Vorgänge of one person, and the buttons that show or save the copy."""

    #: A ``PaperReady``.
    paper = Signal(object)
    #: The names of the files that were written.
    saved = Signal(object)
    #: A ``Problem``.
    refused = Signal(object)
    left = Signal()

    def __init__(self, persons: Persons, tasks: Tasks, key: PersonKey, cases: Sequence[tuple[str, str]]) -> None:
        """``cases`` are (id, words) of the Vorgänge that name the person."""
        super().__init__("Datenkopie")
        self._persons = persons
        self._tasks = tasks
        self._key = key
        self._known = False
        self.cases = CaseTicks(cases)
        self.cases.changed.connect(self._show_buttons)
        self.about_others = Muted(SHARED)
        self.nothing = Muted(NOTHING)
        self.look = SecondaryButton("Kopie ansehen")
        self.save = SecondaryButton("Kopie sichern …")
        close = SecondaryButton("Keine Kopie")
        self.body.addWidget(Body(HOLDS))
        for each in (Muted(NAMESAKE), self.about_others, self.cases, self.nothing):
            self.body.addWidget(each)
        self.body.addWidget(ActionRow([close, self.look, self.save]))
        self.look.clicked.connect(self._look)
        self.save.clicked.connect(self._choose_folder)
        close.clicked.connect(self.left)
        self.hide()

    def begin(self) -> None:
        """Show the card; what names others as well loses its tick before anything can be copied."""
        self._known = False
        self._show_buttons()
        self.show()
        next(iter(self.cases.boxes.values()), self.look).setFocus()
        work = partial(self._persons.shared, self._key)
        self._tasks.run(LaneName.STORE, work, self, self._show_shared, self.refused.emit)

    def _show_shared(self, shared: frozenset[str]) -> None:
        for case_id, tick in self.cases.boxes.items():
            tick.setChecked(case_id not in shared)
        self.about_others.setVisible(bool(shared))
        if shared:
            announce(self.about_others, SHARED)
        self._known = True
        self._show_buttons()

    def _show_buttons(self) -> None:
        # Who is known by a Vollmacht alone has no Vorgang to tick; the copy holds the Vollmacht.
        some = bool(self.cases.chosen()) or not self.cases.boxes
        self.nothing.setVisible(self._known and not some)
        for button in (self.look, self.save):
            button.setEnabled(self._known and some)

    def _look(self) -> None:
        work = partial(self._persons.gather, self._key, self.cases.chosen())
        self._tasks.run(LaneName.STORE, work, self, self._print, self.refused.emit)

    def _print(self, gathered: Gathered) -> None:
        work = partial(self._persons.copy, gathered)
        self._tasks.run(LaneName.WORK, work, self, self._show_copy, self.refused.emit)

    def _show_copy(self, copy: DataCopy) -> None:
        self.paper.emit(PaperReady("Datenkopie", copy.pdf))

    def _choose_folder(self) -> None:
        ask_folder(self, "Datenkopie sichern: Ordner wählen", self.save_to, documents())

    def save_to(self, folder: str) -> None:
        """Write the data copy into a folder."""
        work = partial(self._persons.gather, self._key, self.cases.chosen())
        self._tasks.run(LaneName.STORE, work, self, partial(self._write, Path(folder)), self.refused.emit)

    def _write(self, folder: Path, gathered: Gathered) -> None:
        work = partial(self._copy_to, folder, gathered)
        self._tasks.run(LaneName.WORK, work, self, self.saved.emit, self.refused.emit)

    def _copy_to(self, folder: Path, gathered: Gathered) -> tuple[str, ...]:
        """Work lane."""
        return self._persons.save(self._persons.copy(gathered), folder)
