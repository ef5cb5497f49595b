"""From answers to the bytes that are frozen: prune, validate alone, canonical form (RFC 8785), SHA-256."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from lotse_app.forms.compile import compile_form
from lotse_app.forms.picking import unpicked
from lotse_app.forms.validation import checked, filled, problems
from lotse_app.forms.visible import prune
from lotse_app.models.problems import Code, ProblemError, refuse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from lotse_app.forms.form import Form
    from lotse_app.models.problems import Problem

__all__ = ["canonical_bytes", "digest_of", "prune", "remaining_problems", "settled", "unpicked"]


def settled(form: Form, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return pruned answers as they are frozen, but for our own members (``unpicked``) that say what was chosen.

    An object that the schema requires although nothing in it is required stays, empty: there is no question that could
    be answered instead. Where anything else is missing, nothing is added.
    """
    kept = prune(form, answers)
    document, found = filled(compile_form(form), kept)
    return kept if found else document


def remaining_problems(form: Form, kept: Mapping[str, Any], today: date) -> tuple[Problem, ...]:
    """Return everything that keeps pruned answers from being frozen, all at once; they are validated alone."""
    compiled = compile_form(form)
    found = checked(compiled, kept, today).problems
    if not found and not compiled.alone.is_valid(unpicked(kept)):
        # The schema requires an empty object in which nothing is required: there is no field to be asked for.
        found = problems(compiled, unpicked(kept))
    return found or _uncanonical(kept)


def _uncanonical(kept: Mapping[str, Any]) -> tuple[Problem, ...]:
    try:
        canonical_bytes(kept)
    except ProblemError as error:
        return (error.problem,)
    return ()


def canonical_bytes(document: Mapping[str, Any]) -> bytes:
    """Return the canonical bytes (RFC 8785, JSON Canonicalization Scheme) of a document.

    The workflow hands in form, version, answers, evidence, acting and whatever else the digest vouches for. Raises
    INVALID where a value has no canonical form (a whole number beyond 2^53, half a surrogate pair).
    """
    import rfc8785

    try:
        return bytes(rfc8785.dumps(dict(document)))
    except (rfc8785.CanonicalizationError, UnicodeError) as error:
        raise refuse(Code.INVALID) from error


def digest_of(canonical: bytes) -> str:
    """Return SHA-256 as 64 hex digits."""
    return hashlib.sha256(canonical).hexdigest()
