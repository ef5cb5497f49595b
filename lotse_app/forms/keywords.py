"""Raw errors of a schema as JSON Forms and Ajv name them: instance path and keyword, and those a control shows.

jsonschema-rs and Ajv find the same errors and name a few of them differently; the names here are Ajv's.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lotse_app.forms.pointers import join
from lotse_app.forms.schema import is_titled_choice, types_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lotse_app.forms.validators import Validator

#: JSON Forms shows these nowhere, except where they belong to a choice.
_NOT_SHOWN = frozenset({"additionalProperties", "allOf", "anyOf", "oneOf"})
_ALTERNATIVES = frozenset({"anyOf", "oneOf"})
_FALSE = "false schema"


@dataclass(frozen=True, slots=True)
class RawError:
    """One error. ``path`` is the instance path, ``schema`` the schema whose keyword it is, ``member`` one not there."""

    path: tuple[str | int, ...]
    keyword: str
    schema: object = None
    member: str | None = None

    @property
    def place(self) -> str:
        """Return where a control shows this error, as JSON Forms writes it: names with full stops between."""
        return ".".join(str(one) for one in (*self.path, *(() if self.member is None else (self.member,))))


def raw_errors(validator: Validator, root: object, document: object) -> tuple[RawError, ...]:
    """Return what a schema says about a document, all of it; ``root`` is the schema the validator was made of.

    Errors inside ``anyOf``, ``oneOf``, ``not`` and ``contains`` are not among them, and no ``if``.
    """
    found = (one for error in validator.iter_errors(document) for one in _named(error, root))
    return tuple(found)


def keyword_set(errors: Sequence[RawError]) -> frozenset[tuple[str, str]]:
    """Return (instance path as a JSON Pointer, keyword) of every error."""
    return frozenset((join(error.path), error.keyword) for error in errors)


def _named(error: Any, root: object) -> Iterator[RawError]:  # noqa: ANN401 - the library has no type for it
    path, steps = tuple(error.instance_path), list(error.schema_path)
    kind = error.kind.name
    no_name = kind == "falseSchema" and steps[-1:] == ["propertyNames"] and steps[-2:-1] != ["properties"]
    if no_name or kind == "propertyNames":
        inner = _FALSE if no_name else str(steps[-1])
        owner = len(steps) - 1 - steps[::-1].index("propertyNames")
        yield RawError(path, inner, at_steps(root, steps[:-1]))
        yield RawError(path, "propertyNames", at_steps(root, steps[:owner]))
        return
    if kind == "falseSchema":
        yield _refused(path, steps, root)
        return
    if kind == "uniqueItems" and not _repeats(at_steps(root, steps[:-1]), error.instance):
        return
    keyword = "contains" if kind == "contains" else str(steps[-1])
    member = error.kind.property if keyword == "required" else None
    yield RawError(path, keyword, at_steps(root, steps[:-1]), member)


def _repeats(schema: Any, items: list[Any]) -> bool:  # noqa: ANN401 - a schema with ``uniqueItems``
    """Return whether items repeat as Ajv counts: where they must be plain values, others are not compared."""
    types = types_of(schema["items"]) if isinstance(schema.get("items"), dict) else ()
    if not types or {"object", "array"} & set(types):
        return True
    plain = [json.dumps(item) for item in items if set(types) & _types(item)]
    return len(plain) > len(set(plain))


def _types(item: object) -> set[str]:
    if item is None or isinstance(item, bool):
        return {"null" if item is None else "boolean"}
    if isinstance(item, int | float):
        return {"number", "integer"} if item == item // 1 else {"number"}
    return {"string"} if isinstance(item, str) else set()


def _refused(path: tuple[str | int, ...], steps: list[Any], root: object) -> RawError:
    """Return the error of the schema ``false``; where it stands for further items, Ajv blames the list."""
    around = at_steps(root, steps[:-1])
    if steps[-1:] == ["items"] and isinstance(around, dict) and "prefixItems" in around:
        return RawError(path[:-1], "items", around)
    return RawError(path, _FALSE, False)


def at_steps(root: object, steps: Sequence[str | int]) -> Any:  # noqa: ANN401 - a schema, or a part of one
    """Return what lies in a schema at the steps the library tells."""
    here: Any = root
    for step in steps:  # the library takes names that are numbers for indexes
        here = here[step if isinstance(here, list) else str(step)]
    return here


class Shown:
    """Says which of a document's errors a control shows (``getErrorAt`` of JSON Forms core 3.8)."""

    def __init__(self, errors: Sequence[RawError]) -> None:
        self._errors = [one for one in errors if one.keyword not in _NOT_SHOWN or is_titled_choice(one.schema)]
        self._alternatives = [one.place for one in errors if one.keyword in _ALTERNATIVES]

    def at(self, path: Sequence[str], schema: Mapping[str, Any] | None) -> tuple[str, ...]:
        """Return the keywords at the control of a data path whose property has this schema, sorted, each once.

        Where an alternative fails at or above the control, only errors of the property's own schema are shown.
        """
        place = ".".join(path)
        doubtful = any(place.startswith(one) for one in self._alternatives)
        found = {
            error.keyword
            for error in self._errors
            if error.place == place and not (doubtful and _of_another(error.schema, schema))
        }
        return tuple(sorted(found))


def _of_another(owner: object, schema: Mapping[str, Any] | None) -> bool:
    """Return whether an error's schema describes neither an object nor a choice and is not the control's own."""
    if isinstance(owner, dict) and (owner.get("type") == "object" or owner.get("properties")):
        return False
    return not is_titled_choice(owner) and _text(owner) != _text(schema)


def _text(schema: object) -> str:
    return json.dumps(schema, sort_keys=True)
