"""The forms of *Lotsinnen und Lotsen*: an access, a role, an undertaking, a farewell."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from lotse_app.models.people import Role, Undertaking
from lotse_app.models.problems import Code
from lotse_app.models.words import ROLES
from lotse_app.overriding import override
from lotse_app.ui.entrance.entry_page import EntryPage, printed_problem, text_field
from lotse_app.ui.entrance.passphrase_fields import NewPassphrase, SecretLine
from lotse_app.ui.kit.blocks import ActionRow, Body, SecondaryButton
from lotse_app.ui.kit.days import DayEdit, DayField
from lotse_app.ui.kit.fields import ChoiceRow, Field
from lotse_app.ui.kit.layouts import GRID, column
from lotse_app.ui.kit.worded import WrappingTick
from lotse_app.ui.messages.problems import sentence
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QKeyEvent

    from lotse_app.models.people import Pilot
    from lotse_app.models.problems import Problem
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.pilots import Pilots

_ROLE_OPTIONS = [(role.value, words) for role, words in ROLES.items()]
_RESPONSIBLE = "Verantwortliche Person (verwaltet Stützpunkt, Lotsinnen und Lotsen)"


class AccessView(EntryPage):
    """A new pilot, or a new access for one; asks the own passphrase first."""

    #: The name of who may come in now.
    admitted = Signal(object)
    closed = Signal()

    def __init__(self, pilots: Pilots, tasks: Tasks, pilot: Pilot | None = None) -> None:
        title = "Zugang neu einrichten" if pilot else "Lotsin oder Lotsen hinzufügen"
        super().__init__(title, "Zugang einrichten" if pilot else "Hinzufügen")
        self._pilots = pilots
        self._tasks = tasks
        self._pilot = pilot
        self.name_field, self.name = text_field("Na&me", "So steht er bei der Anmeldung und auf Papieren.")
        self.role = ChoiceRow("Rolle", _ROLE_OPTIONS)
        self.role.set_value(Role.OFFICIAL.value)
        self.responsible = WrappingTick(_RESPONSIBLE)
        # Added also where a pilot is given, then hidden: a widget without a parent may be collected by another thread.
        self.add_entry(self.name_field)
        self.add_entry(self.role, self.role.take_focus)
        self.body.addWidget(self.responsible)
        for part in (self.name_field, self.role, self.responsible):
            part.setHidden(pilot is not None)
        self.own = SecretLine()
        self.own_field = Field(
            "&Ihre eigene Passphrase", self.own, "Zur Sicherheit: Sie lassen jemanden ein.", required=True
        )
        self.add_entry(self.own_field)
        self.body.addWidget(Body("Die neue Passphrase gibt die neue Person selbst ein."))
        self.passphrase = NewPassphrase(self)
        back = SecondaryButton("&Abbrechen")
        back.clicked.connect(self._leave)
        self.finish_layout(back)
        self.setFocusProxy(self.own if pilot else self.name)
        self.setMinimumHeight(self.scroller.body.sizeHint().height() + self.foot.sizeHint().height() + 9 * GRID)
        self.go_on.connect(self._begin)

    def forget(self) -> None:
        """Empty every secret line."""
        self.own.forget()
        self.passphrase.forget()

    def _begin(self) -> None:
        problems = [(self.own_field, "" if self.own.text() else "Bitte die eigene Passphrase eingeben.")]
        if self._pilot is None:
            problems.insert(0, (self.name_field, printed_problem(self.name, "Bitte den Namen eingeben.")))
        if not self.complain([*problems, *self.passphrase.problems()]):
            return
        self.work("Der Zugang wird eingerichtet …")
        if self._pilot is not None:
            self._grant(self._pilot)
            return
        work = partial(
            self._pilots.new, self.name.text(), Role(self.role.value), responsible=self.responsible.box.isChecked()
        )
        self._tasks.run(LaneName.STORE, work, self, self._grant, self._refuse)

    def _grant(self, pilot: Pilot) -> None:
        work = partial(self._pilots.grant, pilot, self.own.take(), self.passphrase.take())
        self._tasks.run(LaneName.WORK, work, self, partial(self._admit, pilot), self._refuse)

    def _admit(self, pilot: Pilot, _nothing: None) -> None:
        work = partial(self._pilots.admit, pilot)
        self._tasks.run(LaneName.STORE, work, self, partial(self._admitted, pilot), self._refuse)

    def _admitted(self, pilot: Pilot, _nothing: None) -> None:
        self.rest()
        self.admitted.emit(pilot.name)

    def _refuse(self, problem: Problem) -> None:
        self.rest()
        words = sentence(problem)
        if problem.code in {Code.WRONG_PASSPHRASE, Code.PASSPHRASE_WAIT}:
            self.complain([(self.own_field, words)])
        elif problem.code is Code.PASSPHRASE_TOO_SHORT:
            self.passphrase.refuse(words)
        elif problem.code is Code.PILOT_NAME_TAKEN:
            self.complain([(self.name_field, words)])
        else:
            self.banner.say("error", words)

    def _leave(self) -> None:
        self.forget()
        self.closed.emit()


class _Form(QWidget):
    """A small form in place with two buttons."""

    closed = Signal()

    def __init__(self, words: str) -> None:
        super().__init__()
        self.box = column(self, GRID)
        self.accept = SecondaryButton(words)
        self.accept.clicked.connect(self.act)
        self.back = SecondaryButton("Abbrechen")
        self.back.clicked.connect(self.closed)

    def finish(self, *leading: QWidget) -> None:
        """Put the buttons below."""
        self.box.addWidget(ActionRow(leading, [self.back, self.accept]))

    def act(self) -> None:
        """Do what the form is for."""


class ChangeView(_Form):
    """Role and responsibility of another pilot."""

    #: The ``Pilot`` as wished.
    saved = Signal(object)

    def __init__(self, pilot: Pilot) -> None:
        super().__init__("Rolle sichern")
        self._pilot = pilot
        self.role = ChoiceRow("Rolle", _ROLE_OPTIONS)
        self.role.set_value(pilot.role.value)
        self.responsible = WrappingTick(_RESPONSIBLE)
        self.responsible.box.setChecked(pilot.responsible)
        self.box.addWidget(self.role)
        self.box.addWidget(self.responsible)
        self.finish()
        self.setFocusProxy(self.role.buttons[0])

    @override
    def act(self) -> None:
        """Tell what was chosen."""
        self.saved.emit(replace(self._pilot, role=Role(self.role.value), responsible=self.responsible.box.isChecked()))


class UndertakingView(_Form):
    """The sheet to be signed, and the day it was."""

    #: The ``Pilot`` with the day.
    saved = Signal(object)
    #: The ``Pilot`` whose sheet is to be printed.
    print_wanted = Signal(object)

    def __init__(self, pilot: Pilot, today: date) -> None:
        super().__init__("Tag eintragen")
        self._pilot = pilot
        self.box.addWidget(
            Body("Ehrenamtliche unterschreiben das Blatt, bevor sie Vorgänge mit Namen öffnen. Der Träger hebt es auf.")
        )
        signed = pilot.undertaking.on if pilot.undertaking else today
        self.day = DayEdit(signed, latest=today)
        self.box.addWidget(DayField("Unterschrieben am", self.day))
        sheet = SecondaryButton("Blatt drucken")
        sheet.clicked.connect(self._print)
        self.finish(sheet)
        self.setFocusProxy(self.day)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the day enters it: the day takes no key of its own for that."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.day.hasFocus():
            self.act()
            return
        super().keyPressEvent(event)

    @override
    def act(self) -> None:
        """Tell the day."""
        on = self.day.asked()
        if on is not None:
            self.saved.emit(replace(self._pilot, undertaking=Undertaking(on)))

    def _print(self) -> None:
        self.print_wanted.emit(self._pilot)


class FarewellView(_Form):
    """What goes and what stays when somebody leaves."""

    #: The ``Pilot``.
    agreed = Signal(object)

    def __init__(self, pilot: Pilot) -> None:
        super().__init__("Zugang entfernen")
        self._pilot = pilot
        self.box.addWidget(
            Body(
                "Die Person kann sich danach auf diesem Gerät nicht mehr anmelden. "
                "Ihre Vorgänge und Beratungen bleiben; offene Vorgänge übernimmt eine Vertretung."
            )
        )
        self.finish()
        self.setFocusProxy(self.back)

    @override
    def act(self) -> None:
        """Tell that it is meant."""
        self.agreed.emit(self._pilot)
