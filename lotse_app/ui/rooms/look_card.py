"""*Darstellung* in the settings: colours and size of the letters, at work at once and kept for the pilot."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QSpinBox

from lotse_app.ui.kit.blocks import Card
from lotse_app.ui.kit.fields import ChoiceRow, Field
from lotse_app.ui.kit.theme import SCALE_MAX, SCALE_MIN, SCALE_STEP, ThemeName
from lotse_app.workflows.lanes import LaneName
from lotse_app.workflows.settings import TEXT_SCALE, THEME

if TYPE_CHECKING:
    from lotse_app.models.problems import Problem
    from lotse_app.ui.kit.theme import Appearance
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk

_THEMES = [
    (ThemeName.LIGHT.value, "Hell"),
    (ThemeName.DARK.value, "Dunkel"),
    (ThemeName.CONTRAST.value, "Hoher Kontrast"),
]


class LookCard(Card):
    """Says what is chosen, also where it was changed by a key."""

    #: A ``Problem``.
    refused = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, appearance: Appearance) -> None:
        super().__init__("Darstellung")
        self._desk = desk
        self._tasks = tasks
        self._appearance = appearance
        self.theme = ChoiceRow("Farben", _THEMES)
        self.theme.set_value(appearance.theme.value)
        self.scale = QSpinBox()
        self.scale.setRange(SCALE_MIN, SCALE_MAX)
        self.scale.setSingleStep(SCALE_STEP)
        self.scale.setSuffix(" %")
        self.scale.setValue(appearance.scale)
        self.body.addWidget(self.theme)
        self.body.addWidget(Field("Schriftgröße", self.scale, "100 bis 250 Prozent, wirkt sofort."))
        appearance.changed.connect(self._show)
        self.theme.picked.connect(self._choose)
        self.scale.editingFinished.connect(self._choose)
        self.scale.valueChanged.connect(self._scaled)

    def _scaled(self, value: int) -> None:
        if not self.scale.hasFocus() or value % SCALE_STEP == 0:
            self._choose()

    def _choose(self) -> None:
        theme, scale = ThemeName(self.theme.value or ThemeName.LIGHT.value), self.scale.value()
        if (theme, scale) == (self._appearance.theme, self._appearance.scale):
            return
        self._appearance.apply(theme, scale)
        self._tasks.run(LaneName.STORE, partial(self._keep, theme, scale), self, self._kept, self._refuse)

    def _show(self) -> None:
        theme, scale = self._appearance.theme.value, self._appearance.scale
        if (theme, scale) == (self.theme.value, self.scale.value()):
            return
        with QSignalBlocker(self.theme), QSignalBlocker(self.scale):
            self.theme.set_value(theme)
            self.scale.setValue(scale)

    def _keep(self, theme: ThemeName, scale: int) -> None:
        """Keep what was chosen. Store lane."""
        self._desk.settings.save_value(THEME, theme.value)
        self._desk.settings.save_value(TEXT_SCALE, str(scale))

    def _kept(self, _nothing: None) -> None:
        return

    def _refuse(self, problem: Problem) -> None:
        self.refused.emit(problem)
