"""*Nachweise*: missing papers are a mark, never a gate; files are checked before they are taken in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lotse_app.models.evidence import EvidenceState
from lotse_app.overriding import override
from lotse_app.ui.application.evidence_row import EvidenceRow
from lotse_app.ui.application.step_view import StepView
from lotse_app.ui.frame.ahead import all_at_once
from lotse_app.ui.kit.blocks import Body, EmptyState, Heading
from lotse_app.ui.kit.file_dialogs import ask_file
from lotse_app.ui.kit.layouts import GRID, column
from lotse_app.ui.kit.rows import drop
from lotse_app.ui.messages.problems import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QWidget

    from lotse_app.models.evidence import Evidence, EvidenceFile
    from lotse_app.models.problems import Problem
    from lotse_app.ui.application.acts import CaseActs
    from lotse_app.ui.application.editing import Editing

_INTRO = "Fehlendes hält den Antrag nicht auf. Die Zahlen 1 bis 5 wählen den Stand."
_FILTER = "Unterlagen (*.pdf *.jpg *.jpeg *.png)"


class EvidenceView(StepView):
    """All evidence lines of the case."""

    def __init__(self, acts: CaseActs, parent: QWidget | None = None) -> None:
        super().__init__("Nachweise", parent)
        self._acts = acts
        self._editing: Editing | None = None
        self._waiting: Evidence | None = None
        self.rows: dict[str, EvidenceRow] = {}
        self.body.addWidget(Heading("Nachweise", 2))
        self.intro = Body(_INTRO)
        self.body.addWidget(self.intro)
        self.nothing = EmptyState("Für diesen Antrag sind keine Nachweise nötig.", "Weiter mit Strg+⏎.")
        self.body.addWidget(self.nothing)
        self._list = column(None, 2 * GRID)
        self.body.addLayout(self._list)
        self.body.addStretch(1)

    @override
    def show_case(self, editing: Editing) -> None:
        """Show the lines that the present answers ask for."""
        self._editing = editing
        lines = editing.evidence
        all_at_once(self._make_rows(editing))
        for line in lines:
            self.rows[line.key].show_line(line, enabled=not editing.frozen)
        self.nothing.setVisible(not lines)
        self.intro.setVisible(bool(lines))

    @override
    def prepare(self, editing: Editing) -> Iterator[None]:
        """Make the lines, one a step."""
        return self._make_rows(editing)

    def _make_rows(self, editing: Editing) -> Iterator[None]:
        """Make the rows that the present answers ask for, one a step; drop all others."""
        lines = editing.evidence
        rules = {rule.key: rule for rule in editing.case.form.evidence}
        for key in [key for key in self.rows if key not in {line.key for line in lines}]:
            drop(self._list, [self.rows.pop(key)])
        for at, line in enumerate(lines):
            if line.key not in self.rows:
                self._add(EvidenceRow(rules.get(line.key), line, self._list.parentWidget()), line.key, at)
                yield

    @override
    def enter(self) -> None:
        """Begin at the first line that is still open, else at the first."""
        rows = list(self.rows.values())
        open_rows = [row for row in rows if row.line.state is EvidenceState.OPEN]
        for row in (*open_rows, *rows):
            row.states.take_focus()
            return
        self.setFocus()

    def keep_what_is_shown(self) -> None:
        """Write the lines nobody chose anything for as open: going on says of no paper that it was seen."""
        if self._editing is None or self._editing.frozen:
            return
        stored = {line.key for line in self._editing.case.evidence}
        fresh = [(line, at) for at, line in enumerate(self._editing.evidence) if line.key not in stored]
        if fresh:
            self._acts.save_evidence(fresh)

    def refuse(self, key: str, problem: Problem) -> None:
        """Say at the line why its file was not taken."""
        if key in self.rows:
            self.rows[key].refuse(sentence(problem))
        else:
            self.banner.say("error", sentence(problem))

    def take_file(self, chosen: str) -> None:
        """Take the file that was chosen for the line that waits."""
        if self._waiting is not None and chosen:
            self._acts.attach(self._waiting, self._order(self._waiting), Path(chosen))

    def _add(self, row: EvidenceRow, key: str, at: int) -> None:
        row.changed.connect(self._changed)
        row.file_wanted.connect(self._ask_file)
        row.dropped.connect(self._dropped)
        self.rows[key] = row
        self._list.insertWidget(at, row)

    def _order(self, line: Evidence) -> int:
        return list(self.rows).index(line.key)

    def _changed(self, line: Evidence) -> None:
        self._acts.save_evidence([(line, self._order(line))])

    def _dropped(self, file: EvidenceFile) -> None:
        self._acts.detach(file.id)

    def _ask_file(self, line: Evidence) -> None:
        self._waiting = line
        dialog = ask_file(self, "Nachweis auswählen", _FILTER, self.take_file)
        dialog.rejected.connect(self._show_stored)

    def _show_stored(self) -> None:
        if self._editing is not None:
            self.show_case(self._editing)
