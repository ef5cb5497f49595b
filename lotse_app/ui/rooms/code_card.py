"""The card *Wiederherstellungscode* of the settings: a new code from the open store, after the own passphrase."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from lotse_app.models.problems import Code
from lotse_app.ui.entrance.entry_page import EntryPage
from lotse_app.ui.entrance.passphrase_fields import SecretLine
from lotse_app.ui.kit.blocks import ActionRow, Body, Card, Muted, SecondaryButton
from lotse_app.ui.kit.fields import Field
from lotse_app.ui.kit.layouts import GRID
from lotse_app.ui.messages.problems import sentence
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from lotse_app.models.problems import Problem
    from lotse_app.ui.entrance.recovery_code import CodePage
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.backups import Backups
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.print import Printing

_ONLY = "Einen neuen Code macht die verantwortliche Person."
_WARNING = (
    "Danach öffnet der alte Code dieses Gerät nicht mehr. Sicherungen, die es schon gibt, öffnet weiter nur der alte "
    "Code: Das alte Blatt bitte aufheben, bis es diese Sicherungen nicht mehr gibt."
)


class RenewView(EntryPage):
    """Says what a new code means and asks the own passphrase: nobody takes one from a desk that was left open."""

    #: The new code.
    renewed = Signal(object)
    closed = Signal()

    def __init__(self, backups: Backups, tasks: Tasks) -> None:
        super().__init__("Neuer Wiederherstellungscode", "Neuen Code zeigen")
        self._backups = backups
        self._tasks = tasks
        self.body.addWidget(Body(_WARNING))
        self.own = SecretLine()
        self.own_field = Field("&Ihre eigene Passphrase", self.own, "Zur Sicherheit.", required=True)
        self.add_entry(self.own_field)
        back = SecondaryButton("&Abbrechen")
        back.clicked.connect(self._leave)
        self.finish_layout(back)
        self.setFocusProxy(self.own)
        self.setMinimumHeight(_height(self))
        self.go_on.connect(self._renew)

    def _renew(self) -> None:
        if not self.complain([(self.own_field, "" if self.own.text() else "Bitte die eigene Passphrase eingeben.")]):
            return
        self.work("Der neue Code wird gemacht …")
        work = partial(self._backups.renew_recovery, self.own.take())
        self._tasks.run(LaneName.WORK, work, self, self._renewed, self._refuse)

    def _renewed(self, code: str) -> None:
        self.rest()
        self.renewed.emit(code)

    def _refuse(self, problem: Problem) -> None:
        self.rest()
        if problem.code in {Code.WRONG_PASSPHRASE, Code.PASSPHRASE_WAIT}:
            self.complain([(self.own_field, sentence(problem))])
        else:
            self.banner.say("error", sentence(problem))

    def forget(self) -> None:
        """Empty the line."""
        self.own.forget()

    def _leave(self) -> None:
        self.forget()
        self.closed.emit()


class DeskSheets:
    """The sheet with the code, from an open desk. Work lane."""

    def __init__(self, printing: Printing) -> None:
        self._printing = printing

    def sheet(self, code: str, _station_name: str, _operator_name: str) -> bytes:
        """Return the sheet as PDF."""
        return self._printing.recovery_sheet(code)


class CodeCard(Card):
    """One button; below it what is asked, then the code, shown once."""

    #: The new code holds; the text says so.
    done = Signal(object)
    #: A ``PaperReady``.
    paper = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__("Wiederherstellungscode")
        self._desk = desk
        self._tasks = tasks
        self.form: RenewView | CodePage | None = None
        self.body.addWidget(
            Muted("Er öffnet Lotse, wenn die Passphrase vergessen ist, und holt auf einem anderen Gerät alles zurück.")
        )
        self.renew = SecondaryButton("Neuer Wiederherstellungscode …")
        self.renew.setAccessibleDescription("Wenn das Blatt verloren ist oder jemand den Code kennt.")
        self.renew.clicked.connect(self._open)
        self._row = ActionRow([self.renew])
        self.body.addWidget(self._row)
        if not desk.backups.may_renew:
            self._row.hide()
            self.body.addWidget(Muted(_ONLY))

    def forget(self) -> None:
        """Take away what is being typed, and the code."""
        form, self.form = self.form, None
        if form is None:
            return
        form.forget()
        form.hide()
        form.deleteLater()
        self._row.show()

    def _open(self) -> None:
        view = RenewView(self._desk.backups, self._tasks)
        view.closed.connect(self._close)
        view.renewed.connect(self._show_code)
        self._put(view)
        view.setFocus()

    def _show_code(self, code: str) -> None:
        from lotse_app.ui.entrance.recovery_code import CodePage

        self.forget()
        page = CodePage(self._tasks, DeskSheets(self._desk.printing), "Fertig")
        page.paper.connect(self.paper)
        page.go_on.connect(self._kept)
        self._put(page)
        page.setMinimumHeight(_height(page))
        page.show_code(code, "")
        self._tasks.run(LaneName.STORE, self._desk.backups.note_renewed, page, _noted, page.refuse)

    def _put(self, form: RenewView | CodePage) -> None:
        self.form = form
        self._row.hide()
        self.body.addWidget(form)
        form.show()

    def _close(self) -> None:
        self.forget()
        self.renew.setFocus()

    def _kept(self) -> None:
        self._close()
        self.done.emit("Der neue Wiederherstellungscode gilt. Der alte öffnet dieses Gerät nicht mehr.")


def _height(page: EntryPage) -> int:
    """Return the height at which a page needs no scroll bar of its own inside the card."""
    return page.scroller.body.sizeHint().height() + page.foot.sizeHint().height() + 9 * GRID


def _noted(_nothing: None) -> None:
    """Say nothing: the code is what counts."""
