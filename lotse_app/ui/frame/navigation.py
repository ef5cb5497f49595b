"""The left side of the window: rooms with icon and word, and the running session."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QPushButton, QSizePolicy

from lotse_app.ui.kit.layouts import GRID, column
from lotse_app.ui.kit.scrolling import ScrollBody
from lotse_app.ui.rooms.room import ROOM_WORDS

if TYPE_CHECKING:
    from datetime import datetime

    from lotse_app.clock import Clock
    from lotse_app.models.session import CounsellingSession
    from lotse_app.ui.kit.icons import Icons
    from lotse_app.ui.kit.theme import Appearance
    from lotse_app.ui.rooms.room import RoomName


class Navigation(QFrame):
    """Rooms in their order; the one shown is marked by a bar and bold type."""

    #: A ``RoomName``.
    chosen = Signal(object)

    def __init__(self, appearance: Appearance, icons: Icons, chip: SessionChip) -> None:
        super().__init__()
        self.setObjectName("navigation")
        self.setAccessibleName("Räume")
        self._appearance = appearance
        self._icons = icons
        self._buttons: dict[RoomName, QPushButton] = {}
        self._entered = False
        box = column(self, 0)
        box.setContentsMargins(0, 2 * GRID, 0, GRID)
        self._chip = chip
        self._tight = False
        self._numbers: dict[RoomName, int] = {}
        self._brand = QLabel("Lotse")
        self._brand.setObjectName("brand")
        self._brand.setContentsMargins(2 * GRID, 0, GRID, GRID)
        box.addWidget(self._brand)
        scroll = ScrollBody(0)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.body.setSpacing(2)
        self._scroll = scroll
        box.addWidget(scroll, 1)
        group = QButtonGroup(self)
        for number, (room, word) in enumerate(ROOM_WORDS.items(), start=1):
            button = QPushButton(word)
            button.setAccessibleName(word)
            button.setCheckable(True)
            button.setAutoDefault(True)
            button.setAccessibleDescription(f"Raum {number} von {len(ROOM_WORDS)}, Taste Strg+{number}")
            button.setToolTip(f"Strg+{number}")
            # A screen reader toggles without a click; a click on the room that is shown toggles nothing.
            button.toggled.connect(partial(self._toggled, room))
            button.clicked.connect(partial(self._clicked, room))
            group.addButton(button)
            scroll.body.addWidget(button)
            self._buttons[room] = button
        box.addWidget(chip)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        appearance.changed.connect(self.paint_icons)
        self.paint_icons()

    def mark(self, room: RoomName) -> None:
        """Mark the room that is shown."""
        with QSignalBlocker(self._buttons[room]):
            self._buttons[room].setChecked(True)

    def count(self, room: RoomName, number: int) -> None:
        """Show how many things of a room are under way."""
        self._numbers[room] = number
        self._caption(room)
        self._fit()

    def set_tight(self, *, tight: bool) -> None:
        """Show icons without words where there is little room; names and keys stay."""
        if tight == self._tight:
            return
        self._tight = tight
        self._brand.setVisible(not tight)
        self._chip.set_tight(tight=tight)
        for room in self._buttons:
            self._caption(room)
        self.paint_icons()

    def _caption(self, room: RoomName) -> None:
        word, number, button = ROOM_WORDS[room], self._numbers.get(room, 0), self._buttons[room]
        shown = "" if self._tight else word
        button.setText(f"{shown}  {number}".strip() if number else shown)
        button.setAccessibleName(f"{word}, {number} unterwegs" if number else word)
        button.setToolTip(f"{word}   Strg+{list(ROOM_WORDS).index(room) + 1}")

    def paint_icons(self) -> None:
        """Paint the icons in the colour and size of the theme."""
        tokens = self._appearance.tokens
        size = round(20 * self._appearance.scale / 100)
        for room, button in self._buttons.items():
            button.setIcon(self._icons.icon(room.value, tokens.text, size, GRID))
            button.setIconSize(QSize(size + GRID, size))
        self._fit()

    def _fit(self) -> None:
        """Be as wide as the widest room, with the number of what waits there."""
        widest = max(button.sizeHint().width() for button in self._buttons.values())
        bar = self._scroll.verticalScrollBar().sizeHint().width()
        self.setFixedWidth(widest + bar if self._tight else max(widest + 4 * GRID, 200))

    def _toggled(self, room: RoomName, checked: bool) -> None:  # noqa: FBT001 - Qt calls with a flag
        if checked:
            self._entered = True
            QTimer.singleShot(0, self, self._forget_toggle)
            self.chosen.emit(room)

    def _clicked(self, room: RoomName, *_checked: object) -> None:
        if not self._entered:
            self.chosen.emit(room)

    def _forget_toggle(self) -> None:
        self._entered = False


class SessionChip(QPushButton):
    """The running session: how long it runs, always in sight; a click goes there. Beats once a minute."""

    #: A minute has passed; the window lets the store note it.
    minute = Signal()

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._started: datetime | None = None
        self._tight = False
        self._minutes = 0
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._tick)
        self.setAutoDefault(True)
        self.setVisible(False)

    def show_session(self, session: CounsellingSession | None) -> None:
        """Show this session, or nothing."""
        self._started = session.started_at if session else None
        self.setVisible(session is not None)
        if session is None:
            self._timer.stop()
            return
        self._minutes = self._seconds() // 60
        self._timer.start()
        self._tick()

    def set_tight(self, *, tight: bool) -> None:
        """Show only that a session runs; a screen reader hears the time all the same."""
        self._tight = tight
        if self._started is not None:
            self._tick()

    def stop(self) -> None:
        """Stop counting; called before the window goes."""
        self._timer.stop()

    def _seconds(self) -> int:
        return 0 if self._started is None else max(0, int((self._clock.now() - self._started).total_seconds()))

    def _tick(self) -> None:
        seconds = self._seconds()
        self.setText("●" if self._tight else f"● {seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}")
        passed = "1 Minute" if seconds // 60 == 1 else f"{seconds // 60} Minuten"
        self.setAccessibleName(f"Laufende Beratung, {passed}. Zur Beratung gehen.")
        if seconds // 60 != self._minutes:
            self._minutes = seconds // 60
            self.minute.emit()
