"""Small forms for tests, and answers for the shipped one."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from lotse_app.forms.engine import edit, initial
from lotse_app.forms.facts import read_form
from lotse_app.forms.library import FormLibrary
from lotse_app.paths import resources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lotse_app.forms.form import Form
    from lotse_app.forms.state import ControlState, Element, FormState, ListState

TODAY = date(2026, 11, 21)

FACTS: dict[str, Any] = {
    "id": "probe",
    "version": "1",
    "title": "Probe",
    "valid_from": date(2026, 1, 1),
    "status": "ungeprueft",
    "authority": "Amt",
    "law": "Gesetz",
    "leika": ["1"],
    "representation": {"declares": "frei", "carries": "frei", "presence": "frei", "signatures": "frei"},
    "signature": {"rule": "formfrei", "source": "Gesetz"},
    "ways": {"allowed": ["papier"]},
}

#: What a person types into the form of the shipped Hundesteuer – Anmeldung, in order.
TYPED: dict[str, object] = {
    "/halter/person/familienname": "Beispiel",
    "/halter/person/vornamen": "Ana Maria",
    "/halter/person/geburtsdatum": "1.4.50",
    "/halter/anschrift/strasse": "Karl-Bröger-Straße",
    "/halter/anschrift/hausnummer": "12 a",
    "/halter/anschrift/plz": "01723",
    "/halter/anschrift/ort": "Wilsdruff",
    "/hunde/0/name": "Bello",
    "/hunde/0/rasse": "Labrador",
    "/hunde/0/geschlecht": "m",
    "/hunde/0/wurfdatum": "08.2026",
    "/hunde/0/chip": "276098102345678",
    "/hunde/0/haltung_seit": "10.11.26",
    "/hunde/0/herkunft": "zucht",
    "/hunde/0/gefaehrlich": "nein",
    "/weitere_hunde_haushalt": "0",
    "/befreiung": "keine",
}


def make_form(schema: dict[str, Any], uischema: dict[str, Any], **facts: object) -> Form:
    """Return a form of these documents; a fault in the facts fails the test."""
    faults: list[str] = []
    form = read_form("probe", {**FACTS, **facts}, schema, uischema, faults)
    assert not faults
    return form


def one_step(*elements: dict[str, Any]) -> dict[str, Any]:
    """Return a UI schema with these elements below each other."""
    return {"type": "VerticalLayout", "elements": list(elements)}


def control(name: str, **more: object) -> dict[str, Any]:
    """Return a control of a property of the root, or of a path with slashes."""
    scope = "#" + "".join(f"/properties/{part}" for part in name.split("/"))
    return {"type": "Control", "scope": scope, **more}


def texts(*names: str, **more: object) -> dict[str, Any]:
    """Return an object schema with text properties."""
    return {"type": "object", "properties": {name: {"type": "string"} for name in names}, **more}


@cache
def dog_form() -> Form:
    """Return the shipped form."""
    return FormLibrary(resources() / "forms").form("hundesteuer-anmeldung")


def typed_answers(**changes: object) -> dict[str, Any]:
    """Return complete answers for the shipped form; ``changes`` are pointers with ``__`` for ``/``."""
    answers = initial(dog_form())
    for pointer, value in {**TYPED, **{"/" + name.replace("__", "/"): one for name, one in changes.items()}}.items():
        answers = edit(dog_form(), answers, pointer, value, TODAY)
    return answers


def controls(state: FormState) -> dict[str, ControlState]:
    """Return all controls by pointer."""
    return {one.pointer: one for step in state.steps for one in _walk(step.elements) if hasattr(one, "kind")}


def lists(state: FormState) -> dict[str, ListState]:
    """Return all lists by pointer."""
    return {one.pointer: one for step in state.steps for one in _walk(step.elements) if hasattr(one, "items")}


def _walk(elements: tuple[Element, ...]) -> Iterator[Any]:
    for element in elements:
        yield element
        for part in ("elements", "items"):
            yield from _walk(getattr(element, part, ()))
