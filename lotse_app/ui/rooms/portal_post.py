"""The card about the portal in *Postausgang*: what waits, when a round last got through, why not, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from lotse_app.ui.kit.blocks import ActionRow, Banner, Body, Card, Muted, SecondaryButton, announce
from lotse_app.ui.words.portal import clock_words, left_words, reached_words, trouble_words, waiting_words

if TYPE_CHECKING:
    from lotse_app.models.portal_standing import PortalView

_TITLE = "Wartet auf das Portal"
_NOTHING = "Nichts wartet."
_ALONE = "Sicher gespeichert. Ein Portal ist nicht eingerichtet: Einstellungen, Portal."
_PRACTICE = "Übung: Nichts davon wird gesendet."
_BUSY = "Der Abgleich läuft …"


class PortalPost(Card):
    """Tells the truth in words; one button begins a round."""

    sync_wanted = Signal()

    def __init__(self, *, practice: bool) -> None:
        super().__init__(_TITLE)
        self._practice = practice
        self.words = Body(_NOTHING)
        self.reached = Muted()
        self.trouble = Banner("warn")
        self.clock = Banner("warn")
        self.left = Banner("warn")
        self.message = Muted()
        self.sync = SecondaryButton("Jetzt abgleichen")
        self._row = ActionRow([self.sync])
        for part in (self.words, self.reached, self.trouble, self.clock, self.left, self.message, self._row):
            self.body.addWidget(part)
        self._row.hide()
        self.sync.clicked.connect(self.sync_wanted)

    def work(self) -> None:
        """Say that a round is under way."""
        self.reached.setText(_BUSY)
        self.sync.setEnabled(False)
        announce(self, _BUSY)

    def show_view(self, view: PortalView) -> None:
        """Show how outbox and portal stand."""
        if self._practice:
            self.words.setText(_PRACTICE)
            self.reached.hide()
            self.message.hide()
            return
        waiting = view.outbox.waiting
        title = f"{_TITLE} ({waiting})" if waiting else _TITLE
        self.heading.setText(title)
        self.setAccessibleName(title)
        self.words.setText(waiting_words(view) or _NOTHING)
        was_busy = not self.sync.isEnabled()
        self.sync.setEnabled(True)
        joined = view.joined
        self._row.setVisible(joined)
        self.reached.setText(reached_words(view.standing) if joined else _ALONE)
        _say(self.trouble, trouble_words(view.standing) if joined else "")
        _say(self.clock, clock_words(view.standing) if joined else "")
        _say(self.left, left_words(view) if joined else "")
        self.message.setText(f"Vom Portal: {view.standing.message}" if joined and view.standing.message else "")
        self.message.setVisible(bool(self.message.text()))
        if was_busy:
            self.sync.setFocus()
            if not self.trouble.text:
                announce(self, f"{self.words.text()} {self.reached.text()}")


def _say(banner: Banner, words: str) -> None:
    """Say something that is news; what stands there already is not said twice."""
    if not words:
        banner.clear()
    elif words != banner.text or banner.isHidden():
        banner.say("warn", words)
