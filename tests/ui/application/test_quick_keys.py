"""Keys that are quicker than the store."""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from lotse_app.ui.application.steps import HAND_IN, SIGNATURE
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.workflows.applications import OpenCase
    from lotse_app.workflows.lanes import Lanes
    from tests.ui.application.conftest import Stage


def test_quick_keys_need_not_wait_for_the_address(stage: Stage, lanes: Lanes, stored: Callable[[], OpenCase]) -> None:
    stage.to_hand_in()
    view, busy = stage.pages.hand_in, threading.Event()
    lanes.submit(LaneName.STORE, partial(busy.wait, 20))  # the store has something else to do
    QTest.keyClick(stage.wizard.focusWidget(), Qt.Key.Key_3)
    assert view.where.asking
    for _ in range(2):
        stage.wizard.next_button.click()
    assert not view.banner.isVisible(), "nobody is asked for what is known in a moment"
    busy.set()
    stage.settled()
    assert stored().hand_in is not None
    assert stage.pages.key == HAND_IN, "the second key is no next person"


def test_who_goes_back_meanwhile_does_not_hand_in(stage: Stage, lanes: Lanes, stored: Callable[[], OpenCase]) -> None:
    stage.to_hand_in()
    busy = threading.Event()
    lanes.submit(LaneName.STORE, partial(busy.wait, 20))
    QTest.keyClick(stage.wizard.focusWidget(), Qt.Key.Key_3)
    stage.wizard.next_button.click()
    stage.wizard.show_step(SIGNATURE)
    busy.set()
    stage.settled()
    assert stored().hand_in is None
