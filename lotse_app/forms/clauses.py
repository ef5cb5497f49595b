"""Declarations and signature lines of ``form.toml`` that depend on the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lotse_app.forms.evidence import conditions
from lotse_app.forms.visible import prune

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lotse_app.forms.form import Form


def declarations(form: Form, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the declarations that stand above the signature for these answers."""
    kept = prune(form, answers)
    return tuple(one.text for one, holds in zip(form.clauses, conditions(form).clauses, strict=True) if holds(kept))


def signature_lines(form: Form, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the captions of the lines to be signed by hand for these answers."""
    kept = prune(form, answers)
    return tuple(one.text for one, holds in zip(form.lines, conditions(form).lines, strict=True) if holds(kept))
