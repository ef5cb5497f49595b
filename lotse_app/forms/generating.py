"""What JSON Forms core 3.8 makes up where a form has no schema or no UI schema (``Generate``)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from lotse_app.forms.pointers import escape
from lotse_app.forms.schema import LONGEST_CHAIN, at_reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_COMBINATORS = ("oneOf", "anyOf", "allOf")
_KNOWN = frozenset({"object", "array", "string", "number", "integer", "null", "boolean"})
#: Names below this are list indexes to JavaScript, which puts them first and in order.
_INDEXES = 2**32 - 1


def generate_schema(answers: object) -> dict[str, Any]:
    """Return the schema of answers: every member known and required. Raises ``ValueError`` where there are none."""
    if answers is None:
        message = "from nothing no schema can be made"
        raise ValueError(message)
    members: Iterable[tuple[str, Any]] = ()
    if isinstance(answers, dict):
        members = answers.items()
    elif isinstance(answers, list):
        members = ((str(at), one) for at, one in enumerate(answers))
    elif isinstance(answers, str):  # JavaScript counts the halves of a surrogate pair
        members = ((str(at), "") for at in range(len(answers.encode("utf-16-le", "surrogatepass")) // 2))
    return _object(dict(members))


def _object(members: Mapping[str, Any]) -> dict[str, Any]:
    properties = {name: _member(members[name]) for name in in_order(members)}
    made: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": True}
    return {**made, "required": list(properties)} if properties else made


def _member(value: object) -> dict[str, Any]:
    if isinstance(value, dict):
        return _object(value)
    if isinstance(value, list):
        return {"type": "array", "items": _items(value)}
    if value is None or isinstance(value, bool):
        return {"type": "null" if value is None else "boolean"}
    if isinstance(value, int | float):
        return {"type": "integer" if value == value // 1 else "number"}
    return {"type": "string"}


def _items(values: list[Any]) -> dict[str, Any]:
    kinds = list({json.dumps(one): one for one in map(_member, values)}.values())
    if len(kinds) == 1:
        return kinds[0]
    return {"oneOf": kinds} if kinds else {}


def in_order(names: Iterable[str]) -> list[str]:
    """Return names in the order in which JavaScript keeps them: ``0``, ``1`` … first."""
    kept = list(names)
    indexes = [name for name in kept if name.isascii() and name.isdigit() and str(int(name)) == name]
    first = sorted((name for name in indexes if int(name) < _INDEXES), key=int)
    return [*first, *(name for name in kept if name not in set(first))]


def generate_uischema(schema: object, root: Mapping[str, Any] | None = None) -> dict[str, Any] | None:
    """Return the layout of a schema: a control a property, one control for anything that is no object.

    None where there is nothing to ask. Raises ``ValueError`` for a type that is none or a chain of references without
    an end. ``root`` holds what ``$ref`` leads to; without it the schema itself does.
    """
    whole = root if root is not None else schema if isinstance(schema, dict) else {}
    made = _element(schema, whole, "#")
    return {"type": "VerticalLayout", "elements": [made]} if made is not None and "elements" not in made else made


def _element(schema: object, root: Mapping[str, Any], scope: str) -> dict[str, Any] | None:
    for _ in range(LONGEST_CHAIN):
        if not (isinstance(schema, dict) and isinstance(schema.get("$ref"), str)):
            break
        schema = at_reference(schema["$ref"], root)
    else:
        message = f"references without an end: {scope}"
        raise ValueError(message)
    if isinstance(schema, dict) and any(schema.get(name) for name in _COMBINATORS):
        return {"type": "Control", "scope": scope}
    types = derived_types(schema)
    wanted = [one for one in types if one != "null"] or types
    if not isinstance(schema, dict) or not wanted:
        return None
    if scope == "#" and wanted == ["object"]:
        return _layout(schema, root)
    if len(wanted) == 1 and wanted[0] not in _KNOWN:
        message = f"unknown type: {wanted[0]}"
        raise ValueError(message)
    return {"type": "Control", "scope": scope}


def _layout(schema: Mapping[str, Any], root: Mapping[str, Any]) -> dict[str, Any]:
    properties = schema.get("properties") or {}
    made = (_element(properties[name], root, f"#/properties/{escape(name)}") for name in in_order(properties))
    return {"type": "VerticalLayout", "elements": [one for one in made if one is not None]}


def derived_types(schema: object) -> list[str]:
    """Return the types a schema names, or those its keywords tell of (``deriveTypes``)."""
    if not isinstance(schema, dict):
        return []
    named = schema.get("type")
    if isinstance(named, str) and named:
        return [named]
    if isinstance(named, list):
        return [str(one) for one in named]
    for name, kind in (("properties", "object"), ("additionalProperties", "object"), ("items", "array")):
        if isinstance(schema.get(name), dict | list) and schema[name]:
            return [kind]
    return _types_of_parts(schema)


def _types_of_parts(schema: Mapping[str, Any]) -> list[str]:
    values = schema.get("enum")
    if values:
        kinds = [["string"] if isinstance(one, str) else derived_types(one) for one in values]
        return list(dict.fromkeys(one for kind in kinds for one in kind))
    for part in schema.get("allOf") or ():
        if found := derived_types(part):
            return found
    return []
