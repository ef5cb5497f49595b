"""Where the office receives post: address with its source and day; one that is missing or wrong is entered once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from lotse_app.clock import short_date
from lotse_app.models.office import MAX_LINE
from lotse_app.ui.kit.blocks import Body, Card, Muted, SecondaryButton
from lotse_app.ui.kit.fields import Field
from lotse_app.ui.kit.layouts import GRID, FlowLayout, column
from lotse_app.ui.kit.worded import WrappingTick
from lotse_app.ui.messages.problems import sentence
from lotse_app.workflows.lanes import LaneName
from lotse_app.workflows.offices import OfficeWanted

if TYPE_CHECKING:
    from lotse_app.models.office import Office
    from lotse_app.models.problems import Problem
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.offices import Offices

UNKNOWN = "Die Anschrift ist noch nicht bekannt. Bitte einmal eintragen; sie gilt dann für alle Papiere."
#: What the Merkzettel then says is in ``workflows/hand_in.py``.
NOBODY_KNOWS = "Adresse unbekannt – wer den Antrag abgibt, fragt nach"


class OfficeCard(Card):
    """One office; ``known`` tells that there is an address now, ``told`` that it is known whether there is one."""

    #: An ``Office``: it was entered or was there.
    known = Signal(object)
    told = Signal()

    def __init__(
        self,
        offices: Offices,
        tasks: Tasks,
        title: str = "Zuständige Stelle",
        parent: QWidget | None = None,
        *,
        may_be_unknown: bool = False,
    ) -> None:
        """``may_be_unknown`` lets the pilot say that nobody here knows the address."""
        super().__init__(title, parent=parent)
        self.missing = UNKNOWN
        self.office: Office | None = None
        self.unknown = WrappingTick(NOBODY_KNOWS)
        self._may_be_unknown = may_be_unknown
        self._offices = offices
        self._tasks = tasks
        self._wanted = OfficeWanted("", "", communal=True, words="")
        #: The store is being asked: whether there is an address is not known yet.
        self.asking = False
        self.name = Body()
        self.address = Body()
        self.source = Muted()
        self.change = SecondaryButton("Anschrift ändern")
        self.forget = SecondaryButton("Eingetragene Anschrift verwerfen")
        self.lines = {key: QLineEdit() for key in ("name", "street", "postcode", "town")}
        labels = {"name": "Name der Stelle", "street": "Straße und Nummer", "postcode": "Postleitzahl", "town": "Ort"}
        self.fields = {key: Field(labels[key], line, required=True) for key, line in self.lines.items()}
        self.save = SecondaryButton("Anschrift speichern")
        self._lay_out()
        self.change.clicked.connect(self.edit)
        self.forget.clicked.connect(self._forget)
        self.save.clicked.connect(self._save)

    def _lay_out(self) -> None:
        for widget in (self.name, self.address, self.source):
            self.body.addWidget(widget)
        row = FlowLayout(spacing=GRID)
        row.addWidget(self.change)
        row.addWidget(self.forget)
        self.body.addLayout(row)
        self.body.addWidget(self.unknown)
        self.unknown.hide()
        self.form = self._entry()
        self.body.addWidget(self.form)
        self.form.hide()
        self.forget.hide()

    def _entry(self) -> QWidget:
        """Return the fields in which an address is entered."""
        form = QWidget()
        box = column(form, GRID)
        for key, line in self.lines.items():
            line.setMaxLength(MAX_LINE)
            line.returnPressed.connect(self._save)
            box.addWidget(self.fields[key])
        box.addWidget(self.save)
        return form

    def ask(self, wanted: OfficeWanted) -> None:
        """Load the address of an office; what was said of another one is forgotten."""
        self._wanted = wanted
        self.office = None
        self.unknown.box.setChecked(False)
        self.name.setText(wanted.words)
        self._load()

    @property
    def settled(self) -> bool:
        """Return whether there is an address, or the pilot said that nobody knows it."""
        return self.office is not None or self.said_unknown

    @property
    def typed(self) -> bool:
        """Return whether something was typed that is not saved."""
        return not self.form.isHidden() and any(line.text().strip() for line in self.lines.values())

    @property
    def said_unknown(self) -> bool:
        """Return whether the pilot said that nobody here knows the address."""
        return self.office is None and self._may_be_unknown and bool(self.unknown.box.isChecked())

    def edit(self) -> None:
        """Open the fields; the first one has the focus."""
        self.form.show()
        self.lines["name"].setFocus()

    def _load(self, _nothing: object = None) -> None:
        wanted, self.asking = self._wanted, True
        work = partial(self._offices.address_of, wanted.ags, wanted.authority, communal=wanted.communal)
        self._tasks.run(LaneName.STORE, work, self, self._show, self._refuse)

    def _show(self, office: Office | None) -> None:
        self._show_office(office)
        self._answered()

    def _answered(self) -> None:
        was, self.asking = self.asking, False
        if was:
            self.told.emit()

    def _show_office(self, office: Office | None) -> None:
        self.office = office
        self.form.hide()
        self.unknown.setVisible(self._may_be_unknown and office is None)
        for field in self.fields.values():
            field.set_problem("")
        if office is None:
            self.address.setText(self.missing)
            self.source.setText("")
            self.change.setText("Anschrift eintragen")
            self.change.setAccessibleName("Anschrift eintragen")
            self.forget.hide()
            return
        self.address.setText("\n".join(office.lines))
        self.source.setText(
            f"Quelle: {office.source} · Stand {short_date(office.checked)}. Bitte vor dem Absenden prüfen."
        )
        self.change.setText("Anschrift ändern")
        self.change.setAccessibleName("Anschrift ändern")
        self.forget.setVisible(office.entered)
        parts = (office.name, office.street, office.postcode, office.town)
        for line, value in zip(self.lines.values(), parts, strict=True):
            line.setText(value)
        self.known.emit(office)

    def _save(self) -> None:
        values = [line.text() for line in self.lines.values()]
        office = (self._wanted.ags, self._wanted.authority)
        work = partial(self._offices.enter, *office, values[0], values[1], values[2], values[3])
        self._tasks.run(LaneName.STORE, work, self, self._saved, self._refuse)

    def _saved(self, office: Office) -> None:
        self._show(office)
        self.change.setFocus()

    def _forget(self) -> None:
        work = partial(self._offices.forget, self._wanted.ags, self._wanted.authority)
        self._tasks.run(LaneName.STORE, work, self, self._load, self._refuse)

    def _refuse(self, problem: Problem) -> None:
        key = problem.pointer.removeprefix("/")
        for name, field in self.fields.items():
            field.set_problem(sentence(problem) if name == key else "")
        if key in self.lines:
            self.lines[key].setFocus()
        else:
            self.address.setText(sentence(problem))
        self._answered()
