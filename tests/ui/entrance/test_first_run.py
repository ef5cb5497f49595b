"""The assistant of the first run, by keyboard, over a real vault and store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPushButton, QRadioButton

from lotse_app.models.people import PlaceType, Role
from lotse_app.models.problems import Code, refuse
from lotse_app.ui.entrance.first_run import FirstRunView
from lotse_app.ui.words.shared import NO_RECEPTION
from tests.ui.entrance.entering import NAME, Entrance, fill, press, show, type_text, until
from tests.vault.support import PHRASE, MemorySecrets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.find import Finding
    from lotse_app.workflows.paper_ports import PaperFiles, Papers


@pytest.fixture
def entrance(tmp_path: Path) -> Iterator[Entrance]:
    made = Entrance(tmp_path / "daten", MemorySecrets())
    yield made
    made.close()


def begun(qtbot: QtBot, entrance: Entrance) -> tuple[FirstRunView, list[Desk]]:
    view = FirstRunView(entrance.program.unlocking, entrance.program.shelf, entrance.tasks, entrance.clock)
    view.opened.connect(entrance.desks.append)
    show(qtbot, view)
    until(qtbot, lambda: not entrance.tasks.outstanding)
    return view, entrance.desks


def to_the_third_step() -> None:
    """Fill in the first two steps with the keyboard alone."""
    fill("Bürgerverein Łužica e. V.")
    fill("Markt 1, 01723 Wilsdruff")
    fill("datenschutz@example.org")
    press(Qt.Key.Key_2)
    press(Qt.Key.Key_Return)
    fill("Bibliothek")
    press(Qt.Key.Key_5)
    press(Qt.Key.Key_Return)
    fill("wilsdr")


def to_the_code(qtbot: QtBot, view: FirstRunView) -> None:
    to_the_third_step()
    fill(NAME)
    press(Qt.Key.Key_Return)
    fill(PHRASE)
    fill(PHRASE)
    until(qtbot, lambda: view.currentWidget() is view.code)


def test_only_a_public_body_is_asked_whether_it_is_annahmestelle(qtbot: QtBot, entrance: Entrance) -> None:
    view, _ = begun(qtbot, entrance)
    page = view.station
    page.ask_reception(public_body=True)
    page.reception.set_value("ja")
    assert not page.reception.isHidden()
    assert page.about_reception.text() != NO_RECEPTION
    page.ask_reception(public_body=False)
    assert page.reception.isHidden()
    assert page.reception.value == "nein"
    assert page.about_reception.text() == NO_RECEPTION


def test_a_device_is_set_up_by_keyboard_alone(qtbot: QtBot, entrance: Entrance) -> None:
    view, desks = begun(qtbot, entrance)
    assert entrance.program.unlocking.needs_first_run()
    to_the_code(qtbot, view)
    page = view.code.page
    assert len(page.code.text()) == 29
    assert page.code.hasFocus()
    assert page.code.text() in page.code.accessibleName()
    assert entrance.program.unlocking.needs_first_run()  # nothing counts before the code is kept
    assert not page.primary.isEnabled()
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return)
    until(qtbot, lambda: bool(desks))
    place = desks[0].workplace
    assert (place.operator.name, place.operator.public_body) == ("Bürgerverein Łužica e. V.", False)
    assert (place.operator.address, place.operator.data_protection_contact) == (
        "Markt 1, 01723 Wilsdruff",
        "datenschutz@example.org",
    )
    assert (place.station.name, place.station.place_type) == ("Bibliothek", PlaceType.LIBRARY)
    assert (place.commune_name, place.station.reception_point) == ("Wilsdruff", False)
    assert (place.pilot.name, place.pilot.role, place.pilot.responsible) == (NAME, Role.VOLUNTEER, True)
    assert page.code.text() == ""


def test_no_passphrase_stays_in_the_window(qtbot: QtBot, entrance: Entrance) -> None:
    view, _ = begun(qtbot, entrance)
    to_the_code(qtbot, view)
    texts = [line.text() for line in view.findChildren(QLineEdit)]
    assert NAME in texts  # the search finds what is there
    assert PHRASE not in texts
    view.pilot.passphrase.first.undo()
    assert view.pilot.passphrase.first.text() == ""


def test_what_is_missing_is_said_beside_the_field_and_the_focus_goes_there(qtbot: QtBot, entrance: Entrance) -> None:
    view, _ = begun(qtbot, entrance)
    view.operator.go_on.emit()
    assert view.currentWidget() is view.operator
    assert view.operator.name.hasFocus()
    assert [bool(f.problem) for f in (view.operator.name_field, view.operator.address_field)] == [True, True]
    fill("Stadt Wilsdruff")
    view.operator.go_on.emit()
    assert view.operator.name_field.problem == ""
    assert view.operator.address.hasFocus()
    fill("Markt 1")
    fill("Frau Beispiel")
    press(Qt.Key.Key_Return)
    assert view.currentWidget() is view.station
    view.station.go_on.emit()
    assert view.station.name_field.problem
    assert view.station.commune.field.problem


def test_letters_that_papers_would_leave_out_are_said_beside_their_field(qtbot: QtBot, entrance: Entrance) -> None:
    view, _ = begun(qtbot, entrance)
    operator, station, pilot = view.operator, view.station, view.pilot
    fields = (operator.name_field, operator.address_field, operator.contact_field, station.name_field, pilot.name_field)
    lines = (operator.name, operator.address, operator.contact, station.name, pilot.name)
    for line in lines:
        line.setText("Amt 李")
    assert not any((operator.complete(), station.complete(), pilot.complete()))
    assert ["„李“ an Stelle 5" in field.problem for field in fields] == [True] * 5
    for line in lines:
        line.setText("Łucja „Haus“ – Mo–Fr, a@b.example & Ko\u0308nig")
    assert operator.complete()
    assert not any((station.complete(), pilot.complete()))  # commune and passphrase are still missing
    assert [field.problem for field in fields] == [""] * 5


def test_the_role_follows_the_kind_of_operator_until_it_is_chosen(qtbot: QtBot, entrance: Entrance) -> None:
    view, _ = begun(qtbot, entrance)
    to_the_third_step()
    assert view.pilot.role.value == Role.VOLUNTEER.value
    type_text(view.pilot.name, NAME)
    view.pilot.role.set_value(Role.OFFICIAL.value)
    view.pilot.back_wanted.emit()
    view.station.go_on.emit()
    assert view.pilot.role.value == Role.OFFICIAL.value


def test_going_back_keeps_the_answers_but_no_passphrase(qtbot: QtBot, entrance: Entrance) -> None:
    view, _ = begun(qtbot, entrance)
    to_the_third_step()
    type_text(view.pilot.passphrase.first, PHRASE)
    view.pilot.back_wanted.emit()
    assert view.currentWidget() is view.station
    assert view.pilot.passphrase.first.text() == ""
    view.station.back_wanted.emit()
    assert view.operator.name.text() == "Bürgerverein Łužica e. V."
    assert view.operator.name.hasFocus()


def test_a_short_passphrase_and_a_slip_are_said_at_the_fields(qtbot: QtBot, entrance: Entrance) -> None:
    view, _ = begun(qtbot, entrance)
    to_the_third_step()
    fill(NAME)
    press(Qt.Key.Key_Return)
    fill("kurz")
    fill("kürzer")
    assert "gleich" in view.pilot.passphrase.again_field.problem
    fill("kurz")
    until(qtbot, lambda: "10 Zeichen" in view.pilot.passphrase.first_field.problem)
    assert view.pilot.passphrase.first.hasFocus()


@pytest.mark.parametrize(
    ("trouble", "words"), [(Code.KEYRING_LOCKED, "gesperrt"), (Code.DISK_FULL, "Es ist noch nichts gespeichert.")]
)
def test_what_stops_the_set_up_is_said_and_a_second_try_goes_on(
    qtbot: QtBot, entrance: Entrance, trouble: Code, words: str
) -> None:
    view, _ = begun(qtbot, entrance)
    entrance.secrets.trouble = trouble
    to_the_third_step()
    fill(NAME)
    press(Qt.Key.Key_Return)
    fill(PHRASE)
    fill(PHRASE)
    until(qtbot, view.pilot.banner.isVisible)
    assert words in view.pilot.banner.text
    assert "davor ist sicher" not in view.pilot.banner.text
    assert view.pilot.name.text() == NAME
    view.pilot.primary.click()  # the passphrase is asked for again: what was wrong may be mended by now
    until(qtbot, view.pilot.banner.isHidden)
    assert view.pilot.passphrase.first.hasFocus()
    entrance.secrets.trouble = None
    fill(PHRASE)
    fill(PHRASE)
    until(qtbot, lambda: view.currentWidget() is view.code)


def test_a_device_without_a_keyring_asks_for_a_longer_passphrase(qtbot: QtBot, entrance: Entrance) -> None:
    view, _ = begun(qtbot, entrance)
    entrance.secrets.trouble = Code.KEYRING_ABSENT
    to_the_third_step()
    fill(NAME)
    press(Qt.Key.Key_Return)
    fill(PHRASE)
    fill(PHRASE)
    until(qtbot, lambda: "16 Zeichen" in view.pilot.passphrase.first_field.problem)


def test_a_store_that_cannot_be_put_in_place_keeps_the_code_in_sight(qtbot: QtBot, entrance: Entrance) -> None:
    view, desks = begun(qtbot, entrance)
    to_the_code(qtbot, view)
    aside = entrance.places.building.with_name("aside")
    entrance.places.building.rename(aside)
    page = view.code.page
    page.kept.setChecked(True)
    page.primary.click()
    until(qtbot, page.banner.isVisible)
    assert page.code.text()
    aside.rename(entrance.places.building)
    page.primary.click()
    until(qtbot, lambda: bool(desks))


def test_a_missing_catalogue_is_said(qtbot: QtBot, entrance: Entrance) -> None:
    class Bare:
        def finding(self) -> Finding:
            raise refuse(Code.CATALOGUE_MISSING)

        def papers(self) -> Papers:
            raise AssertionError

        def files(self) -> PaperFiles:
            raise AssertionError

    view = FirstRunView(entrance.program.unlocking, Bare(), entrance.tasks, entrance.clock)
    show(qtbot, view)
    until(qtbot, view.operator.banner.isVisible)
    assert "Verzeichnis" in view.operator.banner.text


def test_every_control_has_a_name(qtbot: QtBot, entrance: Entrance) -> None:
    view, _ = begun(qtbot, entrance)
    kinds = (QLineEdit, QPushButton, QRadioButton, QCheckBox)
    controls = [widget for kind in kinds for widget in view.findChildren(kind)]
    assert len(controls) > 25
    assert [widget.metaObject().className() for widget in controls if not widget.accessibleName()] == []


def test_enter_on_a_button_presses_it(qtbot: QtBot, entrance: Entrance) -> None:
    view, _ = begun(qtbot, entrance)
    to_the_third_step()
    back = next(b for b in view.pilot.findChildren(QPushButton) if b.accessibleName() == "Zurück")
    back.setFocus()
    press(Qt.Key.Key_Return)
    assert view.currentWidget() is view.station
    assert QApplication.focusWidget() is view.station.name
