"""All Wiedervorlagen, from *Heute*: open, due, later, done; one's own, or those of the station one may know of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from lotse_app.clock import local_date
from lotse_app.models.agenda import FollowUpState, FollowUpWhose, chosen_lines
from lotse_app.ui.kit.blocks import ActionRow, Card, EmptyState, Heading, Muted, SecondaryButton, announce
from lotse_app.ui.kit.fields import ChoiceRow
from lotse_app.ui.kit.layouts import GRID, column
from lotse_app.ui.kit.rows import focus_near, place_of_focus, put_rows
from lotse_app.ui.rooms.follow_up_rows import FollowUpActs
from lotse_app.ui.words.shared import counted
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from lotse_app.models.agenda import FollowUpLine
    from lotse_app.models.problems import Problem
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk

#: So many lines are shown at once; a button shows as many more.
PAGE = 40
_STATES = (
    (FollowUpState.OPEN.value, "alle offenen"),
    (FollowUpState.DUE.value, "fällig"),
    (FollowUpState.LATER.value, "später"),
    (FollowUpState.DONE.value, "erledigt"),
)
_WHOSE = ((FollowUpWhose.MINE.value, "meine"), (FollowUpWhose.STATION.value, "alle vom Stützpunkt"))
_NOTHING = {
    FollowUpState.OPEN: "Keine Wiedervorlage offen.",
    FollowUpState.DUE: "Keine Wiedervorlage fällig.",
    FollowUpState.LATER: "Keine Wiedervorlage für später.",
    FollowUpState.DONE: "Keine Wiedervorlage erledigt.",
}
_OTHERS = (
    "Von Kolleginnen und Kollegen stehen hier nur die Tage der fälligen, ohne Grund. "
    "Was ohne Zuständige ist, liest, wer es übernimmt."
)


class FollowUpsView(QWidget):
    """The list and what chooses in it; nothing is kept of the choice once somebody else sits down."""

    #: The id of a Vorgang.
    opened = Signal(object)
    #: The sentence that says what was done.
    done = Signal(object)
    #: A ``Problem``.
    refused = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__()
        self._desk = desk
        self._tasks = tasks
        self._lines: tuple[FollowUpLine, ...] = ()
        self._most = PAGE
        self._acts = FollowUpActs(desk, tasks, self)
        self._acts.opened.connect(self.opened)
        self._acts.done.connect(self._tell)
        self._acts.refused.connect(self.refused)
        self.state, self.whose = ChoiceRow("Zeigen", _STATES), ChoiceRow("Von wem", _WHOSE)
        self.rows: list[QWidget] = []
        self._lay_out()
        self._choose_first()
        for choice in (self.state, self.whose):
            choice.picked.connect(self._picked)

    def open(self) -> None:
        """Show the list; the keys choose what it shows."""
        self.load()
        self.state.take_focus()

    def load(self) -> None:
        """Read the list again."""
        self._tasks.run(LaneName.STORE, self._desk.agenda.overview, self, self._have, self._say)

    def clear(self) -> None:
        """Forget the choice and the lines."""
        self._choose_first()
        self._have(())

    def _choose_first(self) -> None:
        self._most = PAGE
        self.state.set_value(FollowUpState.OPEN.value)
        self.whose.set_value(FollowUpWhose.MINE.value)

    def _lay_out(self) -> None:
        box = column(self)
        card = Card()
        self.count = Muted()
        self._others = Muted(_OTHERS)
        for widget in (Heading("Wiedervorlagen", 2), self.state, self.whose, self._others, self.count):
            card.body.addWidget(widget)
        place = QWidget()
        self._box = column(place, GRID)
        card.body.addWidget(place)
        self.more = SecondaryButton(f"{PAGE} weitere zeigen")
        self.more.clicked.connect(self._show_more)
        self._more_row = ActionRow([self.more])
        card.body.addWidget(self._more_row)
        box.addWidget(card)
        self._more_row.hide()

    def _picked(self) -> None:
        self._most = PAGE
        self._show()
        announce(self, self.count.text() or self.rows[0].accessibleName())

    def _show_more(self) -> None:
        before = self._most
        self._most += PAGE
        self._show()
        focus_near(self.rows, before)

    def _have(self, lines: tuple[FollowUpLine, ...]) -> None:
        self._lines = lines
        self._show()

    def _show(self) -> None:
        state, whose = FollowUpState(self.state.value), FollowUpWhose(self.whose.value)
        lines = chosen_lines(self._lines, state, whose, local_date(self._desk.clock.now()))
        had = place_of_focus(self.rows)
        nothing = EmptyState(_NOTHING[state], "Eingetragen werden sie in der Tagesansicht.")
        put_rows(self._box, self.rows, [self._acts.row(line) for line in lines[: self._most]] or [nothing])
        if had >= 0 and not focus_near(self.rows, had):
            self.state.take_focus()
        self.count.setText(counted(len(lines), "Wiedervorlage", "Wiedervorlagen") if lines else "")
        self.count.setVisible(bool(lines))
        self._others.setVisible(whose is FollowUpWhose.STATION)
        self._more_row.setVisible(len(lines) > self._most)

    def _tell(self, words: object) -> None:
        self.done.emit(words)
        self.load()

    def _say(self, problem: Problem) -> None:
        self.refused.emit(problem)
