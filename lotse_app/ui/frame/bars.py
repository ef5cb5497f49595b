"""The bars above and below a room: where am I, search, pilot; and the state in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton
from shiboken6 import isValid

from lotse_app.clock import short_date
from lotse_app.models.portal_standing import PortalView
from lotse_app.models.words import ROLES
from lotse_app.ui.kit.blocks import SecondaryButton, Text
from lotse_app.ui.kit.layouts import GRID
from lotse_app.ui.words.portal import brief_words, line_words
from lotse_app.ui.words.shared import counted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from lotse_app.models.people import Workplace


_UNSAVED = "Die letzten Eingaben sind noch nicht gespeichert."


class TopBar(QFrame):
    """Breadcrumb, search, pilot menu."""

    search = Signal()
    appearance_wanted = Signal()
    help_wanted = Signal()
    lock_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.setObjectName("topbar")
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * GRID, GRID, 2 * GRID, GRID)
        row.setSpacing(GRID)
        self._crumbs = Text()
        self._crumbs.setObjectName("breadcrumb")
        self._crumbs.limit = 1000
        row.addWidget(self._crumbs, 1)
        self._parts: tuple[str, ...] = ()
        self._tight = False
        self._find = find = SecondaryButton("Suchen", shown="Strg+K")
        find.setAccessibleDescription("Findet Leistungen, Orte, Vorgänge und Personen. Taste Strg+K")
        find.clicked.connect(self.search)
        row.addWidget(find)
        self._pilot = self._pilot_menu(workplace)
        self._pilot_name = self._pilot.text()
        row.addWidget(self._pilot)

    def set_tight(self, *, tight: bool) -> None:
        """Show only the room where there is little space; names for screen readers stay whole."""
        if tight != self._tight:
            self._tight = tight
            self._find.setText("Suchen" if tight else "Suchen   Strg+K")
            self._pilot.setText("▾" if tight else self._pilot_name)
            self.say_where(*self._parts)

    def say_state(self, words: str) -> None:
        """Tell the state of the line below in the menu too: in a very small window there is no such line."""
        if isValid(self._told):  # the bars tell each other once more while the window goes
            self._told.setText(words)

    def say_where(self, *crumbs: str) -> None:
        """Show where we are."""
        self._parts = crumbs
        words = " ▸ ".join(crumb for crumb in crumbs if crumb)
        self._crumbs.setText(crumbs[0] if self._tight and crumbs else words)
        self._crumbs.setToolTip(words)
        self._crumbs.setAccessibleName(f"Sie sind hier: {words}")

    def _pilot_menu(self, workplace: Workplace) -> QToolButton:
        button = QToolButton()
        button.setText(f"{workplace.pilot.name} ▾")
        button.setAccessibleName(f"Angemeldet: {workplace.pilot.name}, {ROLES[workplace.pilot.role]}")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        self._told = menu.addAction("")
        self._told.setEnabled(False)
        menu.addAction("Darstellung …").triggered.connect(self.appearance_wanted)
        menu.addAction("Hilfe zu diesem Ort\tF1").triggered.connect(self.help_wanted)
        menu.addSeparator()
        menu.addAction("Sperren\tStrg+L").triggered.connect(self.lock_wanted)
        menu.addAction("Lotse beenden").triggered.connect(self.quit_wanted)
        button.setMenu(menu)
        return button


class StatusLine(QFrame):
    """The state in words, the station, the lock."""

    lock_wanted = Signal()
    #: What the line says is different; text.
    told = Signal(object)

    def __init__(self, workplace: Workplace, *, practice: bool = False) -> None:
        super().__init__()
        self._practice = practice
        self._tight = False
        self._unsaved = False
        self._dues: tuple[date, ...] = ()
        self._portal = PortalView()
        self.setObjectName("statusline")
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID // 2, 2 * GRID, GRID // 2)
        row.setSpacing(2 * GRID)
        self._state = Text()
        self._state.limit = 1000
        row.addWidget(self._state, 1)
        station = Text(workplace.station.name)
        station.setAccessibleName(f"Stützpunkt {workplace.station.name}")
        station.setWordWrap(False)
        self._station = station
        row.addWidget(station)
        self._lock = SecondaryButton("Sperren")
        self._lock.setAccessibleDescription("Taste Strg+L")
        self._lock.clicked.connect(self.lock_wanted)
        row.addWidget(self._lock)
        self.show_state((), self._portal)

    def set_tight(self, *, tight: bool) -> None:
        """Where there is little room, leave out what does not change all day; a screen reader hears all of it."""
        if tight != self._tight:
            self._tight = tight
            self._station.setVisible(not tight)
            self.show_state(self._dues, self._portal)

    @property
    def text(self) -> str:
        """Return what the line says."""
        return self._state.text()

    def show_unsaved(self, *, unsaved: bool) -> None:
        """Say whether entries could not be written."""
        self._unsaved = unsaved
        self.show_state(self._dues, self._portal)

    def show_state(self, dues: Sequence[date], portal: PortalView) -> None:
        """Say that nothing is lost, how the portal stands, and the next deadline."""
        self._portal = portal
        words = "Übung – nichts wird gesendet." if self._practice else line_words(portal)
        brief = words if self._practice else brief_words(portal)
        if self._unsaved:
            words = brief = _UNSAVED
        self._dues = tuple(dues)
        count = counted(dues.count(dues[0]), "Vorgang", "Vorgänge") if dues else ""
        deadline = f" {count} mit Frist bis {short_date(dues[0])}." if dues else ""
        self._state.setText(f"{brief if self._tight else words}{deadline}")
        self._state.setAccessibleName(f"{words}{deadline}")
        self.told.emit(self._state.text())
