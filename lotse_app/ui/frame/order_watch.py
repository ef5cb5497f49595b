"""Orders of the portal: asked for while the program is locked, obeyed wherever it stands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from lotse_app.models.orders import OrderKind
from lotse_app.ui.kit.blocks import Body, Heading, Page, PrimaryButton, announce
from lotse_app.ui.messages.problems import sentence
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.models.orders import Obeyed
    from lotse_app.models.problems import Problem
    from lotse_app.ui.frame.shell import Shell
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.obeying import Obeying

#: After the start and after a lock nobody is kept waiting; then every few minutes.
FIRST_MS, EVERY_MS = 20_000, 300_000
_WIPED = (
    "Die Koordination hat dieses Gerät als verloren gemeldet. Lotse hat darum alles gelöscht, was es hier gespeichert "
    "hatte: Schlüssel, Daten und die Sicherungen auf diesem Gerät."
)
_NEXT = (
    "Haben Sie das Gerät gefunden? Dann geben Sie es bitte dem Träger zurück. Auf einem anderen Gerät bringt die "
    "letzte Sicherung mit dem Wiederherstellungscode alles zurück. Dass dieses Gerät gelöscht ist, meldet Lotse der "
    "Koordination, sobald eine Verbindung da ist."
)


class WipedView(Page):
    """What is shown after a wipe; nothing leads on from here."""

    def __init__(self) -> None:
        super().__init__()
        self.body.addWidget(Heading("Dieses Gerät ist gelöscht"))
        self.body.addWidget(Body(_WIPED))
        self.body.addWidget(Body(_NEXT))
        self.body.addStretch(1)
        self.leave = PrimaryButton("Lotse beenden")
        self.set_foot([], [self.leave])
        self.setFocusProxy(self.leave)
        announce(self, _WIPED, urgent=True)


class OrderWatch(QObject):
    """Between shell, lanes and what obeys."""

    def __init__(self, shell: Shell, tasks: Tasks, obeying: Callable[[], Obeying]) -> None:
        super().__init__(shell)
        self._shell = shell
        self._tasks = tasks
        self._obeying = obeying
        #: The order to wipe that is being carried out.
        self._wiping: Obeyed | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.ask)
        shell.opened.connect(self._opened)
        shell.locked.connect(self.start)

    def start(self) -> None:
        """Begin to ask in a while: the program is locked."""
        if self._shell.main is not None:
            self._opened()  # the desk was quicker than what is loaded ahead
        elif self._wiping is None:
            self._timer.start(FIRST_MS)

    def ask(self) -> None:
        """Ask for orders now, or go on with one; nothing is asked where this device is no member of a portal.

        What was wiped is told first, and again until it was heard.
        """
        if self._wiping is not None:
            self._wipe(self._wiping)
            return
        self._tasks.run(LaneName.NET, self._look, self, self._heard, self._not_heard)

    def obey(self, obeyed: Obeyed) -> None:
        """Do what is ordered."""
        if obeyed.order.kind is OrderKind.LOCK:
            self._shell.lock()
            return
        self._wiping = obeyed
        if self._shell.main is not None:
            self._shell.leave_desk(partial(self._wipe, obeyed))
        else:
            self._wipe(obeyed)

    def _opened(self) -> None:
        """Let the rounds of the open desk bring orders."""
        self._timer.stop()
        if self._shell.main is not None:
            self._shell.main.ordered.connect(self.obey)

    def _look(self) -> Obeyed | None:
        """Ask the portal. Net lane."""
        return self._obeying().ask()

    def _heard(self, obeyed: Obeyed | None) -> None:
        if obeyed is not None:
            self.obey(obeyed)
        elif self._shell.main is None:
            self._timer.start(EVERY_MS)

    def _not_heard(self, _problem: Problem) -> None:
        self._timer.start(EVERY_MS)

    def _wipe(self, obeyed: Obeyed) -> None:
        """Show nothing more of the store, then have everything deleted."""
        self._shell.show_view(Page())
        work = partial(self._delete, obeyed)
        self._tasks.run(LaneName.WORK, work, self, self._wiped, self._not_wiped)

    def _delete(self, obeyed: Obeyed) -> None:
        """Have everything deleted. Work lane."""
        self._obeying().wipe(obeyed)

    def _wiped(self, _nothing: None) -> None:
        view = WipedView()
        view.leave.clicked.connect(self._shell.quit)
        self._shell.show_view(view)
        self._wiping = None
        self.ask()

    def _not_wiped(self, problem: Problem) -> None:
        """Say why it could not be deleted, and try again later: what is left may be in somebody's hands."""
        page = Page()
        page.body.addWidget(Body(sentence(problem)))
        self._shell.show_view(page)
        self._timer.start(EVERY_MS)
