"""Makes forms of small documents for tests."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from lotse_app.forms.engine import state
from lotse_app.forms.validators import make_validator
from lotse_app.forms.xdatenfelder.command import form_of
from lotse_app.forms.xdatenfelder.genericode import CodeLists
from lotse_app.forms.xdatenfelder.importing import Imported, make_form
from lotse_app.forms.xdatenfelder.model import Precision
from tests.forms.building import controls
from tests.forms.xdatenfelder.writing import a_document, a_field, a_group, a_rule, use

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lotse_app.forms.xdatenfelder.model import Document, Use

TODAY = date(2026, 11, 22)
A, B, C = "F00000000001", "F00000000002", "F00000000003"
G, H = "G00000000001", "G00000000002"
ASKED = a_field(1, "Frage", datatype="bool")
TEXT = a_field(2, "Text", precision=Precision(1, 20, pattern="^[a-z]+$"))
OTHER = a_field(3, "Anderes")


def imported(document: Document, lists: CodeLists | None = None, land: str = "SN") -> Imported:
    """Give the form of a document."""
    return Imported(**make_form(document, lists or CodeLists(()), land), seconds=0.0)


def with_rule(*rules: str, uses: tuple[Use, ...] = (use(ASKED), use(TEXT), use(OTHER, "0:1"))) -> Imported:
    """Give the form of a group with rules and some members."""
    made = tuple(a_rule(number, text) for number, text in enumerate(rules, start=1))
    return imported(a_document(use(a_group(9, *uses, rules=made))))


def valid(form: Imported, **inner: object) -> bool:
    """Say whether answers in the only group are valid."""
    return make_validator(form.schema).is_valid({"G00000000009": inner})


def visible(form: Imported, name: str, **inner: object) -> bool:
    """Say whether a control of the only group is seen."""
    return controls(state(form_of(form), {"G00000000009": inner}, frozenset(), TODAY))[f"/G00000000009/{name}"].visible


def outcomes(form: Imported) -> list[tuple[str, str]]:
    """Give what became of the rules, and why."""
    return [(one.outcome, one.why) for one in form.report.rules]


def notes(form: Imported) -> list[str]:
    """Give the notes the form shows."""
    return [one["text"] for one in elements_of(form.uischema) if one.get("options", {}).get("x-vermerk")]


def elements_of(element: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Give a UI schema element and all inside it."""
    yield element
    for inner in (*element.get("elements", ()), *filter(None, [element.get("options", {}).get("detail")])):
        yield from elements_of(inner)
