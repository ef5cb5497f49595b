"""The consents of *Wer handelt?* where they are the legal basis: each apart, each with its consequence."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QWidget

from lotse_app.models.consent import Purpose, asked, standing
from lotse_app.ui.kit.blocks import Muted
from lotse_app.ui.kit.layouts import GRID, column
from lotse_app.ui.kit.worded import WrappingTick
from lotse_app.ui.messages.problems import sentence
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from lotse_app.models.consent import Consent
    from lotse_app.models.problems import Problem
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk

#: The sentences of ``CONSENT_VERSION``: a change here is a new version there.
CONSENT_WORDS: dict[Purpose, str] = {
    Purpose.KEEP: "Einwilligung: Meine Angaben dürfen für diesen Antrag aufgeschrieben und gespeichert werden.",
    Purpose.PASS_ON: "Einwilligung: Der Antrag darf für mich an die zuständige Stelle weitergegeben werden.",
}
#: What follows from a refusal or a withdrawal.
CONSENT_NOTES: dict[Purpose, str] = {
    Purpose.KEEP: "Ohne sie wird nichts eingetragen. Wird sie widerrufen, kommt nichts mehr hinzu.",
    Purpose.PASS_ON: "Ohne sie gibt die Person den Antrag selbst ab.",
}
KEEP_MISSING = "Bitte zuerst fragen, ob die Angaben aufgeschrieben werden dürfen, und das Häkchen setzen."


class ConsentTicks(QWidget):
    """A tick for each consent that is asked here; written at once, taken off means revoked."""

    #: What stands now is another.
    changed = Signal()

    def __init__(self, desk: Desk, tasks: Tasks, case_id: str) -> None:
        super().__init__()
        self._consents = desk.consents
        self._tasks = tasks
        self._id = case_id
        self._standing: frozenset[Purpose] = frozenset()
        self._problem = Muted()
        self._problem.hide()
        self.ticks: dict[Purpose, WrappingTick] = {}
        box = column(self, GRID // 2)
        for purpose in asked(desk.workplace.operator):
            tick = WrappingTick(CONSENT_WORDS[purpose])
            tick.box.toggled.connect(partial(self._toggled, purpose))
            note = Muted(CONSENT_NOTES[purpose])
            note.setContentsMargins(5 * GRID - 4, 0, 0, GRID // 2)
            box.addWidget(tick)
            box.addWidget(note)
            self.ticks[purpose] = tick
        box.addWidget(self._problem)
        if not self.ticks:
            self.hide()  # not shown here: without a parent yet, it would flash up as a window of its own
        else:
            tasks.run(LaneName.STORE, partial(self._consents.of_application, case_id), self, self._show, self._refuse)

    @property
    def may_keep(self) -> bool:
        """Return whether answers may be written down."""
        return not self.ticks or Purpose.KEEP in self._standing

    def ask(self) -> None:
        """Put the focus on the consent that comes first."""
        self.ticks[Purpose.KEEP].box.setFocus()

    def _toggled(self, purpose: Purpose, on: bool) -> None:  # noqa: FBT001 - Qt calls with a flag
        act = self._consents.give if on else self._consents.revoke
        self._tasks.run(LaneName.STORE, partial(act, self._id, purpose), self, self._show, self._refuse)

    def _show(self, consents: tuple[Consent, ...]) -> None:
        self._standing = standing(consents)
        self._problem.hide()
        for purpose, tick in self.ticks.items():
            with QSignalBlocker(tick.box):
                tick.box.setChecked(purpose in self._standing)
        self.changed.emit()

    def _refuse(self, problem: Problem) -> None:
        self._problem.setText(sentence(problem))
        self._problem.show()
