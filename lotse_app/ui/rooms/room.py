"""What every room has in common, and how rooms ask the window for something."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication

from lotse_app.ui.kit.blocks import Page, announce
from lotse_app.ui.messages.problems import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.models.handbook import HelpPlace
    from lotse_app.models.problems import Problem
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import LaneName

T = TypeVar("T")


class RoomName(StrEnum):
    """The rooms in the order of the navigation; the value is the name of the icon."""

    TODAY = "heute"
    COUNSELLING = "beratung"
    SERVICES = "leistungen"
    APPLICATIONS = "antraege"
    OUTBOX = "postausgang"
    FIGURES = "auswertung"
    SETTINGS = "einstellungen"


ROOM_WORDS: dict[RoomName, str] = {
    RoomName.TODAY: "Heute",
    RoomName.COUNSELLING: "Beratung",
    RoomName.SERVICES: "Leistungen",
    RoomName.APPLICATIONS: "Anträge",
    RoomName.OUTBOX: "Postausgang",
    RoomName.FIGURES: "Auswertung",
    RoomName.SETTINGS: "Einstellungen",
}


#: Targets of *Anträge* beside an id: *Brief vom Amt* (find the Vorgang by its number), *Post und Stand* of an id.
LETTER, POST = "brief", "post:"
#: Target of *Leistungen*: goes before the id of a service and, behind a colon, the words that found it.
SEARCH_FOR = "suche:"
#: Target of *Einstellungen*: one's own undertaking of secrecy.
UNDERTAKING = "verpflichtung"


@dataclass(frozen=True, slots=True)
class Go:
    """A wish to go to a room; ``target`` is an id or one of the words the room knows."""

    room: RoomName
    target: str = ""


@dataclass(frozen=True, slots=True)
class PaperReady:
    """A paper to be shown and printed; ``printed`` is called once it went to the printer."""

    title: str
    pdf: bytes
    printed: Callable[[], None] | None = None


class Room(Page):
    """A room: loads when it is entered, reloads when something changed."""

    #: A ``Go``.
    go = Signal(object)
    #: A ``PaperReady``.
    paper = Signal(object)
    #: Something was written that other rooms and the frame show too.
    changed = Signal()
    #: The breadcrumb is different now.
    moved = Signal()
    #: The next person sits down: whatever still shows the last one empties itself.
    next_person = Signal()
    #: The resident reads along, or no longer: the program waits longer before it locks.
    resident_opened = Signal()
    resident_closed = Signal()
    #: Pilot and resident want to write to each other (``ui/resident/board.py``).
    board_wanted = Signal()
    #: F1 in a window of the room's own.
    help_wanted = Signal()
    #: Somebody wants a round with the portal now.
    sync_wanted = Signal()
    #: The portal ordered something, as an ``Obeyed``.
    ordered = Signal(object)
    #: Entries could not be written, or can be again; see ``failing``.
    saving_turned = Signal()

    def __init__(self, title: str, desk: Desk, tasks: Tasks) -> None:
        super().__init__(title)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.desk = desk
        self.tasks = tasks

    @property
    def crumbs(self) -> tuple[str, ...]:
        """Return the breadcrumb below the room's name."""
        return ()

    @property
    def target(self) -> str:
        """Return the target that leads back to what is shown now."""
        return ""

    @property
    def failing(self) -> bool:
        """Return whether entries that are shown here were tried to be saved, without success."""
        return False

    @property
    def unsaved(self) -> bool:
        """Return whether entries that are shown here are not written yet."""
        return False

    def enter(self, target: str = "") -> None:  # noqa: ARG002 - rooms that know targets override this
        """Come in: load what is shown."""
        self.reload()

    def reload(self) -> None:
        """Load again what is shown."""

    def synced(self) -> None:
        """Show what a round with the portal changed; rooms that show something of it override this."""

    def leave(self) -> None:
        """Go out: keep what is unsaved."""

    def forget(self) -> None:
        """*Nächste Person*: empty what still shows the last one."""

    def back(self) -> bool:
        """Go one step back (Esc); return whether there was one."""
        return False

    def show_resident(self) -> None:
        """Show the resident's view (F9) where there is one."""
        announce(self, "Die Ansicht für die Bürgerin oder den Bürger gibt es im geöffneten Antrag.")

    def help_text(self) -> str:
        """Return what F1 says here."""
        return ""

    def keep_focus(self) -> None:
        """Put the focus on the first thing of this room unless it is here already: it is never lost."""
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            return
        candidate = self.nextInFocusChain()
        while candidate is not None and candidate is not self:
            tabbed = candidate.focusPolicy() & Qt.FocusPolicy.TabFocus
            if tabbed and self.isAncestorOf(candidate) and candidate.isVisible() and candidate.isEnabled():
                candidate.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            candidate = candidate.nextInFocusChain()

    def help_place(self) -> HelpPlace | None:
        """Return the page of the handbook for what is shown; None for the room's own."""
        return None

    def ask(self, lane: LaneName, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Do work on a lane; a problem is said in the room's banner."""
        self.tasks.run(lane, work, self, done, self.say_problem)

    def say_problem(self, problem: Problem) -> None:
        """Say what happened and what to do."""
        self.banner.say("error", sentence(problem))
        self.scroller.ensureWidgetVisible(self.banner)

    def say_done(self, text: str) -> None:
        """Say that something was done."""
        self.banner.say("ok", text)
