"""Opens a Vorgang with what was typed last, even where that could not be written before the view went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from lotse_app.models.application import State
from lotse_app.workflows.unsaved import resumed

if TYPE_CHECKING:
    from lotse_app.ui.application.acts import CaseActs
    from lotse_app.ui.frame.unsaved import UnsavedDrafts
    from lotse_app.workflows.applications import OpenCase


@dataclass(frozen=True, slots=True)
class Opened:
    """A Vorgang as it goes on; ``unsaved`` where its entries are not in the store."""

    case: OpenCase
    unsaved: bool = False


class Opening(QObject):
    """Between the store's answer and the wizard."""

    #: An ``Opened``.
    opened = Signal(object)

    def __init__(self, acts: CaseActs, unsaved: UnsavedDrafts | None, parent: QObject) -> None:
        super().__init__(parent)
        self._acts = acts
        self._unsaved = unsaved

    def take(self, case: OpenCase) -> None:
        """Take what the store knows; it is loaded again while entries of it are on their way there."""
        unsaved, application = self._unsaved, case.application
        if unsaved is None:
            self.opened.emit(Opened(case))
        elif unsaved.is_last(application.id, application.revision):
            self.opened.emit(_resumed(case, unsaved))
        elif unsaved.under_way:
            unsaved.settled.connect(self._acts.open, Qt.ConnectionType.SingleShotConnection)
        else:
            self._acts.open()


def _resumed(case: OpenCase, unsaved: UnsavedDrafts) -> Opened:
    if case.application.state is not State.DRAFT:
        return Opened(case)
    draft = unsaved.take(case.application.id, case.application.revision)
    return Opened(case) if draft is None else Opened(resumed(case, draft), unsaved=True)
