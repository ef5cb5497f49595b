"""The list of all forms, shipped and imported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from lotse_app.clock import short_date
from lotse_app.ui.keeper.taking_in import TakingIn
from lotse_app.ui.keeper.words import STATES, day_of
from lotse_app.ui.kit.blocks import Banner, Page, PrimaryButton, SecondaryButton
from lotse_app.ui.kit.tables import ListModel, ListSource, ListTable, TableColumn
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lotse_app.models.kept_form import KeptForm
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.form_keeping import FormKeeping, ShippedForm

#: Goes before the id of a form that comes with the program.
SHIPPED = "lotse:"


@dataclass(frozen=True, slots=True)
class FormLine:
    """One line of the list."""

    id: str
    title: str
    version: str
    origin: str
    land: str
    state: str
    day: str


#: Stands for a line that was deleted between asking for the ids and for their page.
_GONE = FormLine("", "…", "", "", "", "", "")


class FormLines:
    """Ids and pages over all forms; used on the store lane only."""

    def __init__(self, keeping: FormKeeping) -> None:
        self._keeping = keeping
        self._lines: dict[str, FormLine] = {}

    def ids(self) -> tuple[str, ...]:
        """Return all ids: imported forms first, the newest first."""
        found = self._keeping.listed()
        lines = [*map(_kept_line, found.kept), *map(_shipped_line, found.shipped)]
        self._lines = {line.id: line for line in lines}
        return tuple(self._lines)

    def page(self, ids: Sequence[str]) -> tuple[FormLine, ...]:
        """Return the lines of these ids."""
        return tuple(self._lines.get(one, _GONE) for one in ids)


def _kept_line(kept: KeptForm) -> FormLine:
    return FormLine(
        kept.id, kept.title, kept.version, kept.standard, kept.land or "–", STATES[kept.state], day_of(kept)
    )


def _shipped_line(form: ShippedForm) -> FormLine:
    return FormLine(
        f"{SHIPPED}{form.form_id}",
        form.title,
        form.version,
        "mit Lotse",
        "–",
        "freigegeben",
        short_date(form.valid_from),
    )


_COLUMNS = (
    TableColumn("Formular", lambda line: line.title, 33),
    TableColumn("Fassung", lambda line: line.version, 9),
    TableColumn("Herkunft", lambda line: line.origin, 18),
    TableColumn("Land", lambda line: line.land, 5),
    TableColumn("Stand", lambda line: line.state, 16),
    TableColumn("Seit", lambda line: line.day, 10),
)


class ListingPage(Page):
    """The list, and below it the card that takes a form in."""

    #: The id of the line that was opened.
    opened = Signal(object)
    #: Back to the settings.
    left = Signal()

    def __init__(self, keeping: FormKeeping, tasks: Tasks) -> None:
        super().__init__("Formulare")
        lines = FormLines(keeping)
        self.model = ListModel(tasks, ListSource(LaneName.STORE, lines.ids, lines.page), _COLUMNS, self)
        self.table = ListTable(self.model, "Formulare")
        self.table.setMinimumHeight(280)
        self.body.addWidget(self.table)
        self.table.opened.connect(self.opened)
        self.taking = TakingIn(keeping, tasks)
        self.body.addWidget(self.taking)
        only = Banner("info", "Formulare übernimmt die Koordination oder die verantwortliche Person.")
        self.body.addWidget(only)
        self.taking.setVisible(keeping.allowed)
        only.setVisible(not keeping.allowed)
        self.open_button = PrimaryButton("Formular &ansehen")
        self.open_button.clicked.connect(self._open)
        back = SecondaryButton("&Zurück zu den Einstellungen")
        back.clicked.connect(self.left)
        self.set_foot([back], [self.open_button])

    def _open(self) -> None:
        if self.table.current_id:
            self.opened.emit(self.table.current_id)
