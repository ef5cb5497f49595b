"""The main window: a thin frame around the rooms. It knows where one is, not what is done there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from lotse_app.overriding import override
from lotse_app.ui.frame.ahead import InPauses, lay_out, polish
from lotse_app.ui.frame.bars import StatusLine, TopBar
from lotse_app.ui.frame.navigation import Navigation, SessionChip
from lotse_app.ui.frame.state import frame_state
from lotse_app.ui.help.places import ROOMS as ROOM_PAGES
from lotse_app.ui.help.places import VIEWS, HelpWish, View
from lotse_app.ui.kit.blocks import Banner, announce
from lotse_app.ui.kit.layouts import is_cramped, is_tight
from lotse_app.ui.kit.page_stack import PageStack
from lotse_app.ui.messages.problems import sentence
from lotse_app.ui.rooms.room import ROOM_WORDS, RoomName
from lotse_app.ui.words.kept import KeptWords
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from PySide6.QtGui import QCloseEvent, QResizeEvent

    from lotse_app.models.problems import Problem
    from lotse_app.ui.find.anything import FindView
    from lotse_app.ui.frame.state import FrameState
    from lotse_app.ui.kit.icons import Icons
    from lotse_app.ui.kit.theme import Appearance
    from lotse_app.ui.resident.board import WritingBoard
    from lotse_app.ui.rooms.room import Go, Room
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk

#: Words that a room understands as the target of a ``Go``.
START, SHORT, APPEARANCE = "start", "kurzkontakt", "darstellung"
#: So long after the first room was entered those that the main job needs are made, in milliseconds.
AHEAD_MS = 150
_NEXT_ROOMS = (RoomName.COUNSELLING, RoomName.SERVICES, RoomName.APPLICATIONS)


class MainWindow(QMainWindow):
    """Navigation left, breadcrumb above, state below, one room in the middle; rooms are built when first entered."""

    #: Something else is shown; see ``here`` and ``target``.
    moved = Signal()
    lock_wanted = Signal()
    quit_wanted = Signal()
    resident_opened = Signal()
    resident_closed = Signal()
    #: A ``PaperReady``.
    paper = Signal(object)
    #: A ``HelpWish``.
    help_wanted = Signal(object)
    #: Something was written; it may have to travel.
    worked = Signal()
    #: Somebody wants a round with the portal now.
    sync_wanted = Signal()
    #: The portal ordered something: an ``Obeyed``.
    ordered = Signal(object)

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        appearance: Appearance,
        icons: Icons,
        makers: Mapping[RoomName, Callable[[], Room]],
    ) -> None:
        super().__init__()
        self.setWindowTitle("Lotse")
        self._desk = desk
        self._tasks = tasks
        self._makers = makers
        self._rooms: dict[RoomName, Room] = {}
        self._here: RoomName | None = None
        self._session_id = ""
        self._board: WritingBoard | None = None
        self._finder: FindView | None = None
        self._seen_by_resident: set[str] = set()
        self.chip = SessionChip(desk.clock)
        self.navigation = Navigation(appearance, icons, self.chip)
        self.top = TopBar(desk.workplace)
        self.status = StatusLine(desk.workplace, practice=desk.practice)
        self.banner = Banner()
        self._stack = PageStack()
        self._ahead = InPauses(self)
        self.kept = KeptWords(self.status, self.banner, lambda: any(room.failing for room in self._rooms.values()))
        self._lay_out()
        self._wire()
        self._map_keys()
        self.setMinimumSize(800, 480)

    @property
    def here(self) -> RoomName | None:
        """Return the room that is shown."""
        return self._here

    @property
    def target(self) -> str:
        """Return what leads back to what is shown in this room, for example the id of an opened Vorgang."""
        return self._rooms[self._here].target if self._here is not None else ""

    def room(self, name: RoomName) -> Room:
        """Return a room, built now if it was not there yet."""
        if name not in self._rooms:
            room = self._makers[name]()
            room.setObjectName("room")
            room.go.connect(self.follow)
            room.changed.connect(self._changed)
            room.moved.connect(self._say_where)
            room.paper.connect(self.paper)
            room.next_person.connect(self.forget_person)
            room.resident_opened.connect(partial(self._resident_sees, "Ansicht", sees=True))
            room.resident_closed.connect(partial(self._resident_sees, "Ansicht", sees=False))
            room.board_wanted.connect(self.toggle_board)
            room.help_wanted.connect(self.help)
            room.sync_wanted.connect(self.sync_wanted)
            room.ordered.connect(self.ordered)
            room.saving_turned.connect(self.kept.turned)
            self._rooms[name] = room
            self._stack.addWidget(room)
        return self._rooms[name]

    def enter(self, name: RoomName, target: str = "") -> None:
        """Go to a room."""
        if self._here is None:
            self._ahead.start(self._rooms_ahead(), AHEAD_MS)
        elif self._here != name:
            self._rooms[self._here].leave()
        room = self.room(name)
        self._here = name
        self.banner.clear()
        if self._finder is not None:
            self._finder.clear()
        self._stack.setCurrentWidget(room)
        self.navigation.mark(name)
        room.enter(target)
        room.keep_focus()
        self._say_where()

    def _rooms_ahead(self) -> Iterator[None]:
        """Make the rooms that the next keys lead to while the first one is looked at."""
        for name in _NEXT_ROOMS:
            room = self.room(name)
            yield
            yield from polish(room)
            yield from lay_out(room)

    def follow(self, wish: Go) -> None:
        """Do what a room asked for."""
        self.enter(wish.room, wish.target)

    def refresh(self) -> None:
        """Load again what the frame shows."""
        self._tasks.run(LaneName.STORE, partial(frame_state, self._desk), self, self._show_state, self.say_problem)

    def say_problem(self, problem: Problem) -> None:
        """Say a problem that belongs to no room."""
        self.banner.say("error", sentence(problem))
        self.kept.said(problem)

    def leave(self) -> None:
        """Keep what is unsaved and stop counting; called before lock and quit."""
        self.close_board()
        self.chip.stop()
        if self._here is not None:
            self._rooms[self._here].leave()

    @property
    def unsaved(self) -> bool:
        """Return whether a room shows entries that are not written yet."""
        return any(room.unsaved for room in self._rooms.values())

    def forget_person(self) -> None:
        """*Nächste Person*: nothing of the last one stays in rooms or clipboard."""
        self.close_board()
        if self._finder is not None:
            self._finder.clear()
        for room in self._rooms.values():
            room.forget()
        QGuiApplication.clipboard().clear()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange} and hasattr(self, "status"):
            self._fit()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.leave()
        self.quit_wanted.emit()
        event.accept()

    def _fit(self) -> None:
        """Let the frame step back where there is little room for what it frames."""
        tight = is_tight(self)
        for part in (self.navigation, self.top, self.status):
            part.set_tight(tight=tight)
        self.status.setVisible(not is_cramped(self))

    def _lay_out(self) -> None:
        centre = QWidget()
        outer = QVBoxLayout(centre)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.top)
        right.addWidget(self.banner)
        right.addWidget(self._stack, 1)
        middle.addWidget(self.navigation)
        middle.addLayout(right, 1)
        outer.addLayout(middle, 1)
        outer.addWidget(self.status)
        self.setCentralWidget(centre)

    def _wire(self) -> None:
        self.navigation.chosen.connect(self.enter)
        self.chip.clicked.connect(partial(self._to, RoomName.COUNSELLING, ""))
        self.chip.minute.connect(self._beat)
        self.top.search.connect(self.find_anything)
        self.top.appearance_wanted.connect(partial(self._to, RoomName.SETTINGS, APPEARANCE))
        self.top.help_wanted.connect(self.help)
        self.top.lock_wanted.connect(self.lock_wanted)
        self.top.quit_wanted.connect(self.quit_wanted)
        self.status.lock_wanted.connect(self.lock_wanted)
        self.status.told.connect(self.top.say_state)
        self.top.say_state(self.status.text)
        self._tasks.unhandled.connect(self.say_problem)
        self.resident_opened.connect(self._desk.sight.guard.resident_came)
        self.resident_closed.connect(self._desk.sight.guard.resident_went)
        for seen in (self.resident_opened, self.resident_closed):  # the guard knows it by now
            seen.connect(self._list_again)

    def _list_again(self) -> None:
        """Show the lists of *Heute* without names, or with them again."""
        if RoomName.TODAY in self._rooms:
            self._rooms[RoomName.TODAY].reload()

    def _map_keys(self) -> None:
        keys: list[tuple[str, Callable[[], object]]] = [
            ("Ctrl+N", partial(self._to, RoomName.COUNSELLING, START)),
            ("Ctrl+Shift+N", partial(self._to, RoomName.COUNSELLING, SHORT)),
            ("Ctrl+K", self.find_anything),
            ("Ctrl+L", self.lock_wanted.emit),
            ("F1", self.help),
            ("F8", self.toggle_board),
            ("F9", self._show_resident),
            ("Esc", self._back),
        ]
        keys += [(f"Ctrl+{number}", partial(self._to, room, "")) for number, room in enumerate(ROOM_WORDS, start=1)]
        for sequence, act in keys:
            QShortcut(QKeySequence(sequence), self).activated.connect(act)

    def help(self) -> None:
        """Ask for the page of the handbook about this place (F1)."""
        if self._here is None:
            return
        room = self._rooms[self._here]
        place = room.help_place() or ROOM_PAGES[self._here.value]
        if self._board is not None and self._board.is_open:
            place = VIEWS[View.BOARD]
        words = room.help_text()
        if self._finder is not None and self.finding:
            place, words = VIEWS[View.FINDER], self._finder.help_text()
        self.help_wanted.emit(HelpWish(place, words))

    @property
    def finding(self) -> bool:
        """Return whether the search lies over the room."""
        return self._finder is not None and self._stack.currentWidget() is self._finder

    def find_anything(self) -> None:
        """Lay the search over the room (Strg+K); what was open there stays as it is."""
        if self._finder is None:
            from lotse_app.ui.find.anything import FindView

            self._finder = FindView(self._desk, self._tasks)
            self._finder.go.connect(self.follow)
            self._finder.paper.connect(self.paper)
            self._finder.erased.connect(self._erased)
            self._finder.closed.connect(self._stop_finding)
            self._finder.moved.connect(self._say_where)
            self.resident_opened.connect(self._finder.clear)
            self._stack.addWidget(self._finder)
        self._stack.setCurrentWidget(self._finder)
        self._finder.start()
        self._say_where()

    def _stop_finding(self) -> None:
        """Show the room again, as it was left."""
        if self._finder is not None and self._here is not None:
            self._finder.clear()
            self._stack.setCurrentWidget(self._rooms[self._here])
            self._rooms[self._here].keep_focus()
            self._say_where()

    def _erased(self) -> None:
        """Empty what may still show the person who was deleted."""
        for room in self._rooms.values():
            room.forget()
        QGuiApplication.clipboard().clear()
        self.refresh()

    def toggle_board(self) -> None:
        """Show the Schreibtafel, or empty it and take it away (F8)."""
        if self._board is None:
            from lotse_app.ui.resident.board import WritingBoard

            self._board = WritingBoard(self)
            self._board.help_wanted.connect(self.help)
            self._board.opened.connect(partial(self._resident_sees, "Schreibtafel", sees=True))
            self._board.closed.connect(partial(self._resident_sees, "Schreibtafel", sees=False))
        self._board.toggle()

    def close_board(self) -> None:
        """Empty the Schreibtafel and take it away."""
        if self._board is not None:
            self._board.close()

    def _resident_sees(self, what: str, *, sees: bool) -> None:
        """Tell that a resident sees something of ours now, or nothing any more."""
        before = bool(self._seen_by_resident)
        if sees:
            self._seen_by_resident.add(what)
        else:
            self._seen_by_resident.discard(what)
        if bool(self._seen_by_resident) != before:
            (self.resident_closed if before else self.resident_opened).emit()

    def _to(self, room: RoomName, target: str, *_clicked: object) -> None:
        self.enter(room, target)

    def _back(self) -> None:
        if self.banner.isVisible():
            self.banner.clear()
            return
        if self._finder is not None and self.finding:
            self._finder.back()
            self._say_where()
            return
        room = self._rooms.get(self._here) if self._here is not None else None
        if room is not None and not room.back() and self._here is not RoomName.TODAY:
            self.enter(RoomName.TODAY)

    def _show_resident(self) -> None:
        if self._here is not None:
            self._rooms[self._here].show_resident()

    def _beat(self) -> None:
        if self._session_id:
            self._tasks.run(LaneName.STORE, partial(self._desk.counsel.beat, self._session_id), self, self._beaten)

    def _beaten(self, _nothing: None) -> None:
        return

    def _changed(self) -> None:
        self.worked.emit()
        self.refresh()

    def synced(self) -> None:
        """Show what a round with the portal changed."""
        self.refresh()
        if self._here in {RoomName.OUTBOX, RoomName.SETTINGS, RoomName.FIGURES}:
            self._rooms[self._here].synced()

    def _show_state(self, state: FrameState) -> None:
        self._session_id = state.session.id if state.session else ""
        self.chip.show_session(state.session)
        self.status.show_state(state.dues, state.portal)
        self.navigation.count(RoomName.OUTBOX, state.underway)

    def _say_where(self) -> None:
        if self._here is None:
            return
        finder = self._finder if self.finding else None
        word = ROOM_WORDS[self._here] if finder is None else finder.crumbs[0]
        crumbs = self._rooms[self._here].crumbs if finder is None else finder.crumbs[1:]
        self.top.say_where(word, *crumbs)
        self.setWindowTitle(f"{word} – Lotse")
        announce(self, word)
        self.moved.emit()
