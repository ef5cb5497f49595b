"""What must have happened before a comparison counts: each rule was true and false, each keyword failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lotse_app.forms.validators import make_validator

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lotse_app.forms.validators import Validator

#: Keywords that can fail by themselves.
_NAMES = """type enum const minLength maxLength pattern format minimum maximum exclusiveMinimum exclusiveMaximum
multipleOf minItems maxItems uniqueItems contains minProperties maxProperties required dependentRequired not anyOf
oneOf"""
_ASSERTIONS = frozenset(_NAMES.split())
_LISTS = ("allOf", "prefixItems")
_PARTS = ("items", "then", "else", "propertyNames")
_NAMED = ("properties", "patternProperties", "dependentSchemas")
#: With these a keyword asks for nothing.
_NOTHING: tuple[object, ...] = ([], {}, 0, False)


def rules(uischema: object, place: str = "") -> Iterator[str]:
    """Yield the places of all rules of a UI schema, those of details included."""
    if not isinstance(uischema, dict):
        return
    if "rule" in uischema:
        yield place
    for at, element in enumerate(uischema.get("elements", ())):
        yield from rules(element, f"{place}/elements/{at}")
    options = uischema.get("options")
    if isinstance(options, dict):
        yield from rules(options.get("detail"), f"{place}/options/detail")


def assertions(root: Mapping[str, Any]) -> set[str]:
    """Return the place of every keyword that can fail, definitions where they stand."""
    found: set[str] = set()
    _gather(root, root, "", found, set())
    return found


def _gather(schema: object, root: Mapping[str, Any], place: str, found: set[str], met: set[str]) -> None:
    if not isinstance(schema, dict) or place in met:
        return
    met.add(place)
    found.update(f"{place}/{one}" for one in _ASSERTIONS & schema.keys() if schema[one] not in _NOTHING)
    if schema.get("additionalProperties") is False:
        found.add(f"{place}/additionalProperties")
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference.startswith("#/$defs/"):
        name = reference.removeprefix("#/$defs/")
        _gather(root.get("$defs", {}).get(name), root, f"/$defs/{name}", found, met)
    for keyword in _LISTS:
        for at, part in enumerate(schema.get(keyword, ())):
            _gather(part, root, f"{place}/{keyword}/{at}", found, met)
    for keyword in _PARTS:
        _gather(schema.get(keyword), root, f"{place}/{keyword}", found, met)
    for keyword in _NAMED:
        for name, part in schema.get(keyword, {}).items():
            _gather(part, root, f"{place}/{keyword}/{name}", found, met)


class Coverage:
    """Counts, for one form, which rules were true and false and which keywords failed."""

    def __init__(self, schema: Mapping[str, Any], uischema: Mapping[str, Any]) -> None:
        self._validator: Validator = make_validator(schema)
        self.assertions = assertions(schema)
        self.rules = set(rules(uischema))
        self.failed: set[str] = set()
        self.was: set[tuple[str, bool]] = set()

    def count(self, answers: object, held: Iterable[tuple[str, bool]]) -> None:
        """Take note of one set of answers."""
        steps = (list(error.schema_path) for error in self._validator.iter_errors(answers))
        self.failed.update("".join(f"/{step}" for step in one) for one in steps)
        self.was.update((place, truth) for place, truth in held)

    def left(self) -> list[str]:
        """Return what has not happened yet."""
        never = [f"{place} was never {truth}" for place in self.rules for truth in (True, False)]
        return sorted(
            [*(self.assertions - self.failed), *(one for one in never if not self._happened(one))],
        )

    def _happened(self, words: str) -> bool:
        return any(words == f"{place} was never {truth}" for place, truth in self.was)
