"""The handbook inside the program (F1): a window of its own, so that one can read and work side by side."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QImage, QKeySequence, QShortcut, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from lotse_app.overriding import override
from lotse_app.ui.help.places import OVERVIEW, anchor, place_of_link
from lotse_app.ui.kit.blocks import ActionRow, Banner, SecondaryButton, announce
from lotse_app.ui.kit.layouts import GRID
from lotse_app.ui.messages.problems import sentence
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QCloseEvent, QResizeEvent
    from PySide6.QtPrintSupport import QPrinter

    from lotse_app.models.handbook import HelpPage, HelpPlace
    from lotse_app.models.problems import Problem
    from lotse_app.ui.preview import PrinterAsker
    from lotse_app.ui.tasks import Tasks

    Pictures = Mapping[str, QImage]

#: Room beside a picture, and how long after the last change of size pictures are fitted anew.
_BESIDE, _FIT_MS = 4 * GRID, 200
#: Lines and pictures are as wide as this many letters, or this many pixels where that is more.
_LETTERS, _PIXELS = 75, 720
#: Above this line a sheet says how it is used.
_BELOW = "\n---\n"
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\([^)]+\)")
_AWAY = "Dieser Verweis führt aus dem Handbuch hinaus. Lotse öffnet keine Seiten im Netz."


class HelpText(QTextBrowser):
    """Shows one page; it reads no file and opens no address by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setAccessibleName("Handbuch")
        self.pictures: Pictures = {}

    @override
    def loadResource(self, type: int, name: QUrl | str, /) -> object:
        if type == QTextDocument.ResourceType.ImageResource.value:
            return self.pictures.get(name if isinstance(name, str) else name.toString())
        return None

    @override
    def resizeEvent(self, e: QResizeEvent, /) -> None:
        super().resizeEvent(e)
        self._wrap()

    @override
    def changeEvent(self, e: QEvent, /) -> None:
        super().changeEvent(e)
        if e.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._wrap()

    @property
    def room(self) -> int:
        """Return how wide lines and pictures may be, in pixels."""
        wide = max(_PIXELS, _LETTERS * self.fontMetrics().averageCharWidth())
        return max(200, min(wide, self.viewport().width()) - _BESIDE)

    def _wrap(self) -> None:
        self.setLineWrapMode(QTextBrowser.LineWrapMode.FixedPixelWidth)
        self.setLineWrapColumnOrWidth(self.room + _BESIDE)

    @property
    def first_in_sight(self) -> int:
        """Return the number of the block at the top."""
        return self.cursorForPosition(QPoint(2, 2)).blockNumber()

    def show_block(self, number: int) -> None:
        """Put a block to the top."""
        block = self.document().findBlockByNumber(number)
        self.verticalScrollBar().setValue(round(self.document().documentLayout().blockBoundingRect(block).top()))

    def go_to(self, wanted: str) -> bool:
        """Show the heading with this anchor at the top; return whether there is one. The top without an anchor."""
        block = self.document().begin()
        while wanted and block.isValid():
            if block.blockFormat().headingLevel() and anchor(block.text()) == wanted:
                break
            block = block.next()
        found = block.isValid()
        self.setTextCursor(QTextCursor(block if found else self.document().begin()))
        if found and wanted:
            self.show_block(block.blockNumber())
        else:
            self.verticalScrollBar().setValue(0)
        return found


class HelpWindow(QWidget):
    """One page of the handbook, with the way back."""

    closed = Signal()

    def __init__(self, tasks: Tasks, read: Callable[[str], HelpPage], ask_printer: PrinterAsker | None = None) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("Handbuch – Lotse")
        self.setAccessibleName("Handbuch")
        self._tasks = tasks
        self._read = read
        self._ask_printer = ask_printer
        self._past: list[HelpPlace] = []
        self._here: HelpPlace | None = None
        self._page: HelpPage | None = None
        self._fitted = 0
        self.banner = Banner()
        self.text = HelpText()
        self.back, self.overview = SecondaryButton("Zurück", shown="Alt+←"), SecondaryButton("Übersicht")
        self.leave = SecondaryButton("Schließen", shown="Esc")
        self.on_paper = SecondaryButton("Drucken", shown="Strg+P")
        box = QVBoxLayout(self)
        box.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        box.addWidget(ActionRow((self.back, self.overview), (self.on_paper, self.leave)))
        box.addWidget(self.banner)
        box.addWidget(self.text, 1)
        self._fit = QTimer(self)
        self._fit.setSingleShot(True)
        self._fit.setInterval(_FIT_MS)
        self._fit.timeout.connect(self._refit)
        self._connect()
        self.resize(980, 720)

    def _connect(self) -> None:
        self.back.clicked.connect(self.go_back)
        self.overview.clicked.connect(self._show_overview)
        self.leave.clicked.connect(self.close)
        self.on_paper.clicked.connect(self.print_page)
        self.text.anchorClicked.connect(self._follow)
        keys = (("Esc", self.close), ("F1", self.close), ("Alt+Left", self.go_back), ("Ctrl+P", self.print_page))
        for key, act in keys:
            QShortcut(QKeySequence(key), self).activated.connect(act)

    @property
    def here(self) -> HelpPlace | None:
        """Return what is shown or on its way."""
        return self._here

    def open_place(self, place: HelpPlace, words: str = "") -> None:
        """Show a place of the handbook, with what matters most at this place of the program above it."""
        self._past.clear()
        if words:
            self.banner.say("info", words)
        else:
            self.banner.clear()
        self.show()
        self.activateWindow()
        self._go(place)
        self.text.setFocus()

    def go_back(self) -> None:
        """Show what was shown before."""
        if self._past:
            self._go(self._past.pop())

    @override
    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._fit.start()

    def print_page(self) -> None:
        """Print the page that is shown, for example Notfallblatt and Aushang."""
        from lotse_app.ui.preview import ask_for_printer

        (self._ask_printer or ask_for_printer)(self, self._print)

    def _print(self, printer: QPrinter) -> None:
        if self._page is None:
            return
        document = QTextDocument()
        document.setDefaultFont(self.text.document().defaultFont())
        for name, picture in self.text.pictures.items():
            document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), picture)
        document.setMarkdown(for_paper(self._page.markdown))
        document.print_(printer)
        self.banner.say("ok", "Der Druckauftrag ist abgeschickt.")

    @override
    def closeEvent(self, event: QCloseEvent, /) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def _go(self, place: HelpPlace) -> None:
        self._here = place
        self.back.setEnabled(bool(self._past))
        if self._page is not None and self._page.name == place.page:
            self.text.go_to(place.anchor)
            return
        work = partial(_loaded, self._read, place.page, self.text.room)
        self._tasks.run(LaneName.WORK, work, self, self._show, self._refused)

    def _show(self, loaded: tuple[HelpPage, Pictures, int]) -> None:
        page, pictures, self._fitted = loaded
        here = self._here
        if here is None or here.page != page.name:
            return  # meanwhile another page was asked for
        self._page = page
        self.text.pictures = pictures
        self.text.setMarkdown(page.markdown)
        self.text.setAccessibleName(f"Handbuch: {page.title}")
        self.setWindowTitle(f"{page.title} – Handbuch – Lotse")
        self.text.go_to(here.anchor)
        announce(self.text, f"Handbuch: {page.title}")

    def _refused(self, problem: Problem) -> None:
        self.banner.say("error", sentence(problem))

    def _refit(self) -> None:
        """Fit the pictures to the room there is now; what is read stays in sight."""
        page = self._page
        if page is None or self._fitted == self.text.room:
            return
        work = partial(_loaded, self._read, page.name, self.text.room)
        self._tasks.run(LaneName.WORK, work, self, self._refitted, self._refused)

    def _refitted(self, loaded: tuple[HelpPage, Pictures, int]) -> None:
        if self._page is None or loaded[0].name != self._page.name:
            return
        at = self.text.first_in_sight
        self._show(loaded)
        self.text.show_block(at)

    def _follow(self, link: QUrl) -> None:
        place = place_of_link(link.toString(), self._page.name if self._page is not None else "")
        if place is None:
            self.banner.say("info", _AWAY)
            return
        self.banner.clear()
        if self._here is not None:
            self._past.append(self._here)
        self._go(place)
        self.text.setFocus()

    def _show_overview(self) -> None:
        if self._here is not None and self._here != OVERVIEW:
            self._past.append(self._here)
            self._go(OVERVIEW)


def for_paper(markdown: str) -> str:
    """Return a page as it is printed: a sheet without the words about printing above its line; no links."""
    return _LINK.sub(r"\1", markdown.split(_BELOW, maxsplit=1)[-1])


def _loaded(read: Callable[[str], HelpPage], name: str, width: int) -> tuple[HelpPage, dict[str, QImage], int]:
    """Read a page and make its pictures no wider than there is room. Work lane."""
    page = read(name)
    pictures = {}
    for link, content in page.pictures:
        image = QImage.fromData(content)
        wide = min(width, image.width())
        pictures[link] = image.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation)
    return page, pictures, width
