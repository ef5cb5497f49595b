"""Reading JSON Schema documents: references, scopes, choices, validators of parts."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lotse_app.forms.pointers import unescape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Schema = dict[str, Any]

#: A pattern that asks for so many digits and nothing else.
DIGITS = re.compile(r"\^\[0-9\]\{(\d+)\}\$")

#: Keywords through which JSON Forms looks for a property that is not declared directly.
_ALTERNATIVES = ("oneOf", "allOf", "anyOf", "then", "else")
#: Parts of a scope that lead into an alternative and not into the data.
_INSIDE = re.compile(r"(?<=/)(?:(?:anyOf|allOf|oneOf)/[0-9]+/|(?:then|else)/)")
#: A chain of references longer than this is a loop.
LONGEST_CHAIN = 32


def follow(schema: object, root: Mapping[str, Any]) -> Schema:
    """Return the schema behind ``$ref``; the empty schema where there is none (lint names such references)."""
    for _ in range(LONGEST_CHAIN):
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


@lru_cache(maxsize=8192)  # asked for by every part that compiles; a scope is of the form, never of a person
def data_path(scope: str) -> tuple[str, ...]:
    """Return the data path of a UI schema scope: ``#/properties/a/properties/b`` is ``a``, ``b``."""
    segments = _INSIDE.sub("", scope).split("/")
    return tuple(unescape(segment) for segment in segments[2 if segments[0] in {"#", ""} else 1 :: 2])


def at_scope(schema: object, scope: str, root: object) -> Schema | None:
    """Return the schema at a UI schema scope as JSON Forms resolves it (``resolveSchema``), or None."""
    found = _Resolver(root).at(schema, _segments(scope))
    return found if isinstance(found, dict) else None


class _Resolver:
    """Walks a schema by keywords and names; what is not there is looked for in its alternatives."""

    def __init__(self, root: object) -> None:
        self._root = root
        self._open: set[tuple[int, tuple[str, ...]]] = set()

    def at(self, schema: object, segments: tuple[str, ...]) -> Any:  # noqa: ANN401 - a schema, or a part of one
        """Return what lies at segments below a schema or, first, below what it refers to."""
        reference = schema.get("$ref") if isinstance(schema, dict) else None
        found = None
        if isinstance(reference, str):
            target = self._guarded(self._root, _segments(reference))
            found = None if target is None else self._guarded(target, segments)
        return self._guarded(schema, segments) if found is None else found

    def _guarded(self, schema: object, segments: tuple[str, ...]) -> Any:  # noqa: ANN401 - a schema, or a part of one
        """Return what lies there, or None where a schema contains itself without an end."""
        mark = (id(schema), segments)
        if mark in self._open:
            return None
        self._open.add(mark)
        found = self._walk(schema, segments)
        self._open.discard(mark)
        return found

    def _walk(self, schema: object, segments: tuple[str, ...]) -> Any:  # noqa: ANN401 - a schema, or a part of one
        while segments and segments[0] in {"#", ""}:
            segments = segments[1:]
        if not segments:
            return schema
        if not schema or not isinstance(schema, dict | list):
            return None
        found = self._walk(self._behind(_member(schema, segments[0])), segments[1:])
        if found is not None or isinstance(schema, list):
            return found
        walked = (self._guarded(self._behind(part), segments) for part in _alternatives(schema))
        return next((one for one in walked if one), None)

    def _behind(self, schema: object) -> object:
        reference = schema.get("$ref") if isinstance(schema, dict) else None
        return self.at(self._root, _segments(reference)) if isinstance(reference, str) else schema


def _segments(reference: str) -> tuple[str, ...]:
    return tuple(unescape(segment) for segment in reference.split("/"))


def _member(schema: dict[str, Any] | list[Any], name: str) -> object:
    if isinstance(schema, dict):
        return schema.get(name)
    return schema[int(name)] if name.isascii() and name.isdigit() and int(name) < len(schema) else None


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
        return tuple((one["const"], str(one["title"]) if "title" in one else _shown(one["const"])) for one in options)
    values = schema.get("enum")
    if isinstance(values, list):
        return tuple((value, _shown(value)) for value in values)
    return ()


def _shown(value: object) -> str:
    """Return a value that has no title as JSON Forms shows it."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def is_titled_choice(schema: object) -> bool:
    """Return whether a schema is a choice to JSON Forms: each part of its ``oneOf`` has a ``const``."""
    parts = schema.get("oneOf") if isinstance(schema, dict) else None
    return isinstance(parts, list) and all(isinstance(one, dict) and "const" in one for one in parts)


def types_of(schema: Schema) -> tuple[str, ...]:
    """Return the types a schema names."""
    named = schema.get("type")
    if isinstance(named, str):
        return (named,)
    if isinstance(named, list):
        return tuple(str(one) for one in named)
    if "properties" in schema:
        return ("object",)
    return ("array",) if "items" in schema or "prefixItems" in schema else ()


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
