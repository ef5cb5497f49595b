"""The line below the window counts Vorgänge: two letters of one with the same day are one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.letter import DueSource, LetterEntry, LetterKind
from lotse_app.ui.frame.window import MainWindow
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from lotse_app.ui.kit.icons import Icons
    from lotse_app.ui.kit.theme import Appearance
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, tasks: Tasks, appearance: Appearance, icons: Icons) -> MainWindow:
    made = MainWindow(desk, tasks, appearance, icons, {})
    qtbot.addWidget(made)
    return made


def test_two_letters_of_one_vorgang_are_one_with_a_deadline(
    window: MainWindow, desk: Desk, lanes: Lanes, on_paper: str, settled: Callable[[], None]
) -> None:
    query = LetterEntry(
        LetterKind.QUERY, date(2026, 11, 18), date(2026, 11, 19), date(2026, 11, 22), DueSource.PRINTED, ""
    )
    for _ in range(2):
        lanes.submit(LaneName.STORE, lambda: desk.letters.enter(on_paper, query)).result()
    window.refresh()
    settled()
    assert window.status.text.endswith(" 1 Vorgang mit Frist bis 22.11.2026.")
