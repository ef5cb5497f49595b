"""A person with an Auskunftssperre: no place of the window says the name but the form itself."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QWidget,
)

from lotse_app.models.application import CarriedBy
from lotse_app.models.letter import LetterEntry, LetterKind
from lotse_app.ui.application.takeover import TakeoverView
from lotse_app.ui.application.wizard import ApplicationWizard
from lotse_app.ui.frame.assembly import Fittings, main_window
from lotse_app.ui.rooms.room import RoomName
from lotse_app.workflows.lanes import LaneName
from lotse_app.workflows.print import file_stem
from tests.cases import frozen, hand_in
from tests.colleagues import add, sit_down
from tests.desks import make_office

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from lotse_app.ui.find.person_view import PersonView
    from lotse_app.ui.frame.window import MainWindow
    from lotse_app.ui.kit.icons import Icons
    from lotse_app.ui.kit.theme import Appearance
    from lotse_app.ui.rooms.room import PaperReady
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.lanes import Lanes
    from tests.desks import Office

#: The resident of the demonstration, and what every spelling of the name holds.
WHO, MARKER = "Nowakowa-Žurić 14.3.1958", "owakow"
LETTER = LetterEntry(LetterKind.QUERY, date(2026, 11, 19), date(2026, 11, 20), date(2026, 12, 4))


def said(*roots: QWidget) -> str:
    """Return every text of these windows and all that hangs in them, shown or not: also what is read aloud."""
    return "\n".join(text for root in roots for one in (root, *root.findChildren(QWidget)) for text in _texts(one))


def _texts(one: QWidget) -> list[str]:
    found = [one.windowTitle(), one.accessibleName(), one.accessibleDescription(), one.toolTip()]
    found += [action.text() for action in one.findChildren(QAction)]
    if isinstance(one, QLabel | QAbstractButton | QLineEdit):
        found.append(one.text())
    if isinstance(one, QPlainTextEdit):
        found.append(one.toPlainText())
    if isinstance(one, QAbstractItemView) and (model := one.model()) is not None:
        found += [
            str(model.data(model.index(row, column)))
            for row in range(model.rowCount())
            for column in range(1 if isinstance(one, QListView) else model.columnCount())
        ]
    return found


def names(text: str) -> bool:
    """Return whether the person is named."""
    return MARKER in text.casefold()


@pytest.fixture
def office(tmp_path: Path, lanes: Lanes) -> Iterator[Office]:
    """Return a station where the person has a Vorgang at the office, with a letter, and one that is only frozen."""

    def make() -> Office:
        made = make_office(tmp_path / "daten")
        sent = hand_in(made, CarriedBy.RESIDENT).application.id
        made.desk.letters.enter(sent, LETTER)
        waiting = frozen(made).application.id
        made.desk.handing_in.print_later(waiting, wanted=True)
        for one in (sent, waiting):
            made.desk.letters.guard(one, on=True)
        return made

    made = lanes.submit(LaneName.STORE, make).result()
    yield made
    lanes.submit(LaneName.REPORT, made.desk.close_reports).result()
    lanes.submit(LaneName.STORE, made.desk.close).result()


@pytest.fixture
def window(
    qtbot: QtBot, office: Office, tasks: Tasks, appearance: Appearance, icons: Icons, settled: Callable[[], None]
) -> MainWindow:
    made = main_window(office.desk, Fittings(tasks, appearance, icons, office.program.unlocking))
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    made.enter(RoomName.TODAY)
    made.refresh()
    settled()
    return made


def test_no_place_of_the_window_names_the_person(
    window: MainWindow, tmp_path: Path, settled: Callable[[], None]
) -> None:
    papers: list[PaperReady] = []
    window.paper.connect(papers.append)
    places: dict[str, str] = {}
    for room in RoomName:
        window.enter(room)
        settled()
        places[room.value] = said(window)
    assert "Hundesteuer" in places[RoomName.TODAY.value], "control: the lists are full"
    assert "Hundesteuer" in places[RoomName.OUTBOX.value]
    assert "Hundesteuer" in places[RoomName.APPLICATIONS.value]
    person = _search(window, places, settled)
    copied = _copy(person, tmp_path, places, settled)
    person.copying.look.click()
    settled()
    places["Papiere"] = "".join(f"{paper.title} {file_stem(paper.title)}" for paper in papers)
    assert "Datenkopie" in places["Papiere"]
    places["danach"] = said(person) + "".join(one.windowTitle() for one in QApplication.topLevelWidgets())
    assert [place for place, text in places.items() if names(text)] == []
    assert names(copied), "control: the copy itself is about the person"


def _search(window: MainWindow, places: dict[str, str], settled: Callable[[], None]) -> PersonView:
    """Search by part of the name, by the name, and by name and birth date; open the person."""
    window.find_anything()
    finder = window._finder
    assert finder is not None
    for typed in ("Nowak 14.3.1958", "Nowakowa 1.1.1958", WHO):
        finder.words.setText(typed)
        settled()
        places[f"Suche {typed[-9:]}"] = "".join(_texts(finder.hits))
    assert "verdeckt (Auskunftssperre)" in "".join(_texts(finder.hits))
    finder._take()
    settled()
    assert finder._person is not None
    places["Person"] = said(finder._person) + window.windowTitle()
    assert "verdeckt (Auskunftssperre)" in places["Person"]
    return finder._person


def _copy(person: PersonView, folder: Path, places: dict[str, str], settled: Callable[[], None]) -> str:
    """Ask for deletion and the data copy, save it; return what the copy says."""
    person.delete.click()
    person.copy.click()
    settled()
    places["Datenkopie, Auswahl"] = said(person.copying)
    person.copying.save.click()
    dialog = person.findChild(QFileDialog)
    assert dialog is not None
    places["Datenkopie, Fenster"] = dialog.windowTitle()
    assert "Datenkopie" in dialog.windowTitle()
    dialog.close()
    target = folder / "kopie"
    target.mkdir()
    person.copying.save_to(str(target))
    settled()
    places["Datenkopie, Dateien"] = said(person) + "".join(one.name for one in target.iterdir())
    assert "Datenkopie.pdf" in places["Datenkopie, Dateien"]
    return (target / "Datenkopie.json").read_text("utf-8")


def test_only_the_opened_vorgang_says_the_name_not_its_frame_its_papers_or_the_takeover(
    qtbot: QtBot, office: Office, lanes: Lanes, tasks: Tasks, appearance: Appearance, settled: Callable[[], None]
) -> None:
    assert appearance is not None
    case_id = lanes.submit(LaneName.STORE, lambda: office.desk.overview.applications()[0].id).result()

    def opened() -> ApplicationWizard:
        wizard = ApplicationWizard(office.desk, tasks, case_id)
        qtbot.addWidget(wizard)
        wizard.show()
        settled()
        return wizard

    own = opened()
    assert own.pages is not None
    own.pages.go_to("/halter/person/familienname")
    settled()
    assert names(said(own)), "control: the form shows it"
    own.acts.papers(with_receipt=False)
    settled()
    titles = [one.title for one in own.stack.preview.papers]
    assert "Antrag" in titles
    told = "".join(
        (own.stack.preview.title.text(), own.stack.preview.accessibleName(), own.windowTitle(), *own.crumbs, *titles)
    )
    assert not names(told)
    assert not names("".join(one.windowTitle() for one in QApplication.topLevelWidgets()))
    own.leave()
    settled()

    lanes.submit(LaneName.STORE, partial(_colleague, office)).result()
    theirs = opened()
    assert isinstance(theirs.stack.currentWidget(), TakeoverView)
    assert "Hundesteuer" in said(theirs)
    assert not names(said(theirs))
    theirs.leave()
    settled()


def _colleague(office: Office) -> None:
    sit_down(office, add(office.desk).id)
