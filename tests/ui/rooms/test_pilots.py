"""Lotsinnen und Lotsen in the settings: added by the responsible person, seen by all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from lotse_app.models.people import Role
from lotse_app.ui.rooms.pilot_forms import AccessView, ChangeView, FarewellView, UndertakingView
from lotse_app.ui.rooms.settings import SettingsRoom
from lotse_app.workflows.lanes import LaneName
from tests.colleagues import OTHER_PASSPHRASE, add

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from lotse_app.models.people import Pilot
    from lotse_app.ui.kit.theme import Appearance
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes

OWN = "vier Wörter sind genug"


@pytest.fixture
def room(qtbot: QtBot, desk: Desk, tasks: Tasks, appearance: Appearance, settled: Callable[[], None]) -> SettingsRoom:
    made = SettingsRoom(desk, tasks, appearance, QLabel)
    qtbot.addWidget(made)
    made.resize(1060, 900)
    made.show()
    made.enter()
    settled()
    return made


@pytest.fixture
def volunteer(desk: Desk, lanes: Lanes, room: SettingsRoom, settled: Callable[[], None]) -> Pilot:
    def added() -> Pilot:
        return add(desk, "Zoë Zweite", Role.VOLUNTEER, sworn=False, own_passphrase=OWN)

    pilot = lanes.submit(LaneName.STORE, added).result()
    room.reload()
    settled()
    return pilot


def press(room: SettingsRoom, words: str) -> None:
    """Press the button of this name that is shown."""
    [button] = [
        one for one in room.pilots.findChildren(QPushButton) if one.accessibleName() == words and one.isVisible()
    ]
    button.click()


def words(room: SettingsRoom) -> str:
    return "\n".join(label.text() for label in room.pilots.findChildren(QLabel) if label.isVisible())


def known(desk: Desk, lanes: Lanes) -> dict[str, Pilot]:
    return {pilot.name: pilot for pilot in lanes.submit(LaneName.STORE, desk.settings.pilots).result()}


def test_a_form_that_opens_below_the_edge_comes_into_sight(
    qtbot: QtBot, room: SettingsRoom, settled: Callable[[], None]
) -> None:
    room.resize(1060, 420)
    room.activateWindow()
    qtbot.waitUntil(room.isActiveWindow)
    room.scroller.verticalScrollBar().setValue(0)
    press(room, "Lotsin oder Lotsen hinzufügen")
    settled()
    form = room.pilots.form
    assert isinstance(form, AccessView)

    def in_sight() -> bool:
        seen = room.scroller.viewport()
        return seen.rect().contains(form.name.mapTo(seen, form.name.rect().center()))

    assert form.name.hasFocus()
    qtbot.waitUntil(in_sight)


def test_a_pilot_is_added_with_two_passphrases(
    room: SettingsRoom, desk: Desk, lanes: Lanes, settled: Callable[[], None]
) -> None:
    assert "A. Beispiel" in words(room)
    press(room, "Lotsin oder Lotsen hinzufügen")
    form = room.pilots.form
    assert isinstance(form, AccessView)
    form.primary.click()
    assert (form.name_field.problem, form.own_field.problem) != ("", "")

    form.name.setText("Zoë Zweite")
    form.role.set_value(Role.COORDINATOR.value)
    form.own.setText("falsch")
    form.passphrase.first.setText(OTHER_PASSPHRASE)
    form.passphrase.again.setText(OTHER_PASSPHRASE)
    form.primary.click()
    settled()
    assert "passt nicht" in form.own_field.problem

    form.own.setText(OWN)
    form.passphrase.first.setText(OTHER_PASSPHRASE)
    form.passphrase.again.setText(OTHER_PASSPHRASE)
    form.primary.click()
    settled()
    assert room.banner.text == "Zoë Zweite kann sich jetzt anmelden."
    assert "Zoë Zweite" in words(room)
    assert "Koordination" in words(room)
    assert known(desk, lanes)["Zoë Zweite"].role is Role.COORDINATOR
    assert room.pilots.form is None


@pytest.mark.parametrize(
    ("name", "phrase", "told"),
    [
        ("A. Beispiel", OTHER_PASSPHRASE, "gibt es hier schon"),
        ("Neu", "kurz", "zu kurz"),
        ("Zoë 🐶", OTHER_PASSPHRASE, "an Stelle 5"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    room: SettingsRoom, settled: Callable[[], None], name: str, phrase: str, told: str
) -> None:
    press(room, "Lotsin oder Lotsen hinzufügen")
    form = room.pilots.form
    assert isinstance(form, AccessView)
    form.name.setText(name)
    form.own.setText(OWN)
    form.passphrase.first.setText(phrase)
    form.passphrase.again.setText(phrase)
    form.primary.click()
    settled()
    assert told in form.name_field.problem + form.passphrase.first_field.problem


def test_a_form_that_is_left_keeps_nothing(room: SettingsRoom) -> None:
    press(room, "Lotsin oder Lotsen hinzufügen")
    form = room.pilots.form
    assert isinstance(form, AccessView)
    form.own.setText(OWN)
    press(room, "Abbrechen")
    assert (room.pilots.form, form.own.text()) == (None, "")


def test_the_role_of_another_is_changed_and_the_own_has_no_button(
    room: SettingsRoom, volunteer: Pilot, desk: Desk, lanes: Lanes, settled: Callable[[], None]
) -> None:
    names = {one.accessibleName() for one in room.pilots.findChildren(QPushButton)}
    assert "Rolle ändern, Zoë Zweite" in names
    assert not {"Rolle ändern, A. Beispiel", "Entfernen, A. Beispiel"} & names
    press(room, "Rolle ändern, Zoë Zweite")
    form = room.pilots.form
    assert isinstance(form, ChangeView)
    form.role.set_value(Role.OFFICIAL.value)
    form.responsible.box.setChecked(True)
    form.accept.click()
    settled()
    changed = known(desk, lanes)["Zoë Zweite"]
    assert (changed.id, changed.role, changed.responsible) == (volunteer.id, Role.OFFICIAL, True)
    assert "verantwortlich" in words(room)


@pytest.mark.usefixtures("volunteer")
def test_the_undertaking_is_printed_and_its_day_entered(
    room: SettingsRoom, desk: Desk, lanes: Lanes, settled: Callable[[], None]
) -> None:
    assert "Verpflichtung fehlt" in words(room)
    papers: list[object] = []
    room.paper.connect(papers.append)
    press(room, "Verpflichtung, Zoë Zweite")
    form = room.pilots.form
    assert isinstance(form, UndertakingView)
    press(room, "Blatt drucken")
    settled()
    assert len(papers) == 1
    form.day.setText("02.11.2026")
    form.accept.click()
    settled()
    assert "Verpflichtung vom 02.11.2026" in words(room)
    assert known(desk, lanes)["Zoë Zweite"].undertaking is not None


@pytest.mark.usefixtures("volunteer")
def test_enter_in_the_day_enters_the_undertaking(
    qtbot: QtBot, room: SettingsRoom, desk: Desk, lanes: Lanes, settled: Callable[[], None]
) -> None:
    press(room, "Verpflichtung, Zoë Zweite")
    form = room.pilots.form
    assert isinstance(form, UndertakingView)
    form.day.setFocus()
    with qtbot.waitSignal(form.saved):
        QTest.keyClick(form.day, Qt.Key.Key_Return)
    settled()
    assert known(desk, lanes)["Zoë Zweite"].undertaking is not None


@pytest.mark.usefixtures("volunteer")
def test_who_is_removed_is_gone_from_the_list(
    room: SettingsRoom, desk: Desk, lanes: Lanes, settled: Callable[[], None]
) -> None:
    press(room, "Entfernen, Zoë Zweite")
    assert isinstance(room.pilots.form, FarewellView)
    press(room, "Zugang entfernen")
    settled()
    assert "Zoë Zweite" not in words(room)
    assert not known(desk, lanes)["Zoë Zweite"].active


def test_a_missing_secret_and_a_half_made_access_are_mended_here(
    room: SettingsRoom, volunteer: Pilot, desk: Desk, lanes: Lanes, settled: Callable[[], None]
) -> None:
    def trouble() -> None:
        vault = desk.pilots._vault
        vault._secrets.delete(next(s.secret_id for s in vault._read().slots if s.pilot_id == volunteer.id))  # type: ignore[attr-defined]  # the real vault stands behind the port
        desk.pilots.grant(desk.pilots.new("C. Probe", Role.OFFICIAL), OWN, OTHER_PASSPHRASE)

    lanes.submit(LaneName.STORE, trouble).result()
    room.reload()
    settled()
    assert "fehlt auf diesem Gerät" in words(room)
    assert "wurde unterbrochen" in words(room)
    press(room, "Zugang entfernen, C. Probe")
    settled()
    assert "C. Probe" not in words(room)

    press(room, "Zugang einrichten, Zoë Zweite")
    form = room.pilots.form
    assert isinstance(form, AccessView)
    form.own.setText(OWN)
    form.passphrase.first.setText(OTHER_PASSPHRASE)
    form.passphrase.again.setText(OTHER_PASSPHRASE)
    form.primary.click()
    settled()
    assert "fehlt auf diesem Gerät" not in words(room)
