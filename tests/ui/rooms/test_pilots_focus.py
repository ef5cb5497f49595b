"""Where the focus is after something was done with a pilot: beside what was done, not in the navigation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QPushButton

from lotse_app.models.people import Role
from lotse_app.ui.rooms.pilot_forms import UndertakingView
from lotse_app.ui.rooms.pilots_card import PilotsCard
from lotse_app.workflows.lanes import LaneName
from tests.colleagues import add

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes

OWN = "vier Wörter sind genug"


def test_after_a_day_was_entered_the_focus_stays_in_the_card(
    qtbot: QtBot, desk: Desk, tasks: Tasks, lanes: Lanes, settled: Callable[[], None]
) -> None:
    def added() -> str:
        return add(desk, "Zoë Zweite", Role.VOLUNTEER, sworn=False, own_passphrase=OWN).name

    name = lanes.submit(LaneName.STORE, added).result()
    card = PilotsCard(desk, tasks)
    qtbot.addWidget(card)
    card.resize(900, 700)
    card.show()
    card.activateWindow()
    qtbot.waitUntil(card.isActiveWindow)
    card.reload()
    settled()
    assert not isinstance(QApplication.focusWidget(), QPushButton), "opening the settings takes no focus away"

    button(card, f"Verpflichtung, {name}").click()
    button(card, "Tag eintragen").click()
    settled()
    assert card.form is None
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "Lotsin oder Lotsen hinzufügen"


def test_who_is_sent_for_the_own_undertaking_finds_it_open(
    qtbot: QtBot, desk: Desk, tasks: Tasks, settled: Callable[[], None]
) -> None:
    card = PilotsCard(desk, tasks)
    qtbot.addWidget(card)
    card.show()
    card.swear_next()
    card.reload()
    settled()
    assert isinstance(card.form, UndertakingView)

    card.forget()
    card.reload()
    settled()
    assert card.form is None, "it is asked for once"


def button(card: PilotsCard, name: str) -> QPushButton:
    """Return the button of this name."""
    return next(one for one in card.findChildren(QPushButton) if name in {one.accessibleName(), one.text()})
