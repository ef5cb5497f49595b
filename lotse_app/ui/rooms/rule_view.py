"""One rule of *Was würde wann gelöscht*: how long, how much, when; and how a station keeps things shorter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSpinBox, QWidget

from lotse_app.clock import local_date, short_date
from lotse_app.models.retention import default_days
from lotse_app.ui.kit.blocks import ActionRow, Body, Heading, LinkButton, Muted, SecondaryButton
from lotse_app.ui.kit.fields import Field
from lotse_app.ui.kit.layouts import GRID, column
from lotse_app.ui.words.shared import counted

if TYPE_CHECKING:
    from lotse_app.models.retention import Forecast


#: The most days that can be typed.
_TYPED = 99_999


class RuleView(QWidget):
    """The forecast of a rule; whoever may shorten it opens a line for the days below."""

    #: ``(rule name, days)``; days are None for the default.
    chosen = Signal(object)

    def __init__(self, forecast: Forecast, *, may_shorten: bool) -> None:
        super().__init__()
        self._forecast = forecast
        rule = forecast.rule
        self._default = default_days(rule.name)
        box = column(self, 0)
        box.addWidget(Heading(rule.what, 3))
        term = f"Frist: {_days(rule.days)} nach „{rule.since}“"
        box.addWidget(Muted(term if rule.days == self._default else f"{term} · gekürzt, sonst {_days(self._default)}"))
        box.addWidget(Body(_due_words(forecast)))
        self.change = LinkButton("Frist kürzen …")
        self.change.setAccessibleName(f"Frist kürzen: {rule.what}, {rule.since}")
        self.change.clicked.connect(self.open)
        self.editor = QWidget()
        self._lay_editor()
        self.editor.hide()
        if may_shorten:  # shown only inside the line: a button without a parent would be a window that takes the focus
            box.addWidget(self.change)
            box.addWidget(self.editor)

    def changed_words(self) -> str:
        """Return what holds now, and how much of it is due."""
        rule = self._forecast.rule
        return f"Die Frist gilt: {rule.what}, {_days(rule.days)} nach „{rule.since}“. Fällig: {self._forecast.now}."

    def open(self) -> None:
        """Show the line for the days."""
        self.change.hide()
        self.editor.show()
        self.days.setFocus()
        self.days.selectAll()

    def close_editor(self) -> None:
        """Put the line away; nothing changes."""
        self.days.setValue(self._forecast.rule.days)
        self.editor.hide()
        self.change.show()
        self.change.setFocus()

    def _lay_editor(self) -> None:
        self.days = QSpinBox()
        # Wider than what is allowed: a field that swallows a digit would make 4 of 40, and drafts would go too early.
        self.days.setRange(1, _TYPED)
        self.days.setValue(self._forecast.rule.days)
        self.days.setSuffix(" Tage")
        hint = f"1 bis {_days(self._default)}. Länger als {_days(self._default)} geht nicht."
        save, keep = SecondaryButton("Frist sichern"), SecondaryButton("Nichts ändern")
        self.save, self.keep = save, keep
        save.clicked.connect(self._save)
        keep.clicked.connect(self.close_editor)
        box = column(self.editor, GRID)
        self.field = Field(f"Frist nach „{self._forecast.rule.since}“", self.days, hint)
        self.days.valueChanged.connect(self._typed)
        box.addWidget(self.field)
        box.addWidget(ActionRow([keep, save]))

    def _typed(self, _days: int) -> None:
        self.field.set_problem("")

    def _save(self) -> None:
        self.days.interpretText()
        days = self.days.value()
        if days == self._forecast.rule.days:
            self.close_editor()
            return
        if days > self._default:
            self.field.set_problem(
                f"Höchstens {_days(self._default)}. Es gilt weiter: {_days(self._forecast.rule.days)}."
            )
            self.days.setFocus()
            self.days.selectAll()
            return
        self.chosen.emit((self._forecast.rule.name, None if days == self._default else days))


def _days(count: int) -> str:
    return counted(count, "Tag", "Tage")


def _due_words(one: Forecast) -> str:
    """Return how many are due now and later, and when the next goes."""
    if not one.now and not one.later and not one.held:
        return "Nichts da."
    due = f"Fällig: {one.now}. Später: {one.later}."
    if one.held:  # never silent: kept past its term because something of it is still to be done
        due += f" Noch nicht gelöscht, weil noch etwas offen ist: {one.held}."
    return due if one.next_on is None else f"{due} Das Nächste am {short_date(local_date(one.next_on))}."
