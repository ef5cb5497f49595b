"""From answers to the bytes that are frozen: prune, validate alone, canonical form (RFC 8785), SHA-256."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lotse_app.forms.compile import compile_form
from lotse_app.forms.validation import filled, problems
from lotse_app.forms.visible import prune
from lotse_app.models.problems import Code, Problem, problem, refuse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from lotse_app.forms.form import Form

__all__ = ["Pruned", "canonical", "check", "digest", "prune"]


@dataclass(frozen=True, slots=True)
class Pruned:
    """Answers without hidden ones, and everything that keeps them from being frozen."""

    answers: Mapping[str, Any]
    problems: tuple[Problem, ...]


def check(form: Form, answers: Mapping[str, Any], today: date) -> Pruned:
    """Return the pruned answers, validated alone against the schema, with all problems at once."""
    compiled = compile_form(form)
    kept = prune(form, answers)
    found = problems(compiled, filled(compiled, kept), today)
    if not found and not compiled.validator.is_valid(kept):
        # An empty object that the schema requires was filled in to ask for its fields, but it has none that are needed.
        found = problems(compiled, kept, today)
    if not found and not _canonical_works(kept):
        found = (problem(Code.INVALID),)
    return Pruned(kept, found)


def _canonical_works(document: Mapping[str, Any]) -> bool:
    import rfc8785  # noqa: PLC0415 - loaded when an application is frozen

    try:
        rfc8785.dumps(dict(document))
    except (rfc8785.CanonicalizationError, UnicodeError):
        return False
    return True


def canonical(document: Mapping[str, Any]) -> bytes:
    """Return the canonical bytes (RFC 8785, JSON Canonicalization Scheme) of a document.

    The workflow hands in ``form``, ``version``, ``answers``, ``evidence`` and ``acting``. Raises INVALID where a
    value has no canonical form (a number beyond 2^53, half a surrogate pair).
    """
    import rfc8785  # noqa: PLC0415 - loaded when an application is frozen

    try:
        return bytes(rfc8785.dumps(dict(document)))
    except (rfc8785.CanonicalizationError, UnicodeError) as error:
        raise refuse(Code.INVALID) from error


def digest(canonical_bytes: bytes) -> str:
    """Return SHA-256 as 64 hex digits."""
    return hashlib.sha256(canonical_bytes).hexdigest()
