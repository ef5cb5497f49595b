"""Makes the states of elements from their plans; pure, no Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lotse_app.forms.plan import ControlPlan, GroupPlan, LabelPlan
from lotse_app.forms.pointers import MISSING, join, look
from lotse_app.forms.state import ControlState, GroupState, LabelState, ListState, StepState
from lotse_app.forms.visible import items_of, kept_of
from lotse_app.models.problems import Code

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from lotse_app.forms.plan import ElementPlan, ListPlan, StepPlan
    from lotse_app.forms.rules import Rule
    from lotse_app.forms.state import Element
    from lotse_app.models.problems import Problem

_QUIET = frozenset({Code.REQUIRED, Code.TOO_FEW, Code.ONE_NEEDED})


@dataclass(slots=True)
class Place:
    """Where the painter stands: the context's data, its pointer, and what containers decided.

    ``item`` is what the item of a list is called that is here; ``needed``: an item is asked for where it stands.
    """

    context: object
    pointer: str
    visible: bool
    enabled: bool
    item: str = ""
    needed: bool = True

    def inside(self, rule: Rule | None, *, read_only: bool | None = None) -> Place:
        """Return the place inside an element: its own rule decides, else its options or schema, else the container."""
        if rule is None and read_only is None:
            return self
        visible = self.visible
        enabled = self.enabled if read_only is None else not read_only
        if rule is not None:
            visible = visible and rule.shows(self.context)
            decided = rule.enables(self.context)
            enabled = enabled if decided is None else decided
        return replace(self, visible=visible, enabled=enabled)


def step_of(plan: StepPlan, elements: tuple[Element, ...], *, visible: bool, complete: bool) -> StepState:
    """Return one step with its elements."""
    return StepState(plan.key, plan.title, elements, visible, complete, plan.words)


def group_of(
    plan: GroupPlan, key: str, title: str, elements: tuple[Element, ...], *, visible: bool, enabled: bool
) -> GroupState:
    """Return one group with its elements."""
    return GroupState(
        key, title, elements, visible=visible, enabled=enabled, horizontal=plan.horizontal, words=plan.words
    )


class Painter:
    """Makes states from plans."""

    def __init__(
        self,
        problems_at: Mapping[str, Sequence[Problem]],
        required: Container[str],
        touched: Container[str],
        *,
        show_all: bool = False,
    ) -> None:
        self._problems = problems_at
        self._required = required
        self._touched = touched
        self._show_all = show_all
        #: Whether something visible that was painted since this was set to False is open or wrong.
        self.wrong = False

    def step(self, plan: StepPlan, answers: object) -> StepState:
        """Return one step; it is complete when nothing visible in it is open or wrong."""
        self.wrong = False
        place = Place(answers, "", visible=True, enabled=True)
        for rule, read_only in plan.around:
            place = place.inside(rule, read_only=read_only)
        elements = tuple(self._elements(plan.elements, place))
        return step_of(plan, elements, visible=place.visible, complete=not self.wrong)

    def _elements(self, plans: tuple[ElementPlan, ...], place: Place) -> Iterator[Element]:
        for plan in plans:
            if isinstance(plan, ControlPlan):
                yield self.control(plan, place.inside(plan.rule, read_only=plan.read_only))
            elif isinstance(plan, LabelPlan):
                yield LabelState(plan.text, place.inside(plan.rule).visible)
            elif isinstance(plan, GroupPlan):
                yield self._group(plan, place.inside(plan.rule, read_only=plan.read_only), plan.title)
            else:
                yield self.listing(plan, place.inside(plan.rule, read_only=plan.read_only))

    def control(self, plan: ControlPlan, place: Place) -> ControlState:
        """Return one question; ``place`` is inside it."""
        pointer = place.pointer + plan.suffix
        value = look(place.context, plan.path)
        return ControlState(
            pointer,
            plan.kind,
            plan.label,
            help=plan.help,
            words=plan.words,
            value=None if value is MISSING else value,
            visible=place.visible,
            enabled=place.enabled,
            required=pointer in self._required or (not plan.path and place.needed),
            read_only=plan.read_only is True,
            choices=plan.choices,
            format=plan.format,
            max_length=plan.max_length,
            special_category=plan.special_category,
            prefill=plan.prefill,
            problems=self._shown(pointer, place),
            variant=plan.variant,
            accepts=plan.accepts,
            max_bytes=plan.max_bytes,
            ways=tuple(self._way(way, pointer) for way in plan.ways),
        )

    def _way(self, plan: ControlPlan, pointer: str) -> ControlState:
        """Return one of the ways to answer a question; value and problems are those of the question."""
        return ControlState(
            pointer, plan.kind, plan.label, choices=plan.choices, format=plan.format, max_length=plan.max_length
        )

    def _group(self, plan: GroupPlan, place: Place, title: str, key: str = "") -> GroupState:
        if plan.at:
            at = place.pointer + join(plan.at)
            place = Place(look(place.context, plan.at), at, place.visible, place.enabled)
        key = key or (f"{place.pointer}/{plan.key}" if place.pointer else plan.key)
        elements = tuple(self._elements(plan.elements, place))
        return group_of(plan, key, title, elements, visible=place.visible, enabled=place.enabled)

    def listing(self, plan: ListPlan, place: Place) -> ListState:
        """Return a list with all that is in its items; ``place`` is inside it."""
        pointer = place.pointer + plan.suffix
        around = "" if plan.path else place.item
        within = f"{around}, " if around not in {"", plan.item_title} else ""
        value = look(place.context, plan.path)
        kept = kept_of(plan, value) if plan.first else MISSING
        least = len(kept) if isinstance(kept, list) else plan.minimum * (pointer in self._required)
        groups = []
        for index, item in enumerate(items_of(plan, value)):
            at, detail = f"{pointer}/{index}", plan.detail_of(index)
            title = detail.title if index < len(plan.first) else f"{within}{plan.item_title} {index + 1}"
            inner = Place(item, at, place.visible, place.enabled, title, index < least or index >= len(plan.first))
            inner = inner.inside(detail.rule, read_only=detail.read_only)
            alone = index < len(plan.first) and isinstance(detail.bare, ControlPlan)  # its label says what it is
            made = self._group(detail, inner, "" if alone else title, at)
            groups.append(replace(made, called=_called(plan, item)) if plan.label else made)
        return ListState(
            pointer,
            "" if around else plan.title,
            plan.item_title,
            tuple(groups),
            max(plan.minimum, len(plan.first)),
            plan.maximum,
            visible=place.visible,
            enabled=place.enabled,
            problems=self._shown(pointer, place),
            words=plan.words,
            sortable=plan.sortable,
            copyable=plan.copyable,
            within=around,
        )

    def _shown(self, pointer: str, place: Place) -> tuple[Problem, ...]:
        found = self._problems.get(pointer)
        if not found or not place.visible:
            return ()
        self.wrong = True
        if self._show_all or pointer in self._touched:
            return tuple(found)
        return tuple(one for one in found if one.code not in _QUIET)


def _called(plan: ListPlan, item: object) -> str:
    """Return what tells an item apart, empty where the form does not say what does or it is not answered yet."""
    told = look(item, plan.label) if plan.label else MISSING
    return str(told).strip() if isinstance(told, str | int) and not isinstance(told, bool) else ""
