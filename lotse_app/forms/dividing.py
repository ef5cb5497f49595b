"""Takes the schema of a form apart (``forms/parts.py``). Pure, no Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from lotse_app.forms.parts import Dated, People, Piece, Unknown, wanted
from lotse_app.forms.pointers import join, split
from lotse_app.forms.required import NeedsCompiler
from lotse_app.forms.schema import at_reference, types_of
from lotse_app.forms.validators import LateValidator
from lotse_app.models.problems import Code, problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lotse_app.forms.outline import Path
    from lotse_app.forms.parts import Part
    from lotse_app.forms.plan import CompiledForm

    _Schema = Mapping[str, Any]

#: These say nothing about what is valid.
_SILENT: Final = frozenset(
    {
        "title",
        "description",
        "$schema",
        "$comment",
        "$id",
        "default",
        "examples",
        "deprecated",
        "readOnly",
        "writeOnly",
        "$defs",
        "definitions",
    }
)
#: What is taken apart; the rest of an object's keywords is one part.
_DIVIDED: Final = frozenset({"properties", "required", "$ref", "allOf", "if", "then", "else"})
#: These look at what other keywords left over, or are referred to in other ways than by ``#/$defs/…``.
_WHOLE: Final = frozenset(
    {
        "unevaluatedProperties",
        "unevaluatedItems",
        "$dynamicRef",
        "$dynamicAnchor",
        "$recursiveRef",
        "$recursiveAnchor",
        "$anchor",
        "$id",
    }
)
#: Segments of ``#/$defs/name``.
_IN_DEFS: Final = 2
#: For these, an object's part says which properties the schema knows.
_COUNTING: Final = frozenset({"additionalProperties", "minProperties", "maxProperties"})
_LISTS: Final = ("allOf", "anyOf", "oneOf")
_SINGLE: Final = ("if", "then", "else", "not")


def divide(compiled: CompiledForm) -> tuple[Part, ...]:
    """Return everything the form demands of a document, in parts."""
    made: list[Part] = list(_Divider(compiled).parts())
    made += [Dated(compiled, path, wanted_range) for path, wanted_range in compiled.dated]
    if compiled.form.responsible is not None:
        made.append(People(compiled, compiled.form.responsible))
    return tuple(made)


class _Divider:
    """Walks the schema along the objects in which questions stand."""

    def __init__(self, compiled: CompiledForm) -> None:
        self._compiled = compiled
        self._root = compiled.asked
        self._needs = NeedsCompiler(self._root)
        self._members: dict[Path, set[str]] = {(): set()}
        self._validators: dict[str, LateValidator] = {}
        self._refers = True
        #: Schemas made here: they are told apart by identity, so they stay.
        self._made: list[dict[str, Any]] = []
        for path in map(split, (*compiled.objects, *compiled.lists, *compiled.controls)):
            for length, name in enumerate(path[: path.index("*")] if "*" in path else path):
                self._members.setdefault(path[:length], set()).add(name)
        self._objects = {path for path in map(split, compiled.objects) if "*" not in path}

    def parts(self) -> Iterator[Part]:
        """Yield the parts of the schema."""
        root = {name: part for name, part in self._root.items() if name != "$id"}
        names, references = _survey(root)
        self._refers = bool(references)
        if names & _WHOLE or not all(map(self._known, references)):
            yield Piece(self._compiled, (), "", LateValidator(dict(self._root)), self._compiled.needs)
        else:
            yield from self._object(self._root, (), 0)

    def _known(self, reference: str) -> bool:
        path = split(reference.removeprefix("#"))
        return len(path) == _IN_DEFS and path[0] == "$defs" and path[1] in self._root.get("$defs", {})

    def _object(self, schema: object, at: Path, depth: int) -> Iterator[Part]:
        """Yield the parts of a schema for an object that is a dict wherever it is there."""
        if not isinstance(schema, dict) or depth > len(self._root.get("$defs", ())) + 8:
            yield from self._whole(schema, at)
            return
        for name, part in schema.get("properties", {}).items():
            yield from self._property(part, (*at, name))
        for name in schema.get("required", ()):
            yield wanted(self._compiled, at, name, problem(Code.REQUIRED, join((*at, name))))
        if "$ref" in schema:
            yield from self._object(at_reference(schema["$ref"], self._root), at, depth + 1)
        for part in schema.get("allOf", ()):
            yield from self._object(part, at, depth + 1)
        if "if" in schema:
            yield from self._several({name: schema[name] for name in ("if", "then", "else") if name in schema}, at)
        yield from self._rest(schema, at)

    def _property(self, schema: object, path: Path) -> Iterator[Part]:
        if path[-1] not in self._members.get(path[:-1], ()):
            return  # nobody asks for it: it is never there
        if path in self._objects:
            yield from self._object(schema, path, 0)
        else:
            yield from self._whole(schema, path)

    def _rest(self, schema: dict[str, Any], at: Path) -> Iterator[Part]:
        left = {name: part for name, part in schema.items() if _speaks(name) and name not in _DIVIDED}
        if "object" in types_of(schema):
            left.pop("type", None)
        if "additionalProperties" in left:
            known = schema.get("properties", {})
            if left["additionalProperties"] is False and "patternProperties" not in schema:
                del left["additionalProperties"]
                for name in sorted(self._members.get(at, set()) - known.keys()):
                    path = (*at, name)
                    yield Unknown((path,), problem(Code.UNEXPECTED, join(path)))
        if left.keys() & _COUNTING:
            left["properties"] = dict.fromkeys(schema.get("properties", {}), True)
        if left:
            yield from self._several(left, at)

    def _several(self, schema: dict[str, Any], at: Path) -> Iterator[Part]:
        """Yield the part of keywords that look at several members of an object."""
        self._made.append(schema)
        names = self._named(schema, frozenset())
        yield from self._whole(schema, at, tuple(sorted(names)) if names else None)

    def _whole(self, schema: object, at: Path, names: tuple[str, ...] | None = None) -> Iterator[Part]:
        needs = self._needs.compile(schema)
        spoken: object = schema
        if isinstance(schema, dict):
            spoken = {name: part for name, part in schema.items() if _speaks(name)}
        if spoken in (True, {}):
            return
        text = repr(spoken)
        if text not in self._validators:
            self._validators[text] = LateValidator(self._with_definitions(spoken))
        yield Piece(self._compiled, at, join(at), self._validators[text], None if needs.idle else needs, names)

    def _with_definitions(self, schema: object) -> object:
        """Return a schema with the definitions it refers to, also by way of others."""
        found: dict[str, Any] = {}
        waiting = _survey(schema)[1] if self._refers else []
        while waiting:
            name = split(waiting.pop())[1]
            if name not in found:
                found[name] = self._root["$defs"][name]
                waiting += _survey(found[name])[1]
        return {**schema, "$defs": found} if found and isinstance(schema, dict) else schema

    def _named(self, schema: object, open_ones: frozenset[str]) -> set[str] | None:
        """Return the members of an object that a schema looks at; None where it looks at all of them."""
        found: set[str] = set()
        for keyword, part in schema.items() if isinstance(schema, dict) else ():
            inner = self._named_by(keyword, part, open_ones)
            if inner is None:
                return None
            found |= inner
        return found

    def _named_by(self, keyword: str, part: Any, open_ones: frozenset[str]) -> set[str] | None:  # noqa: ANN401 - a schema
        if keyword in {"properties", "required"}:
            return set(part)
        if keyword == "dependentRequired":
            return set(part).union(*part.values())
        if keyword == "dependentSchemas":
            return _united((set(part), *(self._named(one, open_ones) for one in part.values())))
        if keyword in _LISTS or keyword in _SINGLE:
            return _united(self._named(one, open_ones) for one in (part if keyword in _LISTS else [part]))
        if keyword == "$ref":
            known = part in open_ones
            return set() if known else self._named(at_reference(part, self._root), open_ones | {part})
        return set() if keyword == "type" or not _speaks(keyword) else None


def _united(sets: Iterable[set[str] | None]) -> set[str] | None:
    found: set[str] = set()
    for one in sets:
        if one is None:
            return None
        found |= one
    return found


def _speaks(keyword: str) -> bool:
    return keyword not in _SILENT and not keyword.startswith("x-")


def _survey(schema: object) -> tuple[set[str], list[str]]:
    """Return the names of all members anywhere in a schema, and all it refers to."""
    names: set[str] = set()
    references: list[str] = []
    waiting = [schema]
    while waiting:
        here = waiting.pop()
        if isinstance(here, list):
            waiting += here
        elif isinstance(here, dict):
            names.update(here)
            waiting += here.values()
            if isinstance(here.get("$ref"), str):
                references.append(here["$ref"])
    return names, references
