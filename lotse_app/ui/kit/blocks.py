"""Building blocks of every room: texts, frames, buttons, pages. Accessible names are built in.

Fields, choices and ticks are in ``ui/kit/fields.py``, tables in ``ui/kit/tables.py``, layouts in ``ui/kit/layouts.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence, QShortcutEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from lotse_app.overriding import override
from lotse_app.ui.kit.foot_place import FootPlace
from lotse_app.ui.kit.layouts import GRID, FlowLayout, column
from lotse_app.ui.kit.scrolling import ScrollBody
from lotse_app.ui.kit.wrapping import WrappingButton
from lotse_app.ui.words.shared import breakable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import (
        QPushButton,
    )

Tone = Literal["ok", "info", "warn", "error"]

#: Longest line of running text, in characters.
LINE_CHARACTERS = 74
#: Smallest height of a primary button and of any other target, in pixels.
PRIMARY_TARGET, TARGET = 44, 24

_SIGNS: dict[Tone, tuple[str, str]] = {
    "ok": ("✓", "Erledigt"),
    "info": ("i", "Hinweis"),
    "warn": ("!", "Achtung"),
    "error": ("✕", "Problem"),
}


def announce(widget: QWidget, text: str, *, urgent: bool = False) -> None:
    """Let a screen reader say ``text`` now."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # noqa: PLC0415 - the first thing that is announced

    event = QAccessibleAnnouncementEvent(widget, text)
    if urgent:
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
    QAccessible.updateAccessibility(event)


def restyle(widget: QWidget) -> None:
    """Let the style sheet look again at a widget whose properties changed."""
    # It has not looked yet at a widget that is being made, and will.
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)


class Text(QLabel):
    """A text that wraps before the line gets longer than ``LINE_CHARACTERS``; plain text, never markup."""

    def __init__(self, text: str = "", kind: str = "body", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._heights: dict[tuple[int, int], int] = {}
        self.setProperty("kind", kind)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.limit = LINE_CHARACTERS
        self._limit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        kind = event.type()
        if kind is QEvent.Type.FontChange:
            self._limit()
        elif kind is QEvent.Type.StyleChange:  # also each time that something around it finds its place
            self._heights.clear()

    @override
    def setText(self, text: str, /) -> None:
        self._heights.clear()
        super().setText(text)

    @override
    def heightForWidth(self, width: int, /) -> int:
        """A wider place does not make the text lower: it wraps at its own limit, and layouts must know.

        They ask hundreds of times a page, so an answer is kept as long as text, letters and edges stay.
        """
        wide = min(width, self.maximumWidth())
        edge = self.contentsMargins().top()
        height = self._heights.get((wide, edge))
        if height is None:
            height = self._heights[wide, edge] = super().heightForWidth(wide)
        return height

    def _limit(self) -> None:
        self._heights.clear()
        self.setMaximumWidth(self.fontMetrics().averageCharWidth() * self.limit)


class Heading(Text):
    """A heading; ``level`` 1 is the page's, 2 a card's, 3 a group's."""

    def __init__(self, text: str, level: int = 1) -> None:
        shown = breakable(text)
        super().__init__(shown, f"h{level}")
        if shown != text:
            self.setAccessibleName(text)
        self.setAccessibleDescription(f"Überschrift Ebene {level}")


class Body(Text):
    """Running text."""


class Muted(Text):
    """Text beside the point."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text, "muted")


class Rule(QFrame):
    """A quiet line between two groups."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "rule")


class Card(QFrame):
    """A raised frame with a title; put content in ``body``."""

    def __init__(self, title: str = "", level: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setAccessibleName(title)
        self.body = column(self, GRID, 2 * GRID)
        self.heading = Heading(title, level)
        self.body.addWidget(self.heading)
        if not title:
            self.heading.hide()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)


class Banner(QFrame):
    """A message in place: shape, word and text; a screen reader says it when it changes."""

    def __init__(self, kind: Tone = "info", text: str = "") -> None:
        super().__init__()
        self.setProperty("kind", "banner")
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        row.setSpacing(GRID + 4)
        self._sign = QLabel()
        self._sign.setObjectName("sign")
        self._sign.setProperty("kind", "h3")
        self._sign.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._text = Text()
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 100)
        row.addStretch(1)
        self._actions = FlowLayout(spacing=GRID)
        row.addLayout(self._actions)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._tone: Tone = kind
        self._paint(kind, text)
        if not text:  # never shown before it has a parent: it would flash up as a window of its own
            self.hide()

    @property
    def text(self) -> str:
        """Return what the banner says."""
        return self._text.text()

    @property
    def tone(self) -> Tone:
        """Return what kind of message it is."""
        return self._tone

    def add_action(self, button: QPushButton) -> None:
        """Put a button at the right end."""
        self._actions.addWidget(button)

    def say(self, kind: Tone, text: str) -> None:
        """Show a message and announce it."""
        self._paint(kind, text)
        self.setVisible(True)
        announce(self, self.accessibleName(), urgent=kind == "error")

    def clear(self) -> None:
        """Take the message away."""
        self._text.setText("")
        self.setVisible(False)

    def _paint(self, kind: Tone, text: str) -> None:
        self._tone = kind
        sign, word = _SIGNS[kind]
        self._sign.setText(f"{sign} {word}")
        self._text.setText(text)
        self.setAccessibleName(f"{word}: {text}")
        self.setProperty("tone", kind)
        restyle(self)
        restyle(self._sign)


class _Button(WrappingButton):
    """A button with a role in the look.

    ``shortcut`` is shown in the text and pressed by the keyboard; ``shown`` alone only tells a key that
    the window knows already.
    """

    kind = ""

    def __init__(self, text: str, shortcut: str | None = None, shown: str | None = None) -> None:
        super().__init__(text)
        self.setProperty("kind", self.kind)
        self.setAutoDefault(True)  # Enter presses the button that has the focus, not only the space bar
        self.setAccessibleName(text.replace("&", ""))
        keys = shown or (shortcut_words(shortcut) if shortcut else "")
        if keys:
            self.setText(f"{text}   {keys}")
            self.setAccessibleDescription(f"Taste {keys}")
        if shortcut:
            self.setShortcut(QKeySequence(shortcut))
        self.setMinimumHeight(TARGET)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    @override
    def event(self, event: QEvent) -> bool:
        """Click at once on the own shortcut: Qt would play a click for 100 ms first."""
        if isinstance(event, QShortcutEvent) and not event.isAmbiguous():
            self.click()
            return True
        return super().event(event)


def shortcut_words(sequence: str) -> str:
    """Return a shortcut as German keyboards write it: ``Ctrl+Shift+N`` is ``Strg+Umschalt+N``."""
    words = {"Ctrl": "Strg", "Shift": "Umschalt", "Return": "⏎", "Enter": "⏎", "Del": "Entf"}
    return "+".join(words.get(part, part) for part in sequence.split("+"))


class PrimaryButton(_Button):
    """The one primary button of a screen: 44 px, at the lower right."""

    kind = "primary"

    def __init__(self, text: str, shortcut: str | None = None, shown: str | None = None) -> None:
        super().__init__(text, shortcut, shown)
        self.setMinimumHeight(PRIMARY_TARGET)


class SecondaryButton(_Button):
    """Any other button."""

    kind = "secondary"


class LinkButton(_Button):
    """A button that reads like a link: goes somewhere, changes nothing."""

    kind = "link"


class EmptyState(QWidget):
    """Says what belongs here and how to begin."""

    def __init__(self, what: str, how: str) -> None:
        super().__init__()
        box = column(self, GRID // 2)
        box.addWidget(Body(what))
        box.addWidget(Muted(how))
        self.setAccessibleName(f"{what} {how}")


class ActionRow(QFrame):
    """Buttons at the foot: ``leading`` ones on the left, then ``trailing`` ones; the primary one last."""

    def __init__(
        self, leading: Sequence[QWidget] = (), trailing: Sequence[QWidget] = (), *, framed: bool = False
    ) -> None:
        super().__init__()
        if framed:
            self.setProperty("kind", "foot")
        self._flow = FlowLayout(self, GRID)
        margin = 2 * GRID if framed else 0
        self._flow.setContentsMargins(margin, GRID if framed else 0, margin, GRID if framed else 0)
        for widget in leading:
            self.add_leading(widget)
        for widget in trailing:
            self.add(widget)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add_leading(self, widget: QWidget) -> None:
        """Add a widget at the left; call before ``add``."""
        self._flow.addWidget(widget)

    def add(self, widget: QWidget) -> None:
        """Add a widget at the right."""
        self._flow.add_trailing(widget)


class Page(QWidget):
    """A screen: title, scrollable ``body``, and a ``foot`` that stays in sight once it has a button."""

    def __init__(self, title: str = "") -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.scroller = ScrollBody()
        self.body = self.scroller.body
        self.title = Heading(title)
        self.banner = Banner()
        self.body.addWidget(self.title)
        if not title:
            self.title.hide()
        self.body.addWidget(self.banner)
        outer.addWidget(self.scroller, 1)
        self.foot = ActionRow(framed=True)
        self.foot.hide()
        self._place = FootPlace(self, self.foot, outer, self.scroller.end)

    def set_foot(self, leading: Sequence[QWidget], trailing: Sequence[QWidget]) -> None:
        """Put buttons at the foot; the primary one is the last of ``trailing``."""
        for widget in leading:
            self.foot.add_leading(widget)
        for widget in trailing:
            self.foot.add(widget)
        self.foot.show()
