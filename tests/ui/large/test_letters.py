"""250 % text at 1280 x 720 and at 800 x 520: nothing lies over another, nothing is cut, Tab comes to everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from lotse_app.ui.application.frozen_words import REOPEN_WARNING
from lotse_app.ui.application.steps import SIGNATURE, WHO
from lotse_app.ui.resident.window import ResidentWindow
from lotse_app.ui.rooms.room import RoomName
from lotse_app.ui.rooms.services import ServicesRoom
from tests.ui.kit.crowding import faults, laid_out
from tests.ui.resident.test_window import DOG

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from lotse_app.ui.application.wizard import ApplicationWizard
    from lotse_app.ui.frame.window import MainWindow
    from lotse_app.ui.kit.theme import Appearance


def test_every_room_is_laid_out(window: MainWindow, calm: Callable[[], None], size: tuple[int, int]) -> None:
    found: dict[str, list[str]] = {}
    for room in RoomName:
        window.enter(room)
        calm()
        assert (window.width(), window.height()) == size
        found[room.value] = laid_out(window)
    assert {room: bad for room, bad in found.items() if bad} == {}


def test_the_card_of_a_service_is_reached_and_whole(window: MainWindow, calm: Callable[[], None]) -> None:
    window.enter(RoomName.SERVICES)
    calm()
    room = window.room(RoomName.SERVICES)
    assert isinstance(room, ServicesRoom)
    for words in ("Hund anmelden", "Führungszeugnis"):
        room.words.setText(words)
        calm()
        assert faults(window) == []


def test_every_step_is_laid_out_and_tab_comes_to_who_acts(
    window: MainWindow, begun: Callable[..., ApplicationWizard], calm: Callable[[], None]
) -> None:
    from tests.ui.application.conftest import begin  # noqa: PLC0415 - the fixtures beside it are not for here

    wizard = begun(lambda desk: begin(desk).id)
    assert wizard.editing is not None
    found: dict[str, list[str]] = {}
    for step in wizard.editing.steps:
        wizard.show_step(step.key)
        calm()
        found[step.key] = faults(window) if step.key == WHO else laid_out(window)
    wizard.notice.say("warn", REOPEN_WARNING, [("Ändern, danach neu unterschreiben", wizard.notice.clear)])
    calm()
    found[f"{SIGNATURE} mit Meldung"] = laid_out(window)
    assert {key: bad for key, bad in found.items() if bad} == {}


def test_the_residents_view_is_laid_out(
    qtbot: QtBot, large: Appearance, calm: Callable[[], None], size: tuple[int, int]
) -> None:
    assert large.scale == 250
    view = ResidentWindow()
    qtbot.addWidget(view)
    view.resize(*size)
    view.show()
    view.show_section(DOG, 1, 3)
    calm()
    assert laid_out(view) == []
    view.section.no.click()
    calm()
    assert laid_out(view) == []
    for words in ("Hundesteuer – Anmeldung", "Die Angaben sind richtig. Ich ermächtige die Gemeinde. " * 12):
        view.show_pad(words)
        calm()
        assert laid_out(view) == []
        assert view.pad.pad.height() > 100


def test_what_is_wrong_is_found(
    qtbot: QtBot, large: Appearance, calm: Callable[[], None], size: tuple[int, int]
) -> None:
    assert large.scale == 250
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(*size)
    over, under = QPushButton("Weiter", window), QPushButton("Zurück", window)
    over.setGeometry(0, 0, 300, 80)
    under.setGeometry(200, 0, 300, 80)
    cut, box = QLabel("Ein langer Satz, der umbricht. " * 5), QWidget(window)
    cut.setWordWrap(True)
    cut.setFixedHeight(20)
    QVBoxLayout(box).addWidget(cut)
    box.setGeometry(0, 100, 400, 60)
    gone = QPushButton("Draußen", window)
    gone.setGeometry(5000, 0, 300, 80)
    window.show()
    calm()
    found = " ".join(laid_out(window))
    for kind in ("overlap", "too low", "outside"):
        assert kind in found
