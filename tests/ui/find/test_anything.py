"""Suchen (Strg+K): one line finds services, rooms, a Vorgang, a person; and what is done for a person."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from lotse_app.models.consent import Purpose
from lotse_app.models.persons import MandateLine, NamedRemark, PersonFound, PersonKey, RemarkKind
from lotse_app.overriding import override
from lotse_app.ui.find.anything import FindView
from lotse_app.ui.find.beside_names import NONE, STAYS, BesideNames, hidden_words
from lotse_app.ui.find.found import SERVICES_SHOWN, number_in, person_in, rooms_found
from lotse_app.ui.find.person_view import MANDATE_WAY, PersonView
from lotse_app.ui.rooms.room import SEARCH_FOR, Go, RoomName
from lotse_app.workflows.lanes import LaneName
from tests.cases import begin
from tests.desks import make_office
from tests.ui.conftest import type_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes

TODAY = date(2026, 11, 20)
#: The resident of the demonstration.
WHO = "Nowakowa-Žurić 14.3.1958"


@pytest.fixture
def view(qtbot: QtBot, desk: Desk, tasks: Tasks, appearance: object) -> FindView:
    assert appearance is not None
    made = FindView(desk, tasks)
    qtbot.addWidget(made)
    made.resize(1060, 640)
    made.show()
    made.start()
    return made


class Windows(QObject):
    """Sees everything that is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


def found(view: FindView) -> list[str]:
    return [f"{line.title}\n{line.below}" for line in view.hits.found]


def words(view: QWidget) -> str:
    labels = [label.text() for label in view.findChildren(QLabel) if label.isVisible()]
    return "\n".join(labels + [button.text() for button in view.findChildren(QPushButton) if button.isVisible()])


def click(view: QWidget, name: str) -> None:
    next(one for one in view.findChildren(QPushButton) if one.isVisible() and name in one.accessibleName()).click()


def search(view: FindView, text: str, settled: Callable[[], None]) -> None:
    view.words.clear()
    type_text(view.words, text)
    settled()


def open_person(view: FindView, settled: Callable[[], None]) -> PersonView:
    search(view, WHO, settled)
    view._take()
    settled()
    assert view._person is not None
    return view._person


def test_what_is_typed_is_read_as_number_person_or_room() -> None:
    assert number_in(" 7f 3k ") == "7f3k"
    assert number_in("Hund anmelden") == ""
    assert person_in("Muster 14.3.58", TODAY) == ("Muster", "1958-03-14")
    assert person_in("von der Heide, 1. März 1958", TODAY) == ("von der Heide", "1958-03-01")
    for typed in (
        "Muster geb. 14.3.58",
        "Muster, geboren am 14.3.1958",
        "Muster *14.3.1958",
        "Muster, Erika 14.3.1958",
    ):
        assert person_in(typed, TODAY) == ("Muster", "1958-03-14")
    assert person_in("Geber 14.3.58", TODAY) == ("Geber", "1958-03-14")
    assert person_in("Muster", TODAY) is None
    assert person_in("Muster 31.2.58", TODAY) is None
    assert [one.title for one in rooms_found("aus")] == ["Auswertung"]
    assert rooms_found(" ") == ()


def test_a_service_leads_to_the_finder_with_the_same_words(
    qtbot: QtBot, view: FindView, settled: Callable[[], None]
) -> None:
    search(view, "Hund anmelden", settled)
    assert found(view)[0] == "Hundesteuer – Anmeldung\nLeistung mit Formular"
    QTest.keyClick(view.words, Qt.Key.Key_Return)
    assert view.hits.hasFocus()
    with qtbot.waitSignal(view.go) as gone:
        QTest.keyClick(view.hits, Qt.Key.Key_Return)
    go = gone.args[0]
    assert isinstance(go, Go)
    assert go.room is RoomName.SERVICES
    assert go.target.startswith(SEARCH_FOR)
    assert go.target.endswith(":Hund anmelden")


def test_what_the_catalogue_does_not_hold_is_said_and_nothing_alike_is_proposed(
    view: FindView, settled: Callable[[], None]
) -> None:
    search(view, "Ratten im Keller", settled)
    assert view.hits.found == ()
    assert view.count.text() == "Nichts Passendes gefunden. Bitte ein anderes Wort versuchen."
    search(view, "", settled)
    assert view.count.text() == ""


def test_how_many_services_are_not_in_the_list_is_said_and_leads_to_all(
    qtbot: QtBot, view: FindView, settled: Callable[[], None]
) -> None:
    search(view, "Antrag", settled)
    assert len(found(view)) == SERVICES_SHOWN + 1
    last = found(view)[-1]
    assert re.fullmatch(r"… und \d+ weitere Leistungen\nAlle in „Leistungen“ zeigen", last)
    assert view.count.text() == f"{SERVICES_SHOWN} Treffer {last.splitlines()[0]}", "also said above the list"
    for _ in range(SERVICES_SHOWN):
        QTest.keyClick(view.hits, Qt.Key.Key_Down)
    with qtbot.waitSignal(view.go) as gone:
        view._take()
    assert gone.args == [Go(RoomName.SERVICES, f"{SEARCH_FOR}:Antrag")]
    search(view, "7F3K", settled)
    assert "weitere" not in " ".join(found(view)), "nothing is left out"


def test_a_room_is_found_by_its_first_letters(qtbot: QtBot, view: FindView, settled: Callable[[], None]) -> None:
    search(view, "postaus", settled)
    assert "Postausgang\nOrt im Programm" in found(view)
    with qtbot.waitSignal(view.go) as gone:
        view._take()
    assert gone.args == [Go(RoomName.OUTBOX)]


def test_a_vorgang_is_found_by_its_number(
    qtbot: QtBot, view: FindView, on_paper: str, desk: Desk, lanes: Lanes, settled: Callable[[], None]
) -> None:
    number = lanes.submit(LaneName.STORE, lambda: desk.letters.of_case(on_paper)).result().application.number
    search(view, number.lower(), settled)
    assert found(view)[0] == f"Vorgang {number}\nHundesteuer – Anmeldung"
    QTest.keyClick(view.words, Qt.Key.Key_Down)
    with qtbot.waitSignal(view.go) as gone:
        view._take()
    assert gone.args == [Go(RoomName.APPLICATIONS, on_paper)]


def test_a_name_alone_finds_no_person(view: FindView, on_paper: str, settled: Callable[[], None]) -> None:
    assert on_paper
    search(view, "Nowakowa", settled)
    assert [one for one in found(view) if "Person" in one] == []
    search(view, "Nowakowa 1.1.1900", settled)
    assert "Keine Person" in view.page.banner.text


def test_a_person_is_shown_with_her_vorgaenge_and_nothing_stays(
    qtbot: QtBot, view: FindView, on_paper: str, settled: Callable[[], None]
) -> None:
    person = open_person(view, settled)
    said = words(person)
    assert "geboren 14.03.1958" in said
    assert "Hundesteuer – Anmeldung · Vorgang" in said
    assert "eingereicht" in said
    assert " ".join(view.crumbs) == "Suchen Person"
    assert person.links[0].hasFocus()
    with qtbot.waitSignal(view.go) as gone:
        person.links[0].click()
    assert gone.args == [Go(RoomName.APPLICATIONS, on_paper)]
    view.back()
    assert view.crumbs == ("Suchen",)
    view.clear()
    assert found(view) == []
    assert "Nowakowa" not in words(view) + view.words.text()
    with qtbot.waitSignal(view.closed):
        view.back()


def test_no_person_is_looked_for_while_a_resident_sees_the_screen(
    view: FindView, desk: Desk, on_paper: str, settled: Callable[[], None]
) -> None:
    assert on_paper
    desk.sight.guard.resident_came()
    search(view, WHO, settled)
    assert [one for one in found(view) if "Person" in one] == []
    assert "keine Namen" in view.page.banner.text


def test_a_person_with_an_auskunftssperre_is_masked(
    view: FindView, desk: Desk, lanes: Lanes, on_paper: str, settled: Callable[[], None]
) -> None:
    lanes.submit(LaneName.STORE, lambda: desk.letters.guard(on_paper, on=True)).result()
    search(view, "Nowak 14.3.1958", settled)
    assert [one for one in found(view) if "Person" in one] == []
    person = open_person(view, settled)
    said = words(person)
    assert "verdeckt (Auskunftssperre)" in said
    assert "owakow" not in said.casefold()
    assert "Hundesteuer" not in said


def test_a_data_copy_is_shown_and_saved(
    qtbot: QtBot, view: FindView, on_paper: str, tmp_path: Path, settled: Callable[[], None]
) -> None:
    person = open_person(view, settled)
    assert person.copying.isHidden()
    person.copy.click()
    assert person.copying.cases.boxes[on_paper].hasFocus()
    settled()
    with qtbot.waitSignal(view.paper, timeout=20_000) as shown:
        person.copying.look.click()
    assert shown.args is not None
    folder = tmp_path / "kopie"
    folder.mkdir()
    person.copying.save_to(str(folder))
    settled()
    assert "Datenkopie.pdf" in person.banner.text
    content = json.loads((folder / "Datenkopie.json").read_text("utf-8"))
    assert content["vorgaenge"][0]["leistung"] == "Hundesteuer – Anmeldung"
    (tmp_path / "datei").write_text("kein Ordner", "utf-8")
    person.copying.save_to(str(tmp_path / "datei"))
    settled()
    assert person.banner.tone == "error"
    click(person, "Keine Kopie")
    assert person.copying.isHidden()
    assert person.copy.hasFocus()


def test_everything_is_deleted_after_it_was_said_what_goes(
    qtbot: QtBot, view: FindView, on_paper: str, desk: Desk, lanes: Lanes, settled: Callable[[], None]
) -> None:
    person = open_person(view, settled)
    assert person.erasing.isHidden()
    person.delete.click()
    said = words(person)
    assert "Es geht:" in said
    assert "Es bleibt:" in said
    tick = person.erasing.cases.boxes[on_paper]
    assert tick.hasFocus()
    tick.click()
    settled()
    assert not person.erasing.erase.isEnabled()
    tick.click()
    assert not person.erasing.erase.isEnabled()  # not before it is known that nothing is open
    click(person, "Nichts löschen")
    assert person.erasing.isHidden()
    person.delete.click()
    settled()
    assert person.erasing.still.isHidden()
    with qtbot.waitSignal(view.erased):
        click(person, "1 Vorgang endgültig löschen")
    assert "Gelöscht: 1 Vorgang" in view.page.banner.text
    assert lanes.submit(LaneName.STORE, desk.overview.applications).result() == ()
    search(view, WHO, settled)
    assert "Keine Person" in view.page.banner.text


def test_before_deleting_stands_where_else_the_name_is_and_a_part_of_it_is_asked_about(
    view: FindView, on_paper: str, desk: Desk, lanes: Lanes, settled: Callable[[], None]
) -> None:
    def remind(reason: str) -> None:
        lanes.submit(LaneName.STORE, lambda: desk.agenda.remind(TODAY, reason)).result()

    person = open_person(view, settled)
    person.delete.click()
    settled()
    assert NONE in words(person)
    click(person, "Nichts löschen")
    for reason in ("nowakowa-žurić anrufen", "žurić anrufen", "Drucker"):
        remind(reason)
    person.delete.click()
    settled()
    said = words(person)
    assert "• Wiedervorlage vom 20.11.2026: nowakowa-žurić anrufen" in said
    assert "Drucker" not in said
    (tick,) = person.erasing.names.ticks.values()
    assert not tick.box.isChecked()
    assert "žurić anrufen" in tick.box.accessibleName()
    tick.box.click()
    click(person, "1 Vorgang endgültig löschen")
    settled()
    kept = lanes.submit(LaneName.STORE, desk.agenda.follow_ups).result()
    assert [line.follow_up.reason for line in kept] == ["Drucker"]
    assert on_paper


def test_what_others_say_of_the_name_is_shown_and_said_to_stay(qtbot: QtBot) -> None:
    beside = BesideNames()
    qtbot.addWidget(beside)
    shown = NamedRemark(RemarkKind.SAID, "a", TODAY, "Nachbarin Muster", whole=True)
    part = replace(shown, id="b", text="Probe", whole=False)
    beside.show_found([shown, part, replace(shown, id="c", text="")])
    said = words(beside)
    assert "• Angabe in einem anderen Vorgang vom 20.11.2026: Nachbarin Muster" in said
    assert "1 Angabe in Vorgängen, die hier nicht gezeigt werden: bleibt." in said
    assert STAYS in said
    assert not beside.ticks, "nothing of it can be ticked away"
    beside.show_found([shown])
    assert "nicht gezeigt werden" not in words(beside)


def test_what_only_colleagues_read_is_counted() -> None:
    assert hidden_words(0, 0) == ""
    assert hidden_words(1, 0).startswith("1 Text von Kolleginnen und Kollegen mit dem Namen")
    assert "2 Texte von Kolleginnen und Kollegen mit einem Teil" in hidden_words(0, 2)


def test_a_consent_is_withdrawn_with_its_consequence_beside(
    qtbot: QtBot, tasks: Tasks, lanes: Lanes, tmp_path: Path, settled: Callable[[], None]
) -> None:
    office = lanes.submit(LaneName.STORE, lambda: make_office(tmp_path / "verein", public_body=False)).result()
    desk = office.desk
    application = lanes.submit(LaneName.STORE, lambda: begin(office)).result()
    lanes.submit(LaneName.STORE, lambda: desk.consents.give(application.id, Purpose.KEEP)).result()
    line = lanes.submit(LaneName.STORE, desk.overview.applications).result()[0]
    mandate = MandateLine("vo-1", "V7K2", date(2026, 12, 31))
    person = PersonView(desk, tasks, PersonFound(PersonKey("MUSTER", ""), (line,), (mandate,)))
    qtbot.addWidget(person)
    person.show()
    settled()
    said = words(person)
    assert "Muster" in said
    assert "Vollmacht V7K2: gilt bis 31.12.2026" in said
    assert "Nach dem Widerruf: Ohne sie wird nichts eingetragen." in said
    click(person, "Einwilligung widerrufen")
    settled()
    assert "festgehalten" in person.banner.text
    assert not person.consents.isVisible()
    lanes.submit(LaneName.REPORT, desk.close_reports).result()
    lanes.submit(LaneName.STORE, desk.close).result()


def test_a_person_with_a_vollmacht_opens_no_second_window(
    qtbot: QtBot, desk: Desk, tasks: Tasks, settled: Callable[[], None]
) -> None:
    windows, app = Windows(), QApplication.instance()
    assert app is not None
    app.installEventFilter(windows)
    mandate, ended = (MandateLine(f"vo-{at}", f"V7K{at}", date(2026, 12, 31), revoked=at > 1) for at in (1, 2))
    person = PersonView(desk, tasks, PersonFound(PersonKey("MUSTER", ""), (), (mandate, ended)))
    qtbot.addWidget(person)
    assert windows.shown == []
    person.show()
    settled()
    app.removeEventFilter(windows)
    assert windows.shown == ["PersonView"]
    said = words(person)
    assert MANDATE_WAY in said
    assert "Vollmacht V7K1: gilt bis 31.12.2026" in said
    assert "Vollmacht V7K2: widerrufen" in said
