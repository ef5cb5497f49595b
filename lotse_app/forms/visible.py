"""Which questions can be seen for the present answers, and what is left when the others are taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lotse_app.forms.compile import compile_form
from lotse_app.forms.picking import picked
from lotse_app.forms.plan import ControlPlan, GroupPlan, LabelPlan, ListPlan
from lotse_app.forms.pointers import MISSING, join, look, sound, split

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lotse_app.forms.form import Form
    from lotse_app.forms.plan import CompiledForm, ElementPlan

#: A visible question or list: its plan, its pointer, its value or MISSING.
Seen = tuple[ControlPlan | ListPlan, str, Any]


def seen(compiled: CompiledForm, answers: object) -> Iterator[Seen]:
    """Yield visible questions and lists in form order; a hidden container hides what is in it."""
    for step in compiled.steps:
        if step.shows(answers):
            yield from _elements(step.elements, answers, "")


def _elements(elements: tuple[ElementPlan, ...], context: object, pointer: str) -> Iterator[Seen]:
    for element in elements:
        if isinstance(element, LabelPlan) or (element.rule is not None and not element.rule.shows(context)):
            continue
        if isinstance(element, GroupPlan):
            yield from _elements(element.elements, look(context, element.at), pointer + join(element.at))
            continue
        value = look(context, element.path)
        here = pointer + element.suffix
        yield element, here, value
        if isinstance(element, ListPlan):
            yield from seen_items(element, value, here)


def seen_items(plan: ListPlan, value: object, pointer: str) -> Iterator[Seen]:
    """Yield what is visible in the items of a visible list."""
    for index, item in enumerate(items_of(plan, value)):
        yield from _elements((plan.detail_of(index),), item, f"{pointer}/{index}")


def items_of(plan: ListPlan, value: object) -> list[Any]:
    """Return the items that are asked: those of an answer, and those that are asked whether they are there or not."""
    there = value if isinstance(value, list) else []
    return [*there, *(plan.detail_of(at).nothing for at in range(len(there), len(plan.first)))]


def prune(form: Form, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return only the answers to visible questions, without empty containers.

    Taking a hidden answer away can change other rules, so this is repeated until nothing changes:
    pruning twice gives what pruning once gave. Items of visible lists stay, also empty ones.
    """
    compiled = compile_form(form)
    answers = picked(compiled, answers)
    before, kept = answers, _kept(compiled, answers)
    while kept != before:
        before, kept = kept, _kept(compiled, kept)
    return kept


def _kept(compiled: CompiledForm, answers: object) -> dict[str, Any]:
    """Return a document of the visible answers."""
    kept: dict[str, Any] = {}
    for step in compiled.steps:
        if step.shows(answers):
            _keep(step.elements, answers, kept)
    return kept


def _keep(elements: tuple[ElementPlan, ...], context: object, kept: dict[str, Any]) -> None:
    """Copy the visible answers of a context into ``kept``."""
    for element in elements:
        if isinstance(element, LabelPlan) or (element.rule is not None and not element.rule.shows(context)):
            continue
        if isinstance(element, GroupPlan):
            _keep(element.elements, look(context, element.at), _member(kept, element.at))
            _drop_empty(kept, element.at)
            continue
        value = kept_of(element, look(context, element.path))
        if value is not MISSING:
            _place(kept, element.path, value)


def kept_of(element: ControlPlan | ListPlan, value: object) -> Any:  # noqa: ANN401 - answers are JSON
    """Return what stays of the answer to a visible question or list, MISSING for nothing."""
    if value is MISSING or value is None or value in ("", [], {}):
        return MISSING
    if isinstance(element, ControlPlan):
        return sound(value)
    if not isinstance(value, list):
        return MISSING
    items = [_kept_item(element.detail_of(at), one) for at, one in enumerate(value)]
    while items and len(items) <= len(element.first) and items[-1] is MISSING:
        items.pop()
    if not items:
        return MISSING
    items += [MISSING] * (min(element.minimum, len(element.first)) - len(items))
    return [element.detail_of(at).nothing if one is MISSING else one for at, one in enumerate(items)]


def _kept_item(detail: GroupPlan, item: object) -> Any:  # noqa: ANN401 - answers are JSON
    """Return what stays of an item, MISSING for nothing."""
    if detail.bare is not None:
        return kept_of(detail.bare, item)
    copy: dict[str, Any] = {}
    _keep((detail,), item, copy)
    return copy or MISSING


def _member(kept: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    """Return the object at a path, made where it is not there."""
    for segment in path:
        kept = kept.setdefault(segment, {})
    return kept


def _drop_empty(kept: dict[str, Any], path: tuple[str, ...]) -> None:
    """Take the object at a path away again where nothing was put into it."""
    for length in range(len(path), 0, -1):
        around = _member(kept, path[: length - 1])
        if not around[path[length - 1]]:
            del around[path[length - 1]]


def put(document: dict[str, Any], pointer: str, value: object) -> None:
    """Set a member in ``document`` itself, making objects on the way; list items must be there."""
    here: Any = document
    *parents, last = split(pointer)
    for segment in parents:
        here = here[int(segment)] if isinstance(here, list) else here.setdefault(segment, {})
    here[int(last) if isinstance(here, list) else last] = value


def _place(document: dict[str, Any], path: tuple[str, ...], value: object) -> None:
    for segment in path[:-1]:
        document = document.setdefault(segment, {})
    document[path[-1]] = value
