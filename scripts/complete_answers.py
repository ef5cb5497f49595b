"""Makes answers that a form accepts, from its schema alone: what is asked for is added, what is forbidden taken away.

A way to see that an imported form can be completed at all; the values mean nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from lotse_app.forms.schema import choices_of, follow, types_of
from lotse_app.forms.validators import make_validator

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROUNDS = 200
_FORMATS = {"date": "2020-01-15", "time": "10:00:00Z", "date-time": "2020-01-15T10:00:00Z"}
_TRIED = (
    "01067",
    "a@example.org",
    "1" * 13,
    "1",
    "A",
    "2020",
    "https://example.org",
    "+49 351 123",
    "12345678",
    "1,00",
)


def complete(schema: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return answers the schema accepts, with little more than it asks for; None where none were found."""
    validator = make_validator(dict(schema))
    answers: dict[str, Any] = {}
    for _ in range(ROUNDS):
        errors = list(validator.iter_errors(answers))
        if not errors:
            return answers
        for error in errors:
            _mend(answers, error, schema)
    return None


def _mend(answers: dict[str, Any], error: Any, root: Mapping[str, Any]) -> None:  # noqa: ANN401 - no type in the library
    path = list(error.instance_path)
    here, described = _walk(answers, dict(root), path, root)
    kind = error.kind.name
    if kind == "required" and isinstance(here, dict):
        name = error.kind.property
        here.setdefault(name, sample(_member(described, name, root), root))
    elif kind in {"anyOf", "oneOf"} and isinstance(here, dict):
        wanted = _at(root, list(error.schema_path))
        _take(here, wanted, described, root)
    elif kind == "minProperties" and isinstance(here, dict):
        name = next(iter(described.get("properties", {})))
        here[name] = sample(_member(described, name, root), root)
    elif kind == "minItems" and isinstance(here, list):
        here.append(_item(described, here, root))
    elif kind in {"not", "falseSchema"} and path:
        around, _ = _walk(answers, dict(root), path[:-1], root)
        if isinstance(around, dict):
            around.pop(path[-1], None)


def _take(here: dict[str, Any], branches: Sequence[Any], described: dict[str, Any], root: Mapping[str, Any]) -> None:
    """Make the first of several ways true and the others not."""
    for number, branch in enumerate(branches):
        for name in branch.get("required", ()):
            if number:
                here.pop(name, None)
                continue
            inner = branch.get("properties", {}).get(name, {})
            member = _member(described, name, root)
            if "const" in inner:
                here[name] = inner["const"]
            else:
                here.setdefault(name, sample(member, root))
            if isinstance(here[name], dict) and "required" in inner:
                _take(here[name], [inner], member, root)


def _walk(
    here: Any,  # noqa: ANN401 - answers
    described: dict[str, Any],
    path: Sequence[str | int],
    root: Mapping[str, Any],
) -> tuple[Any, dict[str, Any]]:
    for step in path:
        if isinstance(step, int):
            here, described = here[step], follow(described.get("items"), root)
        else:
            here, described = here.get(step), _member(described, step, root)
    return here, described


def _member(described: dict[str, Any], name: str, root: Mapping[str, Any]) -> dict[str, Any]:
    return follow(described.get("properties", {}).get(name), root)


def _at(root: Mapping[str, Any], steps: list[Any]) -> Any:  # noqa: ANN401 - a part of a schema
    here: Any = root
    for step in steps:
        here = here[step]
        if isinstance(here, dict) and "$ref" in here:
            here = follow(here, root)
    return here


def _item(described: dict[str, Any], there: list[Any], root: Mapping[str, Any]) -> Any:  # noqa: ANN401 - an answer
    item = follow(described.get("items"), root)
    choices = [value for value, _ in choices_of(item) if value not in there]
    return choices[0] if choices else sample(item, root)


def sample(schema: dict[str, Any], root: Mapping[str, Any]) -> Any:  # noqa: ANN401 - an answer
    """Return a value of a type; members of objects come when they are asked for."""
    choices = choices_of(schema)
    if "const" in schema or choices:
        return schema.get("const", choices[0][0] if choices else None)
    kind = (types_of(schema) or ("object",))[0]
    if kind == "array":
        return [_item(schema, [], root)]
    if kind == "string":
        return _text(schema)
    return {"object": {}, "boolean": False}.get(kind, max(1, schema.get("minimum", 1)))


def _text(schema: dict[str, Any]) -> str:
    if schema.get("format") in _FORMATS:
        return _FORMATS[schema["format"]]
    wanted = schema.get("pattern", "")
    least, most = schema.get("minLength", 1), schema.get("maxLength", 10_000)
    tried = [one for one in _TRIED if least <= len(one) <= most and re.search(wanted, one)]
    return tried[0] if tried else "x" * max(least, 1)
