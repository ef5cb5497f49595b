"""250 % text where it is signed while a deadline presses: the message leaves the step its room."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from lotse_app.demonstration.filling import fill, read_back
from lotse_app.demonstration.script import ANSWERS
from lotse_app.ui.application.signature_view import PAD_EMPTY
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QRect
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from lotse_app.clock import FixedClock
    from lotse_app.ui.application.wizard import ApplicationWizard
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes

#: Klipphausen: nothing is handed over here for it, so the message offers all papers.
ELSEWHERE = "14627100"


def begin_dog(desk: Desk) -> str:
    """Begin a dog tax application for a commune elsewhere and read it back. Store lane."""
    hit = desk.find.find("Hund anmelden")[0]
    begun = desk.applications.begin(desk.find.card(hit.service_id, ELSEWHERE), ELSEWHERE)
    fill(desk, begun.id, ANSWERS)
    read_back(desk, begun.id)
    return begun.id


def seen(widget: QWidget) -> QRect:
    """Return what of a widget is in sight, in its own pixels."""
    return widget.visibleRegion().boundingRect()


def test_the_pad_and_what_it_lacks_are_in_sight_below_a_pressing_deadline(
    open_case: Callable[[str], ApplicationWizard],
    calm: Callable[[], None],
    desk: Desk,
    lanes: Lanes,
    clock: FixedClock,
    qtbot: QtBot,
    size: tuple[int, int],
) -> None:
    clock.advance(days=2)
    wizard = open_case(lanes.submit(LaneName.STORE, partial(begin_dog, desk)).result())
    assert wizard.pages is not None
    for step in ("nachweise", "pruefen"):
        wizard.show_step(step)
        calm()
        wizard.next_button.click()
        calm()
    view, notice = wizard.pages.signature, wizard.notice
    assert wizard.pages.key == "unterschrift"
    assert notice.text.startswith("Frist")
    whole = notice.banner.sizeHint().height()
    qtbot.waitUntil(lambda: notice.height() < max(whole, 61))
    assert wizard.pages.height() >= notice.height()
    wizard.next_button.click()
    calm()
    assert view.banner.text == PAD_EMPTY
    qtbot.waitUntil(lambda: seen(view.pad).height() >= 24)
    assert view.pad.hasFocus()
    if size == (1280, 720):  # at 800 x 520 there is room for one of them: the pad
        assert seen(view.banner).height() == view.banner.height()
    notice.buttons[0].setFocus()
    qtbot.waitUntil(lambda: seen(notice.buttons[0]).height() == notice.buttons[0].height())
