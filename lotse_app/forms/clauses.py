"""Declarations and signature lines of ``form.toml`` that depend on the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lotse_app.forms.evidence import conditions
from lotse_app.forms.pointers import look_up
from lotse_app.forms.responsible import who_signs
from lotse_app.forms.visible import prune
from lotse_app.models.signing import ToSign

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lotse_app.forms.form import Form, SignatureLine


def declarations(form: Form, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the declarations that stand above the signature for these answers."""
    kept = prune(form, answers)
    return tuple(one.text for one, holds in zip(form.clauses, conditions(form).clauses, strict=True) if holds(kept))


#: Where a form names no line there is still one.
_SIGN_HERE = "Unterschrift"


def signature_lines(form: Form, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the captions of the lines to be signed for these answers."""
    return tuple(line.caption for line in _lines(form, answers))


def lines_to_sign(form: Form, answers: Mapping[str, Any]) -> tuple[ToSign, ...]:
    """Return who must sign for these answers, one by one; at least one."""
    return _lines(form, answers) or (ToSign(0, _SIGN_HERE),)


def _lines(form: Form, answers: Mapping[str, Any]) -> tuple[ToSign, ...]:
    kept = prune(form, answers)
    wanted = [
        one
        for one, holds in zip(form.lines, conditions(form).lines, strict=True)
        if holds(kept) and (not one.laws or form.law.startswith(one.laws))
    ]
    return tuple(
        ToSign(number, one.text, _offered(form, one, kept), one.print_only, one.others)
        for number, one in enumerate(wanted)
    )


def _offered(form: Form, line: SignatureLine, kept: Mapping[str, Any]) -> str:
    if line.responsible and form.responsible is not None:
        return who_signs(form.responsible, kept)
    return _name(kept, line.signer)


def _name(answers: Mapping[str, Any], pointers: Sequence[str]) -> str:
    parts = (look_up(answers, pointer) for pointer in pointers)
    return " ".join(part for part in parts if isinstance(part, str))
