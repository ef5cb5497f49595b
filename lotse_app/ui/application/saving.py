"""Says what is saved, and what to do when it is not."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lotse_app.models.problems import Code
from lotse_app.ui.application.autosave import Autosave, SaveKind
from lotse_app.ui.messages.problems import sentence
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from lotse_app.forms.form import Form
    from lotse_app.models.application import DraftSave
    from lotse_app.ui.application.acts import CaseActs
    from lotse_app.ui.application.autosave import SaveState
    from lotse_app.ui.application.editing import Editing
    from lotse_app.ui.application.header import CaseHeader
    from lotse_app.ui.application.notice import Notice
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.applications import Applications, OpenCase

STALE = "Dieser Vorgang wurde inzwischen an anderer Stelle geändert. Ihre Eingaben sind noch hier."
KEPT = "Alles Eingegebene ist noch hier und wird gleich noch einmal gespeichert."


def save_with_deadline(applications: Applications, form: Form, draft: DraftSave) -> int:
    """Save a draft with the last day its answers give. Store lane."""
    return applications.save(replace(draft, due=applications.due(form, draft.answers)))


class Saving(QObject):
    """Between autosave, header and notice."""

    #: Entries could not be written, or can be again; see ``failed``.
    turned = Signal()

    def __init__(
        self,
        applications: Applications,
        tasks: Tasks,
        editing: Editing,
        acts: CaseActs,
        header: CaseHeader,
        notice: Notice,
    ) -> None:
        super().__init__(editing)
        self._applications = applications
        self._tasks = tasks
        self._acts = acts
        self._header = header
        self._notice = notice
        self._id = editing.case.application.id
        self._failed = False
        case = editing.case
        self.autosave = Autosave(
            tasks,
            partial(save_with_deadline, applications, case.form),
            editing,
            (case.application.revision, case.application.changed_at),
            self,
        )
        self.autosave.state_changed.connect(self._show)
        editing.changed.connect(self.autosave.touch)
        header.show_saving(self.autosave.state)

    @property
    def failed(self) -> bool:
        """Return whether entries could not be written and nobody has written them since."""
        return self._failed

    def _show(self, state: SaveState) -> None:
        self._header.show_saving(state)
        if state.problem is not None:
            self._failed = True
            self._say_failed(state)
            self.turned.emit()
        elif state.kind is SaveKind.SAVED and self._failed:
            self._failed = False
            self._notice.clear()
            self.turned.emit()

    def _say_failed(self, state: SaveState) -> None:
        if state.problem is None:
            return
        if state.problem.code is Code.STALE_REVISION:
            ways = [("Meine Fassung speichern", self._keep_mine), ("Andere Fassung laden", self._take_other)]
            self._notice.say("error", STALE, ways)
            return
        self._notice.say("error", f"{sentence(state.problem)} {KEPT}")

    def _keep_mine(self) -> None:
        load = partial(self._applications.open, self._id)
        self._tasks.run(LaneName.STORE, load, self, self._overwrite)

    def _overwrite(self, case: OpenCase) -> None:
        self.autosave.overwrite(case.application.revision)

    def _take_other(self) -> None:
        self.autosave.stop()
        self._acts.open()
