"""Groups, lists and texts of a form. Each shows a new state in its own widgets; only lists grow and shrink."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout, QWidget

from lotse_app.forms.state import ControlState, GroupState, LabelState
from lotse_app.ui.form.control import ControlView, Place, Room
from lotse_app.ui.form.edits import ItemAdded, ItemFolded, ItemRemoved, ItemShifted, Shift
from lotse_app.ui.form.folding import Folds, summary
from lotse_app.ui.form.showing import set_shown
from lotse_app.ui.frame.ahead import all_at_once
from lotse_app.ui.kit.blocks import Body, Heading, LinkButton, Muted, SecondaryButton, Text, announce
from lotse_app.ui.kit.layouts import GRID, FlowLayout, column
from lotse_app.ui.messages.problems import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lotse_app.forms.state import Element, ListState
    from lotse_app.ui.form.edits import Edit


_FULL = "Hier ist Platz für {}. Für mehr bitte einen weiteren Antrag beginnen."


class Listener(Protocol):
    """What the views tell their page."""

    def take_edit(self, edit: Edit) -> None:
        """Take a changed answer."""
        ...

    def add_item(self, wish: ItemAdded) -> None:
        """Take the wish for one more item."""
        ...

    def remove_item(self, wish: ItemRemoved) -> None:
        """Take the wish to remove an item."""
        ...

    def shift_item(self, wish: ItemShifted) -> None:
        """Take the wish to move or double an item."""
        ...

    def fold_item(self, wish: ItemFolded) -> None:
        """Take the wish to fold a finished item, or to open it."""
        ...


class LabelView(Body):
    """A text between questions."""

    def __init__(self, state: LabelState, parent: QWidget) -> None:
        super().__init__(state.text, parent=parent)
        self.show_state(state)

    def show_state(self, state: LabelState) -> None:
        """Show another text."""
        self.setText(state.text)
        set_shown(self, shown=state.visible)

    def controls(self) -> Iterator[ControlView]:
        """Return no questions."""
        return iter(())


class GroupView(QWidget):
    """A titled or untitled group; ``in_parts`` leaves its elements to ``missing``."""

    def __init__(self, state: GroupState, listener: Listener, parent: QWidget, *, in_parts: bool = False) -> None:
        super().__init__(parent)
        self._listener = listener
        self._state: GroupState | None = None
        outer = column(self, GRID + GRID // 2)
        self._title = Heading(state.title, 3)
        outer.addWidget(self._title)
        self._horizontal = state.horizontal
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._box.setSpacing(GRID + GRID // 2)
        outer.addLayout(self._box)
        self.parts: list[ElementView] = []
        #: Makes the elements that are missing, one a round.
        self.missing = self._fill(state)
        if not in_parts:
            all_at_once(self.missing)

    def _fill(self, state: GroupState) -> Iterator[None]:
        for element in state.elements:
            part = build(element, self._listener, self)
            self.parts.append(part)
            self._box.addWidget(part)
            yield
        self.show_state(state)

    def show_state(self, state: GroupState) -> None:
        """Show another state of the same group; one that is the same object shows nothing else."""
        if state is self._state:
            return
        self._state = state
        self._title.setText(state.title)
        self._title.setVisible(bool(state.title))
        for part, element in zip(self.parts, state.elements, strict=True):
            part.show_state(element)  # type: ignore[arg-type]  # a part was built from an element of its own kind
        set_shown(self, shown=state.visible)

    def set_place(self, room: Room) -> None:
        """Put the fields of a row side by side where there is room; the first has its label in the column."""
        side_by_side = self._horizontal and room.rows
        way = QBoxLayout.Direction.LeftToRight if side_by_side else QBoxLayout.Direction.TopToBottom
        self._box.setDirection(way)
        for at, part in enumerate(self.parts):
            self._box.setStretch(at, 1 if side_by_side and not _is_short(part) else 0)
        place_parts(self.parts, room, side_by_side=side_by_side)

    def controls(self) -> Iterator[ControlView]:
        """Return all questions in reading order."""
        for part in self.parts:
            yield from controls_of(part)


class ItemView(QFrame):
    """One item of a list, for example *Hund 2*: its questions, or one line of its answers once it is finished."""

    def __init__(self, state: GroupState, index: int, listing: ListView, listener: Listener) -> None:
        super().__init__(listing)
        self._index = index
        self._pointer = listing.state.pointer
        self._listener = listener
        self._state: GroupState | None = None
        self.folded = False
        self.setProperty("kind", "item")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, GRID)
        box.setSpacing(GRID + GRID // 2)
        box.addLayout(self._head(state, _shifts_of(listing.state)))
        self.line = Muted()
        self.line.hide()
        box.addWidget(self.line)
        self._body = QWidget(self)
        inside = column(self._body, GRID + GRID // 2)
        box.addWidget(self._body)
        self.parts = [build(element, listener, self._body) for element in state.elements]
        for part in self.parts:
            inside.addWidget(part)
        self.show_state(state)

    def _head(self, state: GroupState, shifts: tuple[Shift, ...]) -> FlowLayout:
        self._title = Heading(state.title, 3)
        self.change, self.done = LinkButton("Ändern"), LinkButton("Fertig")
        self.remove = LinkButton("Entfernen")
        self.change.clicked.connect(self._changed)
        self.done.clicked.connect(self._folded)
        self.remove.clicked.connect(self._removed)
        self.shifts = {shift: ShiftButton(shift) for shift in shifts}
        head = FlowLayout(spacing=GRID)
        head.addWidget(self._title)
        for shift in self.shifts.values():
            shift.wished.connect(self._shifted)
        for button in self.buttons:
            head.add_trailing(button)
        return head

    @property
    def buttons(self) -> tuple[QWidget, ...]:
        """Return the buttons of the head in reading order."""
        return self.change, self.done, *self.shifts.values(), self.remove

    def show_state(self, state: GroupState) -> None:
        """Show another state of this item."""
        if state is self._state:
            return
        self._state = state
        self._title.setText(f"{state.title}: {state.called}" if state.called else state.title)
        self._title.setVisible(bool(state.title))  # a place with one question of its own needs no second name
        self.setAccessibleName(state.title)
        for button, verb in ((self.change, "ändern"), (self.done, "zuklappen"), (self.remove, "entfernen")):
            button.setAccessibleName(f"{state.title} {verb}")
        for shift, button in self.shifts.items():
            button.setAccessibleName(f"{state.title} {_SHIFT_WORDS[shift].lower()}")
        for part, element in zip(self.parts, state.elements, strict=True):
            part.show_state(element)  # type: ignore[arg-type]  # a part was built from an element of its own kind
        words = summary(state)
        self.line.setText(words)
        self.change.setAccessibleDescription(words)
        set_shown(self, shown=state.visible)

    def show_folded(self, *, folded: bool, foldable: bool) -> None:
        """Show the line or the questions; ``foldable``: the questions are answered and may become the line."""
        self.folded = folded
        set_shown(self.line, shown=folded)
        set_shown(self._body, shown=not folded)
        set_shown(self.change, shown=folded)
        set_shown(self.done, shown=foldable)

    def controls(self) -> Iterator[ControlView]:
        """Return all questions in reading order."""
        for part in self.parts:
            yield from controls_of(part)

    def set_place(self, room: Room) -> None:
        """Put labels above fields where it is narrow."""
        place_parts(self.parts, room)

    def offer(self, state: ListState) -> None:
        """Show what can be done with this item in its list now."""
        self.remove.setVisible(state.enabled and len(state.items) > max(state.minimum, 0))
        full = state.maximum is not None and len(state.items) >= state.maximum
        possible = {
            Shift.UP: self._index > 0,
            Shift.DOWN: self._index < len(state.items) - 1,
            Shift.DOUBLE: not full,
        }
        for shift, button in self.shifts.items():
            button.setVisible(state.enabled and possible[shift])

    def _removed(self) -> None:
        self._listener.remove_item(ItemRemoved(self._pointer, self._index))

    def _changed(self) -> None:
        self._listener.fold_item(ItemFolded(self._pointer, self._index, folded=False))

    def _folded(self) -> None:
        self._listener.fold_item(ItemFolded(self._pointer, self._index, folded=True))

    def _shifted(self, shift: Shift) -> None:
        self._listener.shift_item(ItemShifted(self._pointer, self._index, shift))


#: A button takes one line: what is longer is named to a screen reader, and shown as *Eintrag*.
LONGEST_ON_BUTTON = 44
_SHIFT_WORDS = {Shift.UP: "Nach oben", Shift.DOWN: "Nach unten", Shift.DOUBLE: "Verdoppeln"}


def _shifts_of(state: ListState) -> tuple[Shift, ...]:
    """Return what the form lets one do with items."""
    moves = (Shift.UP, Shift.DOWN) if state.sortable else ()
    return (*moves, Shift.DOUBLE) if state.copyable else moves


class ShiftButton(LinkButton):
    """Moves or doubles an item."""

    #: A ``Shift``.
    wished = Signal(object)

    def __init__(self, shift: Shift) -> None:
        super().__init__(_SHIFT_WORDS[shift])
        self._shift = shift
        self.clicked.connect(self._wish)

    def _wish(self) -> None:
        self.wished.emit(self._shift)


class ListView(QWidget):
    """A repeating group: items and one button that adds another."""

    def __init__(self, state: ListState, listener: Listener, parent: QWidget) -> None:
        super().__init__(parent)
        self._listener = listener
        self.state = state
        self.folds = Folds(state.pointer)
        self._outer = column(self)
        self._title = Heading(state.title, 3)
        self._problem = Text("", "problem")
        self._items = column()
        long = len(state.item_title) > LONGEST_ON_BUTTON
        self.add = SecondaryButton(f"+  {'Eintrag' if long else state.item_title} hinzufügen")
        self.add.setAccessibleName(": ".join(filter(None, (state.within, f"{state.item_title} hinzufügen"))))
        self.add.clicked.connect(self._added)
        foot = FlowLayout(spacing=GRID)
        foot.addWidget(self.add)
        self._outer.addWidget(self._title)
        self._outer.addLayout(self._items)
        self._full = Muted()
        self._outer.addWidget(self._problem)
        self._outer.addWidget(self._full)
        self._outer.addLayout(foot)
        self.items: list[ItemView] = []
        self._room = Room()
        self._marked = ""
        self.show_state(state)

    def show_state(self, state: ListState) -> None:
        """Show the items; widgets of items that stay are kept, the last ones come and go."""
        if state is self.state and len(self.items) == len(state.items):
            return
        self.state = state
        while len(self.items) > len(state.items):
            gone = self.items.pop()
            self._items.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for item, view in zip(state.items, self.items, strict=False):
            view.show_state(item)
        for index in range(len(self.items), len(state.items)):
            view = ItemView(state.items[index], index, self, self._listener)
            view.set_place(self._room)
            self._items.addWidget(view)
            self.items.append(view)
        self._paint(state)

    def _paint(self, state: ListState) -> None:
        self._title.setText(state.title)
        self._title.setVisible(bool(state.title) and not (len(state.items) and state.items[0].title))
        words = self._marked or (sentence(state.problems[0]) if state.problems else "")
        self._problem.setText(f"⚠ {words}" if words else "")
        self._problem.setVisible(bool(words))
        full = state.maximum is not None and len(state.items) >= state.maximum
        self.add.setVisible(state.enabled and not full)
        self._full.setText(_FULL.format(state.maximum))
        self._full.setVisible(state.enabled and full)
        for view in self.items:
            view.offer(state)
        self.show_folds()
        set_shown(self, shown=state.visible)

    def show_folds(self) -> None:
        """Show each item as a line or open, as ``folds`` says now."""
        for at, view in enumerate(self.items):
            folded, foldable = self.folds.folded(self.state, at), self.folds.foldable(self.state, at)
            view.show_folded(folded=folded, foldable=foldable and self.state.enabled)

    def index_of(self, pointer: str) -> int | None:
        """Return which item a question belongs to."""
        first, _, rest = pointer.removeprefix(f"{self.state.pointer}/").partition("/")
        inside = pointer.startswith(f"{self.state.pointer}/") and rest and first.isdigit()
        return int(first) if inside else None

    def controls(self) -> Iterator[ControlView]:
        """Return all questions in reading order."""
        for item in self.items:
            yield from item.controls()

    def set_place(self, room: Room) -> None:
        """Put labels above fields where it is narrow, in items to come too."""
        self._room = room
        for item in self.items:
            item.set_place(room)

    def mark(self, words: str) -> None:
        """Mark the whole list, for example because the resident misses something in it."""
        if words != self._marked:
            self._marked = words
            self._paint(self.state)
            if words:
                announce(self.add, words)

    def _added(self) -> None:
        self.mark("")
        self._listener.add_item(ItemAdded(self.state.pointer))


ElementView = ControlView | LabelView | GroupView | ListView


def build(element: Element, listener: Listener, parent: QWidget, *, in_parts: bool = False) -> ElementView:
    """Return the view of one element, born in its parent: moving a finished part would style all of it again."""
    if isinstance(element, ControlState):
        view = ControlView(element, parent)
        view.edited.connect(listener.take_edit)
        return view
    if isinstance(element, LabelState):
        return LabelView(element, parent)
    if isinstance(element, GroupState):
        return GroupView(element, listener, parent, in_parts=in_parts)
    return ListView(element, listener, parent)


def controls_of(view: ElementView) -> Iterator[ControlView]:
    """Return the questions in a view, in reading order."""
    return iter((view,)) if isinstance(view, ControlView) else view.controls()


def lists_of(views: Sequence[ElementView]) -> Iterator[ListView]:
    """Return the repeating groups in reading order, those inside items too."""
    for view in views:
        if isinstance(view, ListView):
            yield view
            for item in view.items:
                yield from lists_of(item.parts)
        elif isinstance(view, GroupView):
            yield from lists_of(view.parts)


def _is_short(part: ElementView) -> bool:
    return isinstance(part, ControlView) and part.editor.short


def place_parts(parts: Sequence[ElementView], room: Room, *, side_by_side: bool = False) -> None:
    """Tell parts how much room there is; in a row all but the first question follow another one."""
    for at, part in enumerate(parts):
        if isinstance(part, ControlView):
            part.set_place(Place(room.labels_above, side_by_side, side_by_side and at > 0))
        elif not isinstance(part, LabelView):
            part.set_place(room)
