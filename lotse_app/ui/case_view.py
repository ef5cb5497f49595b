"""What the room *Anträge* asks of an opened case; the wizard is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from lotse_app.models.handbook import HelpPlace


class CaseView(QWidget):
    """An opened Vorgang. Subclasses show it; the room shows them and listens."""

    #: The pilot goes back to the list.
    left = Signal()
    #: Something was written: state, marks or deadline may differ now.
    changed = Signal()
    #: A ``PaperReady`` (``ui/rooms/room.py``) is to be shown and printed.
    paper = Signal(object)
    #: Everything of this person is gone from the view; the next one may come.
    next_person = Signal()
    #: The pilot wants *Post und Stand* of this Vorgang.
    post_wanted = Signal()
    #: The resident's view was opened, was closed: lists show no names meanwhile, idleness waits longer.
    resident_opened = Signal()
    resident_closed = Signal()
    #: Entries could not be written, or can be again; see ``failing``.
    saving_turned = Signal()
    #: Pilot and resident want to write to each other (``ui/resident/board.py``).
    board_wanted = Signal()
    #: F1 in the resident's view.
    help_wanted = Signal()

    @property
    def crumbs(self) -> tuple[str, ...]:
        """Return the breadcrumb below *Anträge*: service, number."""
        return ()

    @property
    def unsaved(self) -> bool:
        """Return whether entries are not written yet."""
        return False

    @property
    def failing(self) -> bool:
        """Return whether saving was tried and did not succeed."""
        return False

    def show_resident(self) -> None:
        """Show the resident's view (F9)."""

    def back(self) -> bool:
        """Go one step back (Esc); return whether there was one."""
        return False

    def help_text(self) -> str:
        """Return what F1 says here."""
        return ""

    def help_place(self) -> HelpPlace | None:
        """Return the page of the handbook for what is shown."""
        return None

    def leave(self) -> None:
        """Save what is unsaved; called before the view is taken away."""
