"""Loads the rooms while the passphrase is typed: a module a round of the event loop, so that no key has to wait."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Sequence

#: What is imported from below comes first, so that each round is short.
ROOMS = tuple(
    f"lotse_app.ui.{name}"
    for name in (
        "words", "icons", "frame_bars", "navigation", "window", "tables", "rooms.today", "topics", "rooms.session_form",
        "rooms.counselling", "preview", "rooms.service_card", "rooms.services", "rooms.outbox", "figure_views",
        "rooms.figures", "passphrase", "rooms.settings", "rooms.applications", "form.control", "form.editors",
        "form.choosing", "form.elements", "form.step_page", "application.acting", "application.evidence_view",
        "resident.pages", "resident.window", "application.read_back_view", "application.signature_view",
        "application.hand_in_view", "application.editing", "application.autosave", "application.acts",
        "application.header", "application.wizard", "assembly",
    )
)  # fmt: skip
#: Milliseconds between two rounds.
_PAUSE = 5


class LoadingAhead(QObject):
    """Imports modules one by one; whoever needs one earlier imports it as usual."""

    def __init__(self, parent: QObject, modules: Sequence[str] = ROOMS) -> None:
        super().__init__(parent)
        self._waiting = list(modules)
        self._timer = QTimer(self)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._load_next)

    @property
    def done(self) -> bool:
        """Return whether everything was loaded."""
        return not self._waiting

    @property
    def running(self) -> bool:
        """Return whether it is still at work."""
        return self._timer.isActive()

    def start(self) -> None:
        """Begin with the next round of the event loop."""
        self._timer.start()

    def _load_next(self) -> None:
        if self._waiting:
            import_module(self._waiting.pop(0))
        else:
            self._timer.stop()
