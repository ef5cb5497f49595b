"""Which evidence the answers ask for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lotse_app.forms.rules import compile_condition
from lotse_app.forms.visible import prune

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lotse_app.forms.form import EvidenceRule, Form

    Holds = tuple[Callable[[Any], bool], ...]


@dataclass(frozen=True, slots=True)
class Conditions:
    """The compiled conditions of ``form.toml``, in the order of their lists."""

    evidence: Holds
    lines: Holds
    clauses: Holds
    blocks: Holds


@lru_cache(maxsize=64)
def conditions(form: Form) -> Conditions:
    """Return the compiled conditions of a form; what has no condition always holds."""
    return Conditions(
        *(
            tuple(compile_condition(one.when) for one in ones)
            for ones in (form.evidence, form.lines, form.clauses, form.blocks)
        )
    )


def evidence_wanted(form: Form, answers: Mapping[str, Any]) -> tuple[EvidenceRule, ...]:
    """Return the evidence to be shown or attached for these answers, in form order."""
    kept = prune(form, answers)
    return tuple(rule for rule, holds in zip(form.evidence, conditions(form).evidence, strict=True) if holds(kept))
