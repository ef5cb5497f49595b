"""Einstellungen: the look at once, station by the responsible person, sources in sight."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from lotse_app.documents.reader import text_of
from lotse_app.models.people import PlaceType
from lotse_app.models.problems import Code, problem
from lotse_app.overriding import override
from lotse_app.ui.kit.theme import ThemeName
from lotse_app.ui.rooms.counselling import CounsellingRoom
from lotse_app.ui.rooms.figures import FiguresRoom
from lotse_app.ui.rooms.outbox import OutboxRoom
from lotse_app.ui.rooms.services import ServicesRoom
from lotse_app.ui.rooms.settings import SettingsRoom
from lotse_app.ui.rooms.today import TodayRoom
from lotse_app.workflows.lanes import LaneName
from lotse_app.workflows.settings import TEXT_SCALE, THEME
from lotse_app.workflows.sight import Sight
from tests.desks import AMTSBERG

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from lotse_app.ui.kit.theme import Appearance
    from lotse_app.ui.rooms.room import Room
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes


def passphrase() -> QLabel:
    return QLabel("Bisherige Passphrase")


@pytest.fixture
def room(qtbot: QtBot, desk: Desk, tasks: Tasks, appearance: Appearance, settled: Callable[[], None]) -> SettingsRoom:
    made = SettingsRoom(desk, tasks, appearance, passphrase)
    qtbot.addWidget(made)
    made.resize(1060, 640)
    made.show()
    made.enter()
    settled()
    return made


def shown(room: SettingsRoom) -> str:
    return "\n".join(label.text() for label in room.findChildren(QLabel))


def test_a_theme_works_at_once_and_is_kept(
    room: SettingsRoom, appearance: Appearance, desk: Desk, lanes: Lanes, settled: Callable[[], None]
) -> None:
    room.enter("darstellung")
    QTest.keyClick(room.look.theme.buttons[0], Qt.Key.Key_3)
    settled()
    assert appearance.theme is ThemeName.CONTRAST
    kept = lanes.submit(LaneName.STORE, lambda: desk.settings.value(THEME)).result()
    assert kept == "kontrast"


def test_a_text_scale_works_at_once_and_is_kept(
    room: SettingsRoom, appearance: Appearance, desk: Desk, lanes: Lanes, settled: Callable[[], None]
) -> None:
    room.look.scale.setValue(150)
    settled()
    assert appearance.scale == 150
    assert lanes.submit(LaneName.STORE, lambda: desk.settings.value(TEXT_SCALE)).result() == "150"


def test_a_scale_being_typed_waits_until_it_is_entered(
    room: SettingsRoom, appearance: Appearance, settled: Callable[[], None]
) -> None:
    room.activateWindow()
    room.look.scale.setFocus()
    room.look.scale.setValue(187)
    assert appearance.scale == 100
    room.look.scale.editingFinished.emit()
    settled()
    assert appearance.scale == 187


def test_a_look_changed_elsewhere_is_shown(room: SettingsRoom, appearance: Appearance) -> None:
    appearance.apply(ThemeName.DARK, 125)
    assert room.look.theme.value == "dunkel"
    assert room.look.scale.value() == 125


def test_the_responsible_person_changes_operator_and_station(
    qtbot: QtBot, room: SettingsRoom, desk: Desk, lanes: Lanes, settled: Callable[[], None]
) -> None:
    assert room.station.operator_name.text() == "Stadt Wilsdruff"
    room.station.station_name.setText("Bibliothek Wilsdruff")
    room.station.operator_name.setText("   ")
    room.station.reception.setChecked(False)
    with qtbot.waitSignal(room.changed):
        room.station.save.click()
    settled()
    station = lanes.submit(LaneName.STORE, desk.settings.station).result()
    assert station.name == "Bibliothek Wilsdruff"
    assert not station.reception_point
    assert lanes.submit(LaneName.STORE, desk.settings.operator).result().name == "Stadt Wilsdruff"
    assert room.banner.tone == "ok"


def test_a_verein_is_not_asked_for_an_annahmestelle_and_gets_none(
    room: SettingsRoom, desk: Desk, lanes: Lanes, settled: Callable[[], None]
) -> None:
    assert not room.station.reception.isHidden()
    verein = replace(desk.workplace.operator, public_body=False)
    lanes.submit(LaneName.STORE, lambda: desk.settings.save_station(verein, desk.workplace.station)).result()
    assert desk.workplace.station.reception_point, "it was asked for"
    assert not lanes.submit(LaneName.STORE, desk.settings.station).result().reception_point
    room.enter()
    settled()
    assert room.station.reception.isHidden()
    assert not room.station.no_reception.isHidden()


def test_what_became_of_it_is_said_where_it_was_done(
    qtbot: QtBot, room: SettingsRoom, settled: Callable[[], None]
) -> None:
    room.resize(1060, 420)
    room.station.station_name.setText("Bibliothek Wilsdruff")
    room.station.save.setFocus()
    room.station.save.click()
    settled()

    def seen() -> bool:
        port = room.scroller.viewport()
        return port.rect().contains(room.banner.mapTo(port, room.banner.rect().center()))

    qtbot.waitUntil(seen)
    assert room.station.isAncestorOf(room.banner)
    room.stops.refused.emit(problem(Code.NOT_PERMITTED))
    qtbot.waitUntil(seen)
    assert room.stops.isAncestorOf(room.banner)
    assert room.banner.tone == "error"


def test_an_answer_of_the_first_run_about_the_operator_is_corrected_here(
    room: SettingsRoom, desk: Desk, lanes: Lanes, settled: Callable[[], None]
) -> None:
    version = desk.workplace.operator.notice_version
    assert room.station.public.isChecked()
    room.station.public.setChecked(False)
    assert room.station.reception.isHidden(), "it is not asked for any more"
    room.station.save.click()
    settled()
    operator = lanes.submit(LaneName.STORE, desk.settings.operator).result()
    assert (operator.public_body, operator.notice_version) == (False, version + 1), "the sheet names another law"
    assert not lanes.submit(LaneName.STORE, desk.settings.station).result().reception_point
    assert not room.station.public.isChecked()


def test_kind_of_place_and_commune_of_the_first_run_are_corrected_here(
    room: SettingsRoom, desk: Desk, lanes: Lanes, settled: Callable[[], None]
) -> None:
    place = room.station.place
    assert place.where.text() == "Rathaus · Wilsdruff"
    assert place.fields.isHidden()
    place.change.click()
    assert (place.kind.value, place.commune.line.text()) == ("rathaus", "Wilsdruff, Stadt")
    place.commune.line.setText("Bernsdorf")
    room.station.save.click()
    settled()
    assert "mehrere Gemeinden" in place.commune.field.problem
    assert lanes.submit(LaneName.STORE, desk.settings.station).result() == desk.workplace.station
    place.kind.set_value("buergerbuero")
    place.commune.choose(AMTSBERG)
    room.station.synced()
    settled()
    assert not place.fields.isHidden(), "what is chosen here stays"
    room.station.save.click()
    settled()
    station = lanes.submit(LaneName.STORE, desk.settings.station).result()
    assert (station.place_type, station.ags) == (PlaceType.CITIZENS_OFFICE, AMTSBERG)
    assert place.where.text() == "Bürgerbüro · Amtsberg"
    assert place.fields.isHidden()


def test_telephone_and_hours_are_kept_as_lines_without_what_is_empty(
    room: SettingsRoom, desk: Desk, lanes: Lanes, settled: Callable[[], None]
) -> None:
    room.station.reach.telephone.setText(" 035204 463-0 ")
    room.station.reach.hours.setPlainText("Mo  9–12 Uhr\n\n Di 14–18 Uhr \n")
    room.station.save.click()
    settled()
    station = lanes.submit(LaneName.STORE, desk.settings.station).result()
    assert (station.telephone, station.hours) == ("035204 463-0", "Mo 9–12 Uhr\nDi 14–18 Uhr")
    assert room.station.reach.hours.toPlainText() == station.hours


@pytest.mark.parametrize("typed", ["a\nb\nc\nd\ne", "x" * 61])
def test_hours_that_fit_no_poster_are_said_at_their_field_and_nothing_is_kept(
    room: SettingsRoom, desk: Desk, lanes: Lanes, settled: Callable[[], None], typed: str
) -> None:
    room.station.station_name.setText("Bibliothek Wilsdruff")
    room.station.reach.hours.setPlainText(typed)
    room.station.save.click()
    settled()
    assert "höchstens 4 Zeilen" in room.station.reach.hours_field.problem
    assert lanes.submit(LaneName.STORE, desk.settings.station).result().name == "Rathaus Wilsdruff"


@pytest.mark.parametrize("name", ["Aushang", "Notfallblatt", "Datenschutzinformation"])
def test_each_paper_of_the_station_comes_as_a_preview(qtbot: QtBot, room: SettingsRoom, name: str) -> None:
    with qtbot.waitSignal(room.paper) as shown_paper:
        room.papers.buttons[name].click()
    assert shown_paper.args is not None
    (paper,) = shown_paper.args
    assert paper.title == name
    assert "Wilsdruff" in text_of(paper.pdf)


def test_a_paper_that_fails_is_said_in_the_room(room: SettingsRoom) -> None:
    room.papers._say(problem(Code.RECORD_MISSING))
    assert room.banner.tone == "error"


def test_others_read_only(
    qtbot: QtBot, desk: Desk, tasks: Tasks, appearance: Appearance, settled: Callable[[], None]
) -> None:
    pilot = replace(desk.workplace.pilot, responsible=False)
    sight = Sight(desk.sight._rows, desk.settings._rows, pilot, desk.clock)
    other = replace(desk, workplace=replace(desk.workplace, pilot=pilot), sight=sight)
    room = SettingsRoom(other, tasks, appearance, passphrase)
    qtbot.addWidget(room)
    room.station.save_station()  # nothing is loaded yet, so there is nothing to save
    room.enter()
    settled()
    assert room.station.operator_name.isReadOnly()
    assert room.station.place.change.isHidden()
    assert not room.station.reception.isEnabled()
    assert room.station.reach.hours.isReadOnly()
    assert room.station.save.isHidden()
    assert "verantwortliche Person" in room.station.only.text


def test_pilots_sources_and_what_comes_later_are_said(room: SettingsRoom, settled: Callable[[], None]) -> None:
    room.reload()
    settled()
    words = shown(room)
    assert "A. Beispiel" in words
    assert "SIL Open Font License" in words
    for later in ("Portal", "Sicherung", "Sprache"):
        assert later in words
    assert "Obersorbisch: Noch hat niemand die Texte geprüft." in words
    assert "wirken sofort" in room.help_text()


def test_what_was_typed_for_the_passphrase_goes_when_one_leaves(room: SettingsRoom) -> None:
    room.leave()
    room._change.click()
    seen = [(room._passphrase is not None, room._change.isHidden())]
    room.leave()
    seen.append((room._passphrase is not None, room._change.isHidden()))
    assert seen == [(True, True), (False, False)]


class Windows(QObject):
    """Notes every window that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    @override
    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


@pytest.mark.parametrize("made", [SettingsRoom, TodayRoom, CounsellingRoom, OutboxRoom, ServicesRoom, FiguresRoom])
def test_no_part_of_a_room_is_a_window_of_its_own(
    qtbot: QtBot,
    made: Callable[..., Room],
    desk: Desk,
    tasks: Tasks,
    appearance: Appearance,
    settled: Callable[[], None],
) -> None:
    windows = Windows()
    qapp = QApplication.instance()
    assert qapp is not None
    qapp.installEventFilter(windows)
    room = made(desk, tasks, appearance, passphrase) if made is SettingsRoom else made(desk, tasks)
    qtbot.addWidget(room)
    room.show()
    room.enter()
    settled()
    qapp.removeEventFilter(windows)
    assert windows.shown == [type(room).__name__]
