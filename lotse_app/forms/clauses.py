"""What of ``form.toml`` depends on the answers: evidence, declarations, signature lines, inputs of the deadline."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lotse_app.forms.pointers import MISSING, look
from lotse_app.forms.pointers import split as segments_of
from lotse_app.forms.rules import compile_condition
from lotse_app.forms.visible import prune

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lotse_app.forms.form import Clause, EvidenceRule, Form


@lru_cache(maxsize=64)
def _conditions(form: Form) -> dict[str, tuple[Callable[[Any], bool], ...]]:
    return {
        "evidence": tuple(_compiled(rule) for rule in form.evidence),
        "lines": tuple(_compiled(clause) for clause in form.lines),
        "clauses": tuple(_compiled(clause) for clause in form.clauses),
    }


def _compiled(rule: EvidenceRule | Clause) -> Callable[[Any], bool]:
    return compile_condition(rule.when)


def evidence_wanted(form: Form, answers: Mapping[str, Any]) -> tuple[EvidenceRule, ...]:
    """Return the evidence to be shown or attached for these answers, in form order."""
    kept = prune(form, answers)
    return tuple(rule for rule, holds in zip(form.evidence, _conditions(form)["evidence"], strict=True) if holds(kept))


def declarations(form: Form, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the declarations that stand above the signature for these answers."""
    kept = prune(form, answers)
    return tuple(one.text for one, holds in zip(form.clauses, _conditions(form)["clauses"], strict=True) if holds(kept))


def signature_lines(form: Form, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the captions of the lines to be signed by hand for these answers."""
    kept = prune(form, answers)
    return tuple(one.text for one, holds in zip(form.lines, _conditions(form)["lines"], strict=True) if holds(kept))


def deadline_inputs(form: Form, answers: Mapping[str, Any]) -> tuple[dict[str, str], ...]:
    """Return the arguments of the deadline rule, one mapping an item of the list they lie in.

    Values are ISO dates, maybe partial, as answered; what is not answered is left out, empty mappings too.
    """
    if form.deadline is None:
        return ()
    kept = prune(form, answers)
    found: dict[str, dict[str, str]] = {}
    for name, pointer in form.deadline.inputs:
        for item, value in _matches(kept, pointer):
            found.setdefault(item, {})[name] = value
    return tuple(found.values())


def _matches(answers: object, pointer: str) -> Iterator[tuple[str, str]]:
    """Yield (item, value) of every text at a pointer in which one ``*`` may stand for list items."""
    before, star, after = pointer.partition("/*")
    start = look(answers, segments_of(before))
    items = enumerate(start) if star and isinstance(start, list) else [(0, start)] if not star else []
    for index, item in items:
        value = look(item, segments_of(after)) if item is not MISSING else MISSING
        if isinstance(value, str):
            yield str(index), value
