"""What is done before it is needed: a short part a pause of the event loop, so that no key has to wait."""

from __future__ import annotations

from collections import deque
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from lotse_app.overriding import override

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

#: What is imported from below comes first, so that each round is short.
ROOMS = tuple(
    f"lotse_app.ui.{name}"
    for name in (
        "words.shared", "kit.icons", "frame.bars", "frame.navigation", "frame.window", "kit.tables", "rooms.today",
        "topics", "words.session", "rooms.session_head", "rooms.head_counts", "rooms.session_form",
        "rooms.counselling_views", "rooms.counselling", "preview", "rooms.service_card", "rooms.services",
        "rooms.outbox", "kit.figure_views", "rooms.figures", "entrance.passphrase", "rooms.settings",
        "rooms.applications", "form.control", "form.editors", "form.choosing", "form.elements", "form.step_page",
        "application.acting", "application.evidence_view", "resident.pages", "resident.window",
        "application.read_back_view", "application.signature_view", "application.hand_in_view", "application.editing",
        "application.autosave", "application.acts", "application.header", "application.wizard", "frame.assembly",
    )
)  # fmt: skip
#: Milliseconds between two rounds.
_PAUSE = 5
#: So many widgets get their look in one part.
_POLISHED_AT_ONCE = 40
#: A window that nobody sees (minimised, on another desktop) is not painted: then it goes on after so many milliseconds.
_UNSEEN = 250


class BehindPaint(QObject):
    """Calls once, behind the first painting of a widget.

    The first round of the event loop is too early: zero timers come before the painting, and what they start in other
    threads takes turns with it.
    """

    def __init__(self, widget: QWidget, then: Callable[[], None]) -> None:
        super().__init__(widget)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(then)
        self._timer.start(_UNSEEN)
        widget.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            if self._timer.isActive():
                self._timer.start(0)
        return False


class LoadingAhead(QObject):
    """Imports modules one by one; whoever needs one earlier imports it as usual."""

    def __init__(self, parent: QObject, modules: Sequence[str] = ROOMS) -> None:
        super().__init__(parent)
        self._waiting = list(modules)
        self._timer = QTimer(self)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._load_next)

    @property
    def done(self) -> bool:
        """Return whether everything was loaded."""
        return not self._waiting

    @property
    def running(self) -> bool:
        """Return whether it is still at work."""
        return self._timer.isActive()

    def start(self) -> None:
        """Begin with the next round of the event loop."""
        self._timer.start()

    def _load_next(self) -> None:
        if self._waiting:
            import_module(self._waiting.pop(0))
        else:
            self._timer.stop()


class InPauses(QObject):
    """Does a piece of work part by part: a part ends where the generator yields."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._parts: Iterator[None] = iter(())
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._do_next)

    def start(self, parts: Iterator[None], after_ms: int) -> None:
        """Begin in ``after_ms`` milliseconds; what was still to be done is given up."""
        self._parts = parts
        self._timer.start(after_ms)

    def finish(self) -> None:
        """Do at once what is still to be done."""
        parts, self._parts = self._parts, iter(())
        all_at_once(parts)

    def stop(self) -> None:
        """Give up what is still to be done."""
        self._parts = iter(())
        self._timer.stop()

    def _do_next(self) -> None:
        if next(self._parts, self) is None:
            self._timer.start(_PAUSE)


def one_by_one(parts: Iterator[None]) -> Iterator[None]:
    """Make the parts that are missing, one a round; whoever gives up before the end leaves the others to be made."""
    for _ in parts:  # not ``yield from``: that would end them together with this
        yield


def all_at_once(parts: Iterator[None]) -> None:
    """Make all parts that are missing."""
    deque(parts, 0)


def polish(page: QWidget) -> Iterator[None]:
    """Give every widget of a page its look, some at a time: what the first painting of it would wait for."""
    for at, part in enumerate((page, *page.findChildren(QWidget)), 1):
        if isValid(part):  # whoever works may have put the page away meanwhile
            part.ensurePolished()
        if at % _POLISHED_AT_ONCE == 0:
            yield


def lay_out(page: QWidget) -> Iterator[None]:
    """Lay out a page of a stack that is not shown yet, as large as it will be: to show it would wait for that."""
    around = page.parentWidget() if isValid(page) else None
    if around is not None and page.isHidden():
        page.setGeometry(around.rect())
        page.grab(QRect(0, 0, 1, 1))  # Qt lays out what it is asked to paint, shown or not
    yield


def measure(part: QWidget, width: int) -> Iterator[None]:
    """Do the same for a part of a page that will be ``width`` pixels wide; the page itself may be in sight."""
    layout = part.layout() if isValid(part) else None
    if layout is not None and width > 0:
        part.resize(width, layout.totalHeightForWidth(width))
        layout.activate()
    yield
