"""Chooses one service by the finder: typing offers, Enter takes the first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from lotse_app.ui.kit.proposals import Proposals, line_of
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from lotse_app.models.problems import Problem
    from lotse_app.models.public_service import Hit
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.find import Finding

_OFFERED = 10


class ServicePicker(QLineEdit):
    """A line whose text is the name of a service once one was chosen."""

    def __init__(self, tasks: Tasks, finding: Finding) -> None:
        super().__init__()
        self._tasks = tasks
        self._finding = finding
        self._hits: dict[str, Hit] = {}
        self._chosen: Hit | None = None
        self.setPlaceholderText("zum Beispiel: Jagdschein")
        self._offer = Proposals(self)
        self._offer.setCompletionMode(Proposals.CompletionMode.UnfilteredPopupCompletion)
        self._offer.setWidget(self)
        self._offer.activated.connect(self._take)
        self.textChanged.connect(self._find)
        self.returnPressed.connect(self._enter)

    @property
    def chosen(self) -> tuple[str, str]:
        """Return id and name of the service; both empty while the line names none."""
        hit = self._chosen
        return (hit.service_id, hit.name) if hit is not None and hit.name == self.text() else ("", "")

    def _find(self, text: str) -> None:
        if self._chosen is not None and text == self._chosen.name:
            return
        if len(text.strip()) < 2:
            return
        work = partial(self._finding.find, text, _OFFERED)
        self._tasks.latest(LaneName.FINDER, work, self, self._offered, self._quiet)

    def _offered(self, hits: tuple[Hit, ...]) -> None:
        self._hits = {hit.name: hit for hit in hits}
        self._offer.set_lines(self._hits)
        if self.text() in self._hits:
            self._chosen = self._hits[self.text()]
        elif self.hasFocus() and hits:
            self._offer.offer()

    def _quiet(self, _problem: Problem) -> None:
        self._hits = {}

    def _take(self, chosen: object) -> None:
        name = line_of(chosen)
        self._chosen = self._hits.get(name)
        self.setText(name)

    def _enter(self) -> None:
        if self._offer.is_choosing:
            return  # the list itself takes the chosen line
        if self._hits and not self.chosen[0]:
            self._take(next(iter(self._hits)))
