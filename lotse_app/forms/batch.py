"""States of forms line by line, as JSON: what JSON Forms core 3.8 says of the same documents (``lotse form-state``)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lotse_app.forms.generating import generate_schema, generate_uischema
from lotse_app.forms.keywords import Shown, keyword_set, raw_errors
from lotse_app.forms.pointers import sound
from lotse_app.forms.rules import FREE, compile_rule, read_only
from lotse_app.forms.schema import at_scope, data_path
from lotse_app.forms.validators import make_validator

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lotse_app.forms.rules import Rule
    from lotse_app.forms.validators import Validator


@dataclass(frozen=True, slots=True)
class _Control:
    """A control of a UI schema: its scope and data path, the schema of its property, all that decides about it."""

    scope: str | None
    path: tuple[str, ...]
    schema: Mapping[str, Any] | None
    around: tuple[tuple[Rule | None, bool | None], ...]


@dataclass(frozen=True, slots=True)
class _Documents:
    """A schema and a UI schema, read once."""

    schema: object
    validator: Validator
    controls: tuple[_Control, ...]


def answers_to(lines: Iterable[bytes]) -> Iterator[str]:
    """Yield one JSON line (ASCII) for every line (UTF-8) that is not blank.

    A question is ``{"name", "schema", "uischema", "data"}``; a schema or UI schema that is null is generated. The
    answer is ``{"name", "controls", "errors"}``, or ``{"name", "line", "error"}`` for a line that has no answer.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        name = None
        try:
            question = _read(line)
            name = question.get("name")
            found = form_state(question.get("schema"), question.get("uischema"), question["data"])
        except (ValueError, TypeError, AttributeError, LookupError, RecursionError) as error:
            found = {"line": number, "error": _reason(error)}
        yield json.dumps({"name": name, **found})


def _read(line: bytes) -> dict[str, Any]:
    question = sound(json.loads(line.decode("utf-8"), parse_constant=_refuse))
    if not isinstance(question, dict):
        message = "no object with name, schema, uischema and data"
        raise TypeError(message)
    return question


def _refuse(constant: str) -> None:
    message = f"{constant} is no JSON"
    raise ValueError(message)


def _reason(error: Exception) -> str:
    """Return what is wrong with a line, in one line and without its answers."""
    words = str(error).splitlines()
    return f"{type(error).__name__}: {words[0]}" if words else type(error).__name__


def form_state(schema: object, uischema: object, answers: object) -> dict[str, Any]:
    """Return ``controls`` in the order of the UI schema, and ``errors`` as (instance path, keyword), sorted.

    Raises ``ValueError`` or ``TypeError`` for documents that are none.
    """
    described = generate_schema(answers) if schema is None else schema
    documents = _compiled(json.dumps(described), json.dumps(uischema))
    errors = raw_errors(documents.validator, documents.schema, answers)
    shown = Shown(errors)
    return {
        "controls": [_row(control, answers, shown) for control in documents.controls],
        "errors": sorted(keyword_set(errors)),
    }


def _row(control: _Control, answers: object, shown: Shown) -> dict[str, Any]:
    standing = FREE
    for rule, fixed in control.around:
        standing = standing.inside(rule, answers, read_only=fixed)
    return {
        "scope": control.scope,
        "visible": standing.visible,
        "enabled": standing.enabled,
        "errors": list(shown.at(control.path, control.schema)),
    }


@lru_cache(maxsize=64)
def _compiled(schema_text: str, uischema_text: str) -> _Documents:
    """Return documents by their text: the lines of a batch mostly ask about the same form."""
    schema, uischema = json.loads(schema_text), json.loads(uischema_text)
    validator = make_validator(schema)
    layout = generate_uischema(schema) if uischema is None else uischema
    controls = () if layout is None else tuple(_controls(layout, schema, ()))
    return _Documents(schema, validator, controls)


def _controls(
    element: Mapping[str, Any], schema: object, around: tuple[tuple[Rule | None, bool | None], ...]
) -> Iterator[_Control]:
    """Yield the controls of an element in order; a layout's rule and options hold for what is in it."""
    if "elements" in element:
        inside = (*around, (compile_rule(element), read_only(element, {})))
        for inner in element["elements"]:
            yield from _controls(inner, schema, inside)
    elif "scope" in element or element.get("type") == "Control":
        scope = element.get("scope")
        found = None if scope is None else at_scope(schema, scope, schema)
        fixed = read_only(element, schema if found is None else found)
        path = () if scope is None else data_path(scope)
        yield _Control(scope, path, found, (*around, (compile_rule(element), fixed)))
