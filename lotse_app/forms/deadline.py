"""The answers a deadline is counted from, read where ``form.toml`` says they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lotse_app.forms.pointers import split
from lotse_app.forms.validation import matches
from lotse_app.forms.visible import prune

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lotse_app.forms.form import Form


def deadline_inputs(form: Form, answers: Mapping[str, Any]) -> tuple[dict[str, str], ...]:
    """Return what the deadline rule of a form counts from: one row of named answers for every list item.

    Inputs without ``*`` belong to every row. Hidden answers do not count; what is not answered is not in its row.
    """
    if form.deadline is None:
        return ()
    kept = prune(form, answers)
    rows: dict[tuple[str, ...], dict[str, str]] = {}
    common: dict[str, str] = {}
    for name, pointer in form.deadline.inputs:
        path = split(pointer)
        for found, value in matches(kept, path):
            if not isinstance(value, str):
                continue
            at = tuple(here for here, wanted in zip(split(found), path, strict=True) if wanted == "*")
            (rows.setdefault(at, {}) if at else common)[name] = value
    if not rows:
        return (common,) if common else ()
    return tuple({**common, **row} for _, row in sorted(rows.items(), key=lambda one: [int(part) for part in one[0]]))
