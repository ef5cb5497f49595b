"""The card *Portal* of the settings: join by the coordinator's invitation; what this device is there from then on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from lotse_app.clock import short_moment
from lotse_app.models.problems import Code
from lotse_app.models.station_file import groups
from lotse_app.ui.kit.blocks import ActionRow, Body, Card, Muted, SecondaryButton
from lotse_app.ui.rooms.portal_form import JoinForm, LeaveForm, WayForm
from lotse_app.ui.rooms.service_card import LabelledRows
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.models.joining import Approach, Invitation, Welcome
    from lotse_app.models.problems import Problem
    from lotse_app.models.sync import Membership, Way
    from lotse_app.ui.rooms.room import Room
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk

_ALONE = (
    "Dieses Gerät ist mit keinem Portal verbunden. Alles bleibt hier; was ein Portal bekäme, wartet im Postausgang: "
    "Zahlen, keine Namen."
)
_ONLY = "Verbinden kann die verantwortliche Person oder die Koordination."
_JOIN = "Mit dem Portal verbinden …"
_WITH = "Mit der Einladung der Koordination: Adresse, Code und Prüfzeichen."
_LEFT = (
    "Verlassen. Bitte der Koordination sagen, dass dieses Gerät nicht mehr dabei ist; sie sperrt dort seinen Zugang."
)
_ROLES = {
    "pilot": "Gerät eines Stützpunkts",
    "coordinator": "Gerät der Koordination",
    "administrator": "Gerät der Verwaltung des Portals",
}


@dataclass(frozen=True, slots=True)
class PortalState:
    """What the card shows; read in one job on the store lane."""

    member: Membership | None
    sign: str
    waiting: int


class PortalCard(Card):
    """Not joined: one button and what it opens. Joined: where, since when, and how the portal is reached."""

    #: The sentence that says what was done.
    done = Signal(object)
    #: A ``Problem``.
    refused = Signal(object)
    #: The device has joined or left, or reaches the portal another way now.
    joined = Signal()

    def __init__(self, desk: Desk, tasks: Tasks, room: Room) -> None:
        super().__init__("Portal")
        self.joined.connect(room.changed)
        self._joining, self._rounds = desk.portal.joining, desk.portal.rounds
        self._tasks = tasks
        self._member: Membership | None = None
        self._waiting = 0
        #: With what the portal is being asked just now.
        self._approach: Approach | None = None
        self.form: JoinForm | LeaveForm | WayForm | None = None
        self._rows: LabelledRows | None = None
        self.words = Body(_ALONE)
        self.open = SecondaryButton(_JOIN)
        self.open.setAccessibleDescription(_WITH)
        self.open.clicked.connect(self._open)
        self.leave = SecondaryButton("Portal verlassen …")
        self.leave.clicked.connect(self._ask_leave)
        self._row = ActionRow([self.open, self.leave])
        self.body.addWidget(self.words)
        self.body.addWidget(self._row)
        self.leave.hide()
        if not self._joining.allowed:
            self._row.hide()
            self.body.addWidget(Muted(_ONLY))

    def reload(self) -> None:
        """Load whether this device is a member."""
        self._ask(LaneName.STORE, self._read, self._show)

    def forget(self) -> None:
        """Take away what is being typed; a portal that is being asked is let go of."""
        form, self.form = self.form, None
        self._approach = None
        if form is not None:
            self._joining.give_up()
            form.hide()
            form.deleteLater()
            self._row.setVisible(self._joining.allowed)

    def _read(self) -> PortalState:
        """Read what the card shows. Store lane."""
        return PortalState(self._joining.member(), self._joining.sign(), self._rounds.view().outbox.waiting)

    def _show(self, state: PortalState) -> None:
        self._member, self._waiting = state.member, state.waiting
        self.leave.setVisible(state.member is not None)
        if self._rows is not None:
            self.body.removeWidget(self._rows)
            self._rows.hide()
            self._rows.deleteLater()
            self._rows = None
        if state.member is None:
            self.words.setText(_ALONE)
            self.open.setText(_JOIN)
            self.open.setAccessibleName(_JOIN)
            self.open.setAccessibleDescription(_WITH)
            return
        self.words.setText("Dieses Gerät ist mit dem Portal verbunden. Wie der Abgleich steht, sagt der Postausgang.")
        self.open.setText("Weg ins Netz ändern …")
        self.open.setAccessibleName("Weg ins Netz ändern")
        self.open.setAccessibleDescription("Proxy und Zertifikat des Trägers.")
        self._rows = LabelledRows(_lines(state.member, state.sign))
        self.body.insertWidget(self.body.indexOf(self.words) + 1, self._rows)

    def _open(self) -> None:
        self.forget()
        if self._member is None:
            form = JoinForm(self._tasks)
            form.wanted.connect(self._prepare)
            self._put(form)
        else:
            way = WayForm(self._member.way, self._tasks)
            way.wanted.connect(self._change)
            self._put(way)

    def _ask_leave(self) -> None:
        self.forget()
        form = LeaveForm(self._waiting)
        form.wanted.connect(self._leave)
        self._put(form)

    def _leave(self) -> None:
        self._ask(LaneName.STORE, self._joining.leave, self._left)

    def _left(self, _nothing: None) -> None:
        self._close()
        self.done.emit(_LEFT)
        self.joined.emit()
        self.reload()

    def _put(self, form: JoinForm | LeaveForm | WayForm) -> None:
        self.form = form
        form.closed.connect(self._close)
        self._row.hide()
        self.body.addWidget(form)
        form.show()
        form.setFocus()

    def _close(self) -> None:
        self.forget()
        self.open.setFocus()

    def _prepare(self, asked: tuple[Invitation, Way]) -> None:
        if isinstance(self.form, JoinForm):
            self.form.work()
        self._ask(LaneName.STORE, partial(self._joining.prepare, *asked), self._enter)

    def _enter(self, approach: Approach) -> None:
        if not isinstance(self.form, JoinForm):
            return  # somebody thought better of it
        self._approach = approach
        work = partial(self._joining.enter, approach)
        self._tasks.run(LaneName.NET, work, self, partial(self._keep, approach), partial(self._not_let_in, approach))

    def _keep(self, approach: Approach, welcome: Welcome) -> None:
        if approach is self._approach:
            self._approach = None
            self._ask(LaneName.STORE, partial(self._joining.keep, approach, welcome), self._kept)

    def _not_let_in(self, approach: Approach, problem: Problem) -> None:
        if approach is not self._approach:
            return
        self._approach = None
        if problem.code is Code.PORTAL_LOST and approach.former is None:
            work = partial(self._joining.prepare_anew, approach.invitation, approach.way)
            self._ask(LaneName.STORE, work, self._enter)
        else:
            self._refuse(problem)

    def _kept(self, _member: Membership) -> None:
        self._close()
        self.done.emit("Verbunden. Was bisher wartete, geht jetzt von selbst an das Portal.")
        self.joined.emit()
        self.reload()

    def _change(self, way: Way) -> None:
        self._ask(LaneName.STORE, partial(self._joining.change_way, way), self._changed)

    def _changed(self, _nothing: None) -> None:
        self._close()
        self.done.emit("Gesichert. Der nächste Abgleich nimmt diesen Weg.")
        self.joined.emit()
        self.reload()

    def _ask(self, lane: LaneName, work: Callable[[], object], then: Callable[..., None]) -> None:
        self._tasks.run(lane, work, self, then, self._refuse)

    def _refuse(self, problem: Problem) -> None:
        if isinstance(self.form, JoinForm):
            self.form.refuse(problem)
        else:
            self.refused.emit(problem)


def _lines(member: Membership, sign: str) -> list[tuple[str, str, str]]:
    """Return label, value and note of what the card says of a member."""
    since = short_moment(member.joined_at) if member.joined_at is not None else ""
    way = member.way.proxy or "unmittelbar"
    rows = [
        ("Adresse", member.url, ""),
        ("Verbunden seit", since, ""),
        ("Art", _ROLES.get(member.role, member.role), ""),
        ("Gerätenummer", member.device, "Danach fragt die Koordination, wenn das Gerät verloren ist."),
        ("Prüfzeichen dieses Geräts", sign, ""),
        ("Prüfzeichen des Portals", groups(member.fingerprint), ""),
        ("Weg ins Netz", way, ""),
    ]
    if member.way.authority:
        rows.append(("Zertifikate", "auch die des Trägers", ""))
    return rows
