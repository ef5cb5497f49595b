"""Preview of papers: pages as pictures, zoom, print, and *Als PDF speichern* only when someone chooses it."""

from __future__ import annotations

import contextlib
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeySequence, QPageLayout, QPageSize, QPainter, QPixmap
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from lotse_app.overriding import override
from lotse_app.ui.kit.blocks import ActionRow, Banner, Heading, LinkButton, Muted, PrimaryButton, SecondaryButton
from lotse_app.ui.kit.layouts import GRID, is_cramped
from lotse_app.ui.kit.scrolling import ScrollBody
from lotse_app.ui.messages.problems import sentence
from lotse_app.workflows.lanes import LaneName
from lotse_app.workflows.print import file_stem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
    from PySide6.QtPrintSupport import QPrinter

    from lotse_app.models.papers import PageImage
    from lotse_app.models.problems import Problem
    from lotse_app.ui.rooms.room import PaperReady
    from lotse_app.ui.tasks import Tasks

    #: Asks for a printer and hands it on.
    PrinterAsker = Callable[[QWidget, Callable[[QPrinter], None]], None]

#: Dots to the inch on paper; A4 is 8.27 inches wide.
PRINT_DPI = 240
_A4_INCHES = 8.27
ZOOMS = (50, 75, 100, 125, 150, 200)
_USUAL_ZOOM = 100
_REFUSED = "Der Drucker nimmt den Auftrag nicht an. Bitte den Drucker prüfen und noch einmal drucken."
#: Width of a page at 100 %, in pixels.
_PAGE_WIDTH = 760
#: Edges and scroll bar beside a page.
_BESIDE_PAGE = 8 * GRID


class PaperDesk(Protocol):
    """What the preview asks for; both on the work lane."""

    def pages(self, pdf: bytes, width: int) -> tuple[PageImage, ...]:
        """Return the pages as images of this width in pixels. Raises PREVIEW_FAILED."""
        ...

    def save(self, papers: Sequence[tuple[str, bytes]], first: Path) -> tuple[str, ...]:
        """Write (title, PDF) pairs, the first under the chosen name; return all names. Raises EXPORT_*."""
        ...


class Preview(QWidget):
    """Shows papers one after the other. Their bytes are kept only while they are shown."""

    #: All pages went to the printer.
    printed = Signal()
    closed = Signal()

    def __init__(self, tasks: Tasks, printing: PaperDesk, ask_printer: PrinterAsker | None = None) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._tasks = tasks
        self._printing = printing
        self._ask_printer = ask_printer or ask_for_printer
        self._papers: tuple[PaperReady, ...] = ()
        self._pages: list[QLabel] = []
        self._zoom = 100
        self._zoomed = False  # somebody chose how large
        self._round = 0
        self._build()
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(120)
        self._again.timeout.connect(self._render)

    def _build(self) -> None:
        self.title = Heading("Vorschau", 2)
        self.place = Muted()
        self.smaller = _zoom_button("−", "Kleiner", "Ctrl+-")
        self.larger = _zoom_button("+", "Größer", "Ctrl++")
        self.zoom_words = Muted("100 %")
        self.banner = Banner()
        self.scroller = ScrollBody(2 * GRID)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.scroller.setAccessibleName("Seiten")
        self.scroller.verticalScrollBar().valueChanged.connect(self._say_place)
        head = QHBoxLayout()
        head.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, GRID)
        head.setSpacing(GRID)
        head.addWidget(self.title, 1)
        for words in (self.place, self.zoom_words):
            words.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        for widget in (self.place, self.smaller, self.zoom_words, self.larger):
            head.addWidget(widget)
        self.back = SecondaryButton("Schließen", shown="Esc")
        self.save = LinkButton("Als PDF speichern …")
        self.print = PrimaryButton("Drucken", "Ctrl+P")
        self.back.clicked.connect(self.close_preview)
        self.save.clicked.connect(self._ask_target)
        self.print.clicked.connect(self._ask_print)
        self.smaller.clicked.connect(self._zoom_out)
        self.larger.clicked.connect(self._zoom_in)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(head)
        outer.addWidget(self.banner)
        outer.addWidget(self.scroller, 1)
        outer.addWidget(ActionRow((self.back,), (self.save, self.print), framed=True))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc. No shortcut: beside the main window's own one it would be ambiguous, and neither would act."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_preview()
            return
        super().keyPressEvent(event)

    @property
    def papers(self) -> tuple[PaperReady, ...]:
        """Return what is shown."""
        return self._papers

    def show_papers(self, papers: Sequence[PaperReady]) -> None:
        """Show papers, the first page first; the focus is on *Drucken*."""
        self.clear()
        self._papers = tuple(papers)
        self.title.setText(" · ".join(paper.title for paper in papers))
        self.setAccessibleName(f"Vorschau: {self.title.text()}")
        self._fit()
        self._render()
        self.print.setFocus()

    def clear(self) -> None:
        """Forget the papers and their pictures."""
        self._papers = ()
        self._zoomed = False
        self._round += 1
        self._drop_pages()
        self.title.setText("Vorschau")
        self.banner.clear()

    def close_preview(self) -> None:
        """Forget the papers and go back."""
        self.clear()
        self.closed.emit()

    def _drop_pages(self) -> None:
        for page in self._pages:
            self.scroller.body.removeWidget(page)
            page.hide()
            page.deleteLater()
        self._pages = []
        self.place.setText("")

    def _render(self) -> None:
        """Ask the work lane for pictures at the present zoom; an older request's answer is dropped."""
        self._round += 1
        self._again.stop()
        width = round(_PAGE_WIDTH * self._zoom / 100 * self.devicePixelRatioF())
        work = partial(_pictures, self._printing, self._papers, width, self._round)
        self._tasks.run(LaneName.WORK, work, self, self._show_pages, self._refused)

    def _show_pages(self, pictures: tuple[int, tuple[tuple[str, PageImage], ...]]) -> None:
        number, pages = pictures
        if number != self._round:
            return
        share = self.scroller.verticalScrollBar().value() / max(1, self.scroller.verticalScrollBar().maximum())
        self._drop_pages()
        for name, page in pages:
            label = QLabel()
            pixmap = QPixmap.fromImage(image_of(page))
            pixmap.setDevicePixelRatio(self.devicePixelRatioF())
            label.setPixmap(pixmap)
            label.setAccessibleName(name)
            label.setProperty("kind", "paper")
            self.scroller.body.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
            self._pages.append(label)
        self.scroller.verticalScrollBar().setValue(round(share * self.scroller.verticalScrollBar().maximum()))
        self._say_place()

    def _say_place(self) -> None:
        if not self._pages:
            return
        middle = self.scroller.verticalScrollBar().value() + self.scroller.viewport().height() // 3
        # Counted from the pictures: the layout gives the pages their places only later.
        tops = accumulate((page.sizeHint().height() + 2 * GRID for page in self._pages), initial=2 * GRID)
        current = sum(1 for top in list(tops)[:-1] if top <= middle)
        self.place.setText(f"Seite {max(1, current)} von {len(self._pages)}")

    def _fit(self) -> None:
        """Show whole lines of a page unless somebody chose its size; in few lines the pages go before their names."""
        if not self.isVisible():
            return
        self.title.setVisible(not is_cramped(self))
        room = self.width() - _BESIDE_PAGE
        fitting = [zoom for zoom in ZOOMS if zoom <= _USUAL_ZOOM and _PAGE_WIDTH * zoom <= 100 * room]
        zoom = max(fitting, default=ZOOMS[0])
        if not self._zoomed and zoom != self._zoom:
            self._set_zoom(zoom)

    def _zoom_in(self) -> None:
        self._choose_zoom(next((zoom for zoom in ZOOMS if zoom > self._zoom), ZOOMS[-1]))

    def _zoom_out(self) -> None:
        self._choose_zoom(next((zoom for zoom in reversed(ZOOMS) if zoom < self._zoom), ZOOMS[0]))

    def _choose_zoom(self, zoom: int) -> None:
        self._zoomed = True
        self._set_zoom(zoom)

    def _set_zoom(self, zoom: int) -> None:
        self._zoom = zoom
        self.zoom_words.setText(f"{zoom} %")
        self._again.start()

    # printing -----------------------------------------------------------------------------

    def _ask_print(self) -> None:
        self._ask_printer(self, self._prepare_print)

    def _prepare_print(self, printer: QPrinter) -> None:
        self.banner.say("info", "Der Druck wird vorbereitet …")
        width = round(_A4_INCHES * PRINT_DPI)
        work = partial(_pictures, self._printing, self._papers, width, self._round)
        self._tasks.run(LaneName.WORK, work, self, partial(self._print_pages, printer), self._refused)

    def _print_pages(self, printer: QPrinter, pictures: tuple[int, tuple[tuple[str, PageImage], ...]]) -> None:
        if print_pages(printer, [page for _, page in pictures[1]]):
            self.banner.say("ok", "Der Druckauftrag ist abgeschickt.")
            self.printed.emit()
        else:
            self.banner.say("error", _REFUSED)

    # saving -------------------------------------------------------------------------------

    def _ask_target(self) -> None:
        dialog = QFileDialog(self, "Als PDF speichern", "", "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(f"{file_stem(self._papers[0].title) if self._papers else 'Papier'}.pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def save_to(self, chosen: str) -> None:
        """Have every paper written; the first one gets the chosen name, the others that name and their own title."""
        work = partial(self._printing.save, [(paper.title, paper.pdf) for paper in self._papers], Path(chosen))
        self._tasks.run(LaneName.WORK, work, self, self._saved, self._refused)

    def _saved(self, names: tuple[str, ...]) -> None:
        saved = ", ".join(names)
        self.banner.say("ok", f"Gespeichert: {saved}. Die Datei ist nicht verschlüsselt. Bitte nach Gebrauch löschen.")

    def _refused(self, found: Problem) -> None:
        self.banner.say("error", sentence(found))


def _zoom_button(text: str, name: str, shortcut: str) -> SecondaryButton:
    button = SecondaryButton(text)
    button.setAccessibleName(name)
    button.setShortcut(QKeySequence(shortcut))
    return button


def _pictures(
    printing: PaperDesk, papers: Sequence[PaperReady], width: int, number: int
) -> tuple[int, tuple[tuple[str, PageImage], ...]]:
    """Return (number, (name, picture) of every page). Work lane."""
    named = []
    for paper in papers:
        pages = printing.pages(paper.pdf, width)
        named += [(f"{paper.title}, Seite {at} von {len(pages)}", page) for at, page in enumerate(pages, start=1)]
    return number, tuple(named)


def image_of(page: PageImage) -> QImage:
    """Return a picture of a page that owns its bytes."""
    return QImage(page.rgba, page.width, page.height, page.width * 4, QImage.Format.Format_RGBA8888).copy()


def ask_for_printer(parent: QWidget, chosen: Callable[[QPrinter], None]) -> None:
    """Show the system's print dialog; ``chosen`` gets the printer. No document is written to a file."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - loads the printers' library: who prints

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(partial(_take, chosen, printer))
    QDialog.open(dialog)


def _take(chosen: Callable[[QPrinter], None], printer: QPrinter, _shown: QPrinter) -> None:
    """Hand the printer on. Being bound here keeps it alive: the dialog itself holds only an address."""
    chosen(printer)


def print_pages(printer: QPrinter, pages: Sequence[PageImage]) -> bool:
    """Put every page on a sheet of its own, to its full width; return whether the printer took the job."""
    printer.setFullPage(True)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    painter = QPainter()
    if not pages or not painter.begin(printer):
        return False
    with contextlib.ExitStack() as done:
        done.callback(painter.end)
        sheet = printer.pageLayout().fullRectPixels(printer.resolution())
        printer.setPageOrientation(QPageLayout.Orientation.Portrait)
        for at, page in enumerate(pages):
            if at and not printer.newPage():
                return False
            size = QSizeF(page.width, page.height).scaled(QSizeF(sheet.size()), Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage(QRectF(QPointF(0, 0), size), image_of(page))
    return True
