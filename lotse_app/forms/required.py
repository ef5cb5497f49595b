"""Which questions must be answered for the present answers: ``required``, ``if/then/else``, ``dependent…``."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lotse_app.forms.pointers import escape
from lotse_app.forms.schema import follow
from lotse_app.forms.validators import LateValidator, make_validator

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lotse_app.forms.validators import Validator


@dataclass(slots=True)
class Needs:
    """What one schema requires of an object or list; filled once, then only read."""

    required: tuple[str, ...] = ()
    members: dict[str, Needs] = field(default_factory=dict)
    items: Needs | None = None
    always: list[Needs] = field(default_factory=list)
    branches: list[tuple[Validator, Needs | None, Needs | None]] = field(default_factory=list)
    dependent: list[tuple[str, tuple[str, ...], Needs | None]] = field(default_factory=list)

    @property
    def idle(self) -> bool:
        """Return whether nothing is required, whatever the value."""
        return not (self.required or self.members or self.items or self.always or self.branches or self.dependent)

    def collect(self, value: object, pointer: str, found: set[str]) -> None:
        """Add the pointers of all members that must be there to ``found``."""
        if isinstance(value, list):
            for index, item in enumerate(value):
                if self.items is not None:
                    self.items.collect(item, f"{pointer}/{index}", found)
        elif isinstance(value, dict):
            self._collect_members(value, pointer, found)
        for part in self.always:
            part.collect(value, pointer, found)
        for condition, then, otherwise in self.branches:
            part_needed = then if condition.is_valid(value) else otherwise
            if part_needed is not None:
                part_needed.collect(value, pointer, found)

    def _collect_members(self, value: dict[str, Any], pointer: str, found: set[str]) -> None:
        found.update(f"{pointer}/{escape(name)}" for name in self.required)
        for name, needs in self.members.items():
            if name in value:
                needs.collect(value[name], f"{pointer}/{escape(name)}", found)
        for name, names, part in self.dependent:
            if name in value:
                found.update(f"{pointer}/{escape(other)}" for other in names)
                if part is not None:
                    part.collect(value, pointer, found)


def compile_needs(root: Mapping[str, Any]) -> Needs:
    """Return what the schema ``root`` requires."""
    return NeedsCompiler(root).compile(dict(root))


class NeedsCompiler:
    """Walks a schema once; recursion through ``$ref`` ends at schemas already met."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        self._root = root
        self._met: dict[int, Needs] = {}

    def compile(self, schema: object) -> Needs:
        """Return the needs of one schema, siblings of ``$ref`` included."""
        if not isinstance(schema, dict):
            return Needs()
        if id(schema) not in self._met:
            needs = self._met[id(schema)] = Needs()
            self._fill(needs, schema)
        return self._met[id(schema)]

    def _optional(self, schema: object) -> Needs | None:
        return None if schema is None else self.compile(schema)

    def _fill(self, needs: Needs, schema: dict[str, Any]) -> None:
        needs.required = tuple(schema.get("required", ()))
        needs.members = {name: self.compile(part) for name, part in schema.get("properties", {}).items()}
        needs.items = self._optional(schema.get("items"))
        if "$ref" in schema:
            needs.always.append(self.compile(follow(schema, self._root)))
        needs.always.extend(self.compile(part) for part in schema.get("allOf", ()))
        if "if" in schema:
            # Definitions cost milliseconds for every condition; most conditions refer to none.
            # One that refers to something may refer to nothing: that is to be known at once.
            refers = '"$ref"' in json.dumps(schema["if"])
            condition: Validator = (
                make_validator(schema["if"], self._root.get("$defs")) if refers else LateValidator(schema["if"])
            )
            needs.branches.append((condition, self._optional(schema.get("then")), self._optional(schema.get("else"))))
        for name, names in schema.get("dependentRequired", {}).items():
            needs.dependent.append((name, tuple(names), None))
        for name, part in schema.get("dependentSchemas", {}).items():
            needs.dependent.append((name, (), self.compile(part)))
