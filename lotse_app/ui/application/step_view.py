"""What every step of the wizard has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from lotse_app.ui.kit.blocks import Banner
from lotse_app.ui.kit.layouts import GRID
from lotse_app.ui.kit.scrolling import ScrollBody

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QBoxLayout

    from lotse_app.ui.application.editing import Editing
    from lotse_app.ui.kit.blocks import Tone


class StepView(QWidget):
    """A step: shows the case, and knows where the focus begins. Subclasses fill ``body``.

    It lies in ``parent`` before it is filled: Qt gives its look anew to all that is put somewhere together with it.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.scroller = ScrollBody(2 * GRID)
        self.banner = Banner()
        self.body = self.scroller.body
        self.body.addWidget(self.banner)
        self._banner_box: QBoxLayout = self.body
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.scroller)

    def say(self, tone: Tone, words: str) -> None:
        """Say something about the whole step, at its top."""
        self._put_banner(self.body)
        self.scroller.beside = None
        self.banner.say(tone, words)

    def say_above(self, box: QBoxLayout, widget: QWidget, words: str) -> None:
        """Say what is missing right above where it is missing: the top of the step may be out of sight."""
        self._put_banner(box, widget)
        self.scroller.beside = self.banner
        self.banner.say("warn", words)

    def _put_banner(self, box: QBoxLayout, above: QWidget | None = None) -> None:
        self._banner_box.removeWidget(self.banner)
        self._banner_box = box
        box.insertWidget(0 if above is None else box.indexOf(above), self.banner)

    def show_case(self, editing: Editing) -> None:
        """Show the case as it is now."""
        raise NotImplementedError

    def prepare(self, editing: Editing) -> Iterator[None]:  # noqa: ARG002 - for those with much to build
        """Build, a short part a step of the iterator, what ``show_case`` will need; not shown yet."""
        return iter(())

    def enter(self) -> None:
        """Put the focus where work on this step begins."""
        raise NotImplementedError
