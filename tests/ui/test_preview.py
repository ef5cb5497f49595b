"""The preview: pages, zoom, printing, saving by explicit choice."""

from __future__ import annotations

import gc
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog

from lotse_app.ui.preview import Preview, ask_for_printer, print_pages
from lotse_app.ui.rooms.room import PaperReady
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from lotse_app.models.papers import PageImage
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes


@pytest.fixture
def sheet(desk: Desk, lanes: Lanes) -> PaperReady:
    return PaperReady("Datenschutzinformation", lanes.submit(LaneName.WORK, desk.printing.privacy_sheet).result())


@pytest.fixture
def read(desk: Desk, lanes: Lanes) -> Callable[[bytes], tuple[PageImage, ...]]:
    """Return a reader of PDFs."""
    return lambda pdf: lanes.submit(LaneName.WORK, partial(desk.printing.pages, pdf, 200)).result()


def paper_printer(target: Path) -> Callable[[QWidget, Callable[[QPrinter], None]], None]:
    """Return someone who chooses a printer that writes to a file."""

    def ask(_parent: QWidget, chosen: Callable[[QPrinter], None]) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(target))
        chosen(printer)

    return ask


@pytest.fixture
def preview(qtbot: QtBot, desk: Desk, tasks: Tasks, tmp_path: Path) -> Preview:
    made = Preview(tasks, desk.printing, paper_printer(tmp_path / "gedruckt.pdf"))
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    return made


def test_pages_are_shown_and_named(
    qtbot: QtBot, preview: Preview, sheet: PaperReady, settled: Callable[[], None]
) -> None:
    preview.show_papers([sheet, sheet])
    settled()
    count = len(preview._pages)
    assert count >= 2
    assert preview._pages[0].accessibleName().startswith("Datenschutzinformation, Seite 1 von")
    assert preview.place.text() == f"Seite 1 von {count}"
    bar = preview.scroller.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    assert preview.place.text() == f"Seite {count} von {count}"


def test_zoom_makes_pages_larger_and_smaller_within_bounds(
    qtbot: QtBot, preview: Preview, sheet: PaperReady, settled: Callable[[], None]
) -> None:
    preview.show_papers([sheet])
    settled()
    width = preview._pages[0].pixmap().width()
    preview.larger.click()
    qtbot.waitUntil(lambda: bool(preview._pages) and preview._pages[0].pixmap().width() > width)
    for _ in range(9):
        preview.smaller.click()
    assert preview.zoom_words.text() == "50 %"
    qtbot.waitUntil(lambda: bool(preview._pages) and preview._pages[0].pixmap().width() < width)
    settled()


def test_pages_asked_for_before_clearing_do_not_appear(
    preview: Preview, sheet: PaperReady, settled: Callable[[], None]
) -> None:
    preview.show_papers([sheet])
    preview.clear()
    settled()
    assert not preview._pages
    assert not preview.papers
    assert preview.place.text() == ""


def test_printing_puts_every_page_on_a_sheet(
    qtbot: QtBot,
    preview: Preview,
    sheet: PaperReady,
    settled: Callable[[], None],
    tmp_path: Path,
    read: Callable[[bytes], tuple[PageImage, ...]],
) -> None:
    preview.show_papers([sheet])
    settled()
    count = len(preview._pages)
    with qtbot.waitSignal(preview.printed):
        preview.print.click()
    printed = (tmp_path / "gedruckt.pdf").read_bytes()
    pages = read(printed)
    assert len(pages) == count
    assert any(value < 100 for value in pages[0].rgba[::4])
    assert pages[0].height / pages[0].width == pytest.approx(297 / 210, rel=0.02)
    assert "abgeschickt" in preview.banner.text


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_refuses_is_said(
    qtbot: QtBot, desk: Desk, tasks: Tasks, sheet: PaperReady, settled: Callable[[], None], tmp_path: Path
) -> None:
    made = Preview(tasks, desk.printing, paper_printer(tmp_path / "nirgends" / "x.pdf"))
    qtbot.addWidget(made)
    made.show_papers([sheet])
    settled()
    with qtbot.assertNotEmitted(made.printed):
        made.print.click()
        settled()
    assert made.banner.tone == "error"


@pytest.mark.usefixtures("qapp")
def test_nothing_is_printed_without_pages(tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "leer.pdf"))
    assert not print_pages(printer, [])


def test_the_printer_is_asked_for_without_stopping_the_window(preview: Preview) -> None:
    got: list[QPrinter] = []
    ask_for_printer(preview, got.append)
    dialog = preview.findChild(QPrintDialog)
    assert dialog is not None
    gc.collect()  # the printer must live as long as the dialog
    dialog.accepted.emit(dialog.printer())
    assert len(got) == 1
    assert got[0].pageLayout().fullRectPoints().size().toSizeF() != QSizeF()
    dialog.close()


def test_saving_writes_files_for_their_owner_only(
    preview: Preview, sheet: PaperReady, settled: Callable[[], None], tmp_path: Path
) -> None:
    preview.show_papers([PaperReady("Antrag", sheet.pdf), sheet])
    settled()
    preview.save_to(str(tmp_path / "Antrag.pdf"))
    settled()
    for name in ("Antrag.pdf", "Antrag - Datenschutzinformation.pdf"):
        saved = tmp_path / name
        assert saved.read_bytes() == sheet.pdf
        assert saved.stat().st_mode & 0o777 == 0o600
    assert sorted(one.name for one in tmp_path.glob("Antrag*")) == [
        "Antrag - Datenschutzinformation.pdf",
        "Antrag.pdf",
    ]
    assert "nicht verschlüsselt" in preview.banner.text


def test_a_folder_that_cannot_be_written_is_said(
    preview: Preview, sheet: PaperReady, settled: Callable[[], None], tmp_path: Path
) -> None:
    preview.show_papers([sheet])
    settled()
    (tmp_path / "voll").write_text("kein Ordner")
    preview.save_to(str(tmp_path / "voll" / "Antrag.pdf"))
    settled()
    assert preview.banner.tone == "error"


def test_saving_asks_where(preview: Preview, sheet: PaperReady, settled: Callable[[], None]) -> None:
    preview.show_papers([sheet])
    settled()
    preview.save.click()
    dialog = preview.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave
    assert Path(dialog.selectedFiles()[0]).name == "Datenschutzinformation.pdf"
    dialog.reject()


def test_closing_forgets_the_papers(
    qtbot: QtBot, preview: Preview, sheet: PaperReady, settled: Callable[[], None]
) -> None:
    preview.show_papers([sheet])
    settled()
    with qtbot.waitSignal(preview.closed):
        preview.back.click()
    assert not preview.papers
    assert not preview._pages


def test_a_broken_paper_is_said(preview: Preview, settled: Callable[[], None]) -> None:
    preview.show_papers([PaperReady("Antrag", b"kein PDF")])
    settled()
    assert preview.banner.tone == "error"
