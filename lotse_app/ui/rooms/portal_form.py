"""What is typed to join a portal: the coordinator's invitation, and the Träger's proxy and certificates, if any."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from lotse_app.models.joining import invitation, parted, sound_proxy
from lotse_app.models.problems import Code, ProblemError
from lotse_app.models.sync import Way
from lotse_app.ui.kit.blocks import ActionRow, Body, LinkButton, Muted, SecondaryButton, announce
from lotse_app.ui.kit.fields import Field
from lotse_app.ui.kit.file_dialogs import ask_file, documents
from lotse_app.ui.kit.layouts import GRID, column
from lotse_app.ui.messages.problems import sentence
from lotse_app.ui.words.shared import counted
from lotse_app.workflows.joining import read_authority
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from lotse_app.models.joining import Invitation
    from lotse_app.models.problems import Problem
    from lotse_app.ui.tasks import Tasks

_FILTER = "Zertifikate (*.pem *.crt *.cer)"
_LEAVING = (
    "Dieses Gerät sendet dem Portal dann nichts mehr und hört nichts mehr von ihm. Auf dem Gerät bleibt alles, im "
    "Portal auch. Was Sie danach tun, wartet, bis das Gerät wieder mit einem Portal verbunden ist."
)
_WAITS = "Besser zuerst im Postausgang „Jetzt abgleichen“; sonst geht es an das nächste Portal."
_OWN = "Eigene Zertifizierungsstelle: {name}"


class WayFields(QWidget):
    """Proxy and own certificates: empty for most."""

    def __init__(self, way: Way, tasks: Tasks) -> None:
        super().__init__()
        self._tasks = tasks
        self._authority = way.authority
        self.proxy = QLineEdit(way.proxy)
        self.proxy.setMaxLength(200)
        self.proxy_field = Field("Proxy (nur, wenn der Träger einen hat)", self.proxy, "http://proxy.example:3128")
        self.choose = SecondaryButton("Zertifikat des Trägers wählen …")
        self.drop = LinkButton("Zertifikat entfernen")
        self.words = Muted()
        self.trouble = Muted()
        box = column(self, GRID)
        box.addWidget(self.proxy_field)
        box.addWidget(self.words)
        box.addWidget(self.trouble)
        self.trouble.hide()
        box.addWidget(ActionRow([self.choose, self.drop]))
        self.choose.clicked.connect(self._ask_file)
        self.drop.clicked.connect(self._forget)
        self._say("von früher" if way.authority else "")

    def way(self) -> Way | None:
        """Return what was typed, None where the proxy is no address; that is said beside it."""
        try:
            proxy = sound_proxy(self.proxy.text())
        except ProblemError as error:
            self.proxy_field.set_problem(sentence(error.problem))
            self.proxy.setFocus()
            return None
        self.proxy_field.set_problem("")
        return Way(proxy, self._authority)

    def take(self, path: Path) -> None:
        """Read the certificates of a file."""
        done = partial(self._taken, path.name)
        self._tasks.run(LaneName.WORK, partial(read_authority, path), self, done, self._refuse)

    def _ask_file(self) -> None:
        ask_file(self, "Zertifikat des Trägers wählen", _FILTER, self._chosen, documents())

    def _chosen(self, path: str) -> None:
        self.take(Path(path))

    def _taken(self, name: str, authority: str) -> None:
        self._authority = authority
        self.trouble.hide()
        self._say(name)
        announce(self, self.words.text())

    def _refuse(self, problem: Problem) -> None:
        self.trouble.setText(f"⚠ {sentence(problem)}")
        self.trouble.show()
        announce(self, sentence(problem), urgent=True)

    def _forget(self) -> None:
        self._authority = ""
        self._say("")
        self.choose.setFocus()

    def _say(self, name: str) -> None:
        self.words.setText(_OWN.format(name=name) if self._authority else "Es gelten die Zertifikate, die jeder kennt.")
        self.drop.setVisible(bool(self._authority))


class JoinForm(QWidget):
    """Address, code and sign of the portal; the whole line of an invitation may be pasted into the first."""

    #: An ``Invitation`` and a ``Way``, as a tuple.
    wanted = Signal(object)
    closed = Signal()

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self.address, self.code, self.fingerprint = QLineEdit(), QLineEdit(), QLineEdit()
        for line in (self.address, self.code, self.fingerprint):
            line.setMaxLength(400)
            line.returnPressed.connect(self._press)
        self.address_field = Field(
            "&Adresse des Portals", self.address, "Oder die ganze Zeile der Einladung einfügen.", required=True
        )
        self.code_field = Field("&Code", self.code, "Gilt 15 Minuten und einmal.", required=True)
        self.fingerprint_field = Field(
            "&Prüfzeichen des Portals", self.fingerprint, "Steht auf der Einladung.", required=True
        )
        self.ways = WayFields(Way(), tasks)
        self.join = SecondaryButton("Verbinden")
        self.cancel = SecondaryButton("Abbrechen")
        self._busy = Muted()
        box = column(self, GRID)
        parts: tuple[QWidget, ...] = (self.address_field, self.code_field, self.fingerprint_field, self.ways)
        for part in (*parts, self._busy, ActionRow([], [self.cancel, self.join])):
            box.addWidget(part)
        self._busy.hide()
        self.address.textChanged.connect(self._part)
        self.join.clicked.connect(self._press)
        self.cancel.clicked.connect(self.closed)
        self.setFocusProxy(self.address)

    def work(self) -> None:
        """Say that the portal is being asked."""
        self._busy.setText("Das Portal wird gefragt …")
        self._busy.show()
        self.join.setEnabled(False)
        announce(self, self._busy.text())

    def refuse(self, problem: Problem) -> None:
        """Say what went wrong, beside the line it is about."""
        self._busy.hide()
        self.join.setEnabled(True)
        fields = {
            Code.PORTAL_CODE: self.code_field,
            Code.PORTAL_FINGERPRINT: self.fingerprint_field,
            Code.PORTAL_KEY: self.fingerprint_field,
            Code.PORTAL_PROXY: self.ways.proxy_field,
        }
        wrong = fields.get(problem.code, self.address_field)
        self._clear()
        wrong.set_problem(sentence(problem))
        wrong.widget.setFocus()

    def _part(self, text: str) -> None:
        """Put the parts of a whole invitation where they belong."""
        if "#" in text:
            address, code, fingerprint = parted(text)
            self.address.setText(address)
            self.code.setText(code)
            self.fingerprint.setText(fingerprint)

    def _press(self) -> None:
        if not self.join.isEnabled():
            return
        self._clear()
        asked = self._invitation()
        way = self.ways.way() if asked is not None else None
        if asked is not None and way is not None:
            self.wanted.emit((asked, way))

    def _invitation(self) -> Invitation | None:
        try:
            return invitation(self.address.text(), self.code.text(), self.fingerprint.text())
        except ProblemError as error:
            self.refuse(error.problem)
            return None

    def _clear(self) -> None:
        for field in (self.address_field, self.code_field, self.fingerprint_field, self.ways.proxy_field):
            field.set_problem("")


class WayForm(QWidget):
    """Proxy and own certificates of a device that has joined already."""

    #: A ``Way``.
    wanted = Signal(object)
    closed = Signal()

    def __init__(self, way: Way, tasks: Tasks) -> None:
        super().__init__()
        self.ways = WayFields(way, tasks)
        self.keep = SecondaryButton("Sichern")
        cancel = SecondaryButton("Abbrechen")
        box = column(self, GRID)
        box.addWidget(self.ways)
        box.addWidget(ActionRow([], [cancel, self.keep]))
        self.keep.clicked.connect(self._press)
        cancel.clicked.connect(self.closed)
        self.setFocusProxy(self.ways.proxy)

    def _press(self) -> None:
        way = self.ways.way()
        if way is not None:
            self.wanted.emit(way)


class LeaveForm(QWidget):
    """What leaving a portal means, and the question whether that is wanted."""

    wanted = Signal()
    closed = Signal()

    def __init__(self, waiting: int) -> None:
        super().__init__()
        self.waits = Body(f"⚠ {counted(waiting, 'Eintrag wartet', 'Einträge warten')} noch. {_WAITS}")
        self.leave = SecondaryButton("Portal verlassen")
        cancel = SecondaryButton("Abbrechen")
        box = column(self, GRID)
        box.addWidget(Body(_LEAVING))
        box.addWidget(self.waits)
        self.waits.setVisible(bool(waiting))
        box.addWidget(ActionRow([], [cancel, self.leave]))
        self.leave.clicked.connect(self.wanted)
        cancel.clicked.connect(self.closed)
        self.setFocusProxy(cancel)
        announce(self, _LEAVING)
