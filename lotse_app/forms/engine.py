"""The state of a form for the present answers; pure, no Qt. Semantics: JSON Forms core 3.8 (ADR 0007)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lotse_app.forms.compile import compile_form
from lotse_app.forms.editing import add_item, duplicate_item, edit, initial, move_item, remove_item
from lotse_app.forms.following import follow
from lotse_app.forms.painting import Painter
from lotse_app.forms.picking import picked
from lotse_app.forms.placing import placed
from lotse_app.forms.state import FormState
from lotse_app.forms.validation import checked, filled
from lotse_app.forms.visible import prune, seen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from lotse_app.forms.form import Form

__all__ = [
    "add_item",
    "compile_form",
    "duplicate_item",
    "edit",
    "initial",
    "move_item",
    "next_state",
    "painted",
    "remove_item",
    "state",
]


def state(
    form: Form, answers: Mapping[str, Any], touched: frozenset[str], today: date, *, show_all: bool = False
) -> FormState:
    """Return the state of every control for ``answers``.

    ``touched`` are pointers where the person has been: an empty required field is a shown problem only there,
    or everywhere with ``show_all``. What counts is what would be frozen: hidden answers cause no problem.
    Never raises, whatever the shape of the answers.
    """
    compiled = compile_form(form)
    answers = picked(compiled, answers)
    found = checked(compiled, prune(form, answers), today)
    required: set[str] = set()
    compiled.needs.collect(found.document, "", required)
    by_place = placed(found.problems, [pointer for _, pointer, _ in seen(compiled, answers)] if found.problems else [])
    painter = Painter(by_place, required, touched, show_all=show_all)
    problems = tuple(one for there in by_place.values() for one in there)
    return FormState(tuple(painter.step(step, answers) for step in compiled.steps), problems)


def next_state(
    form: Form, previous: FormState | None, answers: Mapping[str, Any], touched: frozenset[str], today: date
) -> FormState:
    """Return what ``state`` returns, worked out from the state before: only what a change reaches is made anew.

    What it does not reach are the same objects as in ``previous``, which is None for a form that is just opened.
    """
    answers = picked(compile_form(form), answers)
    trace = follow(form, None if previous is None else previous.trace, answers, touched, today)
    if trace is None:
        return state(form, answers, touched, today)
    return FormState(trace.steps, trace.problems, trace)


def painted(form: Form, answers: Mapping[str, Any]) -> FormState:
    """Return the state without looking for problems, for read-back and print."""
    compiled = compile_form(form)
    answers = picked(compiled, answers)
    required: set[str] = set()
    compiled.needs.collect(filled(compiled, answers)[0], "", required)
    painter = Painter({}, required, frozenset())
    return FormState(tuple(painter.step(step, answers) for step in compiled.steps))
