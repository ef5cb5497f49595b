"""F1: every place of the program has its page, and the page is read inside the program, by keyboard alone."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from lotse_app.documents.handbook import Handbook
from lotse_app.documents.reader import text_of
from lotse_app.models.handbook import HelpPlace
from lotse_app.paths import handbook
from lotse_app.ui.application import steps
from lotse_app.ui.help.opening import HelpOpening
from lotse_app.ui.help.places import FORM_STEP, OVERVIEW, ROOMS, STEPS, VIEWS, HelpWish, View, place_of_link
from lotse_app.ui.help.window import HelpWindow, for_paper
from lotse_app.ui.kit.theme import ThemeName
from lotse_app.ui.practice import PracticeLock, PracticePeople, PracticeStart
from lotse_app.ui.rooms.room import RoomName

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from lotse_app.ui.kit.theme import Appearance
    from lotse_app.ui.tasks import Tasks

PLACES = [*ROOMS.values(), *STEPS.values(), FORM_STEP, *VIEWS.values(), OVERVIEW]


@pytest.fixture
def window(qtbot: QtBot, tasks: Tasks, settled: Callable[[], None]) -> Iterator[HelpWindow]:
    made = HelpWindow(tasks, Handbook(handbook()).page)
    qtbot.addWidget(made)
    yield made
    settled()


def opened(window: HelpWindow, settled: Callable[[], None], place: HelpPlace, words: str = "") -> str:
    """Open a place; return the text of the page."""
    window.open_place(place, words)
    settled()
    return window.text.toPlainText()


def heading_at_top(window: HelpWindow) -> str:
    return window.text.document().findBlockByNumber(window.text.first_in_sight).text()


def test_every_room_every_step_and_every_view_has_a_page() -> None:
    assert set(ROOMS) == {room.value for room in RoomName}
    own = {value for name, value in vars(steps).items() if name.isupper() and type(value) is str and name[0] != "_"}
    assert "vollmacht" in own
    assert set(STEPS) == own
    assert set(VIEWS) == set(View)


def test_every_page_and_heading_that_f1_opens_exists(window: HelpWindow, settled: Callable[[], None]) -> None:
    for place in PLACES:
        assert opened(window, settled, place), place
        assert window.text.go_to(place.anchor) or not place.anchor, place
    assert not window.text.go_to("das-gibt-es-nicht")


def test_a_place_inside_a_page_stands_at_the_top(window: HelpWindow, settled: Callable[[], None]) -> None:
    opened(window, settled, STEPS["pruefen"], "Die Leertaste setzt das Häkchen.")
    assert heading_at_top(window) == "4. Gemeinsam prüfen"
    assert window.banner.text == "Die Leertaste setzt das Häkchen."
    assert window.text.hasFocus()
    assert window.text.accessibleName() == "Handbuch: Antrag"
    assert window.windowTitle() == "Antrag – Handbuch – Lotse"
    opened(window, settled, STEPS["unterschrift"])
    assert heading_at_top(window) == "5. Unterschrift"
    assert not window.banner.isVisible()


def test_pictures_are_shown_no_wider_than_the_lines(
    window: HelpWindow, settled: Callable[[], None], qtbot: QtBot
) -> None:
    opened(window, settled, HelpPlace("heute"))
    image = QTextDocument.ResourceType.ImageResource.value
    picture = window.text.loadResource(image, QUrl("../bilder/heute.png"))
    assert picture is window.text.pictures["../bilder/heute.png"]
    assert window.text.loadResource(image, "nirgends.png") is None
    assert window.text.loadResource(QTextDocument.ResourceType.HtmlResource.value, QUrl("heute.md")) is None
    assert window.text.pictures["../bilder/heute.png"].width() == window.text.room
    window.resize(600, 500)
    qtbot.waitUntil(lambda: window.text.pictures["../bilder/heute.png"].width() == window.text.room < 600)


def test_links_lead_through_the_handbook_and_back(window: HelpWindow, settled: Callable[[], None]) -> None:
    opened(window, settled, HelpPlace("index"))
    window.text.anchorClicked.emit(QUrl("antrag.md#5-unterschrift"))
    settled()
    assert heading_at_top(window) == "5. Unterschrift"
    window.text.anchorClicked.emit(QUrl("#3-nachweise"))
    assert heading_at_top(window) == "3. Nachweise"
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert heading_at_top(window) == "5. Unterschrift"
    window.back.click()
    settled()
    assert window.here == HelpPlace("index")
    assert not window.back.isEnabled()
    window.go_back()
    window.overview.click()
    assert window.here == HelpPlace("index")
    opened(window, settled, HelpPlace("heute"))
    window.overview.click()
    settled()
    assert window.windowTitle().startswith("Handbuch –")


def test_nothing_outside_the_handbook_is_opened(window: HelpWindow, settled: Callable[[], None]) -> None:
    opened(window, settled, HelpPlace("heute"))
    for link in ("https://www.beispiel.example", "../geheim.md", ""):
        window.text.anchorClicked.emit(QUrl(link))
        assert "aus dem Handbuch hinaus" in window.banner.text
        assert window.here == HelpPlace("heute")
    assert place_of_link("antrag.md", "heute") == HelpPlace("antrag")
    assert place_of_link("#da", "heute") == HelpPlace("heute", "da")


def test_a_missing_page_is_said(window: HelpWindow, settled: Callable[[], None]) -> None:
    opened(window, settled, HelpPlace("das-gibt-es-nicht"))
    assert "das-gibt-es-nicht" in window.banner.text


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_F1])
def test_a_key_closes_it(qtbot: QtBot, window: HelpWindow, settled: Callable[[], None], key: Qt.Key) -> None:
    opened(window, settled, HelpPlace("heute"))
    qtbot.waitUntil(window.isActiveWindow)
    with qtbot.waitSignal(window.closed):
        QTest.keyClick(window, key)


def test_it_grows_with_the_text(window: HelpWindow, settled: Callable[[], None], appearance: Appearance) -> None:
    opened(window, settled, HelpPlace("heute"))
    before = window.text.document().size().height()
    appearance.apply(ThemeName.CONTRAST, 200)
    QApplication.processEvents()
    assert window.text.document().size().height() > before
    assert window.text.horizontalScrollBar().maximum() == 0
    appearance.apply(ThemeName.LIGHT, 100)


def test_one_window_serves_the_whole_program(qtbot: QtBot, window: HelpWindow, settled: Callable[[], None]) -> None:
    made: list[HelpWindow] = []

    def make() -> HelpWindow:
        made.append(window)
        return window

    beside = QWidget()
    qtbot.addWidget(beside)
    opening = HelpOpening(make, beside)
    opening.attach(beside)
    beside.show()
    beside.activateWindow()
    qtbot.waitUntil(beside.isActiveWindow)
    QTest.keyClick(beside, Qt.Key.Key_F1)
    settled()
    assert window.here == VIEWS[View.TROUBLE]
    opening.open(HelpWish(HelpPlace("heute")))
    settled()
    assert len(made) == 1
    opening.window = None
    opening.close()
    HelpOpening(None, beside).open(HelpWish(HelpPlace("heute")))


@pytest.mark.parametrize("make", [PracticeStart, PracticeLock, partial(PracticePeople, ())])
def test_the_pages_of_practice_open_its_chapter(
    qtbot: QtBot, window: HelpWindow, settled: Callable[[], None], make: Callable[[], QWidget]
) -> None:
    page = make()
    qtbot.addWidget(page)
    opening = HelpOpening(lambda: window, page)
    opening.attach(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    QTest.keyClick(page, Qt.Key.Key_F1)
    settled()
    assert window.here == HelpPlace("ueben")
    opening.window = None


def test_on_paper_pictures_stay_and_links_are_words() -> None:
    assert for_paper("# A\n\n[Zur Übersicht](index.md) ![Bild](b.png)") == "# A\n\nZur Übersicht ![Bild](b.png)"
    assert for_paper("*Zum Ausdrucken*\n\n---\n\n# Blatt") == "\n# Blatt"


@pytest.mark.parametrize(("page", "said"), [("notfallblatt", "72 Stunden"), ("aushang", "Bitte mitbringen")])
def test_the_sheets_are_printed_black_on_white(
    window: HelpWindow, settled: Callable[[], None], appearance: Appearance, tmp_path: Path, page: str, said: str
) -> None:
    appearance.apply(ThemeName.CONTRAST, 100)
    paper = tmp_path / "blatt.pdf"

    def to_file(_parent: QWidget, chosen: Callable[[QPrinter], None]) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFileName(str(paper))
        chosen(printer)

    window._ask_printer = to_file
    opened(window, settled, HelpPlace(page))
    window.on_paper.click()
    appearance.apply(ThemeName.LIGHT, 100)
    assert said.replace(" ", "") in text_of(paper.read_bytes()).replace(" ", "")
    assert "Übersicht" not in text_of(paper.read_bytes())
    assert window.banner.tone == "ok"
    picture = pypdfium2.PdfDocument(paper)[0].render(scale=1).to_pil().convert("L")
    counts = picture.histogram()
    assert sum(counts[200:]) > 0.8 * sum(counts)
    assert sum(counts[:80]) > 500
