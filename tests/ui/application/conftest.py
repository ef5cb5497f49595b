"""An opened case: the real wizard over a real desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from lotse_app.demonstration.script import ANSWERS
from lotse_app.ui.application.chosen import ChosenBefore
from lotse_app.ui.application.wizard import ApplicationWizard
from lotse_app.ui.form.edits import Edit
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from lotse_app.models.application import Application
    from lotse_app.ui.application.editing import Editing
    from lotse_app.ui.application.step_pages import StepPages
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.applications import OpenCase
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes

WILSDRUFF = "14628410"


@dataclass(slots=True)
class Stage:
    """The wizard, and hands to work it."""

    qtbot: QtBot
    wizard: ApplicationWizard
    settled: Callable[[], None]

    @property
    def editing(self) -> Editing:
        assert self.wizard.editing is not None
        return self.wizard.editing

    @property
    def pages(self) -> StepPages:
        assert self.wizard.pages is not None
        return self.wizard.pages

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is, and let everything arrive."""
        QTest.keyClick(QApplication.focusWidget() or self.wizard, key, modifier)
        self.settled()

    def go_on(self) -> None:
        """Press ``Strg+⏎``."""
        self.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    def print_first(self) -> None:
        """Have what is to be signed by hand brought to the printer, and come back to the signature."""
        self.go_on()
        assert self.wizard.stack.preview.isVisible()
        self.wizard.stack.preview.close_preview()

    def fill(self, answers: tuple[tuple[str, Any], ...] = ANSWERS) -> None:
        """Answer the questions."""
        for pointer, value in answers:
            self.editing.edit(Edit(pointer, value))
        self.settled()

    def to_read_back(self) -> None:
        """Hand over the sheet, fill in, look at the evidence, and stand before reading back."""
        self.key(Qt.Key.Key_Space)
        self.fill()
        self.wizard.show_step("nachweise")
        self.go_on()

    def to_signature(self) -> None:
        """Read everything back and freeze it."""
        self.to_read_back()
        while self.pages.read_back.next_open() is not None:
            self.key(Qt.Key.Key_Space)
        self.go_on()

    def to_hand_in(self) -> None:
        """Sign both lines on the print: the holder's and the account holder's."""
        self.to_signature()
        self.key(Qt.Key.Key_2)
        self.print_first()
        self.go_on()
        self.go_on()


def begin(desk: Desk, ags: str = WILSDRUFF) -> Application:
    """Begin the dog tax application. Store lane."""
    hits = desk.find.find("Hund anmelden")
    return desk.applications.begin(desk.find.card(hits[0].service_id, ags), ags)


@pytest.fixture
def commune() -> str:
    """Return where the application goes; this desk is the Annahmestelle of Wilsdruff."""
    return WILSDRUFF


@pytest.fixture
def case_id(desk: Desk, lanes: Lanes, commune: str) -> str:
    return lanes.submit(LaneName.STORE, lambda: begin(desk, commune)).result().id


@pytest.fixture
def printers() -> list[Callable[[QWidget, Callable[[QPrinter], None]], None]]:
    """Return where a test may put the printer that is asked for."""
    return []


@pytest.fixture
def open_case(
    qtbot: QtBot,
    desk: Desk,
    tasks: Tasks,
    settled: Callable[[], None],
    printers: list[Callable[[QWidget, Callable[[QPrinter], None]], None]],
) -> Iterator[Callable[[str], Stage]]:
    made: list[ApplicationWizard] = []
    before = ChosenBefore()

    def make(application_id: str) -> Stage:
        wizard = ApplicationWizard(desk, tasks, application_id, printers[0] if printers else None, before=before)
        qtbot.addWidget(wizard)
        made.append(wizard)
        wizard.resize(1060, 680)
        wizard.show()
        wizard.activateWindow()
        qtbot.waitUntil(wizard.isActiveWindow)
        settled()
        return Stage(qtbot, wizard, settled)

    yield make
    for wizard in made:
        wizard.leave()
    settled()


@pytest.fixture
def stage(open_case: Callable[[str], Stage], case_id: str) -> Stage:
    return open_case(case_id)


@pytest.fixture
def stored(desk: Desk, lanes: Lanes, case_id: str) -> Callable[[], OpenCase]:
    """Return a function that reads the case from the store."""
    return lambda: lanes.submit(LaneName.STORE, lambda: desk.applications.open(case_id)).result()
