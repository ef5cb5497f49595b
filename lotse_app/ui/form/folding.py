"""Finished items of a list fold to one line: when, and what the line says. Pure, no widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.forms.reading import spoken
from lotse_app.forms.state import ControlState, GroupState, ListState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lotse_app.forms.state import Element

#: A single item stays open; an item with fewer questions is its own summary.
_SEVERAL, _LEAST = 2, 3
#: So many answers stand in the line, each cut after so many letters; nobody needs more to tell items apart.
_ANSWERS, _LETTERS = 3, 40
_OPEN: tuple[object, ...] = (None, "")


class Folds:
    """Which items of one list are folded: the finished ones that nobody opened, where there are several."""

    def __init__(self, pointer: str) -> None:
        # A list inside an item unfolds with it: folds within folds hide more than they help.
        self._inner = any(part.isdigit() for part in pointer.split("/"))
        self._opened: set[int] = set()
        #: Frozen answers are looked at, not worked on: nothing is folded then.
        self.all_open = False

    def folded(self, state: ListState, index: int) -> bool:
        """Return whether an item is shown as one line."""
        return index not in self._opened and self._could(state, index)

    def foldable(self, state: ListState, index: int) -> bool:
        """Return whether an item that was opened could be folded now."""
        return index in self._opened and self._could(state, index)

    def _could(self, state: ListState, index: int) -> bool:
        if self._inner or self.all_open or len(state.items) < _SEVERAL:
            return False
        item = state.items[index]
        return len(list(_controls(item.elements))) >= _LEAST and finished(item)

    def open(self, index: int) -> None:
        """Leave an item open from now on: work goes on there."""
        self._opened.add(index)

    def open_only(self, index: int | None = None) -> None:
        """Leave one item open, or none; what is not finished stays open by itself."""
        self._opened = set() if index is None else {index}

    def close(self, index: int) -> None:
        """Fold an item as soon as it is finished."""
        self._opened.discard(index)


def finished(item: GroupState) -> bool:
    """Return whether nothing needed is open and nothing shown is wrong, in lists inside the item too."""
    answered = all(not one.problems and not (one.required and one.value in _OPEN) for one in _controls(item.elements))
    return answered and all(len(one.items) >= one.minimum and not one.problems for one in _lists(item.elements))


def summary(item: GroupState) -> str:
    """Return the first answers with their labels: ``Rufname: Bello · Rasse: Labrador``.

    Special categories (religion, health) are left out: the line stands there for everybody who looks along.
    """
    told = [
        f"{one.label}: {_short(spoken(one))}"
        for one in _controls(item.elements)
        if one.value not in _OPEN and one.value != [] and not one.special_category
    ]
    return " · ".join(told[:_ANSWERS])


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LETTERS else f"{flat[: _LETTERS - 1]}…"


def _controls(elements: tuple[Element, ...]) -> Iterator[ControlState]:
    for element in elements:
        if isinstance(element, ControlState) and element.visible:
            yield element
        elif isinstance(element, GroupState) and element.visible:
            yield from _controls(element.elements)
        elif isinstance(element, ListState) and element.visible:
            for item in element.items:
                yield from _controls(item.elements)


def _lists(elements: tuple[Element, ...]) -> Iterator[ListState]:
    for element in elements:
        if isinstance(element, ListState) and element.visible:
            yield element
            for item in element.items:
                yield from _lists(item.elements)
        elif isinstance(element, GroupState) and element.visible:
            yield from _lists(element.elements)
