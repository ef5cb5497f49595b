"""A colleague's Vorgang: number and service, and *Vertretung übernehmen* with a reason."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from lotse_app.models.problems import Code
from lotse_app.models.sight import MAX_WORDS, TakeoverReason
from lotse_app.ui.entrance.entry_page import EntryPage
from lotse_app.ui.kit.blocks import Body, SecondaryButton
from lotse_app.ui.kit.fields import ChoiceRow, Field
from lotse_app.ui.kit.rows import drop
from lotse_app.ui.messages.problems import sentence
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QStackedWidget, QWidget

    from lotse_app.models.problems import Problem
    from lotse_app.models.sight import CaseLabel
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.sight import Sight

REASON_WORDS: dict[TakeoverReason, str] = {
    TakeoverReason.ABSENT: "Abwesend (Urlaub, Krankheit)",
    TakeoverReason.PERSON_PRESENT: "Die Person ist hier und braucht Hilfe",
    TakeoverReason.DEADLINE: "Eine Frist läuft ab",
    TakeoverReason.ASKED: "Auf Bitte der Kollegin oder des Kollegen",
    TakeoverReason.OTHER: "Anderer Grund",
}


class TakeoverView(EntryPage):
    """Nothing of the case but its label; the act is written before it opens."""

    #: The takeover is written: the case may be opened.
    taken = Signal()
    left = Signal()

    def __init__(self, sight: Sight, tasks: Tasks, case_id: str) -> None:
        super().__init__("Vorgang einer Kollegin oder eines Kollegen", "Vertretung übernehmen")
        self._sight = sight
        self._tasks = tasks
        self._id = case_id
        self.label = Body()
        self.body.addWidget(self.label)
        self.body.addWidget(
            Body("Wer vertritt, sieht den ganzen Vorgang. Übernahme und Einsicht stehen mit dem Grund im Protokoll.")
        )
        self.reason = ChoiceRow("Warum?", [(reason.value, words) for reason, words in REASON_WORDS.items()])
        self.words = QLineEdit()
        self.words.setMaxLength(MAX_WORDS)
        self.words_field = Field("&Mehr dazu", self.words, "Kurz und ohne Namen, höchstens 200 Zeichen.")
        self.add_entry(self.reason, self.reason.take_focus)
        self.add_entry(self.words_field)
        back = SecondaryButton("&Zurück zur Liste")
        back.clicked.connect(self.left)
        self.finish_layout(back)
        self.setFocusProxy(self.reason.buttons[0])
        self.go_on.connect(self._take)
        tasks.run(LaneName.STORE, partial(sight.label, case_id), self, self._show, self._refuse)

    def lie_over(self, stack: QStackedWidget, page: QWidget, then: Callable[[], None]) -> None:
        """Show it until the takeover is written; then ``page`` is back in its place and ``then`` runs."""
        self._under = stack, page
        self.taken.connect(self._give_way)
        self.taken.connect(then)
        stack.addWidget(self)
        stack.setCurrentWidget(self)
        self.begin()

    def _give_way(self) -> None:
        stack, page = self._under
        stack.setCurrentWidget(page)
        drop(stack, [self])

    def _show(self, label: CaseLabel) -> None:
        self.label.setText(f"{label.service_name} · Vorgang {label.number}")

    def _take(self) -> None:
        self.words_field.set_problem("")
        if not self.reason.value:
            self.banner.say("warn", "Bitte zuerst den Grund wählen. Er steht im Protokoll.")
            self.reason.take_focus()
            return
        self.work("Die Vertretung wird eingetragen …")
        work = partial(self._sight.take_over, self._id, TakeoverReason(self.reason.value), self.words.text())
        self._tasks.run(LaneName.STORE, work, self, self._taken, self._refuse)

    def _taken(self, _nothing: None) -> None:
        self.rest()
        self.taken.emit()

    def _refuse(self, problem: Problem) -> None:
        self.rest()
        if problem.code in {Code.TAKEOVER_REASON_MISSING, Code.NAME_IN_REASON}:
            self.complain([(self.words_field, sentence(problem))])
        else:
            self.banner.say("error", sentence(problem))
