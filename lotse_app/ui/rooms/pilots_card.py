"""*Lotsinnen und Lotsen* in the settings: who works here, added and changed in place, nothing modal."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from lotse_app.clock import local_date, short_date
from lotse_app.models.people import Role
from lotse_app.models.words import ROLES
from lotse_app.ui.kit.blocks import ActionRow, Body, Card, Heading, Muted, SecondaryButton
from lotse_app.ui.kit.layouts import GRID, column
from lotse_app.ui.rooms.pilot_forms import AccessView, ChangeView, FarewellView, UndertakingView
from lotse_app.ui.rooms.room import PaperReady
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.models.people import Pilot
    from lotse_app.models.problems import Problem
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.pilots import Accesses, Colleague, Team

_ONLY = "Hinzufügen und ändern kann die verantwortliche Person oder die Koordination."
_MOVED = (
    "Der Zugang fehlt auf diesem Gerät, etwa nach einem Umzug. Mit einer neuen Passphrase wird er wieder eingerichtet."
)
_STRAY = "Diese Einrichtung wurde unterbrochen. Bitte entfernen und neu hinzufügen."


class PilotsCard(Card):
    """The list, and below a name what is being done with it."""

    #: Something was changed; the text says what.
    done = Signal(object)
    #: A ``Problem``.
    refused = Signal(object)
    #: A ``PaperReady``.
    paper = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__("Lotsinnen und Lotsen")
        self._desk = desk
        self._tasks = tasks
        self._list: QWidget | None = None
        self._places: dict[str, QWidget] = {}
        self.form: QWidget | None = None
        self._after: QWidget | None = None
        #: What was done and is not said yet: it is said below the new list.
        self._finished = ""
        self._next = False
        self.body.addWidget(Muted("Jede Person meldet sich mit ihrem Namen und der eigenen Passphrase an."))

    def reload(self) -> None:
        """Ask who works here; the key file is read on the work lane."""
        self._tasks.run(LaneName.WORK, self._desk.pilots.accesses, self, self._ask_team, self._say)

    def forget(self) -> None:
        """Take away what is being typed."""
        self._next = False
        self.close_form()

    def swear_next(self) -> None:
        """Open one's own undertaking as soon as the list is there."""
        self._next = True

    def close_form(self) -> None:
        """Take the open form away."""
        if self.form is not None:
            form, self.form = self.form, None
            form.hide()
            form.deleteLater()

    def show_team(self, team: Team) -> None:
        """Show everybody who works here."""
        self.close_form()
        if self._list is not None:
            self.body.removeWidget(self._list)
            self._list.hide()
            self._list.deleteLater()
        self._list = QWidget()
        self._places = {}
        self._after = None
        box = column(self._list, 2 * GRID)
        may = self._desk.pilots.may_change
        for colleague in team.colleagues:
            box.addWidget(self._colleague(colleague, may=may))
        for pilot_id, name in team.stray:
            box.addWidget(self._stray(pilot_id, name, may=may))
        if may:
            place = self._place("")
            add = SecondaryButton("Lotsin oder Lotsen hinzufügen …")
            add.setAccessibleName("Lotsin oder Lotsen hinzufügen")
            add.clicked.connect(self._open_new)
            box.addWidget(ActionRow([], [add]))
            box.addWidget(place)
            self._after = add
        else:
            box.addWidget(Muted(_ONLY))
        self.body.addWidget(self._list)
        if self._finished and self._after is not None:
            # What had the focus is gone with the old list; Qt would put it on the navigation.
            self._after.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._finished:
            self.done.emit(self._finished)
        self._finished = ""
        own = self._desk.workplace.pilot
        if self._next and may and own.id in self._places:
            self._open(own.id, partial(self._undertaking, own))
        self._next = False

    def _place(self, pilot_id: str) -> QWidget:
        place = QWidget()
        column(place)
        self._places[pilot_id] = place
        return place

    def _colleague(self, colleague: Colleague, *, may: bool) -> QWidget:
        pilot = colleague.pilot
        own = pilot.id == self._desk.workplace.pilot.id
        row = QWidget()
        box = column(row, GRID // 2)
        box.addWidget(Heading(pilot.name, 3))
        box.addWidget(Body(" · ".join(_facts(pilot, own=own))))
        if not colleague.access:
            box.addWidget(Muted(_MOVED))
        if may:
            buttons = self._buttons(colleague, own=own)
            if buttons:
                box.addWidget(ActionRow(buttons))
        box.addWidget(self._place(pilot.id))
        return row

    def _buttons(self, colleague: Colleague, *, own: bool) -> list[SecondaryButton]:
        pilot = colleague.pilot
        wanted: list[tuple[str, Callable[[], QWidget], bool]] = [
            ("Rolle ändern …", partial(ChangeView, pilot), not own),
            ("Verpflichtung …", partial(self._undertaking, pilot), pilot.role is Role.VOLUNTEER),
            ("Zugang einrichten …", partial(self._access, pilot), not colleague.access and not own),
            ("Entfernen …", partial(FarewellView, pilot), not own),
        ]
        buttons = []
        for words, make, shown in wanted:
            if shown:
                button = SecondaryButton(words)
                button.setAccessibleName(f"{words.removesuffix(' …')}, {pilot.name}")
                button.clicked.connect(partial(self._open, pilot.id, make))
                buttons.append(button)
        return buttons

    def _stray(self, pilot_id: str, name: str, *, may: bool) -> QWidget:
        row = QWidget()
        box = column(row, GRID // 2)
        box.addWidget(Heading(name, 3))
        box.addWidget(Muted(_STRAY))
        if may:
            button = SecondaryButton("Zugang entfernen")
            button.setAccessibleName(f"Zugang entfernen, {name}")
            button.clicked.connect(partial(self._revoke, pilot_id))
            box.addWidget(ActionRow([button]))
        return row

    # forms --------------------------------------------------------------------------------

    def _open_new(self) -> None:
        self._open("", partial(AccessView, self._desk.pilots, self._tasks))

    def _access(self, pilot: Pilot) -> QWidget:
        return AccessView(self._desk.pilots, self._tasks, pilot)

    def _undertaking(self, pilot: Pilot) -> QWidget:
        return UndertakingView(pilot, local_date(self._desk.clock.now()))

    def _open(self, pilot_id: str, make: Callable[[], QWidget], *_clicked: object) -> None:
        self.close_form()
        form = make()
        self.form = form
        if isinstance(form, AccessView):
            form.admitted.connect(self._admitted)
        if isinstance(form, ChangeView):
            form.saved.connect(self._change)
        if isinstance(form, FarewellView):
            form.agreed.connect(self._dismiss)
        if isinstance(form, UndertakingView):
            form.saved.connect(self._swear)
            form.print_wanted.connect(self._print)
        form.closed.connect(self.close_form)  # type: ignore[attr-defined]  # every form of this card has it
        box = self._places[pilot_id].layout()
        assert box is not None  # noqa: S101 - it was laid out in _place
        box.addWidget(form)
        form.show()
        form.setFocus()

    def _admitted(self, name: str) -> None:
        self._finish(f"{name} kann sich jetzt anmelden.")

    def _change(self, change: Pilot) -> None:
        work = partial(self._desk.pilots.change, change.id, change.role, responsible=change.responsible)
        self._store(work, f"Gesichert. Für {change.name} gilt es ab der nächsten Anmeldung.")

    def _swear(self, change: Pilot) -> None:
        if change.undertaking is not None:
            work = partial(self._desk.pilots.swear, change.id, change.undertaking.on)
            self._store(work, "Die Verpflichtung ist eingetragen.")

    def _dismiss(self, pilot: Pilot) -> None:
        work = partial(self._desk.pilots.dismiss, pilot.id)
        self._tasks.run(LaneName.STORE, work, self, partial(self._dismissed, pilot.id), self._say)

    def _dismissed(self, pilot_id: str, _nothing: None) -> None:
        self._revoke(pilot_id)

    def _revoke(self, pilot_id: str, *_clicked: object) -> None:
        work = partial(self._desk.pilots.revoke, pilot_id)
        self._tasks.run(LaneName.WORK, work, self, self._revoked, self._say)

    def _revoked(self, _nothing: None) -> None:
        self._finish("Der Zugang ist entfernt. Vorgänge und Beratungen bleiben erhalten.")

    def _print(self, pilot: Pilot) -> None:
        work = partial(self._desk.pilots.undertaking_sheet, pilot)
        self._tasks.run(LaneName.WORK, work, self, self._printed, self._say)

    def _printed(self, pdf: bytes) -> None:
        self.paper.emit(PaperReady("Verpflichtung auf Verschwiegenheit", pdf))

    # --------------------------------------------------------------------------------------

    def _store(self, work: Callable[[], None], words: str) -> None:
        self._tasks.run(LaneName.STORE, work, self, partial(self._stored, words), self._say)

    def _stored(self, words: str, _nothing: None) -> None:
        self._finish(words)

    def _finish(self, words: str) -> None:
        self._finished = words
        self.close_form()
        self.reload()

    def _ask_team(self, accesses: Accesses) -> None:
        self._tasks.run(LaneName.STORE, partial(self._desk.pilots.team, accesses), self, self.show_team, self._say)

    def _say(self, problem: Problem) -> None:
        self.refused.emit(problem)


def _facts(pilot: Pilot, *, own: bool) -> list[str]:
    facts = [ROLES[pilot.role]]
    if pilot.responsible:
        facts.append("verantwortlich")
    if own:
        facts.append("Sie")
    if pilot.role is Role.VOLUNTEER:
        signed = pilot.undertaking
        facts.append(f"Verpflichtung vom {short_date(signed.on)}" if signed else "Verpflichtung fehlt")
    return facts
