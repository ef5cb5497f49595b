"""Which questions can be seen for the present answers, and what is left when the others are taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lotse_app.forms.compile import compile_form
from lotse_app.forms.plan import ControlPlan, GroupPlan, LabelPlan, ListPlan
from lotse_app.forms.pointers import MISSING, look, sound, split

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lotse_app.forms.form import Form
    from lotse_app.forms.plan import CompiledForm, ElementPlan

#: A visible question or list: its plan, its pointer, its value or MISSING.
Seen = tuple[ControlPlan | ListPlan, str, Any]


def seen(compiled: CompiledForm, answers: object) -> Iterator[Seen]:
    """Yield visible questions and lists in form order; a hidden container hides what is in it."""
    for step in compiled.steps:
        if step.rule is None or step.rule.shows(answers):
            yield from _elements(step.elements, answers, "")


def _elements(elements: tuple[ElementPlan, ...], context: object, pointer: str) -> Iterator[Seen]:
    for element in elements:
        if isinstance(element, LabelPlan) or (element.rule is not None and not element.rule.shows(context)):
            continue
        if isinstance(element, GroupPlan):
            yield from _elements(element.elements, context, pointer)
            continue
        value = look(context, element.path)
        here = pointer + element.suffix
        yield element, here, value
        if isinstance(element, ListPlan) and isinstance(value, list):
            for index, item in enumerate(value):
                yield from _elements((element.detail,), item, f"{here}/{index}")


def prune(form: Form, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return only the answers to visible questions, without empty containers.

    Taking a hidden answer away can change other rules, so this is repeated until nothing changes:
    pruning twice gives what pruning once gave. Items of visible lists stay, also empty ones.
    """
    compiled = compile_form(form)
    kept, left = _kept(compiled, answers)
    settled = kept == answers
    while not settled:
        before = left
        kept, left = _kept(compiled, kept)
        settled = left == before
    return kept


def _kept(compiled: CompiledForm, answers: object) -> tuple[dict[str, Any], int]:
    """Return a document of the visible answers, and how many there are."""
    kept: dict[str, Any] = {}
    count = 0
    for plan, pointer, value in seen(compiled, answers):
        if isinstance(plan, ListPlan):
            if isinstance(value, list) and value:
                put(kept, pointer, [{} for _ in value])
                count += len(value)
        elif value is not MISSING and value is not None and value not in ("", [], {}):
            put(kept, pointer, sound(value))
            count += 1
    return kept, count


def put(document: dict[str, Any], pointer: str, value: object) -> None:
    """Set a member in ``document`` itself, making objects on the way; list items must be there."""
    *parents, last = split(pointer)
    here: Any = document
    for segment in parents:
        here = here[int(segment)] if isinstance(here, list) else here.setdefault(segment, {})
    here[last] = value
