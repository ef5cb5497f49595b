"""The card *Was würde wann gelöscht* of the settings: what goes by which rule and when, and what went."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from lotse_app.clock import short_moment
from lotse_app.models.retention import DEFAULTS
from lotse_app.ui.kit.blocks import ActionRow, Body, Card, Heading, Muted, SecondaryButton
from lotse_app.ui.kit.layouts import column
from lotse_app.ui.rooms.rule_view import RuleView
from lotse_app.ui.words.shared import counted
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from lotse_app.models.problems import Problem
    from lotse_app.models.retention import Forecast, Proof, RuleName
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.keeping import Tidied

#: Proofs that are shown; the others stay in the store.
_SHOWN = 12
_RULES = {rule.name.value: rule.what for rule in DEFAULTS} | {"person": "Auf Wunsch der Person"}
_KINDS = {
    "vorgang": ("Vorgang", "Vorgänge"),
    "inhalt": ("Inhalt", "Inhalte"),
    "vollmacht": ("Vollmacht", "Vollmachten"),
    "verbindung": ("Verbindung", "Verbindungen"),
    "beratung": ("Beratung", "Beratungen"),
    "termin": ("Termin", "Termine"),
    "wiedervorlage": ("Wiedervorlage", "Wiedervorlagen"),
    "protokolleintrag": ("Eintrag", "Einträge"),
    "datei": ("Datei", "Dateien"),
    "papier": ("Papier", "Papiere"),
    "notiz": ("Notiz", "Notizen"),
    "brief": ("Brief", "Briefe"),
    "abschluss": ("Grund eines Abschlusses", "Gründe von Abschlüssen"),
    "nachweis": ("Grund bei einem Nachweis", "Gründe bei Nachweisen"),
    "post": ("Notiz bei Post vom Amt", "Notizen bei Post vom Amt"),
}


class KeepingCard(Card):
    """The forecast by rule, *Jetzt aufräumen*, and the proofs."""

    #: A ``Problem`` that the room says.
    refused = Signal(object)
    #: Something was tidied; the text says what.
    done = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__("Was würde wann gelöscht")
        self._desk = desk
        self._tasks = tasks
        self._list: QWidget | None = None
        self.rules: dict[RuleName, RuleView] = {}
        self._changed: RuleName | None = None
        self.body.addWidget(Muted("Das läuft beim Entsperren und einmal am Tag von selbst."))
        if not desk.keeping.may_shorten:
            self.body.addWidget(Muted("Fristen kürzen kann die verantwortliche Person oder die Koordination."))
        self.now = SecondaryButton("Jetzt aufräumen")
        self.now.setAccessibleDescription("Löscht, was nach den Regeln schon fällig ist.")
        self.now.clicked.connect(self._tidy)
        self._row = ActionRow([self.now])
        self.body.addWidget(self._row)

    def reload(self) -> None:
        """Ask what goes when, and what went."""
        self._tasks.run(LaneName.STORE, self._read, self, self._show_rules, self._refuse)

    def _read(self) -> tuple[tuple[Forecast, ...], tuple[Proof, ...]]:
        return self._desk.keeping.forecast(), self._desk.keeping.proofs()[:_SHOWN]

    def _show_rules(self, found: tuple[tuple[Forecast, ...], tuple[Proof, ...]]) -> None:
        forecast, proofs = found
        if self._list is not None:
            self.body.removeWidget(self._list)
            self._list.hide()
            self._list.deleteLater()
        self._list = QWidget()
        box = column(self._list)
        self.rules = {}
        for one in forecast:
            rule = RuleView(one, may_shorten=self._desk.keeping.may_shorten)
            rule.chosen.connect(self._shorten)
            self.rules[one.rule.name] = rule
            box.addWidget(rule)
        box.addWidget(Heading("Was gelöscht wurde", 3))
        for proof in proofs:
            box.addWidget(Body(_proof_words(proof)))
        if not proofs:
            box.addWidget(Muted("Bisher nichts. Hier steht später, wie viel nach welcher Regel ging – ohne Inhalte."))
        self.body.insertWidget(self.body.indexOf(self._row), self._list)
        self.now.setEnabled(any(one.now for one in forecast))
        if self._changed is not None:
            self._say_changed(self.rules[self._changed])

    def _shorten(self, wish: tuple[RuleName, int | None]) -> None:
        work = partial(self._desk.keeping.shorten, *wish)
        self._tasks.run(LaneName.STORE, work, self, partial(self._shortened, wish[0]), self._refuse)

    def _shortened(self, name: RuleName, _nothing: None) -> None:
        self._changed = name
        self.reload()

    def _say_changed(self, view: RuleView) -> None:
        """Say what holds from now on and what it makes due, and leave the focus where it was."""
        self._changed = None
        self.done.emit(f"{view.changed_words()} Gelöscht wird beim nächsten Entsperren oder mit „Jetzt aufräumen“.")
        view.change.setFocus()

    def _tidy(self) -> None:
        self.now.setEnabled(False)
        self._tasks.run(LaneName.STORE, self._desk.keeping.tidy, self, self._tidied, self._refuse)

    def _tidied(self, tidied: Tidied) -> None:
        self.done.emit(f"Aufgeräumt. Gelöscht: {tidied.count}. Was ging, steht bei „Was gelöscht wurde“.")
        self.reload()

    def _refuse(self, problem: Problem) -> None:
        self.refused.emit(problem)


def _proof_words(proof: Proof) -> str:
    when = short_moment(proof.at)
    singular, plural = _KINDS.get(proof.kind, (proof.kind.capitalize(), proof.kind.capitalize()))
    return f"{when}: {counted(proof.count, singular, plural)} · {_RULES.get(proof.rule, proof.rule)}"
