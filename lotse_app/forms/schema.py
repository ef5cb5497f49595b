"""Reading JSON Schema documents: references, scopes, choices, validators of parts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from lotse_app.forms.pointers import unescape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Schema = dict[str, Any]

#: A pattern that asks for so many digits and nothing else.
DIGITS = re.compile(r"\^\[0-9\]\{(\d+)\}\$")

#: Keywords through which JSON Forms looks for a property that is not declared directly.
_ALTERNATIVES = ("oneOf", "allOf", "anyOf", "then", "else")
#: A chain of references longer than this is a loop.
_LONGEST_CHAIN = 32


def follow(schema: object, root: Mapping[str, Any]) -> Schema:
    """Return the schema behind ``$ref``; the empty schema where there is none (lint names such references)."""
    for _ in range(_LONGEST_CHAIN):
        if not isinstance(schema, dict):
            return {}
        reference = schema.get("$ref")
        if not isinstance(reference, str):
            return schema
        schema = at_reference(reference, root)
    return {}


def at_reference(reference: str, root: Mapping[str, Any]) -> object:
    """Return what a local reference (``#/…``) points at, or None."""
    if not reference.startswith("#"):
        return None
    found: object = root
    for segment in reference[1:].split("/")[1:]:
        found = found.get(unescape(segment)) if isinstance(found, dict) else None
    return found


def data_path(scope: str) -> tuple[str, ...]:
    """Return the data path of a UI schema scope: ``#/properties/a/properties/b`` is ``a``, ``b``."""
    segments = scope.split("/")
    names = [segment for segment in segments if segment not in {"then", "else"}]
    kept: list[str] = []
    skip = False
    for segment in names[1:]:
        if skip:
            skip = False
        elif segment in {"anyOf", "allOf", "oneOf"}:
            skip = True
        else:
            kept.append(segment)
    return tuple(unescape(segment) for segment in kept[1::2])


def at_path(schema: object, path: Sequence[str], root: Mapping[str, Any]) -> Schema | None:
    """Return the schema of a property path, looking through ``allOf``, ``then`` … as JSON Forms does."""
    here = follow(schema, root)
    if not path:
        return here
    properties = here.get("properties")
    if isinstance(properties, dict) and path[0] in properties:
        declared = at_path(properties[path[0]], path[1:], root)
        if declared is not None:
            return declared
    for part in _alternatives(here):
        found = at_path(part, path, root)
        if found is not None:
            return found
    return None


def _alternatives(schema: Schema) -> Iterator[object]:
    for keyword in _ALTERNATIVES:
        part = schema.get(keyword)
        if isinstance(part, list):
            yield from part
        elif isinstance(part, dict):
            yield part


def choices_of(schema: Schema) -> tuple[tuple[Any, str], ...]:
    """Return (value, label) of ``oneOf`` with ``const``/``title`` or of ``enum``; empty where it is no choice."""
    options = schema.get("oneOf")
    if isinstance(options, list) and options and all(isinstance(one, dict) and "const" in one for one in options):
        return tuple((one["const"], str(one.get("title", one["const"]))) for one in options)
    values = schema.get("enum")
    if isinstance(values, list):
        return tuple((value, str(value)) for value in values)
    return ()


def types_of(schema: Schema) -> tuple[str, ...]:
    """Return the types a schema names."""
    named = schema.get("type")
    if isinstance(named, str):
        return (named,)
    if isinstance(named, list):
        return tuple(str(one) for one in named)
    if "properties" in schema:
        return ("object",)
    return ()


def accepts_nothing(schema: object) -> bool:
    """Return whether a schema accepts a value that is not there, as Ajv does with ``undefined``.

    ``type``, ``const`` and ``enum`` refuse it; keywords for one type let it pass; the rest is logic.
    """
    if not isinstance(schema, dict):
        return schema is not False
    if any(keyword in schema for keyword in ("type", "const", "enum")):
        return False
    if "not" in schema and accepts_nothing(schema["not"]):
        return False
    return _logic_accepts_nothing(schema)


def _logic_accepts_nothing(schema: Schema) -> bool:
    if not all(accepts_nothing(part) for part in schema.get("allOf", ())):
        return False
    if "anyOf" in schema and not any(accepts_nothing(part) for part in schema["anyOf"]):
        return False
    if "oneOf" in schema and sum(accepts_nothing(part) for part in schema["oneOf"]) != 1:
        return False
    if "if" in schema:
        return accepts_nothing(schema.get("then" if accepts_nothing(schema["if"]) else "else", True))
    return True
