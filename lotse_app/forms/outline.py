"""The elements of a form in reading order, and which of them a change of the answers reaches. Pure, no Qt.

What is in items of lists is no part of it: a list is one element, and reads everything below its path.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import compress, repeat
from operator import is_not
from typing import TYPE_CHECKING

from lotse_app.forms.plan import ControlPlan, GroupPlan, ListPlan, StepPlan
from lotse_app.forms.pointers import MISSING, join, look, split
from lotse_app.forms.rules import FREE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lotse_app.forms.plan import CompiledForm, ElementPlan
    from lotse_app.forms.rules import Rule, Standing

#: A data path without list items.
Path = tuple[str, ...]


def changes(old: object, new: object, path: Path = ()) -> Iterator[Path]:
    """Yield the shortest paths at which two documents differ; lists are looked at as a whole.

    What is the same object is not looked into, so that an edit costs what it changed.
    """
    if old is new or (type(old) is type(new) and isinstance(new, str | int) and old == new):
        return
    if not (isinstance(old, dict) and isinstance(new, dict)):
        yield path
        return
    other = list(compress(new, map(is_not, map(old.get, new, repeat(MISSING)), new.values())))
    for name in other:
        yield from changes(old.get(name, MISSING), new[name], (*path, name))
    if len(old) + sum(name not in old for name in other) != len(new):
        for name in old.keys() - new.keys():
            yield (*path, name)


class Index:
    """Who reads what: finds the readers whom a change of a path concerns, above, at and below it."""

    def __init__(self, reads: Iterable[tuple[Path, int]]) -> None:
        self._at: dict[Path, list[int]] = defaultdict(list)
        self._under: dict[Path, list[int]] = defaultdict(list)
        for path, reader in reads:
            self._at[path].append(reader)
            for length in range(len(path)):
                self._under[path[:length]].append(reader)

    def readers(self, changed: Iterable[Path]) -> set[int]:
        """Return the readers whom changes at these paths concern."""
        found: set[int] = set()
        for path in changed:
            found.update(self._under.get(path, ()))
            for length in range(len(path) + 1):
                found.update(self._at.get(path[:length], ()))
        return found


@dataclass(slots=True)
class Node:
    """One element: its plan, the steps or groups around it, and where its data begin.

    ``base`` is the path of the object its rules look at, ``path`` and ``pointer`` are those of a question or list.
    """

    plan: StepPlan | ElementPlan
    parent: int
    base: Path = ()
    path: Path = ()
    pointer: str = ""
    children: list[int] = field(default_factory=list)
    end: int = 0

    @property
    def asks(self) -> bool:
        """Return whether it is a question or a list."""
        return isinstance(self.plan, ControlPlan | ListPlan)

    @property
    def rules(self) -> tuple[tuple[Rule | None, bool | None], ...]:
        """Return rules and read-only marks that decide about it, outermost first."""
        if isinstance(self.plan, StepPlan):
            return self.plan.around
        return ((self.plan.rule, getattr(self.plan, "read_only", None)),)

    def stands(self, around: Standing, answers: object) -> Standing:
        """Return how it stands, given how what is around it stands."""
        context = look(answers, self.base)
        for rule, read_only in self.rules:
            around = around.inside(rule, context, read_only=read_only)
        return around


@dataclass(frozen=True, slots=True)
class Outline:
    """All nodes in reading order, each before what is in it; ``steps`` are the numbers of the steps.

    ``values`` knows the questions by the answers they show, ``rules`` the nodes by what their rules look at;
    ``asking`` are questions and lists, ``at`` the same by pointer, ``below`` those at a pointer or below it.
    """

    nodes: tuple[Node, ...]
    steps: tuple[int, ...]
    values: Index
    rules: Index
    asking: tuple[int, ...]
    at: Mapping[str, tuple[int, ...]]
    below: Mapping[str, tuple[int, ...]]

    def restand(
        self, standings: list[Standing], answers: object, concerned: Iterable[int], moved: set[int]
    ) -> list[Standing]:
        """Return how all nodes stand; of the given standings only those of ``concerned`` are looked at again.

        ``moved`` gets the nodes that stand otherwise now; where none does, the list is the one given.
        """
        new = standings
        for first in sorted(concerned):
            waiting = [first]
            while waiting:
                at = waiting.pop()
                node = self.nodes[at]
                stands = node.stands(new[node.parent] if node.parent >= 0 else FREE, answers)
                if stands != new[at]:
                    if new is standings:
                        new = list(standings)
                    new[at] = stands
                    moved.add(at)
                    waiting.extend(node.children)
        return new

    def around(self, number: int) -> Iterator[int]:
        """Yield the groups and the step around an element, innermost first."""
        number = self.nodes[number].parent
        while number >= 0:
            yield number
            number = self.nodes[number].parent

    def list_around(self, pointer: str) -> int | None:
        """Return the list in whose items a pointer lies, None where it lies in no item."""
        while pointer:
            pointer = pointer.rpartition("/")[0]
            for number in self.at.get(pointer, ()):
                if isinstance(self.nodes[number].plan, ListPlan):
                    return number
        return None

    def holders(self, pointers: Iterable[str]) -> set[int]:
        """Return the questions and lists at some pointers, or the lists in whose items they lie."""
        found: set[int] = set()
        for pointer in pointers:
            numbers = self.at.get(pointer)
            listed = self.list_around(pointer) if numbers is None else None
            found.update(numbers or (() if listed is None else (listed,)))
        return found

    def standings(self, answers: object) -> list[Standing]:
        """Return how all nodes stand."""
        new: list[Standing] = []
        for node in self.nodes:
            new.append(node.stands(new[node.parent] if node.parent >= 0 else FREE, answers))
        return new


def outline(compiled: CompiledForm) -> Outline | None:
    """Return the outline of a form; None where questions lie inside each other's answers."""
    nodes: list[Node] = []
    steps = []
    for step in compiled.steps:
        steps.append(len(nodes))
        _add(nodes, Node(step, -1))
    asking = [(number, node) for number, node in enumerate(nodes) if node.asks]
    if not _apart([node for _, node in asking], compiled):
        return None
    at: dict[str, list[int]] = defaultdict(list)
    below: dict[str, list[int]] = defaultdict(list)
    for number, node in asking:
        at[node.pointer].append(number)
        for length in range(1, len(node.path) + 1):
            below[join(node.path[:length])].append(number)
    read = (
        ((*node.base, *path), number)
        for number, node in enumerate(nodes)
        for rule, _ in node.rules
        if rule is not None
        for path in rule.reads
    )
    return Outline(
        tuple(nodes),
        tuple(steps),
        Index((node.path, number) for number, node in asking),
        Index(read),
        tuple(number for number, _ in asking),
        {pointer: tuple(found) for pointer, found in at.items()},
        {pointer: tuple(found) for pointer, found in below.items()},
    )


def _add(nodes: list[Node], node: Node) -> int:
    number = len(nodes)
    nodes.append(node)
    inside: Path = node.base
    if isinstance(node.plan, GroupPlan):
        inside = (*node.base, *node.plan.at)
    for plan in getattr(node.plan, "elements", ()):
        inner = Node(plan, number, inside)
        if isinstance(plan, ControlPlan | ListPlan):
            inner.path = (*inside, *plan.path)
            inner.pointer = join(inner.path)
        node.children.append(_add(nodes, inner))
    node.end = len(nodes)
    return number


def _apart(asking: list[Node], compiled: CompiledForm) -> bool:
    """Return whether no answer lies inside another one, every list is asked for once, and ``*`` is no name."""
    paths = {node.path for node in asking}
    lists = [node.path for node in asking if isinstance(node.plan, ListPlan)]
    asked = [node.path for node in asking if isinstance(node.plan, ControlPlan)]
    around = {path[:length] for path in paths for length in range(len(path))}
    taken = around | set(map(split, compiled.objects))
    return len(lists) == len(set(lists)) and not (
        set(lists) & set(asked) or paths & taken or any("*" in path for path in paths)
    )
