"""Changing the own passphrase."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from lotse_app.models.problems import Code
from lotse_app.ui.entrance.entry_page import EntryPage
from lotse_app.ui.entrance.passphrase_fields import NewPassphrase, SecretLine
from lotse_app.ui.kit.blocks import Body, SecondaryButton
from lotse_app.ui.kit.fields import Field
from lotse_app.ui.messages.problems import sentence
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from lotse_app.models.problems import Problem
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.unlock import Unlocking


class PassphraseView(EntryPage):
    """The present passphrase and twice the new one."""

    #: The new passphrase holds from now on.
    changed = Signal()
    closed = Signal()

    def __init__(self, unlocking: Unlocking, tasks: Tasks, pilot_id: str) -> None:
        super().__init__("Passphrase ändern", "Passphrase ändern")
        self._unlocking = unlocking
        self._tasks = tasks
        self._pilot_id = pilot_id
        self.body.addWidget(Body("Die neue Passphrase gilt ab sofort. Der Wiederherstellungscode bleibt, wie er ist."))
        self.old = SecretLine()
        self.old_field = Field("&Bisherige Passphrase", self.old, required=True)
        self.add_entry(self.old_field)
        self.passphrase = NewPassphrase(self)
        back = SecondaryButton("&Abbrechen")
        back.clicked.connect(self._leave)
        self.finish_layout(back)
        self.setFocusProxy(self.old)
        self.go_on.connect(self._change)

    def forget(self) -> None:
        """Empty every line."""
        self.old.forget()
        self.passphrase.forget()

    def _change(self) -> None:
        missing = "" if self.old.text() else "Bitte die bisherige Passphrase eingeben."
        if not self.complain([(self.old_field, missing), *self.passphrase.problems()]):
            return
        self.work("Die Passphrase wird geändert …")
        old, new = self.old.text(), self.passphrase.take()  # the old one stays: it may be wanted once more
        work = partial(self._unlocking.change_passphrase, self._pilot_id, old, new)
        self._tasks.run(LaneName.WORK, work, self, self._done, self._refuse)

    def _done(self, _nothing: None) -> None:
        self.forget()
        self.rest()
        self.banner.say("ok", "Die neue Passphrase gilt.")
        self.changed.emit()

    def _refuse(self, problem: Problem) -> None:
        self.rest()
        if problem.code in {Code.WRONG_PASSPHRASE, Code.PASSPHRASE_WAIT}:
            self.old.forget()
            self.complain([(self.old_field, sentence(problem))])
        elif problem.code is Code.PASSPHRASE_TOO_SHORT:
            self.complain([(self.old_field, "")])
            self.passphrase.refuse(sentence(problem))
        else:
            self.banner.say("error", sentence(problem))

    def _leave(self) -> None:
        self.forget()
        self.closed.emit()
