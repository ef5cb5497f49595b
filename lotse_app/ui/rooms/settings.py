"""The room *Einstellungen*: station, pilots, appearance, passphrase, sources. What comes later says so."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from lotse_app.models.problems import Code, problem
from lotse_app.overriding import override
from lotse_app.ui.entrance.passphrase import PassphraseView
from lotse_app.ui.help.places import VIEWS, View
from lotse_app.ui.kit.blocks import ActionRow, Body, Card, Muted, SecondaryButton
from lotse_app.ui.kit.layouts import Columns, column
from lotse_app.ui.messages.problems import sentence
from lotse_app.ui.post.entered_card import EnteredOffices
from lotse_app.ui.rooms.backup_card import BackupCard
from lotse_app.ui.rooms.code_card import CodeCard
from lotse_app.ui.rooms.forms_card import FormsCard
from lotse_app.ui.rooms.keeping_card import KeepingCard
from lotse_app.ui.rooms.later_card import LaterCard
from lotse_app.ui.rooms.look_card import LookCard
from lotse_app.ui.rooms.papers_card import PapersCard
from lotse_app.ui.rooms.pilots_card import PilotsCard
from lotse_app.ui.rooms.portal_card import PortalCard
from lotse_app.ui.rooms.room import UNDERTAKING, Room
from lotse_app.ui.rooms.service_card import LabelledRows
from lotse_app.ui.rooms.station_card import StationCard
from lotse_app.ui.rooms.stops_card import StopsCard
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.models.handbook import HelpPlace
    from lotse_app.models.problems import Problem
    from lotse_app.ui.keeper.view import KeeperView
    from lotse_app.ui.kit.theme import Appearance
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk

#: Target of this room: the forms.
FORMS = "formulare"


class SettingsRoom(Room):
    """Changes are kept at once where they only concern the look, else by *Sichern*."""

    def __init__(self, desk: Desk, tasks: Tasks, appearance: Appearance, passphrase: Callable[[], QWidget]) -> None:
        super().__init__("", desk, tasks)
        self.setAccessibleName("Einstellungen")
        self._make_passphrase = passphrase
        self._passphrase: QWidget | None = None
        left, right = QWidget(), QWidget()
        self._left, self._right = column(left), column(right)
        self.look = LookCard(desk, tasks, appearance)
        self.look.refused.connect(self.say_problem)
        self._left.addWidget(self.look)
        self._secret = self._secret_card()
        self._left.addWidget(self._secret)
        self.keeping = KeepingCard(desk, tasks)
        self._answer_beside(self.keeping)
        self._left.addWidget(self.keeping)
        self._left.addWidget(LaterCard())
        self._fill_right(desk, tasks)
        self._filled: dict[str, QWidget] = {}
        self.keeper: KeeperView | None = None
        self.body.addWidget(Columns([left, right], 32))

    def _fill_right(self, desk: Desk, tasks: Tasks) -> None:
        self.station = StationCard(desk, tasks)
        self._answer_beside(self.station)
        self.station.done.connect(self._station_saved)
        self._right.addWidget(self.station)
        self._right.addWidget(self._stops_card())
        self.papers = PapersCard(desk, tasks)
        self.papers.refused.connect(partial(self._refused_beside, self.papers))
        self.papers.paper.connect(self.paper)
        self._right.addWidget(self.papers)
        self.pilots = PilotsCard(desk, tasks)
        self._answer_beside(self.pilots)
        self.pilots.paper.connect(self.paper)
        self._right.addWidget(self.pilots)
        self.backup = BackupCard(desk, tasks)
        self.backup.refused.connect(partial(self._refused_beside, self.backup))
        self.backup.done.connect(self._backed_up)
        self._right.addWidget(self.backup)
        self.code = CodeCard(desk, tasks)
        self.code.done.connect(partial(self._done_beside, self.code))
        self.code.paper.connect(self.paper)
        self._right.addWidget(self.code)
        self.portal = PortalCard(desk, tasks, self)
        self._answer_beside(self.portal)
        self._right.addWidget(self.portal)
        self.offices = EnteredOffices(desk.offices, tasks)
        self._right.addWidget(self.offices)
        if desk.practice:
            self._close_for_practice()
        self.forms = FormsCard()
        self.forms.wanted.connect(self.open_forms)
        self._right.addWidget(self.forms)
        self._sources = Card("Quellen und Stand")
        self._right.addWidget(self._sources)

    def _close_for_practice(self) -> None:
        """Hide what practice has no keys for, and say so once."""
        for card in (self._secret, self.pilots, self.backup, self.code, self.portal):
            card.hide()
        closed = Card("Passphrase, Lotsinnen und Lotsen, Sicherung, Portal")
        closed.body.addWidget(Body(sentence(problem(Code.PRACTICE_CLOSED))))
        self._right.addWidget(closed)

    def _stops_card(self) -> StopsCard:
        self.stops = StopsCard(self.desk, self.tasks)
        self._answer_beside(self.stops)
        return self.stops

    @override
    def help_text(self) -> str:
        """Return what F1 says here."""
        return "Farben und Schriftgröße wirken sofort. Träger und Stützpunkt ändert die verantwortliche Person."

    @override
    def enter(self, target: str = "") -> None:
        """Come in; ``darstellung`` leads to the themes, ``formulare`` to *Formulare*, ``verpflichtung`` to that."""
        self.close_forms()
        if target == FORMS:
            self.open_forms()
            return
        if target == UNDERTAKING:
            self.pilots.swear_next()
        self.reload()
        if target == "darstellung":
            self.look.theme.take_focus()

    @override
    def reload(self) -> None:
        """Load station, pilots and sources."""
        self.station.reload()
        self.keeping.reload()
        self.stops.reload()
        self.offices.reload()
        if not self.desk.practice:
            self.pilots.reload()
            self.backup.reload()
            self.portal.reload()
        self.ask(LaneName.FINDER, self.desk.find.attribution, self._show_sources)

    @override
    def leave(self) -> None:
        """Take away what was typed for a passphrase."""
        self.pilots.forget()
        self.code.forget()
        self.portal.forget()
        self.stops.close_form()
        self._close_passphrase()

    @property
    @override
    def crumbs(self) -> tuple[str, ...]:
        """Return where we are in the room *Formulare*."""
        return self.keeper.crumbs if self.keeper is not None else ()

    @property
    @override
    def target(self) -> str:
        """Return what leads back to the room *Formulare*."""
        return FORMS if self.keeper is not None else ""

    @override
    def help_place(self) -> HelpPlace | None:
        """Return the page about forms while they are shown."""
        return VIEWS[View.FORMS] if self.keeper is not None else None

    @override
    def back(self) -> bool:
        """Go one page back in *Formulare*, then to the settings."""
        if self.keeper is None:
            return False
        if not self.keeper.back():
            self.close_forms()
        return True

    def open_forms(self) -> None:
        """Show the room *Formulare* in place of the cards."""
        from lotse_app.ui.keeper.view import KeeperView

        self.keeper = KeeperView(self.desk, self.tasks)
        self.keeper.left.connect(self.close_forms)
        self.keeper.moved.connect(self.moved)
        self.keeper.paper.connect(self.paper)
        self.keeper.changed.connect(self.changed)
        self.scroller.hide()
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self.keeper)
        self.keeper.show()
        self.keeper.listing.table.setFocus()
        self.moved.emit()

    def close_forms(self) -> None:
        """Show the cards again."""
        if self.keeper is None:
            return
        self.keeper.hide()
        self.keeper.deleteLater()
        self.keeper = None
        self.scroller.show()
        self.moved.emit()
        self.reload()
        self.forms.open_button.setFocus()

    def _answer_beside(self, card: KeepingCard | StationCard | StopsCard | PilotsCard | PortalCard) -> None:
        """Say in a card what became of what was done there: the room is many screens long."""
        card.done.connect(partial(self._done_beside, card))
        card.refused.connect(partial(self._refused_beside, card))

    def _done_beside(self, card: Card, words: str) -> None:
        self._bring_beside(card)
        self.say_done(words)

    def _refused_beside(self, card: Card, found: Problem) -> None:
        self._bring_beside(card)
        self.say_problem(found)

    def _bring_beside(self, card: Card) -> None:
        """Put the banner below a card, and into sight as soon as it has its place."""
        card.body.addWidget(self.banner)
        QTimer.singleShot(0, self.banner, lambda: self.scroller.ensureWidgetVisible(self.banner))

    def _backed_up(self) -> None:
        self._done_beside(self.backup, "Die Sicherung ist geschrieben und geprüft.")

    def _secret_card(self) -> Card:
        card = Card("Passphrase")
        card.body.addWidget(Muted("Jede Lotsin und jeder Lotse hat eine eigene. Sie wird nirgends gespeichert."))
        self._change = SecondaryButton("Passphrase ändern …")
        self._change.clicked.connect(self._open_passphrase)
        card.body.addWidget(ActionRow([self._change]))
        return card

    def _open_passphrase(self) -> None:
        self._passphrase = self._make_passphrase()
        if isinstance(self._passphrase, PassphraseView):
            self._passphrase.closed.connect(self._close_passphrase)
            self._passphrase.changed.connect(self._passphrase_changed)
        self._secret.body.addWidget(self._passphrase)
        self._passphrase.show()
        self._change.hide()
        self._passphrase.setFocus()

    def _passphrase_changed(self) -> None:
        self._close_passphrase()
        self._done_beside(self._secret, "Die neue Passphrase gilt.")

    def _close_passphrase(self) -> None:
        if self._passphrase is not None:
            self._passphrase.hide()
            self._passphrase.deleteLater()
            self._passphrase = None
            self._change.show()
            self._change.setFocus()

    def _station_saved(self, _words: str) -> None:
        self.changed.emit()
        self.reload()

    def _show_sources(self, lines: tuple[tuple[str, str], ...]) -> None:
        rows = [(what, source, "") for what, source in lines]
        rows.append(("Schrift", "Noto Sans, SIL Open Font License 1.1", ""))
        self._fill("sources", self._sources, LabelledRows(rows))

    def _fill(self, key: str, card: Card, widget: QWidget) -> None:
        old = self._filled.get(key)
        if old is not None:
            card.body.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._filled[key] = widget
        card.body.addWidget(widget)

    @override
    def synced(self) -> None:
        """Show what colleagues changed; what is typed here stays."""
        self.station.synced()
        self.stops.synced()
