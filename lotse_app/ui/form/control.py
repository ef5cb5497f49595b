"""One question on the screen: label, editor, problem. Updated in place, never rebuilt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from lotse_app.forms.state import ControlKind
from lotse_app.overriding import override
from lotse_app.ui.form.edits import Edit
from lotse_app.ui.form.showing import set_shown
from lotse_app.ui.form.testers import editor_for
from lotse_app.ui.kit.blocks import LINE_CHARACTERS, Text, announce
from lotse_app.ui.kit.late_text import LateText
from lotse_app.ui.kit.layouts import GRID
from lotse_app.ui.messages.problems import sentence

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel

    from lotse_app.forms.state import ControlState

#: Width of the column of labels, in characters.
LABEL = 22
QWIDGETSIZE_MAX = (1 << 24) - 1
_NEW_LETTERS = frozenset({QEvent.Type.FontChange, QEvent.Type.StyleChange})
_OPTIONAL_KINDS = frozenset({ControlKind.TICK, ControlKind.YES_NO})


@dataclass(frozen=True, slots=True)
class Room:
    """How much room a page has: whether labels stand above their fields, and whether fields stand in rows."""

    labels_above: bool = False
    rows: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """How a question stands: label above or beside, in a row with others, after the first one of a row."""

    label_above: bool = False
    in_row: bool = False
    follows: bool = False


def caption(control: ControlState) -> str:
    """Return the label as shown: what need not be answered says so in a word.

    Buttons of which one is chosen, maybe by the form, say nothing: one of them stays chosen.
    """
    settled = control.variant == "radio" and control.value is not None
    free = not control.required and not control.read_only and control.kind not in _OPTIONAL_KINDS and not settled
    return f"{control.label} (freiwillig)" if free else control.label


def spoken_name(control: ControlState) -> str:
    """Return the accessible name; Qt knows no state *required*, so the name says it."""
    return f"{control.label} (nötig)" if control.required else caption(control)


class ControlView(QWidget):
    """A question. ``edited`` carries an ``Edit``; focus is watched by the page it stands on."""

    edited = Signal(object)

    def __init__(self, control: ControlState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = control
        self._marked = ""
        self._inline_help = False
        self._echo = False
        self._typing = False
        self._place: Place | None = None
        self._letter = 0
        self.editor = editor_for(control)
        self.label = Text(caption(control), "label", self)
        self.label.setBuddy(self.editor.target)
        self._arrange()
        self.editor.edited.connect(self._edited)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._paint(fresh=True)

    def _arrange(self) -> None:
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GRID)
        self._row.addWidget(self.label, 0, Qt.AlignmentFlag.AlignTop)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(GRID // 2)
        self._row.addLayout(right, 1)
        right.addWidget(self.editor)
        right.addStretch(1)
        self.problem = LateText(right, 1, "problem")
        self.help = LateText(right, -2, "muted")
        set_shown(self.label, shown=self.editor.own_label is None)

    @property
    def pointer(self) -> str:
        """Return the place in the answers."""
        return self.state.pointer

    def show_state(self, control: ControlState) -> None:
        """Show another state of the same question."""
        if control == self.state:
            return
        before, self.state = self.state, control
        self._paint(fresh=not self._echo and before.value != control.value)

    def leave(self) -> None:
        """Show and say the problems that were held back while the person was typing."""
        self._typing = False
        self._paint(fresh=False)

    def mark(self, words: str) -> None:
        """Mark the field, for example because the resident said it is not right; empty words take it away."""
        if words != self._marked:
            self._marked = words
            self._paint(fresh=False)

    def show_mnemonic(self, text: str) -> None:
        """Show the label with its letter for ``Alt``."""
        shown = self.editor.own_label or self.label
        if shown.text() != text:
            shown.setText(text)

    def show_help(self, *, inline: bool) -> None:
        """Show the help below the field, where there is no room for the column."""
        self._inline_help = inline
        self._paint_help()

    def take_focus(self) -> None:
        """Put the focus on the editor."""
        self.editor.target.setFocus()

    def set_place(self, place: Place) -> None:
        """Stand as the page has room."""
        if place != self._place:
            self._place = place
            self._turn(place)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if self._place is None or event.type() not in _NEW_LETTERS:
            return  # the page has not placed it yet
        if self.fontMetrics().averageCharWidth() != self._letter:
            self._turn(self._place)

    def _turn(self, place: Place) -> None:
        above, in_row, follows = place.label_above, place.in_row, place.follows
        letter = self._letter = self.fontMetrics().averageCharWidth()
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if above else QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(GRID // 2 if above else GRID)
        self.label.setWordWrap(not follows)
        if above or follows:
            self.label.setMinimumWidth(0)
            self.label.setMaximumWidth(letter * LINE_CHARACTERS)
        else:
            self.label.setFixedWidth(LABEL * letter)
        spare = max(0, self.editor.sizeHint().height() - self.label.fontMetrics().height()) // 2
        self.label.setContentsMargins(0, 0 if above else min(spare, 2 * GRID), GRID if follows else 0, 0)
        tight = in_row and self.editor.short and not above
        label = self.label.sizeHint().width() if follows else LABEL * letter
        self.setMaximumWidth(label + GRID + self.editor.target.maximumWidth() if tight else QWIDGETSIZE_MAX)

    def _edited(self) -> None:
        self._typing = self.editor.target.hasFocus() and not self.problem.text
        self._echo = True
        self.edited.emit(Edit(self.pointer, self.editor.value))
        self._echo = False

    def _words(self) -> str:
        """Return the problem to show: none while the first letters are typed, then the first one."""
        if self._marked or self._typing or not self.state.problems:
            return self._marked
        return sentence(self.state.problems[0])

    def _paint(self, *, fresh: bool) -> None:
        control = self.state
        words = self._words()
        shown = f"⚠ {words}" if words else ""
        if shown != self.problem.text:
            self.problem.say(shown)
            if words:
                announce(self.editor.target, words)
        self.editor.show_state(control, fresh=fresh)
        self._paint_help()
        self.editor.describe(spoken_name(control), f"{words} {control.help}".strip(), problem=bool(words))
        set_shown(self, shown=control.visible)
        target: QLabel = self.label
        if target.buddy() is not self.editor.target:
            target.setBuddy(self.editor.target)

    def _paint_help(self) -> None:
        self.help.say(self.state.help if self._inline_help else "")
