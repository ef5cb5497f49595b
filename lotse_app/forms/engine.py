"""The state of a form for the present answers; pure, no Qt. Semantics: JSON Forms core 3.8 (ADR 0007)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from lotse_app.forms.compile import compile_form
from lotse_app.forms.editing import add_item, duplicate_item, edit, initial, move_item, remove_item
from lotse_app.forms.plan import ControlPlan, GroupPlan, LabelPlan
from lotse_app.forms.pointers import MISSING, join, look
from lotse_app.forms.state import ControlState, FormState, GroupState, LabelState, ListState, StepState
from lotse_app.forms.validation import checked, filled
from lotse_app.forms.visible import prune, seen
from lotse_app.models.problems import Code

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from lotse_app.forms.form import Form
    from lotse_app.forms.plan import CompiledForm, ElementPlan, ListPlan, StepPlan
    from lotse_app.forms.rules import Rule
    from lotse_app.forms.state import Element
    from lotse_app.models.problems import Problem

__all__ = [
    "add_item",
    "compile_form",
    "duplicate_item",
    "edit",
    "initial",
    "move_item",
    "painted",
    "remove_item",
    "state",
]

_QUIET = frozenset({Code.REQUIRED, Code.TOO_FEW, Code.ONE_NEEDED})


def state(
    form: Form, answers: Mapping[str, Any], touched: frozenset[str], today: date, *, show_all: bool = False
) -> FormState:
    """Return the state of every control for ``answers``.

    ``touched`` are pointers where the person has been: an empty required field is a shown problem only there,
    or everywhere with ``show_all``. What counts is what would be frozen: hidden answers cause no problem.
    Never raises, whatever the shape of the answers.
    """
    compiled = compile_form(form)
    found = checked(compiled, prune(form, answers), today)
    required: set[str] = set()
    compiled.needs.collect(found.document, "", required)
    by_pointer = _placed(found.problems, compiled, answers)
    painter = _Painter(by_pointer, required, touched, show_all=show_all)
    return FormState(tuple(painter.step(step, answers) for step in compiled.steps), found.problems)


def painted(form: Form, answers: Mapping[str, Any]) -> FormState:
    """Return the state without looking for problems, for read-back and print."""
    compiled = compile_form(form)
    required: set[str] = set()
    compiled.needs.collect(filled(compiled, answers)[0], "", required)
    painter = _Painter({}, required, frozenset(), show_all=False)
    return FormState(tuple(painter.step(step, answers) for step in compiled.steps))


def _placed(found: tuple[Problem, ...], compiled: CompiledForm, answers: object) -> dict[str, list[Problem]]:
    """Return problems by the visible control or list that shows them; none is lost."""
    if not found:
        return {}
    shown = [pointer for _, pointer, _ in seen(compiled, answers)]
    places = set(shown)
    placed: dict[str, list[Problem]] = defaultdict(list)
    for one in found:
        placed[one.pointer if one.pointer in places else _nearest(one.pointer, shown)].append(one)
    return placed


def _nearest(pointer: str, shown: list[str]) -> str:
    """Return the first control below a pointer, else that of the nearest container, else the first of all."""
    while pointer:
        for candidate in shown:
            if candidate == pointer or candidate.startswith(pointer + "/"):
                return candidate
        pointer = pointer.rpartition("/")[0]
    return shown[0] if shown else ""


@dataclass(slots=True)
class _Place:
    """Where the painter stands: the context's data, its pointer, and what containers decided."""

    context: object
    pointer: str
    visible: bool
    enabled: bool

    def inside(self, rule: Rule | None, *, read_only: bool | None = None) -> _Place:
        """Return the place inside an element: its own rule decides, else its options or schema, else the container."""
        if rule is None and read_only is None:
            return self
        visible = self.visible
        enabled = self.enabled if read_only is None else not read_only
        if rule is not None:
            visible = visible and rule.shows(self.context)
            decided = rule.enables(self.context)
            enabled = enabled if decided is None else decided
        return _Place(self.context, self.pointer, visible, enabled)


class _Painter:
    """Makes states from plans."""

    def __init__(
        self, problems_at: Mapping[str, list[Problem]], required: set[str], touched: frozenset[str], *, show_all: bool
    ) -> None:
        self._problems = problems_at
        self._required = required
        self._touched = touched
        self._show_all = show_all
        self._wrong = False

    def step(self, plan: StepPlan, answers: object) -> StepState:
        """Return one step; it is complete when nothing visible in it is open or wrong."""
        self._wrong = False
        place = _Place(answers, "", visible=True, enabled=True)
        for rule, read_only in plan.around:
            place = place.inside(rule, read_only=read_only)
        elements = tuple(self._elements(plan.elements, place))
        return StepState(plan.key, plan.title, elements, place.visible, not self._wrong, plan.words)

    def _elements(self, plans: tuple[ElementPlan, ...], place: _Place) -> Iterator[Element]:
        for plan in plans:
            if isinstance(plan, ControlPlan):
                yield self._control(plan, place.inside(plan.rule, read_only=plan.read_only))
            elif isinstance(plan, LabelPlan):
                yield LabelState(plan.text, place.inside(plan.rule).visible)
            elif isinstance(plan, GroupPlan):
                yield self._group(plan, place.inside(plan.rule, read_only=plan.read_only), plan.title)
            else:
                yield self._list(plan, place.inside(plan.rule, read_only=plan.read_only))

    def _control(self, plan: ControlPlan, place: _Place) -> ControlState:
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
            required=pointer in self._required or not plan.path,
            read_only=plan.read_only is True,
            choices=plan.choices,
            format=plan.format,
            max_length=plan.max_length,
            special_category=plan.special_category,
            prefill=plan.prefill,
            problems=self._shown(pointer, place),
            variant=plan.variant,
            accepts=plan.accepts,
        )

    def _group(self, plan: GroupPlan, place: _Place, title: str, key: str = "") -> GroupState:
        if plan.at:
            at = place.pointer + join(plan.at)
            place = _Place(look(place.context, plan.at), at, place.visible, place.enabled)
        return GroupState(
            key or (f"{place.pointer}/{plan.key}" if place.pointer else plan.key),
            title,
            tuple(self._elements(plan.elements, place)),
            visible=place.visible,
            enabled=place.enabled,
            horizontal=plan.horizontal,
            words=plan.words,
        )

    def _list(self, plan: ListPlan, place: _Place) -> ListState:
        pointer = place.pointer + plan.suffix
        value = look(place.context, plan.path)
        items = value if isinstance(value, list) else []
        groups = []
        for index, item in enumerate(items):
            at = f"{pointer}/{index}"
            inner = _Place(item, at, place.visible, place.enabled)
            inner = inner.inside(plan.detail.rule, read_only=plan.detail.read_only)
            made = self._group(plan.detail, inner, f"{plan.item_title} {index + 1}", at)
            groups.append(replace(made, called=_called(plan, item)) if plan.label else made)
        return ListState(
            pointer,
            plan.title,
            plan.item_title,
            tuple(groups),
            plan.minimum,
            plan.maximum,
            visible=place.visible,
            enabled=place.enabled,
            problems=self._shown(pointer, place),
            words=plan.words,
            sortable=plan.sortable,
            copyable=plan.copyable,
        )

    def _shown(self, pointer: str, place: _Place) -> tuple[Problem, ...]:
        found = self._problems.get(pointer)
        if not found or not place.visible:
            return ()
        self._wrong = True
        if self._show_all or pointer in self._touched:
            return tuple(found)
        return tuple(one for one in found if one.code not in _QUIET)


def _called(plan: ListPlan, item: object) -> str:
    """Return what tells an item apart, empty where the form does not say what does or it is not answered yet."""
    told = look(item, plan.label) if plan.label else MISSING
    return str(told).strip() if isinstance(told, str | int) and not isinstance(told, bool) else ""
