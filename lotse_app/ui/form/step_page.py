"""One step of the form: questions at the left, help for the one in hand at the right."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QWidget

from lotse_app.forms.state import GroupState, ListState
from lotse_app.overriding import override
from lotse_app.ui.form.control import ControlView, Room, caption
from lotse_app.ui.form.edits import Edit, Place
from lotse_app.ui.form.elements import GroupView, ListView, build, controls_of, lists_of, place_parts
from lotse_app.ui.form.help_column import HelpColumn
from lotse_app.ui.form.mnemonics import with_mnemonics
from lotse_app.ui.frame.ahead import all_at_once, one_by_one
from lotse_app.ui.kit.blocks import Banner, Card
from lotse_app.ui.kit.layouts import GRID, column
from lotse_app.ui.kit.scrolling import ScrollBody

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtGui import QResizeEvent

    from lotse_app.forms.state import StepState
    from lotse_app.ui.form.edits import ItemAdded, ItemFolded, ItemRemoved, ItemShifted
    from lotse_app.ui.form.elements import ElementView

#: Below these widths, in characters: the help stands below the field in hand, fields stand one to a row,
#: labels stand above their fields.
ROOM_FOR_HELP, ROOM_FOR_ROWS, ROOM_FOR_LABELS = 96, 72, 64
#: Width of the card, in characters: fields end where it ends.
CARD = 84
REMOVED = "entfernt. „Rückgängig“ (Strg+Z) holt den Eintrag zurück."
_BUTTON_LETTERS = ("z",)


class FormStepPage(QWidget):
    """Shows a ``StepState`` and tells what was changed, entered and left.

    A page that is made ahead is made ``in_parts``, an element a round; ``complete`` makes what is missing.
    """

    #: An ``Edit``.
    edited = Signal(object)
    #: An ``ItemAdded``.
    added = Signal(object)
    #: An ``ItemRemoved``.
    removed = Signal(object)
    #: An ``ItemShifted``.
    shifted = Signal(object)
    #: A ``Place`` that was left.
    left = Signal(object)

    def __init__(self, state: StepState, parent: QWidget | None = None, *, in_parts: bool = False) -> None:
        super().__init__(parent)
        self.state = state
        self._current: ControlView | None = None
        self._captions: tuple[str, ...] = ()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.scroller = ScrollBody(2 * GRID)
        row.addWidget(self.scroller, 5)
        self.banner = Banner()
        #: What keeps the answers of this page from being handed in today.
        self.held = Banner()
        self.card = Card(state.title)
        self.scroller.body.addWidget(self.banner)
        self.scroller.body.addWidget(self.held)
        self.scroller.body.addWidget(self.card)
        self.scroller.body.addStretch(1)
        self._views: list[ElementView] = []
        self._missing = self._fill_card(state)
        self.help = HelpColumn()
        self.side = QWidget()
        side = column(self.side, 0)
        side.setContentsMargins(0, 2 * GRID, 2 * GRID, 2 * GRID)
        side.addWidget(self.help)
        side.addStretch(1)
        row.addWidget(self.side, 2)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)
        if not in_parts:
            self.complete()

    def one_by_one(self) -> Iterator[None]:
        """Make the elements that are missing, one a round."""
        return one_by_one(self._missing)

    def complete(self) -> None:
        """Make all elements that are missing."""
        all_at_once(self._missing)

    def _fill_card(self, state: StepState) -> Iterator[None]:
        if _has_title(state):
            self.card.heading.hide()
        self.card.body.setSpacing(2 * GRID)
        self.card.body.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 3 * GRID)
        self.card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        for element in state.elements:
            view = build(element, self, self.card, in_parts=True)
            self._views.append(view)
            self.card.body.addWidget(view)
            if isinstance(view, GroupView):
                yield from view.missing
            yield
        self._refresh()

    # what the views tell ------------------------------------------------------------------

    def take_edit(self, edit: Edit) -> None:
        """Pass a changed answer on; a mark on it has done its work."""
        control = self.control(edit.pointer)
        if control is not None:
            control.mark("")
        self.edited.emit(edit)

    def add_item(self, wish: ItemAdded) -> None:
        """Pass the wish for one more item on; what is finished folds, the focus goes to its first question."""
        self.added.emit(wish)
        found = self._list(wish.pointer)
        if found is not None and found.items:
            self._open_only(found, len(found.items) - 1)
            self._enter_item(found, len(found.items) - 1)

    def remove_item(self, wish: ItemRemoved) -> None:
        """Pass the wish to remove an item on; the focus goes to what has moved up, else to what adds one."""
        found = self._list(wish.pointer)
        gone = found.items[wish.index].accessibleName() if found is not None else ""
        self.removed.emit(wish)
        if found is not None:
            self._open_only(found)
            self._enter_item(found, min(wish.index, len(found.items) - 1))
            self.say_removed(gone)

    def shift_item(self, wish: ItemShifted) -> None:
        """Pass the wish to move or double an item on; the focus goes with it."""
        self.shifted.emit(wish)
        found = self._list(wish.pointer)
        if found is not None:
            at = min(wish.target, len(found.items) - 1)
            self._open_only(found, at)
            self._enter_item(found, at)

    def fold_item(self, wish: ItemFolded) -> None:
        """Fold a finished item or open one; the focus stays with it."""
        found = self._list(wish.pointer)
        if found is None:
            return
        if wish.folded:
            found.folds.close(wish.index)
            found.show_folds()
            self._refresh()
        else:
            self._open_only(found, wish.index)
        self._enter_item(found, wish.index)

    def say_removed(self, title: str) -> None:
        """Say that an item went, and how it comes back."""
        self.banner.say("ok", f"{title}: {REMOVED}")

    def _open_only(self, listing: ListView, index: int | None = None) -> None:
        listing.folds.open_only(index)
        listing.show_folds()
        self._refresh()

    def _enter_item(self, listing: ListView, index: int) -> None:
        if index < 0:
            listing.add.setFocus()
            return
        item = listing.items[index]
        first = next((control for control in item.controls() if control.isVisibleTo(self)), None)
        if first is not None:
            first.take_focus()
        else:
            inner = next(lists_of(item.parts), listing)  # an item may be a list, and nothing asked in it yet
            (item.change if item.folded else inner.add).setFocus()
        self.scroller.ensureWidgetVisible(first or item, GRID, 12 * GRID)

    # what the wizard shows ----------------------------------------------------------------

    def show_state(self, state: StepState) -> None:
        """Show another state of the same step: widgets stay, focus and place stay."""
        if state is self.state or state == self.state:
            return
        self.state = state
        if self.banner.text.endswith(REMOVED):
            self.banner.clear()
        for view, element in zip(self._views, state.elements, strict=True):
            view.show_state(element)  # type: ignore[arg-type]  # a view was built from an element of its own kind
        self._refresh()

    def controls(self) -> Iterator[ControlView]:
        """Return all questions in reading order."""
        for view in self._views:
            yield from controls_of(view)

    def control(self, pointer: str) -> ControlView | None:
        """Return the question at a place: of several, as alternatives have them, the one that is seen."""
        there = [control for control in self.controls() if control.pointer == pointer]
        return next((control for control in there if control.state.visible), there[0] if there else None)

    def has(self, pointer: str) -> bool:
        """Return whether a question, a list or an item of one stands on this page."""
        return self.control(pointer) is not None or self._list(pointer) is not None or self._item(pointer) is not None

    def go_to(self, pointer: str) -> bool:
        """Put the focus on the question at a place, into an item of a list, or on what adds to a list.

        Return whether it stands here.
        """
        item = self._item(pointer)
        if item is not None:
            self._open_only(item[0])
            self._enter_item(*item)
            return True
        control = self.control(pointer)
        self._unfold(pointer)
        if control is None:
            found = self._list(pointer)
            if found is not None:
                found.add.setFocus()
                self.scroller.ensureWidgetVisible(found, GRID, 6 * GRID)
            return found is not None
        control.take_focus()
        self.scroller.ensureWidgetVisible(control, GRID, 6 * GRID)
        return True

    def go_to_start(self) -> None:
        """Put the focus on the first question that is still open, else on the first.

        Where nothing was answered yet, it is the first one of all: also what may stay open is seen and asked.
        Finished items of lists are one line each.
        """
        for found in lists_of(self._views):
            self._open_only(found)
        shown = [control for control in self.controls() if control.isVisibleTo(self)]
        empty = [control for control in shown if control.state.value in (None, "")]
        needed = [control for control in empty if control.state.required] if len(empty) < len(shown) else []
        for control in (*needed, *shown):
            control.take_focus()
            self.scroller.ensureWidgetVisible(control, GRID, 6 * GRID)
            return
        for found in lists_of(self._views):
            self._enter_item(found, min(0, len(found.items) - 1))  # all of them finished and folded, or none yet
            return

    def go_to_first_problem(self) -> bool:
        """Put the focus on the first question with a problem; return whether there is one."""
        return any(self.go_to(control.pointer) for control in self._with_problem())

    def tell(self) -> None:
        """Pass on what the question in hand holds now, also letters that an input method still holds back."""
        QGuiApplication.inputMethod().commit()
        control = self._current
        if control is not None and not control.state.read_only and control.editor.value != control.state.value:
            self.edited.emit(Edit(control.pointer, control.editor.value))

    def say_held(self, words: str, caution: str = "") -> None:
        """Say what keeps it from being handed in today, and what to know besides; no words take it away."""
        said = "\n".join(one for one in (words, caution) if one)
        if said and said != self.held.text:
            self.held.say("warn" if caution else "info", said)
        elif not said:
            self.held.clear()

    def set_locked(self, *, locked: bool) -> None:
        """Let nothing be changed: what stands here is frozen."""
        self.card.setEnabled(not locked)
        for found in lists_of(self._views):
            if found.folds.all_open != locked:
                found.folds.all_open = locked
                found.show_folds()

    def mark(self, pointer: str, words: str) -> None:
        """Mark one question in words and take marks off the others."""
        marked = self.control(pointer)
        for control in self.controls():
            control.mark(words if control is marked else "")
        for found in lists_of(self._views):
            found.mark(words if found.state.pointer == pointer else "")

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._place()

    def _place(self) -> None:
        letter = self.fontMetrics().averageCharWidth()
        roomy = self.width() >= ROOM_FOR_HELP * letter
        width = self.width() * 5 // 7 if roomy else self.width()
        self.side.setVisible(roomy)
        self.card.setMaximumWidth(CARD * letter)
        room = Room(labels_above=width < ROOM_FOR_LABELS * letter, rows=width >= ROOM_FOR_ROWS * letter)
        place_parts(self._views, room)
        self._show_help()

    def _list(self, pointer: str) -> ListView | None:
        return next((found for found in lists_of(self._views) if found.state.pointer == pointer), None)

    def _item(self, pointer: str) -> tuple[ListView, int] | None:
        """Return the list and the index of an item; one that is gone stands for what has moved up, or to add one."""
        above, _, last = pointer.rpartition("/")
        found = self._list(above) if last.isdigit() else None
        return None if found is None else (found, min(int(last), len(found.items) - 1))

    def _with_problem(self) -> Iterator[ControlView]:
        return (control for control in self.controls() if control.state.problems and control.isVisibleTo(self))

    def _unfold(self, pointer: str) -> None:
        """Open the item a question stands in, and leave it open: work goes on there."""
        for found in lists_of(self._views):
            index = found.index_of(pointer)
            if index is not None:
                found.folds.open(index)
                found.show_folds()

    def _refresh(self) -> None:
        controls = [control for control in self.controls() if control.state.visible and control.isVisibleTo(self)]
        captions = tuple(caption(control.state) for control in controls)
        marked = with_mnemonics(captions, _BUTTON_LETTERS)
        for control, text in zip(controls, marked, strict=True):
            control.show_mnemonic(text)
        if captions != self._captions:
            self._captions = captions
            _order_tabs(list(_tab_stops(self._views)))
        self._show_help()

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is None:  # another window came to the front: the question is still in hand
            return
        control = self._containing(new)
        if control is self._current:
            return
        before, self._current = self._current, control
        if before is not None:
            before.show_help(inline=False)
            before.leave()
            self.left.emit(Place(before.pointer))
        if control is not None:
            self._unfold(control.pointer)
        self._show_help()

    def _containing(self, widget: QWidget | None) -> ControlView | None:
        while widget is not None and widget is not self:
            if isinstance(widget, ControlView):
                return widget if self.isAncestorOf(widget) else None
            widget = widget.parentWidget()
        return None

    def _show_help(self) -> None:
        state = self._current.state if self._current is not None else None
        self.help.show_for(state, self.state.words.plain)
        if self._current is not None:
            self._current.show_help(inline=self.side.isHidden())


def _has_title(state: StepState) -> bool:
    """Return whether the first thing on the page has a title of its own."""
    first = state.elements[0] if state.elements else None
    return isinstance(first, GroupState | ListState) and bool(first.title)


def _tab_stops(views: list[ElementView]) -> Iterator[QWidget]:
    for view in views:
        if isinstance(view, ListView):
            for item in view.items:
                yield from item.buttons
                yield from _tab_stops(list(item.parts))
            yield view.add
        elif hasattr(view, "parts"):
            yield from _tab_stops(view.parts)
        elif isinstance(view, ControlView):
            yield from view.editor.stops


def _order_tabs(widgets: Sequence[QWidget]) -> None:
    """Make the tab order the given order.

    What passes the focus on is a stop of its own and stays where it was made: in lists, Tab would lead back.
    """
    for widget in widgets:
        around = widget.parentWidget()
        if around is not None and around.focusProxy() is widget:
            around.setFocusProxy(None)  # type: ignore[arg-type]  # the stub of Qt forgets that none is allowed
    for before, after in pairwise(widgets):
        QWidget.setTabOrder(before, after)
