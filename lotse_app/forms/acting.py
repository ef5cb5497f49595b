"""Who acts, as questions of the form itself: the building blocks *Vertretung* (design/forms), one a way.

They go into the schema as the member ``vertretung``, so that keeping, checking, reading back, printing, finding by
name, copying and deleting treat them like every answer. They are no answer for the authority's own schema, so a
frozen document holds them apart (``workflows/freeze.py``).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lotse_app.forms.bundle import bundle, read_json
from lotse_app.forms.form import EvidenceRule, SignatureLine
from lotse_app.models.acting import ActingAs
from lotse_app.models.problems import Code, refuse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from lotse_app.forms.form import Form

#: The member of the answers, and the key of its wizard step.
MEMBER = "vertretung"
_FOLDER = "vertretung"
#: A messenger signs nothing: the person's own line stays.
_SIGNS_SELF = frozenset({ActingAs.SELF, ActingAs.MESSENGER})


class ActingForms:
    """Fits forms to who acts; the same form and way always give the same object."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._parts: dict[ActingAs, Mapping[str, Any]] = {}
        self._made: dict[tuple[Form, ActingAs], Form] = {}

    def all_of(self, form: Form) -> dict[ActingAs, Form]:
        """Return the form for every way. Raises FORM_BROKEN where a building block cannot be read."""
        return {acting: self.fitted(form, acting) for acting in ActingAs}

    def fitted(self, form: Form, acting: ActingAs) -> Form:
        """Return the form with the questions, evidence and signature lines of a way. Raises FORM_BROKEN."""
        if acting is ActingAs.SELF:
            return form
        key = (form, acting)
        if key not in self._made:
            self._made[key] = _with(form, acting, self._part(acting))
        return self._made[key]

    def _part(self, acting: ActingAs) -> Mapping[str, Any]:
        if acting not in self._parts:
            file = self._folder / _FOLDER / f"{acting.value}.json"
            faults: list[str] = []
            part = read_json(file, faults)
            schema = bundle(part.get("schema", {}), file, self._folder, faults)
            if faults:
                raise refuse(Code.FORM_BROKEN, form=file.stem, details="; ".join(faults), count=len(faults))
            self._parts[acting] = {**part, "schema": schema}
        return self._parts[acting]


def _with(form: Form, acting: ActingAs, part: Mapping[str, Any]) -> Form:
    block = {name: one for name, one in part["schema"].items() if name != "$defs"}
    needed = [MEMBER] if block["required"] else []
    lines = tuple(SignatureLine(one["text"], one.get("when"), signer=tuple(one["signer"])) for one in part["lines"])
    signed = form.lines if acting in _SIGNS_SELF else (*lines, *form.lines[1:])
    return replace(
        form,
        schema={
            **form.schema,
            "$defs": {**part["schema"]["$defs"], **form.schema.get("$defs", {})},
            "properties": {MEMBER: block, **form.schema["properties"]},
            "required": [*needed, *form.schema.get("required", ())],
        },
        uischema=_first(form, part["category"]),
        evidence=(*(EvidenceRule(**one) for one in part["evidence"]), *form.evidence),
        lines=signed,
        signature_lines=tuple(line.text for line in signed),
    )


def _first(form: Form, category: Mapping[str, Any]) -> dict[str, Any]:
    """Return the UI schema with the category before all others; one without categories becomes one."""
    if form.uischema.get("type") == "Categorization":
        return {**form.uischema, "elements": [category, *form.uischema["elements"]]}
    rest = {"type": "Category", "label": form.title, "elements": [form.uischema]}
    return {"type": "Categorization", "options": {"variant": "stepper"}, "elements": [category, rest]}
