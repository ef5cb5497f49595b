"""The state of a form, worked out from the state before: an edit costs what it reaches, not what there is. Pure.

``follow`` returns what ``engine.state`` would, as a ``Trace`` that keeps what each stage said: which elements can be
seen, what each part of the schema found (``settling``), where problems are placed, what is painted. Each stage asks
again only those who read what differs. Nothing is kept elsewhere, and a trace knows nothing of the one before it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from operator import is_
from typing import TYPE_CHECKING, Any

from lotse_app.forms.compile import compile_form
from lotse_app.forms.dividing import divide
from lotse_app.forms.gathering import CLEAN, SILENT, placing_after, remarks_after
from lotse_app.forms.outline import Index, outline
from lotse_app.forms.painting import Painter, Place, group_of, step_of
from lotse_app.forms.plan import ControlPlan, GroupPlan, LabelPlan, StepPlan
from lotse_app.forms.pointers import join, look
from lotse_app.forms.settling import Web, fill_rounds, prune_rounds
from lotse_app.forms.state import LabelState, ListState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from lotse_app.forms.form import Form
    from lotse_app.forms.gathering import Placing, Remarks
    from lotse_app.forms.outline import Node
    from lotse_app.forms.settling import Filling, Round
    from lotse_app.forms.state import ControlState, StepState
    from lotse_app.models.problems import Problem


#: Where texts have their value.
_NOWHERE = ("",)


@lru_cache(maxsize=64)
def web_of(form: Form) -> Web | None:
    """Return what edits of a form are followed with, made once a form; None for one whose answers overlap."""
    compiled = compile_form(form)
    found = outline(compiled)
    if found is None:
        return None
    parts = divide(compiled)
    return Web(compiled, found, parts, Index((path, at) for at, part in enumerate(parts) for path in part.reads))


@dataclass(frozen=True, slots=True)
class Trace:
    """How a state was worked out.

    ``elements`` are the painted elements by number, ``wrongs`` says which of them are open or wrong and seen.
    """

    form: Form
    today: date
    touched: frozenset[str]
    rounds: tuple[Round, ...]
    fillings: tuple[Filling, ...]
    remarks: Remarks
    placing: Placing
    elements: list[Any]
    wrongs: list[bool]
    steps: tuple[StepState, ...]

    @property
    def answers(self) -> Mapping[str, Any]:
        """Return the answers it was worked out for."""
        return self.rounds[0].document

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return all problems in form order."""
        return self.placing.problems


def follow(
    form: Form, before: Trace | None, answers: Mapping[str, Any], touched: frozenset[str], today: date
) -> Trace | None:
    """Return the trace of a state; None for a form whose edits cannot be followed.

    ``before`` counts only if it is of the same form and the same day.
    """
    web = web_of(form)
    if web is None:
        return None
    if before is not None and (before.form is not form or before.today != today):
        before = None
    rounds, reached = prune_rounds(web.outline, before.rounds if before else (), dict(answers))
    fillings = fill_rounds(web, before.fillings if before else (), rounds[-1].document, today)
    remarks, told, flipped = remarks_after(before.remarks if before else SILENT, fillings[-1].findings)
    old = before.placing if before else CLEAN
    placing, moved = placing_after(old, web.outline, rounds[0], reached, remarks.problems, told)
    elements = list(before.elements if before else [None] * len(web.outline.nodes))
    wrongs = list(before.wrongs if before else [False] * len(web.outline.nodes))
    if before is not None:
        reached |= web.outline.holders(flipped | moved | (touched ^ before.touched))
    trace = Trace(form, today, touched, rounds, fillings, remarks, placing, elements, wrongs, ())
    _paint(web, trace, before, reached)
    steps = tuple(elements[at] for at in web.outline.steps)
    return replace(trace, steps=before.steps if before and _identical(before.steps, steps) else steps)


def _paint(web: Web, trace: Trace, before: Trace | None, reached: set[int]) -> None:
    """Paint what was reached, and what is around it, into the elements of a trace."""
    painter = Painter(trace.placing.places, trace.remarks.required, trace.touched)
    nodes = web.outline.nodes
    around = {at for at in reached if isinstance(nodes[at].plan, GroupPlan | StepPlan)}
    for at in reached - around:
        painter.wrong = False
        old, new = trace.elements[at], _element(nodes[at], at, trace, painter)
        if before is not None:
            path = nodes[at].path or _NOWHERE
            new = _kept(old, new, look(before.answers, path), look(trace.answers, path))
        if new is not old or painter.wrong is not trace.wrongs[at]:
            trace.elements[at], trace.wrongs[at] = new, painter.wrong
            around.update(web.outline.around(at))
    for at in sorted(around | {over for one in around for over in web.outline.around(one)}, reverse=True):
        trace.elements[at] = _container(nodes[at], at, trace)


def _element(node: Node, at: int, trace: Trace, painter: Painter) -> ControlState | ListState | LabelState:
    stands = trace.rounds[0].standings[at]
    if isinstance(node.plan, LabelPlan):
        return LabelState(node.plan.text, stands.visible)
    place = Place(look(trace.answers, node.base), join(node.base), stands.visible, stands.enabled)
    if isinstance(node.plan, ControlPlan):
        return painter.control(node.plan, place)
    return painter.listing(node.plan, place)  # type: ignore[arg-type]  # all that is left are lists


def _kept(old: Any, new: Any, before: object, now: object) -> Any:  # noqa: ANN401 - an element
    """Return the element that was there where it is no other one, of a list also its items.

    Values are told apart by what they are: ``1`` and ``true`` are equal to Python only.
    """
    if old == new and (before is now or repr(before) == repr(now)):
        return old
    if not (isinstance(new, ListState) and isinstance(before, list) and isinstance(now, list)):
        return new
    shared = [
        was if raw is still and was == item else item
        for was, item, raw, still in zip(old.items, new.items, before, now, strict=False)
    ]
    return replace(new, items=(*shared, *new.items[len(shared) :]))


def _container(node: Node, at: int, trace: Trace) -> Any:  # noqa: ANN401 - a group or a step
    """Return a group or step with its elements; the one that was there where nothing in it differs."""
    stands, old = trace.rounds[0].standings[at], trace.elements[at]
    inside = tuple(trace.elements[child] for child in node.children)
    new: Any
    if isinstance(node.plan, StepPlan):
        complete = not any(trace.wrongs[at : node.end])
        new = step_of(node.plan, inside, visible=stands.visible, complete=complete)
    else:
        plan: Any = node.plan
        pointer = join((*node.base, *plan.at))
        key = f"{pointer}/{plan.key}" if pointer else plan.key
        new = group_of(plan, key, plan.title, inside, visible=stands.visible, enabled=stands.enabled)
    return old if old is not None and _identical(old.elements, inside) and old == new else new


def _identical(old: Iterable[object], new: Iterable[object]) -> bool:
    return all(map(is_, old, new))
